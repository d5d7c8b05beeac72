"""Shape of what is typed about people, keys and settings."""

"""Message catalogues, one per app and language, kept without the gettext programs."""

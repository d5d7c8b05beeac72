"""Forms of call review."""

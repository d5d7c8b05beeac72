"""So many requests a minute to pages that ask for no login; counted in the cache."""

from datetime import datetime

from django.core.cache import cache

WINDOW = 60
"""Seconds."""


def is_too_often(key: str, *, most: int, at: datetime) -> bool:
    """Count one more of `key`; True beyond `most` in the present minute."""
    name = f"rate-{key}-{int(at.timestamp()) // WINDOW}"
    cache.add(name, 0, timeout=2 * WINDOW)
    try:
        return cache.incr(name) > most
    except ValueError:  # thrown out of the cache between the two
        return False

"""The digest by which a row is known again."""

import hashlib


def digest_of(text: str) -> str:
    """As a column of type uuid takes it."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

"""Addresses of the public page by which a reader of advertising ends it."""

import secrets

from django.conf import settings
from django.urls import reverse

BYTES = 16
"""128 bits: nobody finds a token by trying."""


def new_token() -> str:
    return secrets.token_urlsafe(BYTES)


def url_of(token: str) -> str:
    """The whole address, under PUBLIC_URL: it is read far from our pages."""
    return f"{settings.PUBLIC_URL}{reverse('opt_out', args=[token])}"


def sample_url() -> str:
    """As long as a real one, for previews and for counting the parts of an SMS."""
    return url_of("x" * len(new_token()))

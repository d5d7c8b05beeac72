"""A script with a small tree, and the providers of messages."""

import pytest

from followups.models import Script
from tests.communications.conftest import mail, sms  # noqa: F401
from tests.followups.trees import grow


@pytest.fixture
def script(dealership):
    """A script of its own: an opening, nothing answered yet."""
    return Script.objects.create(
        dealership=dealership,
        name="Winter",
        texts={"en": "Good day, {address}!", "ru": "Здравствуйте!"},
    )


@pytest.fixture
def tree(script):
    price = grow(script, "Too expensive")
    grow(script, "Yes", price)
    grow(script, "No", price)
    grow(script, "No time")
    return price

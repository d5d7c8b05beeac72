"""A customer to whom something may be promised, and the moment at which the tests happen."""

from datetime import UTC, datetime, timedelta

import pytest

from promises.services.promises import make_promise
from tests.factories import make_customer

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""Noon in Moscow; the dealership is open from 9 to 21 every day."""


@pytest.fixture
def customer(dealership):
    return make_customer(dealership, "Pavel Orlov", phone="+79161230001")


@pytest.fixture
def promise(dealership, customer, operator):
    """promise(hours=3, **fields): given now by the operator for so many hours from now."""

    def give(hours=3, at=MONDAY, **fields):
        values = {"customer": customer, "text": "Send the price", "by": operator} | fields
        return make_promise(
            dealership=dealership, due_at=at + timedelta(hours=hours), at=at, **values
        )

    return give

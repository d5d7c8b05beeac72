"""Promises to customers: made, kept or broken; each belongs to a person (C8, N9)."""

from datetime import datetime

from communications.models import Promise
from customers.models import Customer
from dealerships.models import Dealership, User


class PromiseInThePast(Exception):
    """A promise is for later than now."""


class PromiseAlreadyClosed(Exception):
    """Somebody has marked it kept or broken."""


def make_promise(
    *,
    dealership: Dealership,
    customer: Customer,
    text: str,
    due_at: datetime,
    by: User,
    at: datetime,
    owner: User | None = None,
) -> Promise:
    """Write down what `by` promised; `owner` keeps it, else `by`. Raises PromiseInThePast."""
    if due_at <= at:
        raise PromiseInThePast
    return Promise.objects.create(
        dealership=dealership,
        customer=customer,
        text=text,
        made_at=at,
        made_by=by,
        owner=owner or by,
        due_at=due_at,
    )


def close_promise(*, promise: Promise, is_kept: bool, at: datetime) -> Promise:
    """Mark it kept or broken, once. Raises PromiseAlreadyClosed."""
    still_open = Promise.objects.open().filter(pk=promise.pk)
    if not still_open.update(closed_at=at, is_kept=is_kept):
        raise PromiseAlreadyClosed
    promise.refresh_from_db()
    return promise


def reopen_promise(*, promise: Promise) -> Promise:
    """The undo of close_promise; an open one stays as it is."""
    Promise.objects.filter(pk=promise.pk).update(closed_at=None, is_kept=None)
    promise.refresh_from_db()
    return promise


def take_back(*, promise: Promise) -> None:
    """It was entered by mistake moments ago, and the customer never heard it."""
    promise.delete()

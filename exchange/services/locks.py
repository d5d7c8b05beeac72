"""One import at a time in a dealership: a lock of the session, gone with a killed worker."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import DateTimeField, Func

from dealerships.models import Dealership

_IMPORTS = 0x1D35  # the first half of the lock's key, this kind of lock
_PAUSE = 0.5


class ImportRunningError(Exception):
    """Another import of the dealership is under way."""


@contextmanager
def dealership_lock(dealership: Dealership, *, wait_seconds: float) -> Iterator[None]:
    """Hold the dealership's import lock; ImportRunningError when it cannot be had in time."""
    deadline = time.monotonic() + wait_seconds
    while not _ask("SELECT pg_try_advisory_lock(%s, %s)", dealership):
        if time.monotonic() >= deadline:
            raise ImportRunningError
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        _ask("SELECT pg_advisory_unlock(%s, %s)", dealership)


def _ask(question: str, dealership: Dealership) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [_IMPORTS, dealership.pk])
        [answer] = cursor.fetchone()
    return bool(answer)


def database_now() -> Func:
    """Leases alone run on the database's clock."""
    return Func(function="statement_timestamp", output_field=DateTimeField())

"""The database connections this process opened, also those that Django no longer shows.

Playwright keeps an event loop in the thread of the tests, and Django keeps one connection for code
under a loop and another for code without: connections.close_all() reaches only one of the two.
"""

import threading
import weakref

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

_opened: "weakref.WeakSet[BaseDatabaseWrapper]" = weakref.WeakSet()


def watch() -> None:
    """From now on every connection is noted as it is opened."""
    connection_created.connect(_note, dispatch_uid=__name__)


def close_all() -> None:
    """Close what this thread opened; the next query opens a new connection."""
    here = threading.get_ident()
    for wrapper in list(_opened):
        if wrapper._thread_ident == here:
            wrapper.close()


def _note(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    _opened.add(connection)

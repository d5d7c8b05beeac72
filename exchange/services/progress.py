"""How far an import is, told over a connection of its own: the merge is one long transaction."""

from types import TracebackType
from typing import Self

from django.db import connection

from exchange.models import ImportRun

LEASE_SECONDS = 600


class ImportCancelledError(Exception):
    """Somebody asked for the import to stop; nothing of it stays."""


class Progress:
    """Shows rows and steps, renews the lease, and hears a cancel. Use as a context manager."""

    def __init__(self, run: ImportRun) -> None:
        self._run = run
        self._done = 0

    def __enter__(self) -> Self:
        self._side = connection.copy()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._side.close()

    def advance(self, rows: int) -> None:
        self._done += rows
        self._tell("rows_done = greatest(rows_done, %s)", self._done)

    def step(self, name: str) -> None:
        """A step of the merge begins; raises ImportCancelledError when asked to stop."""
        self._tell("step = %s", name)

    def _tell(self, assignment: str, value: int | str) -> None:
        with self._side.cursor() as cursor:
            cursor.execute(
                f"UPDATE exchange_importrun SET {assignment},"
                f" lease_until = statement_timestamp() + interval '{LEASE_SECONDS} seconds'"
                " WHERE id = %s RETURNING cancel_requested_at",
                [value, self._run.pk],
            )
            row = cursor.fetchone()
        if row and row[0]:
            raise ImportCancelledError

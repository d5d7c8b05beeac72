"""The book of a merge: every write goes through it and is written down, so that undo is exact.

Rows are kept as PostgreSQL sees them (to_jsonb) and come back by jsonb_populate_record: no type
passes through Python, no column is forgotten.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, connection, models, transaction

Entry = dict[str, Any]


def _q(name: str) -> str:
    return connection.ops.quote_name(name)


def _fetch(sql: str, params: Iterable[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        return cursor.fetchall() if cursor.description else []


def _plain(rows: list[tuple[Any, ...]]) -> list[Any]:
    """jsonb arrives as text through Django's cursor."""
    return [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in rows]


def _table(model: type[models.Model]) -> str:
    return _q(model._meta.db_table)


def _key(model: type[models.Model]) -> str:
    return _q(str(model._meta.pk.column))


def _entry(verb: str, model: type[models.Model], row: Mapping[str, Any]) -> Entry:
    keys = [field.column for field in model._meta.pk_fields]
    return {"do": verb, "table": model._meta.db_table, "keys": keys, "row": row}


class Ledger:
    """Collects the entries of one merge in their order; `take_back` undoes them backwards."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.moved: dict[str, list[Any]] = {}

    def move(
        self,
        field: "models.ForeignKey[Any, Any]",
        *,
        old: int,
        new: int,
        only: Iterable[int] | None = None,
    ) -> int:
        """Let the rows of `field` that name `old` name `new`; returns how many.

        only    these rows and no others. Raises IntegrityError when the database refuses.
        """
        model, column = field.model, _q(field.column)
        where, params = f"{column} = %s", [new, old]
        if only is not None:
            where += f" AND {_key(model)} = ANY(%s)"
            params.append(list(only))  # type: ignore[arg-type]
        rows = _fetch(
            f"UPDATE {_table(model)} SET {column} = %s WHERE {where} RETURNING {_key(model)}",  # noqa: S608 (names of our own models)
            params,
        )
        if rows:
            name = f"{model._meta.label}.{field.name}"
            ids = sorted(row[0] for row in rows)
            self.moved.setdefault(name, []).extend(ids)
            entry = {"do": "move", "table": model._meta.db_table, "key": model._meta.pk.column}
            self.entries.append(
                entry | {"column": field.column, "ids": ids, "old": old, "new": new}
            )
        return len(rows)

    def relink(self, field: "models.ForeignKey[Any, Any]", *, old: int, new: int) -> int:
        """`move` for a table whose primary key holds the column: a new row, the old one removed.

        Where the new row is there already, the old one is only removed. All new rows are entered
        before the removals, so that undo brings every old row back before it takes a new one.
        """
        model, table = field.model, _table(field.model)
        rows = _plain(
            _fetch(
                f"DELETE FROM {table} AS t WHERE {_q(field.column)} = %s RETURNING to_jsonb(t)",  # noqa: S608
                [old],
            )
        )
        for row in rows:
            fresh = _fetch(
                f"INSERT INTO {table} AS t SELECT * FROM jsonb_populate_record"  # noqa: S608
                f"(NULL::{table}, %s::jsonb) ON CONFLICT DO NOTHING RETURNING to_jsonb(t)",
                [json.dumps(row | {field.column: new})],
            )
            self.entries += [_entry("write", model, written) for written in _plain(fresh)]
        self.entries += [_entry("remove", model, row) for row in rows]
        if rows:
            self.moved.setdefault(f"{model._meta.label}.{field.name}", []).extend(rows)
        return len(rows)

    def change(self, row: models.Model, **values: Any) -> None:
        """Set columns of one row, by attribute (`customer_id`, not `customer`)."""
        model = type(row)
        before = self._row(model, row.pk)
        model._base_manager.filter(pk=row.pk).update(**values)
        after = self._row(model, row.pk)
        columns = [column for column in after if after[column] != before[column]]
        if columns:
            self.entries.append(
                {
                    "do": "change",
                    "table": model._meta.db_table,
                    "key": model._meta.pk.column,
                    "id": row.pk,
                    "before": {column: before[column] for column in columns},
                    "after": {column: after[column] for column in columns},
                }
            )

    def remove(self, row: models.Model) -> None:
        """Delete a row of the merged card that the kept card has already."""
        model = type(row)
        self.entries.append(_entry("remove", model, self._row(model, row.pk)))
        _fetch(f"DELETE FROM {_table(model)} WHERE {_key(model)} = %s", [row.pk])  # noqa: S608
        self.moved.setdefault(f"{model._meta.label} (joined)", []).append(row.pk)

    def wrote(self, row: models.Model) -> None:
        """A row that the merge itself has created: undo deletes it."""
        model = type(row)
        self.entries.append(_entry("write", model, self._row(model, row.pk)))

    @staticmethod
    def _row(model: type[models.Model], pk: Any) -> dict[str, Any]:
        sql = f"SELECT to_jsonb(t) FROM {_table(model)} AS t WHERE {_key(model)} = %s"  # noqa: S608
        row: dict[str, Any] = _plain(_fetch(sql, [pk]))[0]
        return row


def take_back(entries: list[Entry]) -> None:
    """Undo the entries of a ledger, the last one first.

    What somebody changed since stays as they left it: a column comes back only where it still
    holds what the merge wrote; a moved row only where it still names the kept card.
    """
    for entry in reversed(entries):
        _UNDO[entry["do"]](entry)


def _undo_move(entry: Mapping[str, Any]) -> None:
    column, key = _q(entry["column"]), _q(entry["key"])
    _fetch(
        f"UPDATE {_q(entry['table'])} SET {column} = %s WHERE {column} = %s AND {key} = ANY(%s)",  # noqa: S608
        [entry["old"], entry["new"], entry["ids"]],
    )


def _undo_change(entry: Mapping[str, Any]) -> None:
    """All columns at once, for constraints that look at several of them."""
    table, key = _q(entry["table"]), _q(entry["key"])
    rows = _plain(
        _fetch(
            f"SELECT to_jsonb(t) FROM {table} AS t WHERE {key} = %s FOR UPDATE",  # noqa: S608
            [entry["id"]],
        )
    )
    back = {
        column: before
        for row in rows
        for column, before in entry["before"].items()
        if row[column] == entry["after"][column]
    }
    if back:
        names = ", ".join(_q(column) for column in back)
        _fetch(
            f"UPDATE {table} SET ({names}) = (SELECT {names}"  # noqa: S608
            f" FROM jsonb_populate_record(NULL::{table}, %s::jsonb)) WHERE {key} = %s",
            [json.dumps(back), entry["id"]],
        )


def _undo_remove(entry: Mapping[str, Any]) -> None:
    table = _q(entry["table"])
    _fetch(
        f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)"  # noqa: S608
        " ON CONFLICT DO NOTHING",
        [json.dumps(entry["row"])],
    )


def _undo_write(entry: Mapping[str, Any]) -> None:
    """Unless something new leans on the row by now: then it stays."""
    where = " AND ".join(f"{_q(key)} = %s" for key in entry["keys"])
    try:
        with transaction.atomic():
            _fetch(
                f"DELETE FROM {_q(entry['table'])} WHERE {where}",  # noqa: S608
                [entry["row"][key] for key in entry["keys"]],
            )
            _fetch("SET CONSTRAINTS ALL IMMEDIATE", [])
    except IntegrityError:
        pass
    finally:
        _fetch("SET CONSTRAINTS ALL DEFERRED", [])


_UNDO = {
    "move": _undo_move,
    "change": _undo_change,
    "remove": _undo_remove,
    "write": _undo_write,
}

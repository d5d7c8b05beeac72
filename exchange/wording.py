"""What an import is, in words of the reader's language: encodings, steps, tables, failures."""

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from dealerships import formatting
from exchange.models import ImportRun, Table

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1251": "Windows-1251",
    "cp866": "CP866",
    "koi8-r": "KOI8-R",
    "gb18030": "GB18030",
    "big5": "Big5",
}

_ROWS = {
    Table.CUSTOMERS: ngettext_lazy("%(number)s customer", "%(number)s customers", "count"),
    Table.SALES: ngettext_lazy("%(number)s sale", "%(number)s sales", "count"),
    Table.REPAIR_ORDERS: ngettext_lazy(
        "%(number)s repair order", "%(number)s repair orders", "count"
    ),
    Table.TRAFFIC: ngettext_lazy(
        "%(number)s visit or call", "%(number)s visits and calls", "count"
    ),
    Table.MARKETING: ngettext_lazy(
        "%(number)s line of marketing spend", "%(number)s lines of marketing spend", "count"
    ),
}

# what the steps of exchange.services.runs write, beside the tables themselves
_WRITTEN: dict[str, Promise] = {
    "vehicles": _("cars"),
    "staff": _("staff"),
    "lead_sources": _("sources"),
    "ownership": _("who owns which car"),
    "agreements": _("insurance, loans and warranties"),
    "readings": _("mileage"),
    "referrers": _("who recommended whom"),
}

_FAILURES: dict[str, Promise] = {
    "NothingReadableError": _("None of the files holds a table that can be read."),
    "GivenUpError": _("The import was interrupted three times and is not tried again."),
    "SoftTimeLimitExceeded": _("The import took longer than four hours and was stopped."),
}

STATES = {
    ImportRun.Status.UPLOADED: ("", "upload"),
    ImportRun.Status.QUEUED: ("state-chosen", "clock"),
    ImportRun.Status.RUNNING: ("state-chosen", "refresh"),
    ImportRun.Status.DONE: ("state-kept", "circle-check"),
    ImportRun.Status.FAILED: ("state-late", "alert-triangle"),
    ImportRun.Status.CANCELLED: ("", "ban"),
}
"""Look of a status: class and icon."""


def number(value: int) -> str:
    return formatting.number(value, formatting.readers_language())


def rows_of(table: str, rows: int) -> str:
    """The content of a file: "3,090 customers"."""
    words = _ROWS.get(Table(table)) if table else None
    return str(words % {"count": rows, "number": number(rows)}) if words else ""


def step(name: str) -> str:
    """A step of the engine ("read sales", "write vehicles") in words."""
    verb, _space, what = name.partition(" ")
    noun = Table(what).label if what in Table.values else _WRITTEN.get(what, what)
    if verb == "read":
        return gettext("Reading: %(what)s") % {"what": noun}
    if verb == "write":
        return gettext("Writing: %(what)s") % {"what": noun}
    return gettext("Starting")


def failure(error: str) -> str:
    """Why an import failed; its technical text may hold a customer's data and is not shown."""
    kind = error.partition(":")[0]
    known = _FAILURES.get(kind)
    if known:
        return str(known)
    return gettext("Something broke on our side (%(kind)s).") % {"kind": kind or "?"}

"""Words that several KPIs share, and the labels of the cells of tables."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sales.models import LeadSource

BUYERS = _("all buyers")
NEW_BUYERS = _("buyers whose first purchase is in the period")
SALES = _("sales in the period")
VISITS = _("closed visits in the period")

_DEPARTMENT_LABELS: dict[str, str | Promise] = {
    "vehicles": _("Cars"),
    "accessories": _("Accessories"),
    "finance": _("Finance and insurance"),
    "labour": _("Labour"),
    "parts": _("Parts"),
    "body": _("Body work"),
}
_YEAR_LABELS: dict[str, str | Promise] = {
    "2": _("2nd year"),
    "3": _("3rd year"),
    "4": _("4th year"),
    "5": _("5th year"),
}
_GROWTH_LABELS: dict[str, str | Promise] = {
    "sales": _("Sales"),
    "revenue": _("Revenue"),
    "base": _("Customers in the base"),
}
_UNKNOWN_SOURCE = {"unknown": _("Source not known")}
DEPARTMENTS = tuple(_DEPARTMENT_LABELS)
YEARS_OF_OWNERSHIP = tuple(_YEAR_LABELS)
GROWTH = tuple(_GROWTH_LABELS)
# a source that a dealer added is called by its code
CELL_LABELS = (
    _DEPARTMENT_LABELS
    | _YEAR_LABELS
    | _GROWTH_LABELS
    | dict(LeadSource.Standard.choices)
    | _UNKNOWN_SOURCE
)


def cell_label(cell: str) -> str:
    """The cell of a table in words."""
    return str(CELL_LABELS.get(cell, cell))

"""What a merge would do, side by side, before anybody presses the button."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from customers.models import Consent, Customer
from customers.services import merge_consents, merge_own, merge_walk
from dealerships.models import Dealership

SHOWN = (
    "full_name",
    "kind",
    "birth_date",
    "gender",
    "street",
    "city",
    "postcode",
    "country",
    "form_of_address",
    "language",
    "preferred_channel",
    "preferred_from",
    "preferred_until",
    "do_not_call_since",
)

# what people call the tables; one that is not here is called as its model says
TABLES: dict[str, str | Promise] = {
    "customers.Agreement": _("Warranties, policies, loans"),
    "customers.Consent": _("Consents"),
    "customers.ContactPoint": _("Phones and e-mails"),
    "customers.CustomerCode": _("Codes in the dealer system"),
    "customers.Ownership": _("Cars"),
    "communications.Touch": _("Calls and messages"),
    "communications.Promise": _("Promises"),
    "communications.ContactHold": _("Pauses of contact"),
    "sales.Sale": _("Sales and recommendations"),
    "sales.TrafficContact": _("Showroom visits and calls"),
    "service.RepairOrder": _("Workshop visits"),
    "complaints.Complaint": _("Complaints"),
    "surveys.SurveyResponse": _("Surveys"),
    "followups.CallTask": _("Planned calls"),
    "followups.CallReason": _("Reasons to call"),
}
# which dealership sees the card: nothing a person would miss
NOT_SHOWN = {"customers.CustomerRelation"}


@dataclass(frozen=True, slots=True)
class Value:
    label: str
    kept: Any
    merged: Any
    result: Any


@dataclass(frozen=True, slots=True)
class Moving:
    label: str
    kept: int
    merged: int


@dataclass(frozen=True, slots=True)
class Preview:
    values: list[Value]
    moving: list[Moving]
    refusals: list[tuple[str, str]]


def preview(*, kept: Customer, merged: Customer, dealership: Dealership, at: datetime) -> Preview:
    """Which values win, how many rows of each table there are, and what will be refused.

    Counted are rows that the dealership sees; those of others move too, and are not its affair.
    """
    refusals = merge_consents.refusals(kept=kept, merged=merged, at=at)
    purposes, channels = dict(Consent.Purpose.choices), dict(Consent.Channel.choices)
    return Preview(
        values=_values(kept, merged),
        moving=_moving(kept, merged, dealership),
        refusals=[
            (str(purposes[purpose]), str(channels[channel])) for purpose, channel in refusals
        ],
    )


def _values(kept: Customer, merged: Customer) -> list[Value]:
    wins = merge_own.winning_values(kept, merged)
    found = []
    for name in SHOWN:
        ours, theirs = _shown(kept, name), _shown(merged, name)
        if ours or theirs:
            label = capfirst(str(Customer._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
            result = theirs if name in wins else ours
            found.append(Value(label, ours, theirs, result))
    return found


def _shown(card: Customer, name: str) -> Any:
    display = getattr(card, f"get_{name}_display", None)
    return display() if display else getattr(card, name)


def _moving(kept: Customer, merged: Customer, dealership: Dealership) -> list[Moving]:
    ours, theirs = (merge_walk.counts(card, seen_by=dealership) for card in (kept, merged))
    return [
        Moving(
            str(TABLES.get(label) or capfirst(apps.get_model(label)._meta.verbose_name_plural)),
            ours.get(label, 0),
            theirs.get(label, 0),
        )
        for label in sorted((ours.keys() | theirs.keys()) - NOT_SHOWN)
    ]

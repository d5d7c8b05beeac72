"""Promises on the customer's time line."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers import timeline
from customers.models import Customer
from customers.timeline import Event, Line, Source
from dealerships.models import Dealership
from dealerships.querysets import person_name
from promises.models import Promise


def _promises(dealership: Dealership, customer: Customer) -> "QuerySet[Any, Any]":
    return timeline.as_events(
        Promise.objects.for_dealership(dealership).to_customers().filter(customer=customer),
        kind="promise",
        at=F("made_at"),
        facts=JSONObject(
            text="text",
            kept="is_kept",
            closed="closed_at",
            late="late_at",
            by=person_name("owner"),
        ),
    )


def _say_promise(event: Event, dealership: Dealership) -> Line:
    facts = event.facts
    if facts["closed"] and facts["late"] and facts["kept"]:
        state, word = "late", _("kept, but late")
    elif not facts["closed"]:
        state, word = "soon", _("open")
    elif facts["kept"]:
        state, word = "kept", _("kept")
    else:
        state, word = "late", _("broken")
    note = " · ".join(part for part in (word, facts["by"]) if part)
    title = _("Promise: %(text)s") % {"text": facts["text"]}
    return Line(title, note, "hand-stop", state)


def register() -> None:
    """Called once by the app when Django starts."""
    timeline.register(
        Source(
            kind="promise",
            label=gettext_lazy("Promises"),
            order=15,
            rows=_promises,
            say=_say_promise,
        )
    )

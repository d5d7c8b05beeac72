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
from promises.rules import Standing, ending_of
from promises.wording import SHOWN


def _promises(dealership: Dealership, customer: Customer) -> "QuerySet[Any, Any]":
    return timeline.as_events(
        Promise.objects.for_dealership(dealership).to_customers().filter(customer=customer),
        kind="promise",
        at=F("made_at"),
        facts=JSONObject(
            text="text",
            kept="is_kept",
            late="late_at",
            by=person_name("owner"),
        ),
    )


def _say_promise(event: Event, dealership: Dealership) -> Line:
    facts = event.facts
    if facts["kept"] is None:
        word, state = SHOWN[Standing.LATER].words, "soon"
    else:
        ended = SHOWN[ending_of(is_kept=facts["kept"], was_late=bool(facts["late"]))]
        word, state = ended.words, ended.state
    note = " · ".join(str(part) for part in (word, facts["by"]) if part)
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

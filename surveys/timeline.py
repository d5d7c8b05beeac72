"""Survey answers on the customer's time line."""

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
from surveys.models import SurveyResponse


def _responses(dealership: Dealership, customer: Customer) -> "QuerySet[Any, Any]":
    return timeline.as_events(
        SurveyResponse.objects.for_dealership(dealership).filter(customer=customer),
        kind="survey",
        at=F("asked_at"),
        facts=JSONObject(
            refused="is_refused",
            comment="comment",
            number="repair_order__number",
            by=person_name("asked_by"),
        ),
    )


def _say_response(event: Event, dealership: Dealership) -> Line:
    facts = event.facts
    if facts["refused"]:
        title, icon = _("Did not want to answer the questions"), "mood-neutral"
    else:
        title, icon = _("Answered the questions about a visit"), "list-check"
    note = " · ".join(part for part in (facts["number"], facts["comment"], facts["by"]) if part)
    return Line(title, note, icon)


def register() -> None:
    """Called once by the app when Django starts."""
    timeline.register(
        Source(
            kind="survey",
            label=gettext_lazy("Surveys"),
            order=50,
            rows=_responses,
            say=_say_response,
        )
    )

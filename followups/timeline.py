"""Planned contacts on the customer's time line: why one was planned, and what came of it."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext, gettext_lazy

from customers import timeline
from customers.models import Customer
from customers.timeline import Event, Line, Source
from dealerships.formatting import calendar_day, readers_language
from dealerships.models import Dealership
from followups.models import CallReason, CallTask

Status = CallReason.Status


def _reasons(dealership: Dealership, customer: Customer) -> "QuerySet[Any, Any]":
    return timeline.as_events(
        CallReason.objects.for_dealership(dealership).filter(customer=customer),
        kind="planned",
        at=timeline.start_of_day("planned_on", dealership),
        facts=JSONObject(
            rule="rule__name",
            task="task_id",
            status="status",
            until="due_until",
            handled="handled_at",
            card="task__status",
            dropped="task__drop_reason",
        ),
    )


def _say_reason(event: Event, dealership: Dealership) -> Line:
    facts = event.facts
    if facts["task"] is None:
        return _say_written(facts)
    title = gettext("Call planned: %(rule)s") % {"rule": facts["rule"]}
    if facts["status"] == Status.HANDLED:
        return Line(title, _spoken_of(facts, dealership), "phone-check", "kept", is_day=True)
    if facts["status"] == Status.DROPPED:
        return Line(title, _why_not(facts), "phone-off", is_day=True)
    until = {"day": _day(datetime.fromisoformat(facts["until"]))}
    return Line(
        title, gettext("still to call, until %(day)s") % until, "phone", "soon", is_day=True
    )


def _say_written(facts: dict[str, Any]) -> Line:
    """The messages themselves stand on the time line too."""
    title = gettext("Planned in writing: %(rule)s") % {"rule": facts["rule"]}
    if facts["status"] == Status.HANDLED:
        return Line(title, gettext("written to"), "message", "kept", is_day=True)
    if facts["status"] == Status.DROPPED:
        return Line(title, gettext("nothing was sent"), "message", is_day=True)
    until = {"day": _day(datetime.fromisoformat(facts["until"]))}
    return Line(
        title, gettext("still to write, until %(day)s") % until, "message", "soon", is_day=True
    )


def _spoken_of(facts: dict[str, Any], dealership: Dealership) -> str:
    if not facts["handled"]:
        return gettext("spoken of")
    handled = datetime.fromisoformat(facts["handled"]).astimezone(dealership.tz)
    return gettext("spoken of on %(day)s") % {"day": _day(handled)}


def _why_not(facts: dict[str, Any]) -> str:
    """The card's reason to be dropped; a reason may go while its card stays for others."""
    reasons = dict(CallTask.DropReason.choices)
    why = reasons.get(facts["dropped"], gettext("the reason no longer holds"))
    return gettext("not called: %(why)s") % {"why": why}


def _day(moment: datetime) -> str:
    return calendar_day(moment.date(), readers_language())


def register() -> None:
    """Called once by the app when Django starts."""
    timeline.register(
        Source(
            kind="planned",
            label=gettext_lazy("Planned calls"),
            order=12,
            rows=_reasons,
            say=_say_reason,
        )
    )

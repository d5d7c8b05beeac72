"""Calls and messages on the customer's time line."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from communications.models import Message, Touch
from communications.rules import scripts
from customers import timeline
from customers.models import Customer
from customers.models.customer import Channel
from customers.timeline import Event, Line, Source
from dealerships.models import Dealership
from dealerships.querysets import person_name

CHANNEL_ICONS: dict[str, str] = {
    Channel.CALL: "phone",
    Channel.SMS: "message",
    Channel.EMAIL: "mail",
    Channel.MESSENGER: "send",
    Channel.LETTER: "file-text",
}


def _touches(dealership: Dealership, customer: Customer) -> "QuerySet[Any, Any]":
    return timeline.as_events(
        Touch.objects.for_dealership(dealership).standing().filter(customer=customer),
        kind="touch",
        at=F("at"),
        facts=JSONObject(
            channel="channel",
            direction="direction",
            outcome="outcome",
            outcome_names="own_outcome__names",
            note="note",
            state="message__state",
            why="message__why",
            read="message__read_at",
            evidence="evidence",
            by=person_name("by"),
        ),
    )


def _say_touch(event: Event, dealership: Dealership) -> Line:
    facts = event.facts
    channel = str(dict(Channel.choices)[facts["channel"]])
    outcome = scripts.text_in(facts["outcome_names"] or {}, get_language() or "")
    outcome = outcome or str(dict(Touch.Outcome.choices).get(facts["outcome"], ""))
    incoming = _("incoming") if facts["direction"] == Touch.Direction.IN else ""
    state, arrived = _arrival(facts)
    title = " · ".join(part for part in (channel, incoming, outcome, arrived) if part)
    is_proved = facts["evidence"] == Touch.Evidence.TELEPHONY
    proof = str(Touch.Evidence.TELEPHONY.label) if is_proved else ""
    note = " · ".join(part for part in (facts["note"], facts["by"], proof) if part)
    return Line(title, note, CHANNEL_ICONS[facts["channel"]], state)


def _arrival(facts: dict[str, Any]) -> tuple[str, str]:
    """(colour, words) of what the provider told of a message; nothing where it told nothing."""
    if facts["state"] == Message.State.FAILED:
        why = dict(Message.Why.choices).get(facts["why"], "")
        return "late", _("not delivered: %(why)s") % {"why": why}
    if facts["state"] == Message.State.DELIVERED:
        return "kept", _("read") if facts["read"] else _("delivered")
    return "", ""


def register() -> None:
    """Called once by the app when Django starts."""
    timeline.register(
        Source(
            kind="touch",
            label=gettext_lazy("Calls and messages"),
            order=10,
            rows=_touches,
            say=_say_touch,
        )
    )

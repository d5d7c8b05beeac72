"""Why we call, in the reader's words: the facts of a reason become a sentence (N5).

The facts are kept as planned, so that the sentence stays true to what was known then; what was
not known is said to be unknown. The active language is the reader's.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from communications.models import WrittenChannel
from complaints.models import Complaint
from customers.models import Agreement
from dealerships import formatting
from followups.models import CallReason, Rule
from followups.models.rule import Holiday
from service.models import RepairOrder
from surveys.rules import text_in

Facts = dict[str, Any]
Trigger = Rule.Trigger


def explain(reason: CallReason, *, today: date) -> str:
    """One line for the call card and the customer page; empty without facts.

    Needs reason.rule, no further query.
    """
    if not reason.facts:
        return ""
    return explain_facts(trigger=reason.rule.trigger, facts=reason.facts, today=today)


def explain_facts(*, trigger: str, facts: Facts, today: date) -> str:
    return SENTENCES[trigger](facts, today)


def _day(facts: Facts, key: str, today: date) -> str:
    value = date.fromisoformat(facts[key])
    return formatting.calendar_day(
        value, formatting.readers_language(), with_year=value.year != today.year
    )


def _in_a_sentence(label: str) -> str:
    """A label inside a sentence: small letters, but abbreviations stay as they are."""
    return label if label.isupper() else label.lower()


def _number(value: float) -> str:
    return formatting.number(value, formatting.readers_language())


def _delivered(facts: Facts, today: date) -> str:
    return gettext("Car delivered %(day)s") % {"day": _day(facts, "on", today)}


def _visit(facts: Facts, today: date) -> str:
    return gettext("Service visit of %(day)s: %(kind)s, order %(number)s") % {
        "day": _day(facts, "on", today),
        "kind": _in_a_sentence(str(RepairOrder.Kind(facts["kind"]).label)),
        "number": facts["number"],
    }


def _maintenance(facts: Facts, today: date) -> str:
    """ "Due 14 May ± 20 days: 12 months or 15,000 km; 41 km a day from 3 visits"."""
    return gettext("Due %(day)s ± %(tolerance)s: %(months)s or %(km)s km; %(pace)s") % {
        "day": _day(facts, "due_on", today),
        "tolerance": _days(facts["tolerance_days"]),
        "months": _months(facts["months"]),
        "km": _number(facts["km"]),
        "pace": _pace(facts),
    }


def _pace(facts: Facts) -> str:
    if facts["km_per_day"] is None:
        return gettext("how much it is driven is unknown")
    return ngettext(
        "%(km)s km a day from %(count)s visit",
        "%(km)s km a day from %(count)s visits",
        facts["readings"],
    ) % {"km": _number(facts["km_per_day"]), "count": facts["readings"]}


def _days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def _months(count: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}


def _agreement(facts: Facts, today: date) -> str:
    said = gettext("%(what)s ends %(day)s") % {
        "what": Agreement.Kind(facts["kind"]).label,
        "day": _day(facts, "on", today),
    }
    return f"{said} ({facts['provider']})" if facts.get("provider") else said


def _birthday(facts: Facts, today: date) -> str:
    values = {"day": _day(facts, "on", today), "age": int(facts["age"])}
    return gettext("Birthday %(day)s: turns %(age)s") % values


def _absence(facts: Facts, today: date) -> str:
    values = {"day": _day(facts, "on", today), "months": _months(facts["months"])}
    if facts["what"] == "delivery":
        return gettext("Not here since the delivery of %(day)s: over %(months)s") % values
    return gettext("Not here since the visit of %(day)s: over %(months)s") % values


def _reply(facts: Facts, today: date) -> str:
    return gettext("Wrote to us on %(day)s by %(channel)s: “%(text)s”") % {
        "day": _day(facts, "on", today),
        "channel": _in_a_sentence(str(WrittenChannel(facts["channel"]).label)),
        "text": facts["text"],
    }


def _holiday(facts: Facts, today: date) -> str:
    """ "New Year: 1 Jan 2027"."""
    return gettext("%(holiday)s: %(day)s") % {
        "holiday": Holiday(facts["holiday"]).label,
        "day": _day(facts, "on", today),
    }


def _car_age(facts: Facts, today: date) -> str:
    return gettext("Car age: %(months)s, delivered %(day)s") % {
        "day": _day(facts, "on", today),
        "months": _months(facts["months"]),
    }


def _referral(facts: Facts, today: date) -> str:
    return gettext("Recommended us to %(buyer)s: car delivered %(day)s") % {
        "buyer": facts["buyer"],
        "day": _day(facts, "on", today),
    }


def _complaint(facts: Facts, today: date) -> str:
    said = gettext("Complaint closed on %(day)s: %(category)s") % {
        "day": _day(facts, "on", today),
        "category": _in_a_sentence(str(Complaint.Category(facts["category"]).label)),
    }
    return f"{said} ({facts['solution']})" if facts["solution"] else said


def _low_answer(facts: Facts, today: date) -> str:
    """The question and its answer in the reader's language, what they added in their own."""
    language = formatting.readers_language()
    said = gettext("Answered badly on %(day)s: %(question)s “%(answer)s”") % {
        "day": _day(facts, "on", today),
        "question": text_in(facts["question"], language),
        "answer": text_in(facts["answer"], language),
    }
    return f"{said} ({facts['comment']})" if facts["comment"] else said


SENTENCES: dict[str, Callable[[Facts, date], str]] = {
    Trigger.CAR_DELIVERED: _delivered,
    Trigger.VISIT_CLOSED: _visit,
    Trigger.MAINTENANCE_DUE: _maintenance,
    Trigger.WARRANTY_ENDING: _agreement,
    Trigger.INSURANCE_ENDING: _agreement,
    Trigger.LOAN_ENDING: _agreement,
    Trigger.BIRTHDAY: _birthday,
    Trigger.LONG_ABSENCE: _absence,
    Trigger.REPLY_RECEIVED: _reply,
    Trigger.HOLIDAY_GREETING: _holiday,
    Trigger.CAR_AGE: _car_age,
    Trigger.REFERRAL_THANKS: _referral,
    Trigger.COMPLAINT_CLOSED: _complaint,
    Trigger.LOW_ANSWER: _low_answer,
}

"""Why somebody is called, or why not (N3): the planner's own parts, asked without planning.

For a day and a dealership: every occasion of the active rules with its verdict. The occasions, the
checks and the budget are those of followups.occasions and followups.eligibility.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from customers.models import Customer, Vehicle
from dealerships.models import Dealership
from followups import control, eligibility, occasions
from followups.models import CallReason, Rule
from followups.services import statements

AROUND_DAYS = 400
"""How far from the day a customer's events are looked for, to say "not yet" and "too late"."""

MOST_PEOPLE = 500


class Answer(TextChoices):
    PLANNED = "planned", _("called")
    IN_WRITING = "in_writing", _("may not be called: written to")
    KNOWN = "known", _("planned before")
    EARLY = "early", _("not yet")
    LATE = "late", _("its time has passed")
    COLD_START = "cold_start", _("fell due before the rule began")
    SILENT = "silent", _("asked not to be called")
    NO_CONSENT = "no_consent", _("no consent")
    NOT_OWNER = "not_owner", _("no longer owns the car")
    NO_NUMBER = "no_number", _("no number to call")
    HOLD = "hold", _("may not be contacted now")
    REPLY = "reply", _("has written to us and waits for an answer")
    COMPLAINT = "complaint", _("had a complaint lately")
    BUDGET = "budget", _("the contact budget is used up")
    CONTROL = "control", _("left alone as control group")
    NOTHING = "nothing", _("nothing happened that the rule looks for")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What becomes of one occasion of a rule; `reason` is the one planned before, if it was."""

    rule: Rule
    answer: Answer
    customer_id: int
    vehicle: Vehicle | None = None
    due_from: date | None = None
    due_until: date | None = None
    facts: dict[str, Any] | None = None
    reason: CallReason | None = None


# the occasion of a reason that was planned is no new one
KNOWN = """
    (SELECT known.id FROM followups_callreason known
     WHERE known.rule_id = o.id AND known.subject_id = o.subject_id
       AND known.cycle_on = o.cycle_on LIMIT 1)
"""

JUDGED = f"""
    SELECT DISTINCT ON (o.id, o.subject_id, o.cycle_on)
        o.*, {KNOWN} AS known_id, {statements.STANDING} AS standing_id,
        {eligibility.why_not(eligibility.CHECKS)} AS why_not,
        {control.WRITTEN} AS is_written_control, {control.IS_CONTROL} AS is_control,
        {eligibility.IN_WRITING} AS in_writing
    FROM occasion o
    JOIN customers_customer c ON c.id = o.customer_id AND c.merged_into_id IS NULL
    {eligibility.CONSENT_JOINS}
    ORDER BY o.id, o.subject_id, o.cycle_on, o.customer_id
"""  # noqa: S608 - constants of the code

# whether the customer is called anyway is asked of what the planner would look at: new, in its
# window, and nothing against it
ANSWERED = f"""
    SELECT o.id, o.customer_id, o.vehicle_id, o.due_from, o.due_until, o.facts, o.known_id,
        CASE
            WHEN o.known_id IS NOT NULL THEN 'known'
            WHEN o.is_written_control THEN 'control'
            WHEN o.due_from > o.day THEN 'early'
            WHEN o.due_until < o.began_on THEN 'cold_start'
            WHEN o.due_until < o.day THEN 'late'
            ELSE coalesce(o.why_not, {eligibility.why_not(eligibility.BUDGET_CHECKS)},
                CASE WHEN o.is_control THEN 'control' WHEN o.in_writing THEN 'in_writing'
                    ELSE 'planned' END)
        END AS answer
    FROM (
        SELECT judged.*, bool_or(
            known_id IS NULL AND why_not IS NULL AND day BETWEEN due_from AND due_until
            AND ({eligibility.RIDES_ALONG})
        ) OVER (PARTITION BY dealership_id, customer_id, only_role) AS rides_along
        FROM judged
    ) o
"""  # noqa: S608 - constants of the code


def about_customer(
    *, customer: Customer, dealership: Dealership, day: date, at: datetime
) -> list[Verdict]:
    """What every active rule says of the customer on a day, the most urgent rule first.

    Events lie up to AROUND_DAYS from the day; of several of one rule the nearest to it speaks,
    those that are called for first. A rule without any says so.
    """
    rules = _active(dealership)
    rows = _ask(
        dealership, rules, day, at, around=AROUND_DAYS, customer=customer.pk, columns="*",
    )  # fmt: skip
    by_rule: dict[int, list[dict[str, Any]]] = {rule.pk: [] for rule in rules}
    for row in rows:
        by_rule[row["id"]].append(row)
    told = {pk: _telling(found, day) for pk, found in by_rule.items()}
    return _verdicts(rules, told, customer.pk)


def counts(*, dealership: Dealership, day: date, at: datetime) -> dict[int, Counter[str]]:
    """Of each active rule: how many occasions of the day get which answer."""
    rules = _active(dealership)
    found: dict[int, Counter[str]] = {rule.pk: Counter() for rule in rules}
    for row in _ask(
        dealership, rules, day, at, columns="id, answer, count(*) AS number", group="id, answer"
    ):
        found[row["id"]][row["answer"]] = row["number"]
    return found


def people(
    *, rule: Rule, dealership: Dealership, answer: str, day: date, at: datetime
) -> list[Customer]:
    """Whom a rule finds on a day and answers so about, by name, at most MOST_PEOPLE."""
    rules = _active(dealership)
    rows = _ask(dealership, rules, day, at, columns="DISTINCT id, customer_id, answer")
    found = [row["customer_id"] for row in rows if (row["id"], row["answer"]) == (rule.pk, answer)]
    named = Customer.objects.for_dealership(dealership).filter(pk__in=found)
    return list(named.order_by("sort_name", "pk")[:MOST_PEOPLE])


def _active(dealership: Dealership) -> list[Rule]:
    return list(Rule.objects.for_dealership(dealership).active().order_by("priority", "pk"))


def _ask(
    dealership: Dealership,
    rules: list[Rule],
    day: date,
    at: datetime,
    *,
    columns: str,
    group: str = "",
    around: int = 0,
    customer: int | None = None,
) -> list[dict[str, Any]]:
    """Rows of ANSWERED. All active rules are asked together: one may let another ride along."""
    if not rules:
        return []
    chosen = "true" if customer is None else "e.customer_id = %(customer)s"
    found = occasions.occasions_of({rule.trigger for rule in rules}, chosen=chosen)
    grouped = f"GROUP BY {group}" if group else ""
    sql = f"""
        WITH rule AS MATERIALIZED ({occasions.RULES}), occasion AS ({found}),
            judged AS ({JUDGED}), answered AS ({ANSWERED})
        SELECT {columns} FROM answered {grouped}
    """  # noqa: S608 - constants of the code
    with connection.cursor() as cursor:
        params = occasions.parameters(
            [(rule, dealership, day) for rule in rules], at=at, around=around
        )
        cursor.execute(sql, params | {"customer": customer})
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _telling(rows: list[dict[str, Any]], day: date) -> dict[str, Any] | None:
    """The one occasion that says most: of this day before known before nearest."""

    def order(row: dict[str, Any]) -> tuple[bool, bool, int]:
        is_now = row["due_from"] <= day <= row["due_until"]
        distance = min(abs((row["due_from"] - day).days), abs((row["due_until"] - day).days))
        return not is_now, row["answer"] == Answer.KNOWN, distance

    return min(rows, key=order, default=None)


def _verdicts(
    rules: Iterable[Rule], told: dict[int, dict[str, Any] | None], customer_id: int
) -> list[Verdict]:
    rows = [row for row in told.values() if row]
    cars = Vehicle.objects.in_bulk([row["vehicle_id"] for row in rows if row["vehicle_id"]])
    reasons = CallReason.objects.select_related("task").in_bulk(
        [row["known_id"] for row in rows if row["known_id"]]
    )
    return [_verdict(rule, told[rule.pk], customer_id, cars, reasons) for rule in rules]


def _verdict(
    rule: Rule,
    row: dict[str, Any] | None,
    customer_id: int,
    cars: dict[int, Vehicle],
    reasons: dict[int, CallReason],
) -> Verdict:
    if row is None:
        return Verdict(rule=rule, answer=Answer.NOTHING, customer_id=customer_id)
    return Verdict(
        rule=rule,
        answer=Answer(row["answer"]),
        customer_id=customer_id,
        vehicle=cars.get(row["vehicle_id"]),
        due_from=row["due_from"],
        due_until=row["due_until"],
        facts=json.loads(row["facts"]),
        reason=reasons.get(row["known_id"]),
    )

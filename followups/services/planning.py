"""Planning: from what happened and what falls due to one card a customer, with its reasons.

A run takes every occasion whose window contains the day, so that missed days lose nothing, and
adds what is not there yet, so that a second run adds nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from dealerships.models import Dealership
from followups.models import PlanningRun, Rule
from followups.rules import windows
from followups.services import statements
from followups.triggers import trigger_of
from service.services import forecast

# two planners of one dealership take turns; released with the transaction
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('followups.plan', %(dealership)s))"

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Planned:
    """What a run added. `by_rule`: reasons by the rule's slug, every active rule named."""

    cards: int = 0
    reasons: int = 0
    postponed: int = 0
    by_rule: dict[str, int] = field(default_factory=dict)

    def __add__(self, other: "Planned") -> "Planned":
        slugs = [*self.by_rule, *(slug for slug in other.by_rule if slug not in self.by_rule)]
        return Planned(
            self.cards + other.cards,
            self.reasons + other.reasons,
            self.postponed + other.postponed,
            {slug: self.by_rule.get(slug, 0) + other.by_rule.get(slug, 0) for slug in slugs},
        )


@transaction.atomic
def plan(*, dealership: Dealership, day: date, at: datetime) -> Planned:
    """Plan the calls of a dealership for its calendar day `day`; `at` dates the rows.

    Refreshes the maintenance forecast first. A reason is planned when its window contains the
    day, the customer agreed to calls for the rule's purpose, has a number that can be dialled,
    is on no hold, did not ask for silence, and (where the trigger is about their car) owns it.
    What fell due before a rule's first run and is past its window is left for ever (N6).
    """
    forecast.refresh(dealership=dealership, at=at, on=day)
    return plan_reasons(dealership=dealership, day=day, at=at)


@transaction.atomic
def plan_reasons(*, dealership: Dealership, day: date, at: datetime) -> Planned:
    """As plan, on the forecast as it stands."""
    active = list(Rule.objects.for_dealership(dealership).active().order_by("priority", "pk"))
    params: dict[str, Any] = {"dealership": dealership.pk, "day": day, "at": at}
    lock(dealership)
    with connection.cursor() as cursor:
        slugs = slugs_of(active)
        if _collect_occasions(cursor, active, params):
            planned = _add(cursor, params, slugs)
        else:
            planned = Planned(by_rule=dict.fromkeys(slugs.values(), 0))
    Rule.objects.filter(pk__in=[r.pk for r in active], first_planned_on=None).update(
        first_planned_on=day
    )
    _record(dealership, day, at, planned)
    return planned


@transaction.atomic
def preview(*, dealership: Dealership, day: date, at: datetime) -> Planned:
    """What plan would add for that day, by the same statements, and nothing is kept."""
    planned = plan_reasons(dealership=dealership, day=day, at=at)
    transaction.set_rollback(True)
    return planned


def lock(dealership: Dealership) -> None:
    """Wait for the dealership's other planner; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, {"dealership": dealership.pk})


def slugs_of(active: Iterable[Rule]) -> dict[int, str]:
    """Each rule's slug in figures; a second rule of the same trigger and day has its number too."""
    slugs: dict[int, str] = {}
    for rule in active:
        slug = windows.slug(trigger=rule.trigger, offset_days=rule.offset_days)
        slugs[rule.pk] = f"{slug}#{rule.pk}" if slug in slugs.values() else slug
    return slugs


def _collect_occasions(cursor: Any, active: list[Rule], params: dict[str, Any]) -> int:
    """planning_occasion: those of the day that are not yet reasons; returns how many."""
    found = 0
    tables = ", ".join(f"pg_temp.{table}" for table in statements.TABLES)
    cursor.execute(f"DROP TABLE IF EXISTS {tables}")
    cursor.execute(statements.CREATE_OCCASIONS)
    for rule in active:
        trigger = trigger_of(rule)
        first, last = windows.event_window(
            day=params["day"], offset_days=rule.offset_days, window_days=rule.window_days
        )
        cursor.execute(
            statements.ADD_OCCASIONS.format(occasions=trigger.occasions),
            params
            | trigger.parameters(rule)
            | {
                "rule": rule.pk,
                "offset": rule.offset_days,
                "window": rule.window_days,
                "first": first,
                "last": last,
                "purpose": rule.purpose,
                "needs_owner": trigger.needs_owner,
            },
        )
        found += cursor.rowcount
    if found:
        cursor.execute("ANALYZE planning_occasion")
    return found


def _add(cursor: Any, params: dict[str, Any], slugs: dict[int, str]) -> Planned:
    cursor.execute(statements.CHOOSE_REASONS, params)
    wanted = cursor.rowcount
    cursor.execute("ANALYZE planning_reason")
    cursor.execute(statements.GATHER_CARDS, params)
    cursor.execute("ANALYZE planning_card")
    cursor.execute(statements.JOIN_CARDS, params)
    cursor.execute(statements.ADD_CARDS, params)
    cards = cursor.rowcount
    cursor.execute(statements.ADD_REASONS, params)
    added = dict(cursor.fetchall())
    cursor.execute(statements.ADD_EVENTS, params)
    reasons = sum(added.values())
    by_rule = {slug: added.get(pk, 0) for pk, slug in slugs.items()}
    return Planned(cards, reasons, wanted - reasons, by_rule)


def _record(dealership: Dealership, day: date, at: datetime, planned: Planned) -> None:
    run, is_new = PlanningRun.objects.get_or_create(
        dealership=dealership,
        day=day,
        defaults={
            "planned_at": at,
            "cards": planned.cards,
            "reasons": planned.reasons,
            "postponed": planned.postponed,
        },
    )
    if not is_new:
        PlanningRun.objects.filter(pk=run.pk).update(
            planned_at=at,
            cards=F("cards") + planned.cards,
            reasons=F("reasons") + planned.reasons,
            postponed=planned.postponed,
        )

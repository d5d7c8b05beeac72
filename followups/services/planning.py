"""Planning: from what happened and what falls due to one card a customer, with its reasons.

A run takes every occasion whose window contains the day, so that missed days lose nothing, and
adds what is not there yet, so that a second run adds nothing. Several dealerships are planned by
one statement (followups.services.statements): putting it together costs more than a usual day.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from dealerships.models import Dealership
from followups import occasions
from followups.models import Rule
from followups.rules import windows
from followups.services import statements
from followups.triggers import TRIGGERS
from service.services import forecast

# two planners of one dealership take turns, in one order; released with the transaction
LOCK = """
    SELECT pg_advisory_xact_lock(hashtextextended('followups.plan', dealership))
    FROM (SELECT unnest(%(dealerships)s::bigint[]) AS dealership ORDER BY 1) AS planned
"""

RECORD = """
    INSERT INTO followups_planningrun (dealership_id, day, planned_at, cards, reasons, postponed)
    SELECT dealership_id, day, %(at)s, cards, reasons, postponed
    FROM unnest(%(dealerships)s::bigint[], %(days)s::date[],
        %(cards)s::int[], %(reasons)s::int[], %(postponed)s::int[])
        AS planned (dealership_id, day, cards, reasons, postponed)
    ON CONFLICT (dealership_id, day) DO UPDATE SET
        planned_at = excluded.planned_at, postponed = excluded.postponed,
        cards = followups_planningrun.cards + excluded.cards,
        reasons = followups_planningrun.reasons + excluded.reasons
"""

DAY = timedelta(days=1)

# each dealership with the calendar day it is planned for
Days = Mapping[Dealership, date]
# how many of what ("wanted", "cards", "reasons"), by the id of whose they are
Added = Counter[tuple[str, int]]


@dataclass(frozen=True)
class Planned:
    """What a run added. `by_rule`: reasons by the rule's slug, every active rule named.

    `controls`: occasions of the day that are left alone as control group, drawn now or before.
    """

    cards: int = 0
    reasons: int = 0
    postponed: int = 0
    by_rule: dict[str, int] = field(default_factory=dict)
    controls: int = 0

    def __add__(self, other: "Planned") -> "Planned":
        slugs = [*self.by_rule, *(slug for slug in other.by_rule if slug not in self.by_rule)]
        return Planned(
            self.cards + other.cards,
            self.reasons + other.reasons,
            self.postponed + other.postponed,
            {slug: self.by_rule.get(slug, 0) + other.by_rule.get(slug, 0) for slug in slugs},
            self.controls + other.controls,
        )


@transaction.atomic
def plan(*, dealership: Dealership, day: date, at: datetime) -> Planned:
    """Plan the calls of a dealership for its calendar day `day`; `at` dates the rows.

    Refreshes the maintenance forecast first. A reason is planned when its window contains the
    day, the customer agreed to calls for the rule's purpose, has a number that can be dialled,
    is on no hold, did not ask for silence, and (where the trigger is about their car) owns it;
    advertising that needs a call of its own needs room in the contact budget too (N2).
    What fell due before a rule's first run and is past its window is left for ever (N6).
    """
    forecast.refresh(dealership=dealership, at=at, on=day)
    return plan_reasons(dealership=dealership, day=day, at=at)


@transaction.atomic
def plan_reasons(*, dealership: Dealership, day: date, at: datetime) -> Planned:
    """As plan, on the forecast as it stands."""
    return plan_together(days={dealership: day}, at=at)[dealership]


@transaction.atomic
def plan_together(*, days: Days, at: datetime) -> dict[Dealership, Planned]:
    """As plan_reasons, for several dealerships: of all of them or, when one fails, of none."""
    if not days:
        return {}
    lock(days)
    rules: dict[int, list[Rule]] = {dealership.pk: [] for dealership in days}
    for rule in Rule.objects.filter(dealership__in=rules).active().order_by("priority", "pk"):
        if not TRIGGERS[rule.trigger].at_once:
            rules[rule.dealership_id].append(rule)
    added = _add([(rule, one, day) for one, day in days.items() for rule in rules[one.pk]], at)
    planned = {one: _planned(one, rules[one.pk], added) for one in days}
    _record(days, planned, at)
    return planned


@transaction.atomic
def preview(*, dealership: Dealership, day: date, at: datetime) -> Planned:
    """What plan would add for that day, by the same statement, and nothing is kept."""
    planned = plan_reasons(dealership=dealership, day=day, at=at)
    transaction.set_rollback(True)
    return planned


def add_reasons(*, dealership: Dealership, rules: list[Rule], at: datetime) -> int:
    """Plan these rules of the dealership (locked) for the day of `at`; how many reasons were added.

    No run of a whole day: none is recorded, and what has to wait is looked for again by who asks.
    """
    added = _add([(rule, dealership, dealership.local_date(at)) for rule in rules], at)
    return sum(added["reasons", rule.pk] for rule in rules)


def lock(dealerships: Iterable[Dealership]) -> None:
    """Wait for the dealerships' other planner; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, {"dealerships": [dealership.pk for dealership in dealerships]})


def slugs_of(active: Iterable[Rule]) -> dict[int, str]:
    """Each rule's slug in figures; a second rule of the same trigger and day has its number too."""
    slugs: dict[int, str] = {}
    for rule in active:
        slug = windows.slug(trigger=rule.trigger, offset_days=rule.offset_days)
        slugs[rule.pk] = f"{slug}#{rule.pk}" if slug in slugs.values() else slug
    return slugs


def _add(planned: list[tuple[Rule, Dealership, date]], at: datetime) -> Added:
    """Plan each rule for its day."""
    if not planned:
        return Counter()
    with connection.cursor() as cursor:
        cursor.execute(
            statements.planning(frozenset(rule.trigger for rule, _dealership, _day in planned)),
            occasions.parameters(planned, at=at),
        )
        return Counter({(what, whose): count for what, whose, count in cursor.fetchall()})


def _planned(dealership: Dealership, rules: list[Rule], added: Added) -> Planned:
    by_rule = {slug: added["reasons", pk] for pk, slug in slugs_of(rules).items()}
    reasons = sum(by_rule.values())
    postponed = added["wanted", dealership.pk] - reasons
    controls = added["controls", dealership.pk]
    return Planned(added["cards", dealership.pk], reasons, postponed, by_rule, controls)


def _record(days: Days, planned: Mapping[Dealership, Planned], at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            RECORD,
            {
                "dealerships": [dealership.pk for dealership in days],
                "days": list(days.values()),
                "cards": [planned[dealership].cards for dealership in days],
                "reasons": [planned[dealership].reasons for dealership in days],
                "postponed": [planned[dealership].postponed for dealership in days],
                "at": at,
            },
        )

"""Two rules of the demo left a control group alone for a year: so that their proof shows something.

The lots are drawn as the planner draws them. Who was called about the maintenance came more often:
some visits are added. Of the calls after a visit nothing can be shown yet.
"""

import random
from datetime import date, datetime, time, timedelta

from dealerships.models import Dealership
from followups.models import Draw, Rule
from followups.rules.arms import is_control
from service.models import RepairOrder
from service.querysets import RepairOrderQuerySet

YEAR = timedelta(days=365)
# until the time of the last ones is over, and they are past their window
OLDEST, NEWEST = timedelta(days=420), timedelta(days=75)
MAINTENANCE_SHARE, VISIT_SHARE = 20, 10
CAME_BECAUSE_OF_THE_CALL = 0.3


def live_a_year(*, dealership: Dealership, today: date, chance: random.Random) -> None:
    """Give both rules their share and the lots of the year before."""
    rules = Rule.objects.for_dealership(dealership)
    maintenance = rules.get(trigger=Rule.Trigger.MAINTENANCE_DUE)
    after_visit = rules.get(trigger=Rule.Trigger.VISIT_CLOSED)
    for rule, share in ((maintenance, MAINTENANCE_SHARE), (after_visit, VISIT_SHARE)):
        rule.control_share = share
        rule.save(update_fields=["control_share"])
    _of_maintenance(maintenance, dealership, today, chance)
    _of_visits(after_visit, dealership, today)


def _of_maintenance(rule: Rule, dealership: Dealership, today: date, chance: random.Random) -> None:
    """A year after a maintenance; some of the called come because they were called."""
    due = YEAR + timedelta(days=rule.offset_days)
    done = _visits(dealership, today - due).filter(kind=RepairOrder.Kind.MAINTENANCE)
    visits: dict[tuple[int, date], RepairOrder] = {}
    for visit in done:
        assert visit.closed_on  # noqa: S101 - closed visits
        visits.setdefault((visit.vehicle_id, visit.closed_on), visit)
    draws = [
        _draw(rule, visit, subject_id=vehicle, closed_on=closed_on, after=due)
        for (vehicle, closed_on), visit in visits.items()
    ]
    Draw.objects.bulk_create(draws)
    RepairOrder.objects.bulk_create(
        _again(visit, draw, number, dealership, chance)
        for number, (visit, draw) in enumerate(zip(visits.values(), draws, strict=True), start=1)
        if not draw.is_control and chance.random() < CAME_BECAUSE_OF_THE_CALL
    )


def _of_visits(rule: Rule, dealership: Dealership, today: date) -> None:
    after = timedelta(days=rule.offset_days)
    asked = _visits(dealership, today - after).exclude(kind=RepairOrder.Kind.WASH)
    Draw.objects.bulk_create(
        _draw(rule, visit, subject_id=visit.pk, closed_on=visit.closed_on, after=after)
        for visit in asked
        if visit.closed_on
    )


def _visits(dealership: Dealership, day: date) -> RepairOrderQuerySet:
    visits = RepairOrder.objects.for_dealership(dealership)
    return visits.filter(closed_on__range=(day - OLDEST, day - NEWEST)).order_by("closed_at", "pk")


def _draw(
    rule: Rule, visit: RepairOrder, *, subject_id: int, closed_on: date, after: timedelta
) -> Draw:
    """The lot of an occasion, drawn so long after its visit."""
    on = closed_on + after
    return Draw(
        dealership_id=visit.dealership_id,
        rule=rule,
        customer_id=visit.customer_id,
        subject_id=subject_id,
        cycle_on=closed_on,
        due_from=on,
        due_until=on + timedelta(days=rule.window_days - 1),
        is_control=is_control(
            rule_id=rule.pk, customer_id=visit.customer_id, share=rule.control_share
        ),
        share=rule.control_share,
        drawn_on=on,
        drawn_at=datetime.combine(on, time(6), rule.dealership.tz),
    )


def _again(
    visit: RepairOrder, draw: Draw, number: int, dealership: Dealership, chance: random.Random
) -> RepairOrder:
    """The next maintenance, some weeks after the call."""
    day = draw.drawn_on + timedelta(days=chance.randint(4, 50))
    opened_at = datetime.combine(day, time(10), dealership.tz)
    return RepairOrder(
        dealership=dealership,
        source_system_id=visit.source_system_id,
        number=f"{visit.number}-{number}",
        opened_at=opened_at,
        closed_at=opened_at + timedelta(hours=3),
        closed_on=day,
        customer_id=visit.customer_id,
        vehicle_id=visit.vehicle_id,
        odometer_km=(visit.odometer_km or 0) + chance.randint(9_000, 16_000),
        kind=RepairOrder.Kind.MAINTENANCE,
        labour=visit.labour,
        parts=visit.parts,
        advisor_id=visit.advisor_id,
    )

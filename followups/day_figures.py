"""One person's days of calling in figures: a row a day that was worked, set-based."""

from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count
from django.db.models.functions import TruncDate, TruncTime

from dealerships.models import Dealership, User
from followups.rules.lateness import CALLBACK_GRACE
from promises.models import Promise
from promises.querysets import BROKEN, KEPT, PromiseQuerySet

USUAL_DAYS = 20
"""Days with calls of the same person before this one that make the usual day."""
WITHIN_DAYS = 60
"""How far back they are looked for."""

CALLS = """
    SELECT (touch.at AT TIME ZONE %(zone)s)::date AS day,
           count(*) FILTER (WHERE (touch.at AT TIME ZONE %(zone)s)::time < %(until)s::time),
           count(*) FILTER (WHERE touch.is_conversation
                              AND (touch.at AT TIME ZONE %(zone)s)::time < %(until)s::time),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM touch.at - taken.at))
    FROM communications_touch touch
    LEFT JOIN followups_taskevent event ON event.touch_id = touch.id AND event.kind = 'outcome'
    LEFT JOIN LATERAL (
        SELECT claim.at FROM followups_taskevent claim
        WHERE claim.task_id = event.task_id AND claim.id < event.id AND claim.kind = 'claimed'
        ORDER BY claim.id DESC LIMIT 1
    ) AS taken ON true
    WHERE touch.dealership_id = %(dealership)s AND touch.by_id = %(person)s
      AND touch.at >= %(start)s AND touch.at < %(end)s AND touch.undone_at IS NULL
      AND touch.channel = 'call' AND touch.direction = 'out' AND touch.outcome <> ''
    GROUP BY day
"""

# Each call promised by this person, with what came next on its card: their own call, in time
# or late, or the sweep that gave it to the team.
CALLBACKS = """
    SELECT (follow.at AT TIME ZONE %(zone)s)::date AS day,
           count(*) FILTER (WHERE follow.kept),
           count(*) FILTER (WHERE NOT follow.kept)
    FROM communications_touch touch
    JOIN followups_taskevent event ON event.touch_id = touch.id AND event.kind = 'outcome'
    CROSS JOIN LATERAL (
        SELECT after.at, after.kind = 'outcome' AND after.at <= %(grace)s +
               (after.before #>> ARRAY['cards', event.task_id::text, 'callback_at'])::timestamptz
               AS kept
        FROM followups_taskevent after
        LEFT JOIN communications_touch called ON called.id = after.touch_id
        WHERE after.task_id = event.task_id AND after.id > event.id
          AND (after.kind = 'outcome' AND called.undone_at IS NULL AND after.by_id = touch.by_id
               OR after.kind = 'reassigned' AND after.why = 'callback_late')
        ORDER BY after.id LIMIT 1
    ) AS follow
    WHERE touch.dealership_id = %(dealership)s AND touch.by_id = %(person)s
      AND touch.at >= %(start)s AND touch.at < %(end)s AND touch.undone_at IS NULL
      AND touch.outcome = 'call_back' AND follow.at < %(end)s AND follow.kept IS NOT NULL
      AND (follow.at AT TIME ZONE %(zone)s)::time < %(until)s::time
    GROUP BY day
"""


class Figures(NamedTuple):
    """One day; `seconds` is the median from taking a card to its outcome, None without one."""

    calls: int = 0
    talks: int = 0
    seconds: float | None = None
    callbacks_kept: int = 0
    callbacks_broken: int = 0
    made: int = 0
    kept: int = 0
    broken: int = 0

    @property
    def share(self) -> float | None:
        return self.talks / self.calls if self.calls else None


@dataclass(frozen=True)
class Usual:
    """Medians over the days worked before; `days` says how many those are."""

    days: int
    calls: float
    talks: float
    share: float | None
    seconds: float | None


def figures_by_day(
    *, dealership: Dealership, person: User, start: datetime, end: datetime, until: time | None
) -> dict[date, Figures]:
    """The days of [start, end) on the dealership's clock, each until `until` (four queries).

    until   so that a day that is not over is compared with the same part of the others;
            None: the whole day
    """
    asked = {
        "dealership": dealership.pk,
        "person": person.pk,
        "zone": dealership.time_zone,
        "start": start,
        "end": end,
        "until": until.isoformat() if until else "24:00",
        "grace": CALLBACK_GRACE,
    }
    calls, callbacks = (_rows(sql, asked) for sql in (CALLS, CALLBACKS))
    made, judged = _made(dealership, person, start, end), _judged(dealership, person, start, end)
    given = _by_day(made, "made_at", dealership, until, made=Count("pk"))
    settled = _by_day(
        judged, "day_at", dealership, until,
        kept=Count("pk", filter=KEPT), broken=Count("pk", filter=BROKEN),
    )  # fmt: skip
    return {
        day: Figures(
            *calls.get(day, (0, 0, None)),
            *callbacks.get(day, (0, 0)),
            *given.get(day, (0,)),
            *settled.get(day, (0, 0)),
        )
        for day in sorted({*calls, *callbacks, *given, *settled})
    }


def _made(dealership: Dealership, person: User, start: datetime, end: datetime) -> PromiseQuerySet:
    given = Promise.objects.for_dealership(dealership)
    return given.filter(made_by=person, made_at__gte=start, made_at__lt=end)


def _judged(
    dealership: Dealership, person: User, start: datetime, end: datetime
) -> PromiseQuerySet:
    counted = Promise.objects.for_dealership(dealership).counted_within(start=start, end=end)
    return counted.answered_by(person.pk)


def _by_day(
    promises: PromiseQuerySet,
    moment: str,
    dealership: Dealership,
    until: time | None,
    **counts: Any,
) -> dict[date, tuple[Any, ...]]:
    """The counts of each local day on which `moment` falls, before `until` of the day."""
    rows: Any = promises.order_by().annotate(day=TruncDate(moment, tzinfo=dealership.tz))
    if until:
        rows = rows.annotate(clock=TruncTime(moment, tzinfo=dealership.tz)).filter(clock__lt=until)
    return {day: tuple(values) for day, *values in rows.values_list("day").annotate(**counts)}


def _rows(sql: str, asked: dict[str, Any]) -> dict[date, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return {day: tuple(values) for day, *values in cursor.fetchall()}


def usual_of(days: dict[date, Figures], *, before: date) -> Usual | None:
    """The usual day before `before`; None where the person has not called yet."""
    worked = [days[day] for day in sorted(days, reverse=True) if day < before and days[day].calls]
    worked = worked[:USUAL_DAYS]
    if not worked:
        return None
    return Usual(
        days=len(worked),
        calls=median(day.calls for day in worked),
        talks=median(day.talks for day in worked),
        share=sum(day.talks for day in worked) / sum(day.calls for day in worked),
        seconds=_median_of([day.seconds for day in worked if day.seconds is not None]),
    )


def _median_of(values: list[float]) -> float | None:
    return median(values) if values else None

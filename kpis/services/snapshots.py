"""Stored figures: which days a series keeps, which of them are out of date, and their rebuilding.

A stored figure is what `figures.all_figures` gave, so there is no second formula. Kept are the
last 36 month ends (24 for the trend behind each of the last 12), today, and the same day a year
ago. Out of date is what was computed before the last import or merge, or before this morning
(corrections and ended ownerships leave no mark of their own): the sweep rebuilds those days, each
in a transaction of its own, so that a killed worker goes on where it was.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Max

from customers.models import MergeRecord
from dealerships.models import Dealership
from exchange.models import ImportRun
from kpis.definitions import DEFINITIONS
from kpis.models import Series, Snapshot
from kpis.rules import month_end, month_ends, months_before
from kpis.selection import Selection
from kpis.services.figures import Value, all_figures

MONTHS_KEPT = 36
MORNING = time(5)
ASKED_FOR = timedelta(days=40)
DAILY_FIGURES_KEPT = timedelta(days=7)
# up to so many sales and visits, figures are counted while a person waits (some 0.3 s)
ROWS_COUNTED_AT_ONCE = 50_000

# hundreds of rows for a page: by the cursor, as the ORM takes twice as long over each
READ = """
    SELECT as_of, code, version, value::text FROM kpis_snapshot
    WHERE series_id = %(series)s AND dealership_id = %(dealership)s AND as_of = ANY(%(days)s)
      AND (%(since)s::timestamptz IS NULL OR computed_at >= %(since)s::timestamptz)
"""

Stored = dict[date, dict[str, Value]]


class Deadline(NamedTuple):
    """Figures computed before these moments are out of date."""

    days: datetime
    months: datetime


def year_ago(day: date) -> date:
    """The day to compare with; a month's end is compared with a month's end."""
    before = months_before(day, 12)
    return month_end(before) if day == month_end(day) else before


def kept_days(today: date) -> list[date]:
    """The days a series keeps, in the order in which they are wanted."""
    return list(dict.fromkeys([today, year_ago(today), *reversed(month_ends(today, MONTHS_KEPT))]))


def series_of(*, dealerships: Sequence[Dealership], kind: str, at: datetime) -> Series:
    """The series of a selection, asked for now; made when nobody has asked before."""
    first, *others = sorted({dealership.pk for dealership in dealerships})
    series, _is_new = Series.objects.get_or_create(
        dealership_id=first, others=others, customer_kind=kind, defaults={"asked_at": at}
    )
    if at - series.asked_at > timedelta(days=1):
        # whoever counts it now holds the row, and keeps the series alive by that
        with transaction.atomic():
            free = Series.objects.select_for_update(skip_locked=True).filter(pk=series.pk)
            Series.objects.filter(pk__in=free.values("pk")).update(asked_at=at)
    return series


def dealerships_of(series: Series) -> list[Dealership]:
    return list(
        Dealership.objects.filter(pk__in=[series.dealership_id, *series.others]).order_by("pk")
    )


def stored(*, series: Series, days: Iterable[date], since: datetime | None = None) -> Stored:
    """{day: {code: value}} of the days that are complete, by one query.

    A figure of an older version of its definition, or computed before `since`, does not count.
    """
    found: Stored = defaultdict(dict)
    versions = {kpi.code: kpi.version for kpi in DEFINITIONS}
    with connection.cursor() as cursor:
        cursor.execute(
            READ,
            {
                "dealership": series.dealership_id,
                "series": series.pk,
                "days": list(days),
                "since": since,
            },
        )
        for as_of, code, version, value in cursor.fetchall():
            if versions.get(code) == version:
                found[as_of][code] = value and json.loads(value)
    return {day: values for day, values in found.items() if len(values) == len(versions)}


def deadline(*, dealerships: Sequence[Dealership], at: datetime) -> Deadline:
    """How fresh figures must be now (two queries)."""
    morning = max(_morning(dealership, at) for dealership in dealerships)
    months = max(morning, _last_import(dealerships) or morning)
    return Deadline(days=max(months, _last_merge(dealerships) or months), months=months)


def last_change(*, dealerships: Sequence[Dealership]) -> datetime | None:
    """When an import or a merge last changed the facts (two queries)."""
    changes = [_last_import(dealerships), _last_merge(dealerships)]
    return max((at for at in changes if at), default=None)


def due_days(*, series: Series, at: datetime) -> list[date]:
    """The kept days of a series that must be computed again, the most wanted first."""
    dealerships = dealerships_of(series)
    today = max(dealership.local_date(at) for dealership in dealerships)
    limit = deadline(dealerships=dealerships, at=at)
    days = kept_days(today)
    recent, months = days[:2], days[2:]
    fresh = {
        *stored(series=series, days=recent, since=limit.days),
        *stored(series=series, days=months, since=limit.months),
    }
    return [day for day in days if day not in fresh]


def rebuild(*, series: Series, days: Iterable[date], at: datetime, is_patient: bool = True) -> bool:
    """Compute and store every figure of a series as of these days; twice changes nothing.

    One rebuild of a series at a time: a later one sees what the earlier one saw, and more. Who is
    not patient does not wait for the one under way: False, and the rest of the days is left to it.
    """
    dealerships = dealerships_of(series)
    for day in days:
        with transaction.atomic():
            held = Series.objects.select_for_update(skip_locked=not is_patient)
            if held.filter(pk=series.pk).first() is None:
                return False
            selection = Selection(dealerships, day, series.customer_kind)
            _store(series, day, all_figures(selection), at)
    _forget(series, at)
    return True


def can_count_at_once(dealerships: Sequence[Dealership]) -> bool:
    """Whether a selection is small enough to be counted while a person waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ("
            " SELECT FROM service_repairorder WHERE dealership_id = ANY(%(dealerships)s)"
            " UNION ALL SELECT FROM sales_sale WHERE dealership_id = ANY(%(dealerships)s)"
            " LIMIT %(limit)s) AS rows",
            {
                "dealerships": [dealership.pk for dealership in dealerships],
                "limit": ROWS_COUNTED_AT_ONCE + 1,
            },
        )
        return int((cursor.fetchone() or (0,))[0]) <= ROWS_COUNTED_AT_ONCE


def due_series(*, at: datetime) -> list[Series]:
    """Every series somebody looks at, and that of each open dealership by itself."""
    own = Series.objects.filter(others=[], customer_kind="", dealership__is_active=True)
    for dealership in Dealership.objects.open().exclude(pk__in=own.values("dealership")):
        series_of(dealerships=[dealership], kind="", at=at)
    asked = Series.objects.asked_since(at - ASKED_FOR).filter(dealership__is_active=True)
    return [series for series in (own | asked).order_by("pk") if due_days(series=series, at=at)]


def _last_import(dealerships: Sequence[Dealership]) -> datetime | None:
    runs = ImportRun.objects.filter(dealership__in=dealerships, is_dry_run=False)
    last: datetime | None = runs.aggregate(at=Max("finished_at"))["at"]
    return last


def _last_merge(dealerships: Sequence[Dealership]) -> datetime | None:
    holdings = {dealership.holding_id for dealership in dealerships}
    merges = MergeRecord.objects.filter(holding__in=holdings)
    moments = merges.aggregate(merged=Max("at"), undone=Max("undone_at")).values()
    return max((at for at in moments if at), default=None)


def _morning(dealership: Dealership, at: datetime) -> datetime:
    """The last time it was five in the morning there."""
    local = at.astimezone(dealership.tz)
    day = local.date() if local.time() >= MORNING else local.date() - timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=dealership.tz)


def _store(series: Series, day: date, values: dict[str, Value], at: datetime) -> None:
    versions = {kpi.code: kpi.version for kpi in DEFINITIONS}
    Snapshot.objects.bulk_create(
        [
            Snapshot(
                dealership_id=series.dealership_id,
                series=series,
                code=code,
                version=versions[code],
                as_of=day,
                value=value,
                computed_at=at,
            )
            for code, value in values.items()
        ],
        update_conflicts=True,
        unique_fields=["series", "as_of", "code"],
        update_fields=["version", "value", "computed_at"],
    )


def _forget(series: Series, at: datetime) -> None:
    """Drop the figures of single days of long ago; month ends stay."""
    old = Snapshot.objects.for_dealership(series.dealership).filter(
        series=series, computed_at__lt=at - DAILY_FIGURES_KEPT
    )
    days = old.values_list("as_of", flat=True).distinct()
    singles = [day for day in days if day != month_end(day)]
    old.filter(as_of__in=singles).delete()

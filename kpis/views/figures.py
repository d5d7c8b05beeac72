"""The stored figures a page reads, counted at once where that is quick, else in the background."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from celery import current_app
from django.db import transaction

from kpis.models import Series
from kpis.rules import month_end, month_ends
from kpis.services import snapshots
from kpis.services.figures import Value
from kpis.services.snapshots import Stored
from kpis.views.questions import Question

TREND_MONTHS = 24


@dataclass(frozen=True)
class Figures:
    """now and before (a year ago) are {} while nothing is stored yet; is_pending says so."""

    now: dict[str, Value]
    before: dict[str, Value]
    trend: list[tuple[date, dict[str, Value]]]
    is_pending: bool


def read(question: Question) -> Figures:
    """The figures of a question: by one query when the snapshots are there.

    Today's, and those of the day a year ago, must be younger than the last import and merge: where
    they are not, a small selection is counted now by the same functions, a large one shows what is
    stored while the background counts. The months of the trend come from the background.
    """
    selection = question.selection
    series = snapshots.series_of(
        dealerships=selection.dealerships, kind=selection.kind, at=question.at
    )
    day, before = selection.as_of, snapshots.year_ago(selection.as_of)
    days = trend_days(day)
    found = snapshots.stored(series=series, days=[*days, before])
    missing = _missing(question, series, found, [day, before])
    # several people may open the page at once: one counts, the others' pages ask again
    if (
        missing
        and snapshots.can_count_at_once(selection.dealerships)
        and snapshots.rebuild(series=series, days=missing, at=question.at, is_patient=False)
    ):
        found |= snapshots.stored(series=series, days=missing)
        missing = []
    kept = set(snapshots.kept_days(question.today))
    is_pending = bool(missing) or any(each not in found for each in days if each in kept)
    if is_pending:
        # the sweep would come round in two minutes: somebody is looking, so ring now
        def ring() -> None:  # no partial: Django logs a broker that is down by the name
            current_app.send_task("kpis.rebuild_series", kwargs={"series_id": series.pk})

        transaction.on_commit(ring, robust=True)
    return Figures(
        now=found.get(day, {}),
        before=found.get(before, {}),
        trend=[(each, found[each]) for each in days if each in found],
        is_pending=is_pending,
    )


def kept(question: Question) -> dict[str, Value]:
    """The figures of the question's day as they are stored, nothing counted: {} where none are."""
    first, *others = question.selection.ids
    series = Series.objects.filter(
        dealership=first, others=others, customer_kind=question.selection.kind
    ).first()
    day = question.selection.as_of
    return snapshots.stored(series=series, days=[day]).get(day, {}) if series else {}


def trend_days(day: date) -> list[date]:
    """24 points: month ends, and the day itself as the last."""
    before = month_ends(day, TREND_MONTHS - 1)
    return [*before, month_end(day)] if day == month_end(day) else [*before, day]


def _missing(question: Question, series: Any, found: Stored, days: list[date]) -> list[date]:
    """Those of the days that are not stored, or were before the last import or merge."""
    last = snapshots.last_change(dealerships=question.selection.dealerships)
    fresh = snapshots.stored(series=series, days=days, since=last) if last else found
    return [day for day in days if day not in fresh]

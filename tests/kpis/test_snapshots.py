"""Stored figures are the live ones, are rebuilt without doubling, and know when they are old."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse

from customers.models import MergeRecord
from exchange.models import ImportRun
from kpis import tasks
from kpis.models import Series, Snapshot
from kpis.selection import Selection
from kpis.services import snapshots
from kpis.services.figures import all_figures
from sales.models import Sale
from tests.factories import (
    NOW,
    TODAY,
    make_customer,
    make_sale,
    make_vehicle,
    make_visit,
)
from tests.kpis.scenario import random_dealerships

pytestmark = pytest.mark.django_db

DAYS = [TODAY, date(2026, 10, 31), date(2024, 2, 29)]


def live(series, day):
    return all_figures(Selection(snapshots.dealerships_of(series), day, series.customer_kind))


def assert_stored_is_live(series, days=DAYS):
    stored = snapshots.stored(series=series, days=days)
    assert stored == {day: live(series, day) for day in days}


@pytest.mark.parametrize("kind", ["", "company"])
@pytest.mark.parametrize("count", [1, 2])
def test_a_stored_figure_is_the_live_one(count, kind):
    dealerships = random_dealerships(1, size=20)[:count]
    series = snapshots.series_of(dealerships=dealerships, kind=kind, at=NOW)

    snapshots.rebuild(series=series, days=DAYS, at=NOW)

    assert_stored_is_live(series)


def test_rebuilding_twice_doubles_nothing(dealership):
    make_sale(dealership, make_customer(dealership), make_vehicle(dealership))
    series = snapshots.series_of(dealerships=[dealership], kind="", at=NOW)
    snapshots.rebuild(series=series, days=DAYS, at=NOW)
    before = list(Snapshot.objects.order_by("pk").values())

    snapshots.rebuild(series=series, days=DAYS, at=NOW)

    assert list(Snapshot.objects.order_by("pk").values()) == before


def test_a_late_a_corrected_and_a_moved_row_are_in_the_rebuilt_figures(dealership):
    first, second = make_customer(dealership), make_customer(dealership)
    car, other = make_vehicle(dealership), make_vehicle(dealership)
    corrected = make_sale(dealership, first, car, delivered_on=date(2025, 1, 5))
    make_sale(dealership, second, other, delivered_on=date(2025, 3, 5))
    series = snapshots.series_of(dealerships=[dealership], kind="", at=NOW)
    snapshots.rebuild(series=series, days=DAYS, at=NOW)
    reported = snapshots.stored(series=series, days=DAYS)

    make_visit(dealership, first, car, closed_at=datetime(2026, 10, 5, 9, tzinfo=UTC))
    Sale.objects.filter(pk=corrected.pk).update(delivered_on=date(2024, 2, 29), price=1)
    Sale.objects.filter(customer=second).update(customer=first)

    assert snapshots.stored(series=series, days=DAYS) == reported
    snapshots.rebuild(series=series, days=DAYS, at=NOW)
    assert snapshots.stored(series=series, days=DAYS) != reported
    assert_stored_is_live(series)


def test_a_selection_has_one_series_however_it_is_written(dealership, sister):
    one = snapshots.series_of(dealerships=[dealership, sister], kind="", at=NOW)
    two = snapshots.series_of(dealerships=[sister, dealership], kind="", at=NOW)

    assert one == two


def test_what_is_due_is_rebuilt_and_then_not_due(dealership):
    series = snapshots.series_of(dealerships=[dealership], kind="", at=NOW)

    due = snapshots.due_days(series=series, at=NOW)
    snapshots.rebuild(series=series, days=due, at=NOW)

    assert due[:2] == [TODAY, date(2025, 11, 20)]
    assert len(due) == 2 + snapshots.MONTHS_KEPT
    assert snapshots.due_days(series=series, at=NOW) == []


def test_a_killed_rebuild_goes_on_where_it_was(dealership):
    series = snapshots.series_of(dealerships=[dealership], kind="", at=NOW)
    due = snapshots.due_days(series=series, at=NOW)

    snapshots.rebuild(series=series, days=due[:3], at=NOW)

    assert snapshots.due_days(series=series, at=NOW) == due[3:]


def test_a_new_morning_makes_every_figure_due_at_five_local_time(dealership):
    series = snapshots.series_of(dealerships=[dealership], kind="", at=NOW)
    snapshots.rebuild(series=series, days=snapshots.due_days(series=series, at=NOW), at=NOW)

    before_five = datetime(2026, 11, 21, 1, 59, tzinfo=UTC)  # 04:59 in Moscow
    five = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)

    new_today = [date(2026, 11, 21), date(2025, 11, 21)]
    assert snapshots.due_days(series=series, at=before_five) == new_today
    assert len(snapshots.due_days(series=series, at=five)) == 2 + snapshots.MONTHS_KEPT


def test_an_import_makes_every_figure_due_a_merge_only_todays(dealership):
    series = snapshots.series_of(dealerships=[dealership], kind="", at=NOW)
    snapshots.rebuild(series=series, days=snapshots.due_days(series=series, at=NOW), at=NOW)
    later = NOW + timedelta(minutes=5)
    first, second = make_customer(dealership), make_customer(dealership)

    MergeRecord.objects.create(
        holding=dealership.holding, kept=first, merged=second, at=later, moved={}, before={}
    )
    assert snapshots.due_days(series=series, at=later) == [TODAY, date(2025, 11, 20)]

    ImportRun.objects.create(
        dealership=dealership,
        source=dealership.source_systems.get(),
        exported_on=TODAY,
        finished_at=later,
    )
    assert len(snapshots.due_days(series=series, at=later)) == 2 + snapshots.MONTHS_KEPT


def test_a_changed_definition_makes_its_figures_unknown(dealership):
    series = snapshots.series_of(dealerships=[dealership], kind="", at=NOW)
    snapshots.rebuild(series=series, days=[TODAY], at=NOW)

    Snapshot.objects.filter(code="churn").update(version=99)

    assert snapshots.stored(series=series, days=[TODAY]) == {}


def test_single_days_of_long_ago_are_dropped_and_month_ends_stay(dealership):
    series = snapshots.series_of(dealerships=[dealership], kind="", at=NOW)
    snapshots.rebuild(series=series, days=[TODAY, date(2026, 10, 31)], at=NOW)

    snapshots.rebuild(series=series, days=[date(2026, 12, 1)], at=NOW + timedelta(days=11))

    kept = set(Snapshot.objects.values_list("as_of", flat=True))
    assert kept == {date(2026, 10, 31), date(2026, 12, 1)}


def test_a_trend_of_24_months_is_one_query(dealership, django_assert_num_queries):
    series = snapshots.series_of(dealerships=[dealership], kind="", at=NOW)
    days = snapshots.kept_days(TODAY)[2:26]
    snapshots.rebuild(series=series, days=days, at=NOW)

    with django_assert_num_queries(1):
        assert set(snapshots.stored(series=series, days=days)) == set(days)


def test_the_sweep_takes_every_open_dealership_and_not_what_nobody_looks_at(dealership, sister):
    forgotten = snapshots.series_of(dealerships=[dealership, sister], kind="", at=NOW)
    Series.objects.filter(pk=forgotten.pk).update(asked_at=NOW - timedelta(days=90))

    due = snapshots.due_series(at=NOW)

    assert [(series.dealership_id, series.others) for series in due] == [
        (dealership.pk, []),
        (sister.pk, []),
    ]


def test_the_task_rebuilds_what_is_due_and_nothing_twice(dealership, time_machine):
    time_machine.move_to(NOW, tick=False)
    series = snapshots.series_of(dealerships=[dealership], kind="", at=NOW)

    tasks.rebuild_series(series_id=series.pk)
    first = list(Snapshot.objects.order_by("pk").values())
    tasks.rebuild_series(series_id=series.pk)

    assert {row["as_of"] for row in first} == set(snapshots.kept_days(TODAY))
    assert list(Snapshot.objects.order_by("pk").values()) == first


def test_the_task_of_a_series_that_is_gone_does_nothing(db):
    tasks.rebuild_series(series_id=12345)

    assert not Snapshot.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_comes_while_another_counts_waits_for_nothing(
    dealership, client_as, dealer_head, time_machine
):
    time_machine.move_to(NOW + timedelta(days=2), tick=False)
    page = reverse("kpis:dashboard", args=[dealership.slug])
    client = client_as(dealer_head)
    series = snapshots.series_of(dealerships=[dealership], kind="", at=NOW)
    with ThreadPoolExecutor(1) as other:
        other.submit(_begin_counting, series).result()
        try:
            meanwhile = client.get(page)
        finally:
            other.submit(_end_counting).result()

    assert meanwhile.status_code == 200
    assert meanwhile.context["figures"].now == {}
    assert meanwhile.context["figures"].is_pending
    assert client.get(page).context["figures"].now != {}


def _begin_counting(series):
    transaction.set_autocommit(False)
    Series.objects.select_for_update().get(pk=series.pk)


def _end_counting():
    transaction.rollback()
    connection.close()

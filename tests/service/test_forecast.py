"""The forecast of a whole dealership, held against the plain-Python twin."""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from customers.models import OdometerReading, Ownership
from service import rules
from service.models import MaintenanceForecast, MaintenancePlan
from service.services import forecast
from tests.factories import (
    NOW,
    TODAY,
    make_customer,
    make_sale,
    make_vehicle,
    make_visit,
    relate,
)


def read(vehicle, *readings):
    OdometerReading.objects.bulk_create(
        OdometerReading(vehicle=vehicle, read_on=on, km=km) for on, km in readings
    )


def the_forecast(vehicle):
    return MaintenanceForecast.objects.get(vehicle=vehicle)


def at(dealership, day, hour=12):
    return datetime(day.year, day.month, day.day, hour, tzinfo=dealership.tz)


@pytest.fixture
def car(dealership):
    return make_vehicle(dealership, owner=make_customer(dealership))


def test_a_new_dealership_has_the_standard_plan(dealership):
    plan = MaintenancePlan.objects.get(dealership=dealership)

    assert (plan.make, plan.months, plan.km, plan.is_active) == ("", 12, 15_000, True)


def test_a_car_without_anchor_has_no_forecast(dealership, car):
    forecast.refresh(dealership=dealership, at=NOW)

    assert not MaintenanceForecast.objects.exists()


def test_unknown_mileage_is_due_by_time_only(dealership, car):
    make_sale(dealership, make_customer(dealership), car, delivered_on=date(2024, 2, 29))

    forecast.refresh(dealership=dealership, at=NOW)

    found = the_forecast(car)
    assert (found.due_by_time_on, found.due_by_km_on) == (date(2025, 2, 28), None)
    assert (found.km_per_day, found.tolerance_days) == (None, 30)


def test_a_car_that_drives_much_is_due_by_kilometres(dealership, car):
    owner = make_customer(dealership)
    day = date(2026, 5, 1)
    make_visit(dealership, owner, car, closed_at=at(dealership, day), odometer_km=30_000)
    read(car, (date(2026, 1, 1), 18_000), (day, 30_000))

    forecast.refresh(dealership=dealership, at=NOW)

    found = the_forecast(car)
    assert (found.km_per_day, found.readings) == (Decimal("100.00"), 2)
    assert found.due_by_km_on == day + timedelta(days=150) == found.due_on
    assert found.anchor_on == day


def test_a_second_refresh_writes_nothing_and_a_changed_fact_one_row(dealership, car):
    owner = make_customer(dealership)
    for vehicle in (car, make_vehicle(dealership, owner=owner)):
        make_sale(dealership, owner, vehicle, delivered_on=date(2026, 1, 1))
    first = forecast.refresh(dealership=dealership, at=NOW)

    second = forecast.refresh(dealership=dealership, at=NOW + timedelta(hours=1))
    make_visit(dealership, owner, car, closed_at=NOW - timedelta(days=1))
    third = forecast.refresh(dealership=dealership, at=NOW + timedelta(hours=2))

    assert [run.written for run in (first, second, third)] == [2, 0, 1]


def test_a_car_that_nobody_owns_any_more_loses_its_forecast(dealership, car):
    make_sale(dealership, make_customer(dealership), car, delivered_on=date(2026, 1, 1))
    forecast.refresh(dealership=dealership, at=NOW)

    Ownership.objects.filter(vehicle=car).update(until=TODAY, end_reason="told")
    done = forecast.refresh(dealership=dealership, at=NOW)

    assert done.removed == 1
    assert not MaintenanceForecast.objects.exists()


def test_the_narrowest_plan_holds(dealership, car):
    make_sale(dealership, make_customer(dealership), car, delivered_on=date(2026, 1, 1))
    MaintenancePlan.objects.create(dealership=dealership, make="SKODA", months=10)
    narrow = MaintenancePlan.objects.create(
        dealership=dealership, make="Skoda", model="octavia", months=6
    )

    forecast.refresh(dealership=dealership, at=NOW)

    found = the_forecast(car)
    assert (found.plan_id, found.due_on) == (narrow.pk, date(2026, 7, 1))


def test_another_dealership_sees_neither_visit_nor_delivery(dealership, sister, car):
    make_sale(dealership, make_customer(dealership), car, delivered_on=date(2026, 1, 1))
    relate(sister, None, car)

    forecast.refresh(dealership=sister, at=NOW)

    assert not MaintenanceForecast.objects.filter(dealership=sister).exists()


def test_only_the_named_cars_are_refreshed(dealership, car):
    owner = make_customer(dealership)
    other = make_vehicle(dealership, owner=owner)
    for vehicle in (car, other):
        make_sale(dealership, owner, vehicle, delivered_on=date(2026, 1, 1))

    forecast.refresh(dealership=dealership, at=NOW, vehicle_ids=[car.pk])

    assert the_forecast(car)
    assert not MaintenanceForecast.objects.filter(vehicle=other).exists()


def _random_life(dealership, dice):
    """A car with random visits and readings, some of them mistyped; and what is known of it."""
    owner = make_customer(dealership)
    car = make_vehicle(dealership, owner=owner)
    anchors, readings = [], {}
    start = date(2019, 6, 1) + timedelta(days=dice.randrange(2500))
    if dice.random() < 0.8:
        new = dice.random() < 0.6
        make_sale(dealership, owner, car, delivered_on=start, condition="new" if new else "used")
        anchors.append((start, 0 if new else None))
    pace = dice.choice([0, 0.4, 12, 41, 90, 2_000])
    for _visit in range(dice.randrange(6)):
        day = start + timedelta(days=dice.randrange(1, 1500))
        km = int((day - start).days * pace * dice.choice([1, 1, 1, 0.1, 10]))
        readings[day] = max(km, readings.get(day, 0))
        if dice.random() < 0.7:
            noted = km if dice.random() < 0.9 else None
            make_visit(dealership, owner, car, closed_at=at(dealership, day), odometer_km=noted)
            anchors.append((day, noted))
    read(car, *readings.items())
    return car, anchors, readings


def _expected(anchors, readings):
    known = [(on, readings.get(on) if km is None else km) for on, km in anchors if on <= TODAY]
    if not known:
        return None
    anchor_on, anchor_km = max(known, key=lambda a: (a[0], -1 if a[1] is None else a[1]))
    driven = rules.pace((on, km) for on, km in readings.items() if on <= TODAY)
    due = rules.due(anchor_on=anchor_on, anchor_km=anchor_km, months=12, km=15_000, driven=driven)
    return (
        anchor_on, anchor_km, driven.km_per_day, driven.readings,
        due.by_time_on, due.by_km_on, due.due_on, due.tolerance_days,
    )  # fmt: skip


def test_the_set_based_forecast_equals_its_plain_twin_on_random_lives(dealership):
    dice = random.Random(41)
    lives = [_random_life(dealership, dice) for _car in range(150)]

    forecast.refresh(dealership=dealership, at=NOW)

    found = {
        row[0]: row[1:]
        for row in MaintenanceForecast.objects.values_list(
            "vehicle_id", "anchor_on", "anchor_km", "km_per_day", "readings",
            "due_by_time_on", "due_by_km_on", "due_on", "tolerance_days",
        )
    }  # fmt: skip
    expected = {car.pk: _expected(anchors, readings) for car, anchors, readings in lives}
    assert found == {pk: values for pk, values in expected.items() if values}
    assert len(found) > 100
    assert sum(1 for values in found.values() if values[5]) > 20

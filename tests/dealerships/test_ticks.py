"""Periodic work is done once a turn however many beats ring, and a silence is known (R8)."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.urls import reverse

from dealercrm.celery import EVERY, app
from dealerships.models import PeriodicTick
from dealerships.services import ticks
from tests.factories import NOW

BEATS = 3
START = datetime(2026, 11, 20, tzinfo=UTC)
app.loader.import_default_modules()


def moments(hours: float) -> list[tuple[datetime, str]]:
    return sorted(
        (START + timedelta(seconds=second), name)
        for name, every in EVERY.items()
        for second in range(0, int(hours * 3600), int(every))
    )


def ring(rung: list[tuple[datetime, str]]) -> Counter:
    """Three beats ring for everything at the same moments: who got what, how often."""
    together, taken = Barrier(BEATS), []

    def beat():
        try:
            for at, name in rung:
                together.wait(60)
                # a turn that stands there twice, the control's proof, is nobody's
                with suppress(PeriodicTick.MultipleObjectsReturned):
                    if ticks.take(schedule=name, every=timedelta(seconds=EVERY[name]), at=at):
                        taken.append((at, name))
        finally:
            connections.close_all()

    beats = [Thread(target=beat) for _number in range(BEATS)]
    for each in beats:
        each.start()
    for each in beats:
        each.join()
    return Counter(taken)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hours", [0.5, pytest.param(48, marks=pytest.mark.nightly)])
def test_each_turn_is_taken_once_by_one_of_three_beats(hours):
    rung = moments(hours)

    assert ring(rung) == Counter(rung)


@pytest.mark.django_db(transaction=True)
def test_without_the_unique_turn_work_is_doubled():
    """The control."""
    table = "ALTER TABLE dealerships_periodictick"
    with connection.cursor() as cursor:
        cursor.execute(f"{table} DROP CONSTRAINT periodic_tick_once")
    try:
        assert max(ring(moments(0.5)).values()) > 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE dealerships_periodictick")
            cursor.execute(f"{table} ADD CONSTRAINT periodic_tick_once UNIQUE (tick_at, schedule)")


@pytest.mark.parametrize("schedule", sorted(EVERY))
def test_every_periodic_task_takes_turns(schedule, db, time_machine):
    time_machine.move_to(NOW, tick=False)
    assert app.conf.beat_schedule[schedule]["task"] == schedule

    app.tasks[schedule]()
    [first] = PeriodicTick.objects.filter(schedule=schedule)
    again = app.tasks[schedule]()

    assert again is None
    assert list(PeriodicTick.objects.filter(schedule=schedule)) == [first]

    time_machine.move_to(NOW + timedelta(seconds=EVERY[schedule]), tick=False)
    app.tasks[schedule]()
    assert PeriodicTick.objects.filter(schedule=schedule).count() == 2


def test_turns_that_nobody_took_are_not_made_up_for(db):
    every = timedelta(minutes=1)
    assert ticks.take(schedule="sweep", every=every, at=NOW)

    taken = [
        ticks.take(schedule="sweep", every=every, at=NOW + timedelta(hours=6, seconds=second))
        for second in (0, 20, 40)
    ]

    assert taken == [True, False, False]
    assert PeriodicTick.objects.count() == 2


def test_turns_of_last_week_are_forgotten(db):
    every = timedelta(minutes=1)
    for day in range(5):
        ticks.take(schedule="sweep", every=every, at=NOW + timedelta(days=day))

    assert PeriodicTick.objects.count() == 3


@pytest.mark.parametrize(
    ("later", "is_silent"),
    [(timedelta(0), False), (timedelta(seconds=60), False), (timedelta(minutes=2), True)],
)
def test_a_silence_of_two_minutes_is_known(later, is_silent, db):
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    ticks.take(schedule="sweep", every=timedelta(seconds=20), at=at)

    assert ticks.silent_since(at=at + later) == (at if is_silent else None)


def test_before_the_first_turn_nothing_is_silent(db):
    assert ticks.silent_since(at=NOW) is None


def test_who_leads_the_team_is_told_that_the_work_stands_still(
    client_as, relations_manager, time_machine
):
    address = reverse("followups:team_page", args=["north"])
    ticks.take(schedule="sweep", every=timedelta(seconds=20), at=NOW)
    time_machine.move_to(NOW, tick=False)
    client = client_as(relations_manager)
    assert "stood still" not in client.get(address).text

    time_machine.move_to(NOW + timedelta(hours=6), tick=False)

    assert "stood still" in client.get(address).text


@pytest.mark.django_db(transaction=True)
def test_an_outside_watch_is_told_that_the_work_stands_still(client, time_machine):
    ticks.take(schedule="sweep", every=timedelta(seconds=20), at=NOW)
    time_machine.move_to(NOW + timedelta(seconds=30), tick=False)
    assert client.get("/health/").json()["periodic work"] == "ok"

    time_machine.move_to(NOW + timedelta(minutes=2), tick=False)
    answer = client.get("/health/")

    assert (answer.status_code, answer.json()["periodic work"]) == (200, "down")

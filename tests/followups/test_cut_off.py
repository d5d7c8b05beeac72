"""R7: the database cuts connections while operators work: an answer given is kept, and whole."""

from collections import Counter

import pytest
from django.db import DatabaseError, connection
from django.db.models import Count, Q
from django.test import Client

from communications.models import Touch
from followups.models import CallTask, TaskEvent
from tests import connections
from tests.factories import NOW, make_user
from tests.followups.cards import make_rule
from tests.followups.racing import in_processes, make_cards

CALLS = "/d/north/calls/"
CUT = """
SELECT pg_sleep(0.05), pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1
"""


def shift(username: str, session: str, cards: int) -> tuple[list[int], int]:
    """(cards whose outcome was acknowledged, requests that failed) until nothing waits."""
    desk = Client(raise_request_exception=False)
    desk.cookies["sessionid"] = session
    kept, failed = [], 0
    for _turn in range(20 * cards):
        try:
            answer = desk.post(f"{CALLS}next/")
            task = CallTask.objects.filter(held_by__username=username).first()
            if task is None and answer.status_code < 400:
                break
            if task is not None:
                given = {"outcome": "reached", "fence": task.fence, "note": str(task.pk)}
                given["handled"] = list(task.reasons.values_list("pk", flat=True))
                answer = desk.post(f"{CALLS}{task.pk}/outcome/", given)
                if answer.status_code < 400:
                    kept.append(task.pk)
        except DatabaseError:
            answer = None
        if answer is None or answer.status_code >= 500:
            failed += 1
            connections.close_all()  # as the web process does after each request
    return kept, failed


def cut() -> tuple[list[int], int]:
    """Ends somebody else's connection again and again while calls wait; how often."""
    cuts = 0
    while CallTask.objects.filter(status="waiting").exists():
        with connection.cursor() as cursor:
            cursor.execute(CUT)
            cuts += cursor.rowcount
    return [], cuts


def _work(does, *given):
    return does(*given)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("people", "cards"),
    [
        pytest.param(3, 40, id="small"),
        pytest.param(10, 2_000, id="full", marks=pytest.mark.nightly),
    ],
)
def test_what_was_acknowledged_is_there_and_nothing_is_half_there(
    dealership, time_machine, people, cards
):
    time_machine.move_to(NOW, tick=False)
    make_cards(dealership, make_rule(dealership), cards)
    seats = []
    for number in range(people):
        user = make_user(f"seat{number}", dealership=dealership, roles=["operator"])
        desk = Client()
        desk.force_login(user)
        seats.append((shift, user.username, desk.cookies["sessionid"].value, cards))

    *shifts, (_none, done) = in_processes(_work, [*seats, (cut,)])

    kept = Counter(pk for acknowledged, _failed in shifts for pk in acknowledged)
    assert done >= cards // 10
    assert sum(failed for _kept, failed in shifts) > 0, "no cut was felt"
    assert set(kept.values()) == {1}
    told = Q(events__kind=TaskEvent.Kind.OUTCOME)
    tasks = CallTask.objects.annotate(outcomes=Count("events", filter=told, distinct=True))
    states = {
        pk: (status, outcomes)
        for pk, status, outcomes in tasks.values_list("pk", "status", "outcomes")
    }
    assert set(states.values()) == {("done", 1)}
    notes = Counter(Touch.objects.exclude(outcome="").values_list("note", flat=True))
    assert notes == {str(pk): 1 for pk in states}
    assert kept.keys() <= states.keys()

"""R12: a machine that repeats itself: one effect, and the others are told of it."""

from collections import Counter

import pytest
from django.test import Client

from followups.models import TaskEvent
from tests.api.test_keys import bearer, issue
from tests.api.test_tasks import TASKS, make_task
from tests.factories import NOW, make_user
from tests.followups.racing import in_processes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _in_calling_hours(time_machine):
    time_machine.move_to(NOW, tick=False)


def ask(secret: str, path: str, body: dict) -> tuple[int, bytes]:
    answer = Client().post(path, body, content_type="application/json", headers=bearer(secret))
    return answer.status_code, answer.content


TIMES = pytest.mark.parametrize("times", [12, pytest.param(100, marks=pytest.mark.nightly)])


@TIMES
def test_the_same_outcome_many_times_at_once_is_one(dealership, operator, times):
    task, secret = make_task(dealership), issue(dealership, operator)
    fence = Client().post(f"{TASKS}claim/", headers=bearer(secret)).json()["fence"]
    body = {"fence": fence, "outcome": "reached", "note": "Content"}

    answers = in_processes(ask, [(secret, f"{TASKS}{task.pk}/outcome/", body)] * times)

    assert Counter(status for status, _content in answers) == {200: 1, 409: times - 1}
    assert task.events.filter(kind=TaskEvent.Kind.OUTCOME).count() == 1
    assert task.customer.touches.exclude(outcome="").count() == 1


@TIMES
def test_the_same_claim_many_times_at_once_takes_one_card(dealership, operator, times):
    cards = [make_task(dealership) for _number in range(5)]
    secret = issue(dealership, operator)

    answers = in_processes(ask, [(secret, f"{TASKS}claim/", {})] * times)

    assert {status for status, _content in answers} == {200}
    assert TaskEvent.objects.filter(kind=TaskEvent.Kind.CLAIMED).count() == 1
    assert sum(card.events.exists() for card in cards) == 1


def test_the_key_of_another_dealership_does_nothing(dealership, operator, sister):
    task = make_task(dealership)
    fence = Client().post(f"{TASKS}claim/", headers=bearer(issue(dealership, operator))).json()
    stranger = make_user("theirs", dealership=sister, roles=["operator"])
    body = {"fence": fence["fence"], "outcome": "reached"}

    status, _content = ask(issue(sister, stranger), f"{TASKS}{task.pk}/outcome/", body)

    assert status == 404
    assert not task.events.filter(kind=TaskEvent.Kind.OUTCOME).exists()

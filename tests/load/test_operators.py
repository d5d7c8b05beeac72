"""Operators at once over real HTTP against the web process as ./run starts it (R3, issue 2)."""

import os

import pytest
from django.db import connection

from bench import operators
from bench.server import serving
from dealerships.models import Dealership

pytestmark = [pytest.mark.launcher, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def port(transactional_db):
    """A web process on the test's database."""
    base, _, query = os.environ["DATABASE_URL"].partition("?")
    url = f"{base.rsplit('/', 1)[0]}/{connection.settings_dict['NAME']}?{query}"
    with serving(url) as port:
        yield port


@pytest.mark.parametrize(
    ("people", "cards"),
    [
        pytest.param(12, 200, id="small"),
        pytest.param(50, 2000, id="full", marks=pytest.mark.nightly),
    ],
)
def test_no_card_is_held_twice_and_none_lost_when_a_third_of_the_browsers_vanish(
    port: int, people: int, cards: int
):
    queue = operators.open_queue("rush", cards=cards, operators=people)

    shift = operators.work(queue, port, vanishing=people // 3)

    assert_all_done_once(queue, shift, cards)
    assert len(shift.left_behind) == people // 3
    assert set(shift.late) == {409}
    assert sum(shift.late.values()) == people // 3


@pytest.mark.parametrize(
    ("people", "cards"),
    [
        pytest.param(12, 200, id="small"),
        pytest.param(50, 2000, id="full", marks=pytest.mark.nightly),
    ],
)
def test_no_card_is_held_twice_and_none_lost_when_all_stay(port: int, people: int, cards: int):
    queue = operators.open_queue("rush", cards=cards, operators=people)

    shift = operators.work(queue, port)

    assert_all_done_once(queue, shift, cards)
    assert not shift.left_behind


def assert_all_done_once(queue: Dealership, shift: operators.Shift, cards: int):
    assert operators.held_twice(queue) == 0
    assert operators.unfinished(queue) == 0
    assert sorted(shift.finished) == sorted(set(shift.finished))
    assert len(shift.finished) == cards

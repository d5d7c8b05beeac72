"""Doubtful outcomes: the set-based list finds what the plain rule finds (N8)."""

import random
from datetime import timedelta

import pytest

from communications import doubts
from communications.models import Touch
from communications.rules.evidence import in_batches
from tests.communications.calls import give_telephone, make_talk
from tests.factories import NOW, make_customer


@pytest.fixture
def customer(dealership):
    return make_customer(dealership)


def report(dealership, customer, by, *, at=NOW, outcome="reached") -> Touch:
    return Touch.objects.create(
        dealership=dealership, customer=customer, by=by, at=at, outcome=outcome,
        is_conversation=outcome == "reached",
    )  # fmt: skip


def found(dealership, why: str = "", person: str = "") -> set[Touch]:
    judged = doubts.outcomes(dealership, start=NOW - timedelta(days=1), end=NOW + timedelta(days=1))
    return set(doubts.keep(judged, why, person))


def test_batches_are_those_of_the_rule(dealership, customer, operator, receptionist):
    chance = random.Random(4)
    expected = set()
    for person in (operator, receptionist):
        moments = sorted(NOW + timedelta(seconds=chance.randrange(3000)) for _ in range(60))
        reports = [
            report(dealership, customer, person, at=at, outcome="no_answer") for at in moments
        ]
        flags = in_batches(moments)
        expected |= {one for one, is_one in zip(reports, flags, strict=True) if is_one}

    assert expected
    assert found(dealership, doubts.IN_BATCH) == expected
    own = {one for one in expected if one.by == operator}
    assert found(dealership, doubts.IN_BATCH, str(operator.pk)) == own


def test_a_talk_of_four_seconds_is_doubtful_and_one_of_five_is_not(dealership, customer, operator):
    reports = {seconds: report(dealership, customer, operator) for seconds in (4, 5)}
    for seconds, touch in reports.items():
        make_talk(dealership, user=operator, touch=touch, seconds=seconds)

    assert found(dealership) == {reports[4]}


def test_a_talk_that_nobody_answered_is_doubtful(dealership, customer, operator):
    touch = report(dealership, customer, operator)
    make_talk(dealership, user=operator, touch=touch, state="missed", answered_at=None)

    assert found(dealership, doubts.SHORT) == {touch}


def test_no_call_seen_is_asked_only_of_who_has_a_telephone(
    dealership, customer, operator, receptionist
):
    give_telephone(dealership, operator)
    unseen = report(dealership, customer, operator)
    report(dealership, customer, receptionist)
    report(dealership, customer, operator, outcome="no_answer")

    assert found(dealership, doubts.UNSEEN) == {unseen}
    assert found(dealership) == set()


def test_what_was_taken_back_is_not_doubtful(dealership, customer, operator):
    touch = report(dealership, customer, operator)
    make_talk(dealership, user=operator, touch=touch, seconds=1)
    Touch.objects.update(undone_at=NOW)

    assert found(dealership) == set()


def test_heads_open_the_list_and_others_do_not(client_as, operator, sales_manager):
    url = "/d/north/phone/doubts/"

    assert "Nothing doubtful" in client_as(sales_manager).get(url).text
    assert client_as(operator).get(url).status_code == 403
    assert (
        client_as(sales_manager).get(url, {"why": "short", "start": "2026-11-01"}).status_code
        == 200
    )
    assert client_as(sales_manager).get(url, {"why": "nonsense"}).status_code == 400

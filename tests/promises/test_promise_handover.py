"""What its owner lets lie becomes the team's, once; one of the team takes it (N9)."""

from datetime import timedelta

import pytest

from dealerships.models import Membership
from promises.models import Promise, PromiseEvent
from promises.permissions import departments_of
from promises.services.handover import AlreadyTaken, give, hand_over_late, take
from promises.services.promises import PromiseAlreadyClosed, close_promise
from tests.followups.racing import in_processes
from tests.promises.conftest import MONDAY

HOUR = timedelta(hours=1)


def test_what_lies_beyond_the_grace_is_the_teams_and_broken_for_its_owner(
    promise, dealership, operator
):
    late, later = promise(hours=1), promise(hours=9)

    moved = hand_over_late(dealership=dealership, at=MONDAY + 2 * HOUR)

    assert moved == 1
    late.refresh_from_db()
    later.refresh_from_db()
    assert (late.owner, late.late_of, late.late_at) == (None, operator, MONDAY + 2 * HOUR)
    assert later.owner == operator
    assert list(Promise.objects.broken()) == [late]
    assert list(Promise.objects.of_team({"relations"})) == [late]


def test_the_sweep_run_again_finds_nothing(promise, dealership):
    promise(hours=1)
    hand_over_late(dealership=dealership, at=MONDAY + 2 * HOUR)

    assert hand_over_late(dealership=dealership, at=MONDAY + 3 * HOUR) == 0
    assert PromiseEvent.objects.filter(kind="late").count() == 1


def test_within_the_grace_it_stays_with_its_owner(promise, dealership):
    promise(hours=1)

    assert hand_over_late(dealership=dealership, at=MONDAY + 1.9 * HOUR) == 0


def test_the_promise_of_somebody_who_left_is_the_teams_and_not_broken(
    promise, dealership, operator
):
    given = promise(hours=9)
    Membership.objects.filter(user=operator).update(ended_at=MONDAY)

    assert hand_over_late(dealership=dealership, at=MONDAY) == 1

    given.refresh_from_db()
    assert (given.owner, given.late_of) == (None, None)


def test_who_takes_it_has_the_grace_anew_and_the_first_stays_counted(
    promise, dealership, operator, receptionist
):
    given = promise(hours=1)
    hand_over_late(dealership=dealership, at=MONDAY + 2 * HOUR)

    taken = take(promise=given, by=receptionist, at=MONDAY + 3 * HOUR)
    assert (taken.owner, taken.team_at) == (receptionist, MONDAY + 4 * HOUR)
    assert hand_over_late(dealership=dealership, at=MONDAY + 3.5 * HOUR) == 0
    close_promise(promise=taken, is_kept=True, by=receptionist, at=MONDAY + 3.6 * HOUR)

    assert Promise.objects.answered_by(operator.pk).broken().count() == 1
    assert not Promise.objects.answered_by(receptionist.pk).exists()


def test_it_is_handed_to_a_colleague_with_its_history(promise, operator, salesperson):
    given = give(promise=promise(), to=salesperson, by=operator, at=MONDAY, note="my day off")

    last = given.events.order_by("pk").last()
    assert (given.owner, given.department) == (salesperson, "sales")
    assert (last.from_owner, last.to_owner, last.note) == (operator, salesperson, "my day off")


def test_heads_belong_to_every_department_and_others_to_their_own():
    assert departments_of({"salesperson"}) == {"sales", ""}
    assert departments_of({"dealer_head"}) == {"sales", "service", "relations", ""}


def _take(promise: Promise, user) -> str:
    try:
        take(promise=promise, by=user, at=MONDAY + 3 * HOUR)
    except AlreadyTaken:
        return "too late"
    return "taken"


def _close(promise: Promise, user) -> str:
    try:
        close_promise(promise=promise, is_kept=True, by=user, at=MONDAY + HOUR)
    except PromiseAlreadyClosed:
        return "too late"
    return "closed"


def _sweep(dealership) -> int:
    return hand_over_late(dealership=dealership, at=MONDAY + 2 * HOUR)


@pytest.mark.django_db(transaction=True)
def test_two_take_an_overdue_promise_at_once_and_one_has_it(
    promise, dealership, receptionist, relations_manager
):
    given = promise(hours=1)
    hand_over_late(dealership=dealership, at=MONDAY + 2 * HOUR)

    answers = in_processes(_take, [(given, receptionist), (given, relations_manager)])

    assert sorted(answers) == ["taken", "too late"]
    assert given.events.filter(kind="given").count() == 1


@pytest.mark.django_db(transaction=True)
def test_closed_twice_at_once_it_is_closed_once(promise, operator, relations_manager):
    given = promise()

    answers = in_processes(_close, [(given, operator), (given, relations_manager)])

    assert sorted(answers) == ["closed", "too late"]
    assert given.events.filter(kind="kept").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_hand_each_promise_over_once(promise, dealership):
    for _number in range(20):
        promise(hours=1)

    moved = in_processes(_sweep, [(dealership,), (dealership,)])

    assert sum(moved) == 20
    assert PromiseEvent.objects.filter(kind="late").count() == 20

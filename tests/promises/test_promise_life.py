"""A promise is given, kept, broken, moved; each counts once, for whom it should."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from promises.models import Promise, PromiseEvent
from promises.services import promises, undo
from promises.services.promises import (
    PromiseAlreadyClosed,
    PromiseInThePast,
    PromiseToOneself,
    close_promise,
    keep_by_talk,
    move_promise,
)
from tests.promises.conftest import MONDAY

HOUR = timedelta(hours=1)


def kinds(promise: Promise) -> list[str]:
    return list(
        PromiseEvent.objects.filter(promise=promise).order_by("pk").values_list("kind", flat=True)
    )


def counted(user) -> tuple[int, int]:
    """(kept, broken) of a person, as lists count them."""
    own = Promise.objects.answered_by(user.pk)
    return own.kept().count(), own.broken().count()


def test_the_owner_is_reminded_two_working_hours_before_and_has_an_hour_after(promise):
    given = promise(hours=18)  # six in the morning: before the doors open

    assert given.remind_at == MONDAY + timedelta(hours=7)  # seven in the evening
    assert given.team_at == MONDAY + timedelta(hours=22)  # ten in the morning


def test_it_is_never_reminded_of_before_it_was_given(promise):
    assert promise(hours=1).remind_at == MONDAY


def test_a_promise_is_given_for_a_colleague_and_belongs_to_them(promise, salesperson):
    given = promise(owner=salesperson)

    assert (given.owner, given.department) == (salesperson, "sales")
    assert kinds(given) == ["made"]


def test_a_promise_between_colleagues_needs_no_customer(promise, salesperson, operator):
    given = promise(customer=None, colleague=salesperson)

    assert (given.colleague, given.customer, given.owner) == (salesperson, None, operator)


def test_nobody_promises_something_to_themselves(promise, operator):
    with pytest.raises(PromiseToOneself):
        promise(colleague=operator)


def test_a_promise_is_for_later_than_now(promise):
    with pytest.raises(PromiseInThePast):
        promise(hours=0)


def test_the_database_refuses_a_promise_to_nobody(promise):
    given = promise()

    with pytest.raises(IntegrityError, match="promise_is_to_somebody"), transaction.atomic():
        Promise.objects.filter(pk=given.pk).update(customer=None)


def test_kept_counts_once_for_its_owner(promise, operator):
    given = promise()

    close_promise(promise=given, is_kept=True, by=operator, at=MONDAY + HOUR)

    assert counted(operator) == (1, 0)
    with pytest.raises(PromiseAlreadyClosed):
        close_promise(promise=given, is_kept=False, by=operator, at=MONDAY + HOUR)
    assert counted(operator) == (1, 0)


def test_what_was_done_after_the_grace_is_broken_whether_or_not_the_sweep_came(promise, operator):
    given = promise(hours=1)

    closed = close_promise(promise=given, is_kept=True, by=operator, at=MONDAY + 3 * HOUR)

    assert (closed.is_kept, closed.late_of, closed.late_at) == (True, operator, closed.team_at)
    assert counted(operator) == (0, 1)


def test_not_kept_says_why(promise, operator):
    given = promise()

    close_promise(promise=given, is_kept=False, why="No part", by=operator, at=MONDAY + HOUR)

    given.refresh_from_db()
    assert (given.is_kept, given.why, counted(operator)) == (False, "No part", (0, 1))


def test_moved_as_agreed_is_the_same_promise_at_another_time(promise, operator):
    given = promise(hours=3)

    moved = move_promise(
        promise=given, due_at=MONDAY + 26 * HOUR, is_agreed=True, why="Away", by=operator, at=MONDAY
    )

    assert (moved.pk, moved.due_at) == (given.pk, MONDAY + 26 * HOUR)
    assert moved.team_at == MONDAY + 27 * HOUR
    assert counted(operator) == (0, 0)


def test_moved_on_ones_own_breaks_it_and_gives_another_one(promise, operator):
    given = promise(hours=3)

    new = move_promise(
        promise=given,
        due_at=MONDAY + 26 * HOUR,
        is_agreed=False,
        why="Busy",
        by=operator,
        at=MONDAY,
    )

    assert (new.instead_of, new.is_open, new.text) == (given, True, given.text)
    assert counted(operator) == (0, 1)


def test_a_talk_keeps_the_promised_call_and_nothing_else(promise, dealership, customer, operator):
    call, other = promise(is_call=True), promise()

    kept = keep_by_talk(dealership=dealership, customer=customer, by=operator, at=MONDAY + HOUR)

    assert kept == [call.pk]
    other.refresh_from_db()
    assert other.is_open
    undo.unkeep(promises=kept, by=operator, at=MONDAY + HOUR)
    call.refresh_from_db()
    assert call.is_open
    assert kinds(call) == ["made", "called", "reopened"]


def test_closing_is_taken_back_by_who_did_it_within_seconds(promise, operator, salesperson):
    given, at = promise(), MONDAY + HOUR
    close_promise(promise=given, is_kept=False, why="x", by=operator, at=at)

    with pytest.raises(undo.TooLateToUndo):
        undo.undo(promise=given, by=salesperson, at=at)
    with pytest.raises(undo.TooLateToUndo):
        undo.undo(promise=given, by=operator, at=at + timedelta(minutes=1))
    reopened = undo.undo(promise=given, by=operator, at=at + timedelta(seconds=9))

    assert (reopened.is_open, reopened.is_kept, reopened.why) == (True, None, "")
    assert counted(operator) == (0, 0)


@pytest.mark.parametrize("is_agreed", [True, False])
def test_a_move_is_taken_back_with_the_promise_given_instead(promise, operator, is_agreed):
    given = promise(hours=3)
    later = MONDAY + 26 * HOUR
    move_promise(promise=given, due_at=later, is_agreed=is_agreed, why="x", by=operator, at=MONDAY)

    undo.undo(promise=given, by=operator, at=MONDAY + timedelta(seconds=5))

    only = Promise.objects.get()
    assert (only.pk, only.due_at, only.is_open) == (given.pk, MONDAY + 3 * HOUR, True)


def test_a_move_is_not_taken_back_once_the_new_promise_was_dealt_with(promise, operator):
    given, later = promise(hours=3), MONDAY + 26 * HOUR
    new = move_promise(
        promise=given, due_at=later, is_agreed=False, why="x", by=operator, at=MONDAY
    )
    promises.close_promise(promise=new, is_kept=True, by=operator, at=MONDAY)

    with pytest.raises(undo.TooLateToUndo):
        undo.undo(promise=given, by=operator, at=MONDAY + timedelta(seconds=5))

    assert Promise.objects.count() == 2

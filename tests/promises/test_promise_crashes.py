"""A process that dies in the middle: a promise is as before, or done with its history."""

from datetime import timedelta

import pytest

from promises.models import Promise, PromiseEvent
from promises.services import events, handover, promises, undo
from tests.killed import killed_after
from tests.promises.conftest import MONDAY
from tests.promises.promised import promised

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
LATE = MONDAY + 2 * HOUR


def everything() -> list[list[tuple]]:
    """All rows of promises and of their history."""
    return [list(model.objects.order_by("pk").values_list()) for model in (Promise, PromiseEvent)]


ACTS = {
    "given to a colleague": lambda given, by, to: handover.give(
        promise=given, to=to, by=by, at=MONDAY
    ),
    "given to the team": lambda given, by, _to: handover.give(
        promise=given, to=None, by=by, at=MONDAY
    ),
    "kept": lambda given, by, _to: promises.close_promise(
        promise=given, is_kept=True, by=by, at=MONDAY
    ),
    "moved, not agreed": lambda given, by, _to: promises.move_promise(
        promise=given, due_at=MONDAY + 9 * HOUR, is_agreed=False, why="x", by=by, at=MONDAY
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_killed_before_the_end_nothing_is_half_done(promise, operator, salesperson, act):
    given = promise()
    before = everything()

    killed_after(events, "record", lambda: act(given, operator, salesperson))

    assert everything() == before
    act(given, operator, salesperson)  # and nothing stands in its way
    assert everything() != before


def test_an_undo_killed_before_its_end_has_taken_nothing_back(promise, operator, salesperson):
    given = handover.give(promise=promise(), to=salesperson, by=operator, at=MONDAY)
    before = everything()

    killed_after(events, "record", lambda: undo.undo(promise=given, by=operator, at=MONDAY))

    assert everything() == before


def sweep(dealership) -> int:
    return handover.hand_over_late(dealership=dealership, at=LATE)


def test_the_sweep_killed_within_a_page_has_handed_nothing_over(promise, dealership):
    for _number in range(3):
        promise(hours=1)
    before = everything()

    killed_after(events, "record_hand_over", lambda: sweep(dealership))

    assert everything() == before
    assert sweep(dealership) == 3


def test_the_sweep_killed_between_two_pages_is_taken_up_by_the_next(dealership, customer, operator):
    fields = {"customer": customer, "due_at": MONDAY, "team_at": MONDAY + HOUR}
    one = promised(dealership, operator, **fields)
    copies = Promise.objects.filter(pk=one.pk).values().get()
    del copies["id"]
    Promise.objects.bulk_create(Promise(**copies) for _number in range(handover.PAGE))

    killed_after(handover, "_hand_over_page", lambda: sweep(dealership))

    taken = Promise.objects.filter(owner=None)
    assert taken.count() == handover.PAGE == PromiseEvent.objects.count()
    assert set(taken.values_list("late_of", "late_at")) == {(operator.pk, MONDAY + HOUR)}
    assert sweep(dealership) == 1
    of_each = PromiseEvent.objects.filter(kind="late").values_list("promise", flat=True)
    assert sorted(of_each) == sorted(Promise.objects.values_list("pk", flat=True))

"""Receipts twice, shuffled, late: one truth (R11)."""

import itertools
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models.functions import Now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communications.models import Message
from communications.rules.receipts import Receipt, truth
from communications.services import outbox, receipts
from customers.models import ContactPoint
from tests.communications.letters import queue
from tests.factories import NOW

KINDS = ("delivered", "read", "failed", "bad_address", "delayed")
TOLD = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 4), st.sampled_from(["", "busy"])),
    min_size=1,
    max_size=6,
)
BEGINNINGS = st.sampled_from(["sent", "sending", "queued", "needs_attention"])
_examples = itertools.count()


@st.composite
def shuffled(draw):
    """(told once in order, told up to three times each in any order)."""
    told = list(enumerate(draw(TOLD)))
    times = draw(st.lists(st.integers(1, 3), min_size=len(told), max_size=len(told)))
    many = [event for event, count in zip(told, times, strict=True) for _time in range(count)]
    in_order = sorted(told, key=lambda event: event[1][1])
    return in_order, draw(st.permutations(many))


def begin(message, state):
    fresh = Message.objects.get(pk=message.pk)
    if state == "sent":
        outbox.went_out(fresh, at=NOW)
    elif state == "sending":
        Message.objects.filter(pk=message.pk).update(state=state, locked_until=Now())
    elif state == "needs_attention":
        Message.objects.filter(pk=message.pk).update(state=state, why="unknown")


TOUCHES = -1


def outcome(message, state, events):
    """What it comes to (the last: touches with the customer), undone afterwards."""
    number = next(_examples)
    with transaction.atomic():
        begin(message, state)
        for place, (kind, minute, error) in events:
            receipts.take(
                source="sms",
                event_id=f"{number} {place}",
                kind=kind,
                uid=message.uid,
                said_at=NOW + timedelta(minutes=minute),
                at=NOW + timedelta(hours=1),
                error=error,
            )
        now = Message.objects.get(pk=message.pk)
        wrong = ContactPoint.objects.get(value=message.address, kind="phone").wrong_since
        found = now.state, now.why, now.error, now.delivered_at, now.read_at, wrong
        sent = now.touches.count()
        transaction.set_rollback(True)
    return *found, sent


GIVEN = given(state=BEGINNINGS, events=shuffled())
FEW = settings(max_examples=500, suppress_health_check=[HealthCheck.function_scoped_fixture])
MANY = settings(FEW, max_examples=10_000)


@pytest.fixture
def message(dealership):
    return queue(dealership)


@pytest.mark.once
@pytest.mark.django_db
@FEW
@GIVEN
def test_any_order_and_any_repetition_come_to_the_same(message, state, events):
    in_order, mixed = (outcome(message, state, each) for each in events)

    assert mixed == in_order
    assert in_order[TOUCHES] <= 1


@pytest.mark.nightly
@pytest.mark.django_db
@MANY
@GIVEN
def test_of_ten_thousand_none_comes_to_anything_else(message, state, events):
    in_order, mixed = (outcome(message, state, each) for each in events)

    assert mixed == in_order
    assert in_order[TOUCHES] <= 1


@pytest.mark.django_db
def test_applied_one_by_one_without_the_others_the_order_would_decide(message, monkeypatch):
    """The control: each receipt read alone, as if it were the last word."""
    alone = monkeypatch.setattr
    alone(receipts, "truth", lambda said: truth(list(said)[-1:]))
    early, late = (0, ("bad_address", 1, "")), (1, ("delivered", 2, ""))

    assert outcome(message, "sent", [early, late]) != outcome(message, "sent", [late, early])


@pytest.mark.parametrize(
    ("told", "failed", "delivered", "read"),
    [
        ([("delivered", 1), ("bad_address", 2)], "bad_address", 1, None),
        ([("failed", 1), ("delivered", 2)], None, 2, None),
        ([("read", 3)], None, 3, 3),
        ([("delivered", 1), ("failed", 1)], None, 1, None),
        ([("delayed", 5)], None, None, None),
    ],
)
def test_the_last_word_by_the_provider_s_clock_holds(told, failed, delivered, read):
    known = truth(Receipt(kind, NOW + timedelta(minutes=minute)) for kind, minute in told)

    assert (known.failure.kind if known.failure else None) == failed
    assert known.delivered_at == (delivered and NOW + timedelta(minutes=delivered))
    assert known.read_at == (read and NOW + timedelta(minutes=read))

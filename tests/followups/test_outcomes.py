"""Each outcome through the service: card, reasons, customer, history; and taking it back."""

from datetime import timedelta

import pytest

from communications.models import Touch
from customers.models import Consent, ContactPoint, Ownership
from followups.models import CallReason, CallTask
from followups.rules.outcomes import Outcome
from followups.services import leases, queue
from followups.services.outcomes import CallbackNotAllowed, Report, record_outcome
from followups.services.undo import TooLateToUndo, undo_outcome
from tests.factories import NOW, TODAY, make_customer, make_vehicle
from tests.followups.cards import history, make_card, make_reason, make_rule, member, run_out


@pytest.fixture
def caller(operator, dealership):
    return member(operator, dealership)


@pytest.fixture
def call(caller):
    """call(card, outcome, …): take the card, enter the outcome; returns (card, event)."""

    def enter(card, outcome, *, at=NOW, **fields):
        task = queue.claim_own(member=caller, task=card, at=at)
        fields.setdefault("address", queue.numbers_of(task)[0])
        report = Report(outcome=Outcome(outcome), **fields)
        event = record_outcome(task=task, fence=task.fence, report=report, by=caller.user, at=at)
        card.refresh_from_db()
        return card, event

    return enter


def reasons_of(card) -> list[str]:
    return list(
        CallReason.objects.filter(task=card).order_by("pk").values_list("status", flat=True)
    )


def test_reached_handles_every_reason_and_closes_the_card(call, dealership, operator):
    card, _event = call(make_card(dealership), "reached", note=" coming on Monday ")

    touch = Touch.objects.get()
    assert (card.status, card.closed_at, reasons_of(card)) == ("done", NOW, ["handled"])
    assert (touch.outcome, touch.is_conversation, touch.note) == (
        "reached", True, "coming on Monday",
    )  # fmt: skip
    assert (touch.by, touch.at) == (operator, NOW)
    assert history(card) == [("claimed", "waiting", "held"), ("outcome", "held", "done")]


def test_a_reason_left_for_later_keeps_the_card_open(call, dealership):
    urgent, usual = make_rule(dealership, priority=2), make_rule(dealership, priority=6)
    card = make_card(dealership, rules=[urgent, usual])
    first = CallReason.objects.get(rule=urgent)

    card, _event = call(card, "reached", handled=[first.pk])

    assert (card.status, card.priority, reasons_of(card)) == ("waiting", 6, ["handled", "open"])
    assert card.not_before > NOW


def test_no_answer_waits_with_another_number_first(call, dealership):
    card = make_card(dealership)
    second = "+74951234567"
    ContactPoint.objects.create(customer=card.customer, kind="phone", value=second, position=1)
    first = queue.numbers_of(card)[0]

    card, _event = call(card, "no_answer")

    assert (card.status, card.attempts, card.last_address) == ("waiting", 1, first)
    assert queue.numbers_of(card) == [second, first]
    assert reasons_of(card) == ["open"]


def test_the_last_attempt_drops_the_card(call, dealership):
    card = make_card(dealership, rules=[make_rule(dealership, max_attempts=1)])

    card, _event = call(card, "no_answer")

    assert (card.status, card.drop_reason, card.attempts) == ("dropped", "attempts", 1)
    assert reasons_of(card) == ["dropped"]


def test_a_wrong_number_is_marked_and_the_next_one_called(call, dealership):
    card = make_card(dealership)
    wrong = queue.numbers_of(card)[0]
    ContactPoint.objects.create(customer=card.customer, kind="phone", value="+74951234567")

    card, _event = call(card, "wrong_number", address=wrong)

    assert ContactPoint.objects.get(value=wrong).wrong_since == NOW
    assert queue.numbers_of(card) == ["+74951234567"]
    assert (card.status, card.not_before) == ("waiting", NOW)


def test_the_last_number_wrong_drops_the_card(call, dealership):
    card, _event = call(make_card(dealership), "wrong_number")

    assert (card.status, card.drop_reason) == ("dropped", "no_number")


def test_a_callback_belongs_to_the_person_who_promised_it(call, dealership, operator):
    promised = NOW + timedelta(days=40)
    waiting = make_card(dealership, due_until=TODAY + timedelta(days=10))

    card, _event = call(waiting, "call_back", callback_at=promised)

    assert (card.status, card.assigned_to, card.callback_at) == ("waiting", operator, promised)
    assert card.due_until == dealership.local_date(promised)


def test_a_callback_without_an_answer_returns_to_the_team(call, dealership, operator):
    card = make_card(dealership, callback_at=NOW, not_before=NOW, assigned_to=operator)

    card, _event = call(card, "no_answer")

    assert (card.assigned_to, card.callback_at) == (None, None)


@pytest.mark.parametrize("hours", [None, -1, 12], ids=["missing", "past", "at night"])
def test_a_callback_needs_a_time_in_the_calling_hours(call, dealership, hours):
    when = None if hours is None else NOW + timedelta(hours=hours)

    with pytest.raises(CallbackNotAllowed):
        call(make_card(dealership), "call_back", callback_at=when)


def test_refused_closes_the_card(call, dealership):
    card, _event = call(make_card(dealership), "refused", handled=[])

    assert (card.status, reasons_of(card)) == ("done", ["handled"])


def test_do_not_call_withdraws_and_drops_every_card(call, dealership, sister, caller):
    card = make_card(dealership)
    other = make_card(dealership, customer=card.customer, only_role="service_manager")

    card, event = call(card, "do_not_call", note="never again")

    other.refresh_from_db()
    card.customer.refresh_from_db()
    withdrawn = Consent.objects.filter(customer=card.customer, is_granted=False, channel="call")
    assert card.customer.do_not_call_since == NOW
    assert {row.purpose for row in withdrawn} == set(Consent.Purpose.values)
    assert {row.wording for row in withdrawn} == {"never again"}
    assert {(c.status, c.drop_reason) for c in (card, other)} == {("dropped", "do_not_call")}

    undo_outcome(event=event, by=caller.user, at=NOW + timedelta(seconds=5))
    card.refresh_from_db()
    other.refresh_from_db()
    card.customer.refresh_from_db()
    assert (card.status, other.status, reasons_of(other)) == ("held", "waiting", ["open"])
    assert card.customer.do_not_call_since is None
    standing = Consent.objects.filter(customer=card.customer)
    assert {(row.purpose, row.is_granted, row.superseded_at) for row in standing} == {
        ("service", True, None)
    }


def test_a_sold_car_ends_the_ownership_and_its_reasons(call, dealership, caller):
    owner = make_customer(dealership, phone="+79160000000")
    car = make_vehicle(dealership, owner=owner)
    card = make_card(dealership, customer=owner, vehicle=car)

    card, event = call(card, "not_owner")

    owned = Ownership.objects.get(vehicle=car)
    assert (owned.until, owned.end_reason) == (dealership.local_date(NOW), "told")
    assert (card.status, card.drop_reason, reasons_of(card)) == (
        "dropped", "not_owner", ["dropped"],
    )  # fmt: skip

    undo_outcome(event=event, by=caller.user, at=NOW + timedelta(seconds=5))
    owned.refresh_from_db()
    assert (owned.until, owned.end_reason, reasons_of(card)) == (None, "", ["open"])


def test_reasons_beyond_the_sold_car_are_handled_in_the_same_talk(call, dealership):
    owner = make_customer(dealership, phone="+79160000000")
    card = make_card(dealership, customer=owner, vehicle=make_vehicle(dealership, owner=owner))
    make_reason(card, make_rule(dealership, trigger="birthday"))

    card, _event = call(card, "not_owner")

    assert (card.status, reasons_of(card)) == ("done", ["dropped", "handled"])


@pytest.mark.parametrize("outcome", [o.value for o in Outcome if o != Outcome.CALL_BACK])
def test_undo_restores_the_card_and_puts_it_back_in_hand(call, caller, dealership, outcome):
    card = make_card(dealership, draft_note="typed")
    kept = CallTask.objects.filter(pk=card.pk).values(
        "priority", "not_before", "due_until", "assigned_to", "callback_at", "attempts",
        "last_address", "draft_note", "drop_reason", "closed_at",
    )  # fmt: skip
    before = kept.get()
    _card, event = call(card, outcome)

    undo_outcome(event=event, by=caller.user, at=NOW + timedelta(seconds=9))

    card.refresh_from_db()
    assert kept.get() == before
    assert (card.status, card.held_by, reasons_of(card)) == ("held", caller.user, ["open"])
    assert Touch.objects.get().undone_at is not None
    assert not ContactPoint.objects.filter(wrong_since__isnull=False).exists()
    assert history(card)[-1][0] == "undone"


def test_undo_puts_the_next_card_back(call, caller, dealership):
    _card, event = call(make_card(dealership), "reached")
    following = make_card(dealership)
    queue.claim_next(member=caller, at=NOW)

    undo_outcome(event=event, by=caller.user, at=NOW + timedelta(seconds=9))

    following.refresh_from_db()
    assert (following.status, following.held_by) == ("waiting", None)


@pytest.mark.parametrize("seconds", [60])
def test_undo_has_its_time(call, caller, dealership, seconds):
    _card, event = call(make_card(dealership), "reached")

    with pytest.raises(TooLateToUndo):
        undo_outcome(event=event, by=caller.user, at=NOW + timedelta(seconds=seconds))


def test_undo_is_refused_when_the_card_has_moved_on(call, caller, dealership, relations_manager):
    card, event = call(make_card(dealership), "wrong_number", address="+70000000000")
    queue.claim_own(member=member(relations_manager, dealership), task=card, at=NOW)

    with pytest.raises(TooLateToUndo):
        undo_outcome(event=event, by=caller.user, at=NOW + timedelta(seconds=1))


def test_undo_belongs_to_the_person_who_entered_it(call, dealership, relations_manager):
    _card, event = call(make_card(dealership), "reached")

    with pytest.raises(TooLateToUndo):
        undo_outcome(event=event, by=relations_manager, at=NOW)


def test_a_late_outcome_is_refused_and_its_note_kept(caller, dealership, relations_manager):
    card = make_card(dealership)
    mine = queue.claim_next(member=caller, at=NOW)
    run_out(card)
    theirs = queue.claim_next(member=member(relations_manager, dealership), at=NOW)

    with pytest.raises(leases.LeaseLost) as lost:
        record_outcome(
            task=mine, fence=mine.fence, by=caller.user, at=NOW,
            report=Report(outcome=Outcome.REFUSED, note="angry"),
        )  # fmt: skip

    card.refresh_from_db()
    assert (card.held_by, card.fence, card.status) == (relations_manager, theirs.fence, "held")
    assert lost.value.note.note == "angry"
    assert Touch.objects.get().outcome == ""


def test_a_second_click_on_the_same_outcome_is_refused(call, caller, dealership):
    card, event = call(make_card(dealership), "reached")

    with pytest.raises(leases.LeaseLost):
        record_outcome(
            task=card, fence=event.before["fence"] - 1, by=caller.user, at=NOW,
            report=Report(outcome=Outcome.REACHED),
        )  # fmt: skip
    assert Touch.objects.count() == 1

"""The next call: whose turn it is, and whom nobody may call."""

from datetime import timedelta

import pytest

from communications.services import holds
from customers.models import Consent
from customers.services.consents import record_consent
from dealerships.services import add_role
from followups.models import CallReason, TaskEvent
from followups.rules.lateness import UNDO_TIME
from followups.services import handover, leases, queue, team
from followups.services.undo import TooLateToUndo
from tests.factories import NOW, make_customer
from tests.followups.cards import history, make_card, make_rule, member, run_out


@pytest.fixture
def caller(operator, dealership):
    return member(operator, dealership)


def test_an_empty_queue_gives_nothing(caller):
    assert queue.claim_next(member=caller, at=NOW) is None


def test_a_claimed_card_is_held_with_lease_fence_and_history(caller, dealership):
    card = make_card(dealership)

    task = queue.claim_next(member=caller, at=NOW)

    assert task.pk == card.pk
    assert (task.status, task.held_by, task.fence) == ("held", caller.user, 1)
    assert history(task) == [("claimed", "waiting", "held")]


def test_claiming_again_returns_the_card_in_hand(caller, dealership):
    make_card(dealership)
    make_card(dealership)
    first = queue.claim_next(member=caller, at=NOW)

    again = queue.claim_next(member=caller, at=NOW)

    assert (again.pk, again.fence) == (first.pk, first.fence)


def test_urgent_cards_go_first_then_those_waiting_longest(caller, dealership):
    urgent, usual = make_rule(dealership, priority=2), make_rule(dealership, priority=5)
    late = make_card(dealership, rules=[usual], not_before=NOW - timedelta(days=3))
    make_card(dealership, rules=[usual])
    first = make_card(dealership, rules=[urgent])

    order = []
    for _turn in range(2):
        task = queue.claim_next(member=caller, at=NOW)
        order.append(task.pk)
        leases.drop(task=task, reason="cancelled", by=None, at=NOW)

    assert order == [first.pk, late.pk]


def test_future_cards_stay_where_they_are(caller, dealership):
    make_card(dealership, not_before=NOW + timedelta(minutes=1))

    assert queue.claim_next(member=caller, at=NOW) is None


def test_cards_of_others_stay_on_their_lists(caller, dealership, salesperson):
    make_card(dealership, assigned_to=salesperson)

    assert queue.claim_next(member=caller, at=NOW) is None


def test_a_role_of_its_own_is_asked_for(caller, dealership, service_manager):
    card = make_card(dealership, only_role="service_manager")

    assert queue.claim_next(member=caller, at=NOW) is None
    boss = member(service_manager, dealership)
    assert queue.claim_next(member=boss, at=NOW).pk == card.pk


def test_a_promised_callback_goes_before_the_most_urgent_card(caller, dealership, operator):
    make_card(dealership, rules=[make_rule(dealership, priority=1)])
    promised = NOW - timedelta(minutes=1)
    own = make_card(dealership, callback_at=promised, not_before=promised, assigned_to=operator)

    assert queue.claim_next(member=caller, at=NOW).pk == own.pk


def test_somebody_elses_callback_waits_for_them_until_it_is_late(
    caller, dealership, relations_manager
):
    promised = NOW - timedelta(minutes=10)
    card = make_card(
        dealership, callback_at=promised, not_before=promised, assigned_to=relations_manager
    )

    assert queue.claim_next(member=caller, at=NOW) is None
    assert handover.hand_over_late(dealership=dealership, at=NOW) == 0

    later = NOW + timedelta(minutes=10)
    assert handover.hand_over_late(dealership=dealership, at=later) == 1
    assert queue.claim_next(member=caller, at=later).pk == card.pk
    assert TaskEvent.objects.filter(task=card, why="callback_late").exists()


def test_outside_calling_hours_nobody_is_called(caller, dealership):
    make_card(dealership)
    night = NOW.replace(hour=20)  # 23:00 in Moscow

    assert queue.claim_next(member=caller, at=night) is None


def test_the_clock_of_the_customer_counts(caller, dealership):
    far = make_customer(dealership, time_zone="Asia/Vladivostok")
    card = make_card(dealership, customer=far, not_before=NOW - timedelta(days=1))
    evening = NOW.replace(hour=12)  # 22:00 in Vladivostok

    assert queue.claim_next(member=caller, at=evening) is None
    card.refresh_from_db()
    assert card.not_before == NOW.replace(hour=23)  # 9:00 there, next day
    assert history(card)[-1] == ("postponed", "held", "waiting")


def test_do_not_call_drops_the_card_at_the_moment_of_claiming(caller, dealership):
    silent = make_customer(dealership, do_not_call_since=NOW)
    card = make_card(dealership, customer=silent, not_before=NOW - timedelta(days=1))
    other = make_card(dealership)

    assert queue.claim_next(member=caller, at=NOW).pk == other.pk
    card.refresh_from_db()
    assert (card.status, card.drop_reason) == ("dropped", "do_not_call")
    assert set(CallReason.objects.filter(task=card).values_list("status", flat=True)) == {"dropped"}


@pytest.mark.parametrize("purpose", ["service", "satisfaction", "advertising"])
def test_silence_is_no_consent(caller, dealership, purpose):
    card = make_card(dealership, rules=[make_rule(dealership, purpose=purpose)])
    Consent.objects.filter(customer=card.customer).delete()

    task = queue.claim_next(member=caller, at=NOW)

    card.refresh_from_db()
    assert task is None
    assert card.drop_reason == "no_consent"


def test_a_withdrawn_purpose_leaves_the_other_reasons(caller, dealership, operator):
    service, asking = (make_rule(dealership, purpose=p) for p in ("service", "satisfaction"))
    card = make_card(dealership, rules=[service, asking])
    record_consent(
        customer=card.customer, dealership=dealership, purpose="satisfaction", channel="any",
        is_granted=False, evidence=Consent.Evidence.FORM, by=operator, at=NOW,
    )  # fmt: skip

    task = queue.claim_next(member=caller, at=NOW)

    assert task.pk == card.pk
    assert [reason.rule for reason in CallReason.objects.filter(task=card).open()] == [service]


def test_a_hold_puts_the_card_off(caller, dealership):
    card = make_card(dealership)
    end = NOW + timedelta(days=3)
    holds.hold(
        dealership=dealership, customer=card.customer, reason="complaint", subject_id=1, at=NOW,
        until=end,
    )  # fmt: skip

    assert queue.claim_next(member=caller, at=NOW) is None
    card.refresh_from_db()
    assert (card.status, card.not_before) == ("waiting", end)


def test_a_card_in_hand_elsewhere_is_named(caller, dealership, sister, operator):
    elsewhere = make_card(dealership)
    make_card(sister)
    add_role(user=operator, dealership=sister, role="operator")
    queue.claim_next(member=caller, at=NOW)

    with pytest.raises(queue.HoldsElsewhere) as refused:
        queue.claim_next(member=member(operator, sister), at=NOW)
    assert refused.value.task.pk == elsewhere.pk


def test_an_expired_lease_returns_the_card_even_before_the_sweep(
    caller, dealership, relations_manager
):
    card = make_card(dealership)
    queue.claim_next(member=member(relations_manager, dealership), at=NOW)
    run_out(card)

    task = queue.claim_next(member=caller, at=NOW)

    assert (task.pk, task.held_by, task.fence) == (card.pk, caller.user, 3)
    assert history(card)[1] == ("expired", "held", "waiting")


def test_a_card_taken_from_my_list(dealership, salesperson):
    mine = member(salesperson, dealership)
    card = make_card(dealership, assigned_to=salesperson)

    task = queue.claim_own(member=mine, task=card, at=NOW)

    assert (task.status, task.held_by) == ("held", salesperson)


def test_a_card_of_somebody_else_is_refused(dealership, salesperson, service_advisor):
    card = make_card(dealership, assigned_to=service_advisor)

    with pytest.raises(queue.NotForYou):
        queue.claim_own(member=member(salesperson, dealership), task=card, at=NOW)


def test_an_assigned_card_goes_to_the_team_after_two_days(caller, dealership, salesperson):
    card = make_card(dealership, assigned_to=salesperson)

    assert handover.hand_over_late(dealership=dealership, at=NOW + timedelta(days=1)) == 0
    assert handover.hand_over_late(dealership=dealership, at=NOW + timedelta(days=2)) == 1
    assert handover.hand_over_late(dealership=dealership, at=NOW + timedelta(days=2)) == 0
    card.refresh_from_db()
    assert card.assigned_to is None


def test_reassigning_takes_the_card_out_of_somebodys_hands(
    caller, dealership, relations_manager, salesperson
):
    card = make_card(dealership)
    held = queue.claim_next(member=caller, at=NOW)

    team.reassign(task=card, to=salesperson, by=relations_manager, at=NOW)

    with pytest.raises(leases.LeaseLost):
        leases.heartbeat(task=held, fence=held.fence, by=caller.user)
    card.refresh_from_db()
    assert (card.status, card.assigned_to) == ("waiting", salesperson)


def test_a_reassignment_is_taken_back(dealership, relations_manager, salesperson, operator):
    card = make_card(dealership, assigned_to=operator)
    given = team.reassign(task=card, to=salesperson, by=relations_manager, at=NOW)

    team.undo_reassign(event=given, by=relations_manager, at=NOW + UNDO_TIME)

    card.refresh_from_db()
    assert (card.status, card.assigned_to) == ("waiting", operator)
    assert card.events.latest("pk").kind == TaskEvent.Kind.UNDONE


def test_a_card_reassigned_out_of_somebodys_hands_goes_back_to_the_queue(
    caller, dealership, relations_manager, salesperson
):
    card = make_card(dealership)
    held = queue.claim_next(member=caller, at=NOW)
    given = team.reassign(task=card, to=salesperson, by=relations_manager, at=NOW)

    team.undo_reassign(event=given, by=relations_manager, at=NOW)

    with pytest.raises(leases.LeaseLost):
        leases.heartbeat(task=held, fence=held.fence, by=caller.user)
    assert queue.claim_next(member=caller, at=NOW) == card


def test_a_reassignment_is_not_taken_back_too_late_or_by_another(
    dealership, relations_manager, salesperson, dealer_head
):
    card = make_card(dealership)
    given = team.reassign(task=card, to=salesperson, by=relations_manager, at=NOW)

    with pytest.raises(TooLateToUndo):
        team.undo_reassign(event=given, by=dealer_head, at=NOW)
    later = NOW + UNDO_TIME + timedelta(seconds=1)
    with pytest.raises(TooLateToUndo):
        team.undo_reassign(event=given, by=relations_manager, at=later)


def test_a_reassignment_is_not_taken_back_once_the_card_was_taken(
    dealership, relations_manager, salesperson
):
    card = make_card(dealership)
    given = team.reassign(task=card, to=salesperson, by=relations_manager, at=NOW)
    queue.claim_own(member=member(salesperson, dealership), task=card, at=NOW)

    with pytest.raises(TooLateToUndo):
        team.undo_reassign(event=given, by=relations_manager, at=NOW)


def test_reassigning_to_an_outsider_is_refused(dealership, relations_manager, outsider):
    with pytest.raises(team.NotInTeam):
        team.reassign(task=make_card(dealership), to=outsider, by=relations_manager, at=NOW)


def test_a_cancelled_card_is_closed_and_stays_so(dealership, relations_manager):
    card = make_card(dealership)
    team.cancel(task=card, by=relations_manager, at=NOW)

    with pytest.raises(team.AlreadyClosed):
        team.take_back(task=card, by=relations_manager, at=NOW)

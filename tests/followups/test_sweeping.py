"""Waiting cards lose the reasons that no longer hold."""

from datetime import timedelta

import pytest

from customers.models import Consent, ContactPoint, Ownership
from customers.services import agreements
from followups.models import CallReason, CallTask, TaskEvent
from followups.services import sweeping
from tests.factories import NOW, TODAY, make_sale, make_visit
from tests.followups.occasions import (
    DAY,
    agreement,
    consent,
    only_rule,
    plan,
    somebody_with_car,
)


@pytest.fixture
def owner(dealership):
    return somebody_with_car(dealership)


@pytest.fixture
def card(dealership, owner):
    """A card for a delivery of five days ago, open until the day after the day after…"""
    make_sale(dealership, *owner, delivered_on=TODAY - 5 * DAY)
    only_rule(dealership, "car_delivered", 3)
    plan(dealership)
    return CallTask.objects.get()


def sweep(dealership, day=TODAY):
    return sweeping.drop_what_no_longer_holds(dealership=dealership, at=NOW, day=day)


def test_a_card_that_still_holds_is_left_alone(dealership, card):
    assert sweep(dealership) == 0
    assert CallTask.objects.get().status == "waiting"


def test_a_card_is_dropped_the_day_after_its_window(dealership, card):
    assert sweep(dealership, card.due_until) == 0
    assert sweep(dealership, card.due_until + DAY) == 1

    card.refresh_from_db()
    assert (card.status, card.drop_reason, card.closed_at) == ("dropped", "expired", NOW)
    assert CallReason.objects.get().status == "dropped"
    assert TaskEvent.objects.filter(kind="dropped").count() == 1


def test_a_second_sweep_finds_nothing(dealership, card):
    sweep(dealership, card.due_until + DAY)

    assert sweep(dealership, card.due_until + DAY) == 0
    assert TaskEvent.objects.filter(kind="dropped").count() == 1


def test_of_two_reasons_the_one_that_passed_goes_and_the_card_takes_the_others_place(
    dealership, owner
):
    make_sale(dealership, *owner, delivered_on=TODAY - 5 * DAY)
    agreement(dealership, *owner, "compulsory_insurance", TODAY + 20 * DAY)
    plan(dealership)

    assert sweep(dealership, TODAY + 10 * DAY) == 0

    card = CallTask.objects.get()
    assert (card.status, card.priority, card.due_until) == ("waiting", 4, TODAY + 20 * DAY)
    assert CallReason.objects.open().count() == 1


def _withdraw(dealership, customer, car):
    Consent.objects.filter(purpose="satisfaction").update(superseded_at=NOW)
    consent(customer, dealership, "satisfaction", granted=False, given_at=NOW)


def _silence(dealership, customer, car):
    customer.do_not_call_since = NOW
    customer.save()


def _resell(dealership, customer, car):
    Ownership.objects.update(until=TODAY, end_reason="resold")


def _mistype(dealership, customer, car):
    ContactPoint.objects.update(wrong_since=NOW)


def _cancel(dealership, customer, car):
    customer.sales.update(cancelled_at=NOW)


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (_withdraw, "no_consent"),
        (_silence, "do_not_call"),
        (_resell, "not_owner"),
        (_mistype, "no_number"),
        (_cancel, "settled"),
    ],
)
def test_what_happens_meanwhile_drops_the_card(dealership, owner, card, happens, why):
    happens(dealership, *owner)

    assert sweep(dealership) == 1
    card.refresh_from_db()
    assert card.drop_reason == why


def test_maintenance_that_was_done_needs_no_call(dealership, owner):
    make_visit(dealership, *owner, closed_at=NOW - 360 * DAY)
    only_rule(dealership, "maintenance_due")
    plan(dealership)

    make_visit(dealership, *owner, closed_at=NOW)
    plan(dealership)

    assert sweep(dealership) == 1
    assert CallTask.objects.get().drop_reason == "settled"


def test_a_policy_that_was_renewed_needs_no_call(dealership, owner):
    agreement(dealership, *owner, "own_damage_insurance", TODAY + 20 * DAY)
    plan(dealership)

    agreement(dealership, *owner, "own_damage_insurance", TODAY + 385 * DAY)

    assert sweep(dealership) == 1


def test_who_came_is_no_longer_absent(dealership, owner):
    make_visit(dealership, *owner, closed_at=NOW - 400 * DAY, kind="repair")
    only_rule(dealership, "long_absence")
    plan(dealership)

    make_visit(dealership, *owner, closed_at=NOW, kind="wash")

    assert sweep(dealership) == 1


def test_a_promised_callback_survives_its_window(dealership, card):
    CallTask.objects.update(callback_at=NOW + timedelta(days=20))

    assert sweep(dealership, card.due_until + 10 * DAY) == 0


def test_a_card_in_somebodys_hands_is_left_alone(dealership, card, operator):
    CallTask.objects.update(status="held", held_by=operator, lease_until=NOW)

    assert sweep(dealership, card.due_until + 10 * DAY) == 0
    assert CallReason.objects.get().status == "open"


def test_the_cards_of_another_dealership_are_not_touched(dealership, sister, card):
    assert sweep(sister, card.due_until + DAY) == 0


def _extend(paper):
    agreements.correct_agreement(
        agreement=paper, kind=paper.kind, starts_on=paper.starts_on,
        ends_on=TODAY + 400 * DAY, provider="", number="",
    )  # fmt: skip


def _shorten(paper):
    agreements.correct_agreement(
        agreement=paper, kind=paper.kind, starts_on=paper.starts_on,
        ends_on=TODAY + 5 * DAY, provider="", number="",
    )  # fmt: skip


def _remove(paper):
    agreements.remove_agreement(agreement=paper)


@pytest.mark.parametrize("happens", [_extend, _shorten, _remove])
def test_a_policy_corrected_on_the_car_s_page_settles_the_old_reason(dealership, owner, happens):
    paper = agreement(dealership, *owner, "own_damage_insurance", TODAY + 20 * DAY)
    plan(dealership)

    happens(paper)

    assert sweep(dealership) == 1
    assert CallTask.objects.get().drop_reason == "settled"

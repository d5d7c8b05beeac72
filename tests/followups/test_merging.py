"""Two open call cards of one person become one, and two again."""

from datetime import timedelta

import pytest

from customers.merge_steps import MergeRefusedError
from customers.services.merging import merge, undo_merge
from followups.models import CallReason, CallTask, TaskEvent
from tests.customers.test_merging import snapshot
from tests.factories import NOW, TODAY, make_customer, make_vehicle
from tests.followups.cards import make_card, make_rule


@pytest.fixture
def cards(dealership):
    return make_customer(dealership), make_customer(dealership)


@pytest.fixture
def rules(dealership):
    return make_rule(dealership, name="One"), make_rule(dealership, name="Two")


def test_reasons_of_both_are_one_call(dealership, operator, cards, rules):
    kept, merged = cards
    ours = make_card(dealership, rules=[rules[0]], customer=kept, priority=5)
    theirs = make_card(dealership, rules=[rules[1]], customer=merged, priority=2)

    merge(kept=kept, merged=merged, by=operator, at=NOW)

    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert CallTask.objects.open().get() == ours
    assert (ours.priority, ours.reasons.open().count()) == (2, 2)
    assert (theirs.status, theirs.drop_reason) == ("dropped", "merged")
    assert TaskEvent.objects.filter(task=theirs, kind="dropped", by=operator).count() == 1
    assert set(CallReason.objects.values_list("customer", flat=True)) == {kept.pk}


def test_undo_gives_each_its_card_again(dealership, operator, cards, rules):
    kept, merged = cards
    vehicle = make_vehicle(dealership)
    make_card(dealership, rules=rules, customer=kept, vehicle=vehicle)
    make_card(dealership, rules=[rules[0]], customer=merged, vehicle=vehicle, callback_at=NOW)
    before = snapshot()

    record = merge(kept=kept, merged=merged, by=operator, at=NOW)
    undo_merge(record=record, by=operator, at=NOW)

    assert snapshot() == before


def test_a_card_alone_goes_to_the_kept_customer(dealership, operator, cards, rules):
    kept, merged = cards
    card = make_card(dealership, rules=[rules[0]], customer=merged)

    merge(kept=kept, merged=merged, by=operator, at=NOW)

    card.refresh_from_db()
    assert (card.customer_id, card.status) == (kept.pk, "waiting")


def test_while_somebody_speaks_the_cards_stay_apart(dealership, operator, cards, rules):
    kept, merged = cards
    make_card(dealership, rules=[rules[0]], customer=kept)
    make_card(
        dealership,
        rules=[rules[1]],
        customer=merged,
        status="held",
        held_by=operator,
        lease_until=NOW + timedelta(minutes=5),
    )
    before = snapshot()

    with pytest.raises(MergeRefusedError):
        merge(kept=kept, merged=merged, by=operator, at=NOW)

    assert snapshot() == before


def test_a_card_whose_reasons_were_handled_meanwhile_is_not_called_again(
    dealership, operator, cards, rules
):
    kept, merged = cards
    make_card(dealership, rules=[rules[0]], customer=kept)
    theirs = make_card(dealership, rules=[rules[1]], customer=merged)
    record = merge(kept=kept, merged=merged, by=operator, at=NOW)
    CallReason.objects.update(status="handled", handled_at=NOW)

    undo_merge(record=record, by=operator, at=NOW)

    theirs.refresh_from_db()
    assert (theirs.status, theirs.drop_reason) == ("dropped", "settled")


def test_what_is_told_in_a_call_is_not_written_too(dealership, operator, cards, rules):
    kept, merged = cards
    called = make_card(dealership, rules=[rules[0]], customer=kept).reasons.get()
    same, other, twice = (
        CallReason.objects.create(
            dealership=dealership, customer=customer, rule=rule, subject_id=number,
            cycle_on=TODAY, due_on=TODAY, due_from=TODAY, due_until=TODAY, planned_on=TODAY,
        )
        for number, (customer, rule) in enumerate(
            [(merged, rules[0]), (merged, rules[1]), (kept, rules[1])]
        )
    )  # fmt: skip
    before = snapshot()

    record = merge(kept=kept, merged=merged, by=operator, at=NOW)
    told = set(CallReason.objects.open().values_list("pk", flat=True))
    undo_merge(record=record, by=operator, at=NOW)

    assert told == {called.pk, other.pk}
    assert {same.pk, twice.pk}.isdisjoint(told)
    assert snapshot() == before

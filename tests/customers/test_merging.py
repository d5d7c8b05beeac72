"""Merging loses nothing and can be undone (N11, R15)."""

import json
from datetime import date, timedelta
from functools import partial

import pghistory.models
import pytest
from django.apps import apps
from django.db import connection, models

from communications.models import ContactHold, Touch
from customers.merge_steps import MergeRefusedError
from customers.models import (
    Agreement,
    Consent,
    ContactPoint,
    Customer,
    CustomerCode,
    CustomerRelation,
    DuplicateCandidate,
    MergeRecord,
    Ownership,
)
from customers.services import merge_walk
from customers.services.merging import keep_apart, merge, undo_merge
from promises.models import Promise
from sales.models import Sale
from service.models import RepairOrder
from tests.factories import NOW, make_customer, make_sale, make_vehicle, make_visit, relate, say
from tests.promises.promised import promised


def snapshot():
    """Every row of every table, without the audit trail and the records of merges."""
    found = {}
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model is MergeRecord or issubclass(model, pghistory.models.Event):
                continue
            if model._meta.db_table not in tables:
                continue
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} AS t ORDER BY 1")
            rows = [json.loads(row[0]) for row in cursor.fetchall()]
            found[model._meta.label] = rows
    return found


def give_everything(dealership, customer, user):
    """At least one row of each table of the lower apps that names the customer."""
    vehicle = make_vehicle(dealership, owner=customer)
    make_sale(dealership, customer, vehicle, referrer=customer, referrer_code="K1")
    make_visit(dealership, customer, vehicle)
    Agreement.objects.create(
        dealership=dealership,
        customer=customer,
        vehicle=vehicle,
        kind="loan",
        ends_on=date(2027, 1, 1),
    )
    CustomerCode.objects.create(
        dealership=dealership,
        source=dealership.source_systems.get(),
        code=f"K{customer.pk}",
        customer=customer,
    )
    Touch.objects.create(dealership=dealership, customer=customer, at=NOW)
    promised(
        dealership=dealership,
        customer=customer,
        text="Send the price",
        made_at=NOW,
        made_by=user,
        owner=user,
        due_at=NOW,
    )
    ContactHold.objects.create(dealership=dealership, customer=customer, reason="asked", since=NOW)
    return vehicle


consent = partial(say, channel="call")


@pytest.fixture
def cards(dealership):
    return (
        make_customer(dealership, "Смирнова Елена", phone="+79161234567"),
        make_customer(dealership, "Смирнова Елена", phone="+79161234567", city="Химки"),
    )


def test_everything_moves_to_the_kept_card(dealership, operator, cards):
    kept, merged = cards
    give_everything(dealership, merged, operator)

    merge(kept=kept, merged=merged, by=operator, at=NOW)

    left = merge_walk.counts(merged)
    merged.refresh_from_db()
    assert left == {}
    assert merged.merged_into == kept
    for model in (Sale, RepairOrder, Touch, Promise, ContactHold, Agreement, Ownership):
        assert model.objects.filter(customer=kept).count() == 1
    assert Sale.objects.get().referrer == kept


def test_undo_restores_every_row(dealership, sister, operator, cards):
    kept, merged = cards
    other = make_customer(dealership)
    vehicle = give_everything(dealership, merged, operator)
    give_everything(dealership, kept, operator)
    Agreement.objects.create(
        dealership=dealership,
        customer=kept,
        vehicle=vehicle,
        kind="loan",
        ends_on=date(2027, 1, 1),
    )
    relate(sister, merged)
    ContactPoint.objects.create(customer=merged, kind="email", value="e@example.com")
    consent(merged, dealership, False, channel="any", at=NOW - timedelta(days=9))
    consent(kept, dealership, True, channel="call", at=NOW - timedelta(days=3))
    consent(merged, dealership, True, channel="call", at=NOW - timedelta(days=5))
    for first, second in [(kept, merged), (kept, other), (merged, other)]:
        DuplicateCandidate.objects.create(
            holding=dealership.holding, first=first, second=second, score=0.9
        )
    before = snapshot()

    record = merge(kept=kept, merged=merged, by=operator, at=NOW)
    during = snapshot()
    undo_merge(record=record, by=operator, at=NOW + timedelta(hours=1))

    assert during != before
    assert snapshot() == before


def test_rows_both_cards_have_become_one_and_come_back(dealership, operator, cards):
    kept, merged = cards

    record = merge(kept=kept, merged=merged, by=operator, at=NOW)

    assert ContactPoint.objects.filter(customer=kept).count() == 1
    assert ContactPoint.objects.count() == 1
    undo_merge(record=record, by=operator, at=NOW)
    assert ContactPoint.objects.count() == 2


def test_dealerships_of_both_cards_see_the_kept_one(dealership, sister, operator, cards):
    kept, merged = cards
    relate(sister, merged)

    record = merge(kept=kept, merged=merged, by=operator, at=NOW)

    assert set(kept.relations.values_list("dealership", flat=True)) == {dealership.pk, sister.pk}
    assert not CustomerRelation.objects.filter(customer=merged).exists()
    undo_merge(record=record, by=operator, at=NOW)
    assert list(kept.relations.values_list("dealership", flat=True)) == [dealership.pk]


def test_blanks_are_filled_and_do_not_call_wins(operator, cards):
    kept, merged = cards
    merged.do_not_call_since = NOW
    merged.save()

    merge(kept=kept, merged=merged, by=operator, at=NOW)

    kept.refresh_from_db()
    assert (kept.city, kept.do_not_call_since, kept.version) == ("Химки", NOW, 2)


@pytest.mark.parametrize(
    ("kept_says", "merged_says", "may_call", "may_write"),
    [
        ([("call", True, 1)], [("call", False, 5)], False, False),
        ([("call", False, 5)], [("call", True, 1)], False, False),
        ([("any", True, 1)], [("any", False, 5)], False, False),
        ([("any", True, 1)], [("sms", False, 5)], True, False),
        ([("any", True, 1)], [("any", True, 5)], True, True),
        ([], [("any", True, 5)], True, True),
        ([("any", True, 1)], [("sms", False, 5), ("sms", True, 4)], True, True),
        ([], [("any", False, 5)], False, False),
    ],
    ids=str,
)
def test_the_stricter_consent_wins(
    dealership, operator, cards, kept_says, merged_says, may_call, may_write
):
    kept, merged = cards
    for card, says in ((kept, kept_says), (merged, merged_says)):
        for channel, is_granted, days in says:
            at = NOW - timedelta(days=days)
            consent(card, dealership, is_granted, channel=channel, at=at)

    merge(kept=kept, merged=merged, by=operator, at=NOW)

    assert Consent.objects.holds(kept, "service", "call", NOW) is may_call
    assert Consent.objects.holds(kept, "service", "sms", NOW) is may_write
    assert Consent.objects.filter(evidence="merge").exclude(recorded_by=operator).count() == 0


def test_a_car_passed_between_the_two_cards_stayed_with_the_person(dealership, operator, cards):
    kept, merged = cards
    vehicle = make_vehicle(dealership)
    first = Ownership.objects.create(
        holding=dealership.holding,
        customer=kept,
        vehicle=vehicle,
        since=date(2020, 1, 1),
        until=date(2022, 1, 1),
        end_reason="resold",
    )
    Ownership.objects.create(
        holding=dealership.holding, customer=merged, vehicle=vehicle, since=date(2022, 1, 1)
    )

    record = merge(kept=kept, merged=merged, by=operator, at=NOW)

    first.refresh_from_db()
    assert first.end_reason == "merged"
    undo_merge(record=record, by=operator, at=NOW)
    first.refresh_from_db()
    assert first.end_reason == "resold"


def test_a_card_merged_earlier_follows(dealership, operator, cards):
    kept, merged = cards
    earliest = make_customer(dealership)
    merge(kept=merged, merged=earliest, by=operator, at=NOW)

    merge(kept=kept, merged=merged, by=operator, at=NOW)

    earliest.refresh_from_db()
    assert earliest.merged_into == kept


def test_merges_are_undone_in_reverse_order(dealership, operator, cards):
    kept, merged = cards
    third = make_customer(dealership)
    before = snapshot()
    first = merge(kept=kept, merged=merged, by=operator, at=NOW)
    second = merge(kept=third, merged=kept, by=operator, at=NOW)

    with pytest.raises(MergeRefusedError):
        undo_merge(record=first, by=operator, at=NOW)

    undo_merge(record=second, by=operator, at=NOW)
    undo_merge(record=first, by=operator, at=NOW)
    assert snapshot() == before
    with pytest.raises(MergeRefusedError):
        undo_merge(record=first, by=operator, at=NOW)


def test_impossible_merges_are_refused(dealership, stranger, operator, cards):
    kept, merged = cards
    with pytest.raises(MergeRefusedError):
        merge(kept=kept, merged=kept, by=operator, at=NOW)
    with pytest.raises(MergeRefusedError):
        merge(kept=kept, merged=make_customer(stranger), by=operator, at=NOW)
    merge(kept=kept, merged=merged, by=operator, at=NOW)
    with pytest.raises(MergeRefusedError):
        merge(kept=merged, merged=kept, by=operator, at=NOW)


def test_what_came_after_the_merge_stays_with_the_kept_card(dealership, operator, cards):
    kept, merged = cards
    record = merge(kept=kept, merged=merged, by=operator, at=NOW)
    make_visit(dealership, kept, make_vehicle(dealership))
    Customer.objects.filter(pk=kept.pk).update(city="Москва", version=3)

    undo_merge(record=record, by=operator, at=NOW)

    kept.refresh_from_db()
    assert (kept.city, kept.version) == ("Москва", 3)
    assert RepairOrder.objects.get().customer == kept


def test_an_automatic_merge_that_was_undone_does_not_come_again(dealership, operator, cards):
    kept, merged = cards
    pair = DuplicateCandidate.objects.create(
        holding=dealership.holding, first=kept, second=merged, score=1, is_automatic=True
    )
    record = merge(kept=kept, merged=merged, by=None, at=NOW)
    pair.refresh_from_db()
    assert pair.status == "merged"

    undo_merge(record=record, by=operator, at=NOW)

    pair.refresh_from_db()
    assert pair.status == "different"


def test_different_people_are_not_proposed_again(dealership, operator, cards):
    pair = DuplicateCandidate.objects.create(
        holding=dealership.holding, first=cards[0], second=cards[1], score=0.9
    )

    assert keep_apart(pair=pair, by=operator, at=NOW) is True
    assert keep_apart(pair=pair, by=operator, at=NOW) is False
    assert not DuplicateCandidate.objects.proposed().exists()


@pytest.fixture
def unknown_table(db):
    """A table that nobody told the merge about."""

    class Souvenir(models.Model):
        customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
        name = models.CharField(max_length=20, unique=True)

        class Meta:
            app_label = "customers"

        def __str__(self) -> str:
            return self.name

    with connection.schema_editor() as editor:
        editor.create_model(Souvenir)
    yield Souvenir
    del apps.all_models["customers"]["souvenir"]
    apps.clear_cache()


def test_a_new_table_is_covered_untold(unknown_table, operator, cards):
    kept, merged = cards
    unknown_table.objects.create(customer=merged, name="mug")
    before = snapshot()

    record = merge(kept=kept, merged=merged, by=operator, at=NOW)

    assert unknown_table.objects.get().customer_id == kept.pk
    undo_merge(record=record, by=operator, at=NOW)
    assert snapshot() == before


def test_every_reference_to_a_customer_is_walked():
    """The walk names each foreign key of the database that leads to a customer."""
    walked = {(field.model._meta.db_table, field.column) for field in merge_walk.references()}
    declared = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model is Customer
        and model not in (MergeRecord, DuplicateCandidate)
        and not issubclass(model, pghistory.models.Event)
    }
    assert walked == declared

"""The page of duplicates: look, join, keep apart, take back."""

import pytest

from customers.models import Customer, DuplicateCandidate, MergeRecord
from customers.services.merging import merge
from dealerships.paging import keyset_page
from tests.customers.pages import url
from tests.factories import NOW, make_customer, make_vehicle, make_visit, relate


@pytest.fixture
def pair(dealership):
    first = make_customer(dealership, "Иванов Пётр", phone="+79161234567")
    second = make_customer(dealership, "Иванов Петр", city="Химки")
    return DuplicateCandidate.objects.create(
        holding=dealership.holding,
        first=first,
        second=second,
        score=0.93,
        facts={"phone": True, "name": 0.97, "birth_date": None},
    )


def test_proposals_are_shown_with_their_facts(manager, pair):
    page = manager.get(url("duplicate_list")).content.decode()

    assert "Иванов Пётр" in page
    assert "93" in page
    assert "97" in page


def test_the_preview_says_what_moves_and_what_wins(manager, dealership, pair):
    make_visit(dealership, pair.second, make_vehicle(dealership))

    page = manager.get(url("merge", pair.first_id, pair.second_id)).content.decode()

    assert "Химки" in page
    assert "Workshop visits" in page
    assert Customer.objects.current().count() == 2


def test_the_preview_counts_nothing_of_another_dealership(manager, dealership, sister, pair):
    """A card that both know: its visits there are told by no number (S2)."""
    address = url("merge", pair.first_id, pair.second_id)
    make_visit(dealership, pair.second, make_vehicle(dealership))
    relate(sister, pair.second)
    moving = manager.get(address).context["preview"].moving

    make_visit(sister, pair.second, make_vehicle(sister))

    assert manager.get(address).context["preview"].moving == moving


def test_cards_are_joined_and_taken_apart_again(manager, relations_manager, pair):
    joined = manager.post(url("merge", pair.first_id, pair.second_id))

    record = MergeRecord.objects.get()
    assert joined.url == url("customer_detail", pair.first_id)
    assert (record.kept_id, record.by) == (pair.first_id, relations_manager)
    assert "Take back" in manager.get(url("duplicate_list")).content.decode()
    manager.post(url("undo_merge", record.pk))
    assert Customer.objects.current().count() == 2
    again = manager.post(url("undo_merge", record.pk))
    assert again.status_code == 404


def test_a_merge_that_cannot_be_is_explained(manager, dealership, operator, pair):
    third = make_customer(dealership)
    merge(kept=third, merged=pair.second, by=operator, at=NOW)

    response = manager.post(url("merge", pair.first_id, pair.second_id))

    assert response.status_code == 404


def test_different_people_leave_the_list(manager, pair):
    manager.post(url("keep_apart", pair.pk))

    assert manager.get(url("duplicate_list")).context["pairs"] == []


def test_the_pairs_page_without_gaps(manager, dealership, monkeypatch):
    monkeypatch.setattr(keyset_page, "__kwdefaults__", {"size": 2})
    for number in range(5):
        DuplicateCandidate.objects.create(
            holding=dealership.holding,
            first=make_customer(dealership),
            second=make_customer(dealership),
            score=0.5 if number < 3 else 0.9,
        )

    seen, address = [], url("duplicate_list")
    while address:
        context = manager.get(address).context
        seen += [pair.pk for pair in context["pairs"]]
        address = f"{url('duplicate_list')}?{context['older']}" if context["older"] else ""

    assert len(seen) == len(set(seen)) == 5


def test_a_pair_of_which_one_card_is_elsewhere_is_not_shown(manager, dealership, sister):
    pair = DuplicateCandidate.objects.create(
        holding=dealership.holding,
        first=make_customer(dealership),
        second=make_customer(sister),
        score=0.9,
    )

    assert manager.get(url("duplicate_list")).context["pairs"] == []
    assert manager.post(url("keep_apart", pair.pk)).status_code == 404
    assert manager.post(url("merge", pair.first_id, pair.second_id)).status_code == 404


def test_only_managers_join_cards(client_as, operator, pair):
    web = client_as(operator)

    assert web.get(url("duplicate_list")).status_code == 403
    assert web.post(url("merge", pair.first_id, pair.second_id)).status_code == 403
    assert web.post(url("keep_apart", pair.pk)).status_code == 403

"""One time line of everything: newest first, paged without gaps, one query."""

from datetime import timedelta

import pytest
from django.utils import translation

from communications.models import Touch
from complaints.models import Complaint
from customers import timeline
from tests.factories import NOW, TODAY, make_customer, make_sale, make_vehicle, make_visit
from tests.promises.promised import promised

OF_THE_PERSON = {"car", "car_left", "consent"}
"""Kinds that every dealership of the holding sees, as it sees the card."""


@pytest.fixture
def customer(dealership, operator):
    customer = make_customer(dealership)
    for number in range(4):
        vehicle = make_vehicle(dealership, owner=customer)
        make_sale(dealership, customer, vehicle, delivered_on=TODAY - timedelta(days=number))
        # several of one instant: their order must hold from page to page
        make_visit(dealership, customer, vehicle, closed_at=NOW)
        Touch.objects.create(dealership=dealership, customer=customer, at=NOW, outcome="reached")
    promised(
        dealership=dealership,
        customer=customer,
        text="Send the price",
        made_at=NOW,
        made_by=operator,
        owner=operator,
        due_at=NOW,
    )
    Complaint.objects.create(
        dealership=dealership,
        customer=customer,
        category="price",
        text="Too much",
        opened_at=NOW,
        answer_due_at=NOW,
    )
    return customer


def walk(dealership, customer, size, kinds=()):
    seen, after = [], ""
    while True:
        events, after = timeline.read(
            dealership=dealership, customer=customer, after=after, size=size, kinds=kinds
        )
        seen += events
        if not after:
            return seen


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_pages_have_no_gaps_and_no_repeats(dealership, customer, size):
    seen = walk(dealership, customer, size)

    assert len(seen) == len({(event.kind, event.id) for event in seen}) == 18
    assert [event.at for event in seen] == sorted((event.at for event in seen), reverse=True)


def test_one_kind_alone_is_paged_too(dealership, customer):
    seen = walk(dealership, customer, 3, kinds=["visit"])

    assert [event.kind for event in seen] == ["visit"] * 4


@pytest.mark.parametrize("kind", [source.kind for source in timeline.sources()])
def test_every_source_asks_for_the_customer_within_the_dealership(kind):
    """The statement is made once, for a customer and a dealership who stand for all."""
    _sql, values = timeline._statement((kind,), "", 5)

    assert timeline.ANY_CUSTOMER.pk in values
    assert (timeline.ANY_DEALERSHIP.pk in values) == (kind not in OF_THE_PERSON)


def test_it_is_one_query(dealership, customer, django_assert_num_queries):
    with django_assert_num_queries(1):
        timeline.read(dealership=dealership, customer=customer)


def test_the_sister_dealership_sees_only_what_happened_there(sister, customer):
    events, _after = timeline.read(dealership=sister, customer=customer)

    assert {event.kind for event in events} == {"car"}


@pytest.mark.parametrize(
    "after", ["x", "||", "2026-01-01|visit|1", "2026-01-01T00:00:00+00:00|a|b"]
)
def test_a_bent_address_is_the_first_page(dealership, customer, after):
    events, _after = timeline.read(dealership=dealership, customer=customer, after=after)

    assert len(events) == 18


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_every_event_has_words_in_the_readers_language(dealership, customer, language):
    with translation.override(language):
        lines = [timeline.say(event, dealership) for event in walk(dealership, customer, 50)]

    assert all(line.title for line in lines)


def test_the_page_shows_one_kind_by_htmx(client_as, operator, customer):
    page = client_as(operator).get(
        f"/d/north/customers/{customer.pk}/timeline/?kind=visit", headers={"HX-Request": "true"}
    )

    assert page.status_code == 200
    assert page.content.decode().count('class="timeline-event"') == 4

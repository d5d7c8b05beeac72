"""The planner keeps the contact budget and the law's basis, as a person with a calendar would."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import pytest

from communications.models import ContactHold, Touch
from customers.models import Consent
from dealerships.models import Dealership
from followups.models import CallReason, Rule
from followups.services import contact, planning, sweeping
from tests.factories import NOW, TODAY, make_customer, make_vehicle, make_visit
from tests.followups.cards import consent_to, make_card, make_rule

pytestmark = pytest.mark.django_db
PEOPLE = 60


@dataclass
class Person:
    """Whose birthday is today.

    advertised  days since the contacts of advertising: (days ago, counts)
    complained  days since the complaint was closed; None: never
    visited     a service visit four days ago is another reason to call
    awaited     a card is open already
    """

    advertised: list
    complained: int | None
    visited: bool
    awaited: bool


def invent(dice):
    return Person(
        [(dice.randrange(40), dice.random() < 0.8) for _ in range(dice.choice([0, 0, 1, 2, 3]))],
        dice.choice([None, None, dice.randrange(12)]),
        dice.random() < 0.3,
        dice.random() < 0.2,
    )


def is_greeted(person, budget):
    """The oracle."""
    if person.complained is not None and person.complained < budget.days_after_complaint:
        return False
    lately = [ago for ago, counts in person.advertised if counts and ago < budget.marketing_days]
    return person.visited or person.awaited or len(lately) < budget.marketing_contacts


def store(dealership, person, number):
    customer = make_customer(
        dealership, phone=f"+7916{number:07d}", birth_date=TODAY.replace(year=1980)
    )
    for purpose in Consent.Purpose.values:
        consent_to(customer, dealership, purpose)
    for ago, counts in person.advertised:
        midnight = datetime.combine(TODAY - timedelta(days=ago), time.min, dealership.tz)
        Touch.objects.create(
            dealership=dealership,
            customer=customer,
            at=midnight,  # the first moment of the day
            is_advertising=True,
            is_conversation=counts,
        )
    if person.complained is not None:
        ContactHold.objects.create(
            dealership=dealership,
            customer=customer,
            reason=ContactHold.Reason.COMPLAINT,
            since=NOW - timedelta(days=60),
            until=datetime.combine(
                TODAY - timedelta(days=person.complained), time.min, dealership.tz
            ),
        )
    if person.visited:
        make_visit(
            dealership,
            customer,
            make_vehicle(dealership),
            closed_at=NOW - timedelta(days=4),
            kind="repair",
        )
    if person.awaited:
        make_card(dealership, customer=customer)
    return customer


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_advertising_is_planned_where_the_budget_has_room(dealership, seed):
    dice = random.Random(seed)
    people = [invent(dice) for _number in range(PEOPLE)]
    customers = {
        store(dealership, person, number).pk: person for number, person in enumerate(people)
    }

    planning.plan(dealership=dealership, day=TODAY, at=NOW)

    greeted = set(
        CallReason.objects.filter(rule__trigger="birthday").values_list("customer_id", flat=True)
    )
    wanted = {pk for pk, person in customers.items() if is_greeted(person, dealership)}
    assert greeted == wanted
    assert 0 < len(wanted) < PEOPLE


def test_who_was_left_by_the_budget_is_greeted_when_there_is_room_again(dealership):
    """The window is still open: nothing was lost, nothing waits in a card (N6)."""
    [customer] = [store(dealership, Person([(29, True), (3, True)], None, False, False), 1)]

    assert planning.plan(dealership=dealership, day=TODAY, at=NOW).postponed == 0
    assert not CallReason.objects.filter(customer=customer).exists()

    tomorrow = NOW + timedelta(days=1)
    planning.plan(dealership=dealership, day=TODAY + timedelta(days=1), at=tomorrow)
    assert CallReason.objects.filter(customer=customer).count() == 1


@pytest.mark.parametrize(("days", "greeted"), [(27, 0), (26, 1)])
def test_a_contact_counts_on_its_day_also_where_midnight_comes_twice(dealership, days, greeted):
    """On 25 October 2026 the clocks of the Azores go from one back to midnight."""
    Dealership.objects.filter(pk=dealership.pk).update(
        time_zone="Atlantic/Azores", marketing_contacts=1, marketing_days=days
    )
    dealership.refresh_from_db()
    customer = store(dealership, Person([], None, False, False), 1)
    Touch.objects.create(
        dealership=dealership, customer=customer, channel="email", is_advertising=True,
        at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # the first of the two half past midnight
    )  # fmt: skip

    planning.plan(dealership=dealership, day=TODAY, at=NOW)

    assert CallReason.objects.filter(customer=customer).count() == greeted


@pytest.mark.parametrize(
    ("law", "said", "planned"),
    [("eu", None, 1), ("eu", False, 0), ("ru", None, 0), ("ru", True, 1), ("own", None, 0)],
)
def test_a_service_notice_rests_on_notice_where_the_law_lets_it(dealership, law, said, planned):
    """The same for the planner, the sweep and the moment of the call."""
    Dealership.objects.filter(pk=dealership.pk).update(law=law)
    dealership.refresh_from_db()
    Rule.objects.for_dealership(dealership).update(is_active=False)
    rule = make_rule(dealership, trigger="visit_closed", window_days=30)
    customer = make_customer(dealership, phone="+79161234567")
    make_visit(
        dealership,
        customer,
        make_vehicle(dealership),
        closed_at=NOW - timedelta(days=4),
        kind="repair",
    )
    card = make_card(dealership, rules=[rule], only_role="operator", customer=customer)
    Consent.objects.filter(customer=customer).delete()  # what the card's builder agreed to
    if said is not None:
        Consent.objects.create(
            customer=customer, dealership=dealership, purpose="service", channel="any",
            is_granted=said, given_at=NOW - timedelta(days=9), evidence="form",
        )  # fmt: skip

    refused = contact.refusal(task=card, dealership=dealership, at=NOW)
    dropped = sweeping.drop_what_no_longer_holds(dealership=dealership, at=NOW, day=TODAY)
    run = planning.plan(dealership=dealership, day=TODAY, at=NOW)

    assert run.reasons == planned
    assert bool(refused) == (dropped == 1) == (planned == 0)

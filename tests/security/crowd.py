"""A dealership grows: more than a thousand rows of everything that its people work with.

Copies of the one row of everything that a world has, spread over new customers and over one that
the two dealerships share.
"""

import copy
import itertools
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Model

from callreview.models import Review
from communications.models import (
    CallOutcome,
    ContactHold,
    MessageTemplate,
    Touch,
)
from customers.models import ContactPoint, Customer, CustomerRelation
from dealerships.models import Dealership, Role
from dealerships.services import add_role
from followups.models import CallReason, Draw, Rule, Script
from tests.factories import NOW, TODAY, make_user
from tests.security.world import World

MANY = 80
FEW = 25
COLLEAGUES = 5
_numbers = itertools.count(1)


def share(customer: Customer, dealership: Dealership) -> None:
    """A customer of another dealership of the holding comes here too."""
    CustomerRelation.objects.create(
        dealership=dealership, holding=dealership.holding, customer=customer
    )


def grow(world: World, shared: Customer) -> int:
    """How many rows were added. `shared` is known here already."""
    people = [*_colleagues(world)]
    customers = _customers(world.dealership)
    everybody = [shared, *customers] * 2
    added = [
        *_on_customers(world, everybody, people),
        *_on_cards(world, [shared, *customers], people),
        *_on_reviews(world, everybody, people),
        *_of_the_house(world),
    ]
    return len(people) + len(customers) + len(added)


def copies(row: Model, count: int, **varied: Sequence[Any]) -> list[Any]:
    """So many more of the row; `varied` gives the values that are not the same in all."""
    found = []
    for number in range(count):
        another = copy.copy(row)
        another._state = copy.copy(row._state)
        another.pk, another._state.adding = None, True
        if hasattr(another, "uid"):
            another.uid = uuid.uuid4()
        for name, values in varied.items():
            setattr(another, name, values[number % len(values)])
        found.append(another)
    return type(row).objects.bulk_create(found)


def names(begin: str, count: int) -> list[str]:
    return [f"{begin} {next(_numbers)}" for _name in range(count)]


def _colleagues(world: World):
    for _person in range(COLLEAGUES):
        person = make_user(last_name=world.canary)
        for role in (Role.OPERATOR, Role.SALESPERSON):
            add_role(user=person, dealership=world.dealership, role=role)
        yield person


def _customers(dealership: Dealership) -> list[Customer]:
    called = names(f"Canary{dealership.slug}Bird", MANY)
    customers = Customer.objects.bulk_create(
        Customer(
            holding=dealership.holding, full_name=name, search_name=name.lower(),
            sort_name=name.lower(),
        )
        for name in called
    )  # fmt: skip
    CustomerRelation.objects.bulk_create(
        CustomerRelation(dealership=dealership, holding=dealership.holding, customer=customer)
        for customer in customers
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(customer=customer, kind="phone", value=f"+7925{next(_numbers):07d}")
        for customer in customers
    )
    return customers


def _on_customers(world: World, customers, people):
    """Messages, replies, telephone calls, promises, holds, touches of advertising."""
    whose = {"customer": customers}
    yield from copies(
        world.message, MANY, **whose, dedupe_key=names("copy", MANY),
    )  # fmt: skip
    yield from copies(world.reply, MANY, **whose)
    yield from copies(world.reply, FEW)  # of strangers
    yield from copies(
        world.phone_call, MANY, **whose,
        provider_id=names("P", MANY), user=[None, *people],
    )  # fmt: skip
    yield from copies(
        world.promise, MANY, **whose, owner=people,
        due_at=[NOW + timedelta(hours=hours) for hours in range(-30, 30)],
    )  # fmt: skip
    yield from copies(
        ContactHold(dealership=world.dealership, reason="asked", since=NOW, subject_id=None),
        FEW, **whose,
    )  # fmt: skip
    yield from copies(
        Touch(
            dealership=world.dealership, channel="sms", is_advertising=True, note=world.canary
        ),
        MANY, **whose, at=[NOW - timedelta(days=days) for days in range(20)],
    )  # fmt: skip


def _on_cards(world: World, customers, people):
    """A card a customer, with a reason, a history, and the arm that was drawn."""
    count = len(customers)
    cards = copies(
        world.card, count, customer=customers, assigned_to=[None, None, *people], priority=[1, 3, 9]
    )
    [reason] = CallReason.objects.filter(task=world.card)
    subjects = [next(_numbers) + 10**6 for _card in cards]
    reasons = copies(reason, count, task=cards, customer=customers, subject_id=subjects)
    events = copies(world.event, count, task=cards, by=people)
    rules = list(Rule.objects.filter(dealership=world.dealership))
    draw = Draw(
        dealership=world.dealership, share=20, drawn_on=TODAY, drawn_at=NOW,
        cycle_on=TODAY, due_from=TODAY - timedelta(days=40), due_until=TODAY - timedelta(days=20),
    )  # fmt: skip
    draws = copies(
        draw, count, rule=rules, customer=customers, subject_id=subjects,
        is_control=[True, False, False],
    )  # fmt: skip
    return [*cards, *reasons, *events, *draws]


def _on_reviews(world: World, customers, people):
    """Talks that were sampled, reviewed and put on the list of the meeting."""
    talks = copies(world.sampled_call.touch, MANY, customer=customers, by=people)
    calls = copies(world.sampled_call, MANY, touch=talks, person=people)
    review = Review.objects.get(call=world.sampled_call)
    reviews = copies(review, MANY, call=calls, score=[20, 60, 100])
    items = copies(world.meeting_item, MANY, call=calls)
    return [*talks, *calls, *reviews, *items]


def _of_the_house(world: World):
    """Templates, rules, scripts, outcomes, batches of letters."""
    house = world.dealership
    template = MessageTemplate.objects.filter(dealership=house).order_by("pk").first()
    yield from copies(template, FEW, name=names(world.canary, FEW), code=[""])
    rule = Rule.objects.filter(dealership=house).order_by("pk").first()
    yield from copies(rule, FEW, name=names(world.canary, FEW))
    script = Script.objects.filter(dealership=house).order_by("pk").first()
    yield from copies(script, FEW, name=names(world.canary, FEW))
    outcome = CallOutcome.objects.filter(dealership=house).order_by("pk").first()
    yield from copies(outcome, FEW, names=[{"en": world.canary}], is_standard=[False])
    yield from copies(world.letter_batch, FEW)

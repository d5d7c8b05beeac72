"""Builders of messages, consents and templates for the tests of the outbox."""

import itertools
from datetime import timedelta

from communications.models import Message, MessageEvent, MessageTemplate
from communications.services.outbox import queue_message
from communications.wording import Words
from customers.models import ContactPoint, Customer
from dealerships.models import Dealership
from tests.factories import NOW, make_customer, say

_numbers = itertools.count(1)
WORDS = Words(language="en", subject="Your car", text="It is ready.")


def make_reader(dealership: Dealership, *purposes: str, **fields) -> Customer:
    """A customer with a phone and an e-mail, who agreed to the purposes by every channel."""
    number = next(_numbers)
    reader = make_customer(dealership, phone=f"+7916{number:07d}", **fields)
    ContactPoint.objects.create(customer=reader, kind="email", value=f"reader{number}@example.com")
    for purpose in purposes or ("service", "advertising"):
        say(reader, dealership, purpose=purpose, at=NOW - timedelta(days=90))
    return reader


def queue(dealership: Dealership, customer: Customer | None = None, **fields) -> Message:
    values = {"channel": "sms", "purpose": "service", "words": WORDS, "by": None, "at": NOW}
    return queue_message(
        dealership=dealership, customer=customer or make_reader(dealership), **(values | fields)
    )


def make_template(dealership: Dealership, **fields) -> MessageTemplate:
    values = {
        "name": f"Template {next(_numbers)}",
        "channel": "sms",
        "purpose": "service",
        "texts": {"en": "{address}, your {car} is ready.", "ru": "{address}, {car} готов."},
    } | fields
    return MessageTemplate.objects.create(dealership=dealership, **values)


def run_out(message: Message) -> None:
    """Let the lease end: its sender died minutes ago."""
    message.refresh_from_db()
    Message.objects.filter(pk=message.pk).update(
        locked_until=message.locked_until - timedelta(hours=1)
    )


def history(message: Message) -> list[tuple[str, str]]:
    """(state, why) after each transition, oldest first."""
    events = MessageEvent.objects.filter(message=message).order_by("pk")
    return list(events.values_list("to_state", "why"))


def fate(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.why

"""Who is called, who is written to and who left alone, against a plain reading of what was said."""

import random
from dataclasses import dataclass
from datetime import timedelta

import pytest

from communications.models.template import Paper
from customers.models import Consent, ContactPoint
from followups import why
from followups.models import CallReason
from followups.services import planning
from tests.communications.letters import make_template
from tests.factories import NOW, TODAY, make_customer, make_vehicle, make_visit
from tests.followups.cards import make_rule

pytestmark = pytest.mark.django_db
PEOPLE = 150
CHANNELS = ("any", "call", "sms", "email", "messenger", "letter")
KINDS = ("phone", "email", "messenger")


@dataclass
class Person:
    """said: (days ago, channel, yes or no); points: kind → whether it can be used."""

    said: list
    points: dict
    is_silent: bool
    has_home: bool

    def agrees(self, channel):
        """The newest word that covers the channel; of two at once the no; silence is a no."""
        covering = [(days, yes) for days, of, yes in self.said if of in (channel, "any")]
        return min(covering)[1] if covering else False

    def has_address(self, channel):
        phone = self.points.get("phone", False)
        return {
            "sms": phone,
            "messenger": phone or self.points.get("messenger", False),
            "email": self.points.get("email", False),
            "letter": self.has_home,
        }[channel]

    def may_be_called(self):
        return self.agrees("call") and self.points.get("phone", False) and not self.is_silent

    def may_be_written_to(self, channel):
        is_disturbing = channel in ("sms", "messenger")
        return (
            self.agrees(channel)
            and self.has_address(channel)
            and not (self.is_silent and is_disturbing)
        )


def invent(dice):
    channels = dice.sample(CHANNELS, dice.randrange(4))
    return Person(
        said=[(dice.choice([9, 9, 30, 60]), each, dice.random() < 0.6) for each in channels],
        points={kind: dice.random() < 0.8 for kind in KINDS if dice.random() < 0.6},
        is_silent=dice.random() < 0.15,
        has_home=dice.random() < 0.4,
    )


def store(dealership, person, number):
    customer = make_customer(
        dealership,
        do_not_call_since=NOW if person.is_silent else None,
        **({"street": "Lenina 1", "city": "Kazan"} if person.has_home else {}),
    )
    for kind, is_good in person.points.items():
        ContactPoint.objects.create(
            customer=customer, kind=kind, value=f"{kind}{number}",
            wrong_since=None if is_good else NOW,
        )  # fmt: skip
    Consent.objects.bulk_create(
        Consent(
            customer=customer, dealership=dealership, purpose="satisfaction", channel=channel,
            is_granted=yes, given_at=NOW - timedelta(days=days), evidence="import",
        )
        for days, channel, yes in person.said
    )  # fmt: skip
    make_visit(dealership, customer, make_vehicle(dealership, owner=customer), closed_at=NOW)
    return customer


def make_plan(dealership, dice):
    """One rule with one to three messages between its calls; their channels."""
    dealership.rules.update(is_active=False)
    channels = dice.sample(["sms", "email", "messenger", "letter"], dice.randrange(1, 4))
    texts = [
        make_template(
            dealership, channel=each, purpose="satisfaction",
            paper=Paper.LETTER if each == "letter" else "",
        )
        for each in channels
    ]  # fmt: skip
    written = [(each.channel, day, 1, each) for day, each in enumerate(texts, start=1)]
    make_rule(
        dealership,
        trigger="visit_closed",
        purpose="satisfaction",
        steps=[("call", 0, 1), *written, ("call", 9, 1)],
    )
    return channels


@pytest.mark.parametrize("seed", range(4))
def test_each_is_contacted_as_they_said(dealership, seed):
    dice = random.Random(seed)
    channels = make_plan(dealership, dice)
    people = [invent(dice) for _ in range(PEOPLE)]
    stored = {store(dealership, one, number).pk: one for number, one in enumerate(people)}
    rule = dealership.rules.get(is_active=True)
    expected = {pk: _expected(one, channels) for pk, one in stored.items()}
    answered = why.counts(dealership=dealership, day=TODAY, at=NOW)[rule.pk]

    planning.plan(dealership=dealership, day=TODAY, at=NOW)

    found = {
        reason.customer_id: "called" if reason.task_id else "written to"
        for reason in CallReason.objects.all()
    }
    assert found == {pk: what for pk, what in expected.items() if what}
    assert set(expected.values()) == {"called", "written to", None}
    counted = list(found.values())
    assert answered[why.Answer.PLANNED] == counted.count("called")
    assert answered[why.Answer.IN_WRITING] == counted.count("written to")


def _expected(person, channels):
    if person.may_be_called():
        return "called"
    return "written to" if any(person.may_be_written_to(each) for each in channels) else None

"""What is owed to a customer breaks the contact budget: a complaint, a bad answer, a reply."""

from datetime import timedelta

import pytest

from communications.services import touches
from followups.services.queue import claim_next
from followups.triggers import TRIGGERS
from tests.factories import NOW
from tests.followups.cards import make_card, make_rule, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def spoken_to(dealership, operator):
    """spoken_to(*triggers): a card for these reasons, of somebody who was called this morning."""

    def make(*triggers):
        rules = [
            make_rule(dealership, trigger=trigger, purpose="satisfaction") for trigger in triggers
        ]
        card = make_card(dealership, rules=rules)
        touches.record_call(
            dealership=dealership, customer=card.customer, outcome="reached", is_conversation=True,
            address="", note="", by=operator, at=NOW - timedelta(hours=1),
        )  # fmt: skip
        return card

    return make


@pytest.mark.parametrize("owed", [code for code, each in TRIGGERS.items() if each.owes_contact])
def test_who_is_owed_a_call_gets_it_though_they_were_called_today(
    spoken_to, dealership, operator, owed
):
    card = spoken_to("visit_closed", owed)

    assert claim_next(member=member(operator, dealership), at=NOW) == card


def test_others_are_called_once_a_day(spoken_to, dealership, operator):
    card = spoken_to("visit_closed")

    assert claim_next(member=member(operator, dealership), at=NOW) is None
    card.refresh_from_db()
    assert dealership.local_date(card.not_before) > dealership.local_date(NOW)

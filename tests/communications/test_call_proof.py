"""Reports of calls and the telephone's proof of them, whichever comes first (N8)."""

from datetime import timedelta

import pytest

from communications.models import PhoneCall
from communications.services import touches
from communications.services.call_events import receive
from tests.communications.calls import (
    NUMBER,
    give_telephone,
    make_talk,
    tell,
)
from tests.factories import NOW, make_customer


@pytest.fixture
def customer(dealership):
    return make_customer(dealership, phone=NUMBER)


def report(dealership, customer, by, *, at, outcome="reached"):
    return touches.record_call(
        dealership=dealership,
        customer=customer,
        outcome=outcome,
        is_conversation=outcome == "reached",
        address=NUMBER,
        note="",
        by=by,
        at=at,
    )


def test_a_report_after_its_call_is_proved_at_once(dealership, operator, customer, deaf):
    call = make_talk(dealership, user=operator, number=NUMBER, customer=customer)

    touch = report(dealership, customer, operator, at=NOW + timedelta(minutes=3))

    touch.refresh_from_db()
    assert (touch.phone_call, touch.evidence) == (call, "telephony")


def test_a_call_that_is_told_late_proves_the_report_before_it(dealership, operator, customer, deaf):
    give_telephone(dealership, operator)
    touch = report(dealership, customer, operator, at=NOW + timedelta(minutes=3))
    fields = {"direction": "out", "extension": "101", "number": NUMBER}
    for kind, seconds in (("ended", 60), ("answered", 5), ("ringing", 0)):
        at = NOW + timedelta(seconds=seconds)
        receive(dealership=dealership, told=tell(kind, at=at, **fields), at=at)

    touch.refresh_from_db()
    assert touch.evidence == "telephony"
    assert touch.phone_call.seconds == 55


def test_a_better_call_that_comes_late_takes_the_proof_over(dealership, operator, customer, deaf):
    give_telephone(dealership, operator)
    early = make_talk(
        dealership, user=operator, number=NUMBER, started_at=NOW - timedelta(minutes=40)
    )
    touch = report(dealership, customer, operator, at=NOW + timedelta(minutes=1))
    assert PhoneCall.objects.get(touch=touch) == early

    told = tell("ringing", at=NOW, direction="out", extension="101", number=NUMBER)
    receive(dealership=dealership, told=told, at=NOW)

    assert PhoneCall.objects.get(touch=touch).provider_id == "C-1"


def test_a_report_taken_back_frees_its_call(dealership, operator, customer, deaf):
    make_talk(dealership, user=operator, number=NUMBER)
    wrong = report(dealership, customer, operator, at=NOW + timedelta(minutes=2))
    touches.take_back(touch=wrong, at=NOW)

    right = report(dealership, customer, operator, at=NOW + timedelta(minutes=3), outcome="refused")

    assert PhoneCall.objects.get().touch == right


def test_a_colleague_s_call_proves_nothing(dealership, operator, receptionist, customer, deaf):
    make_talk(dealership, user=receptionist, number=NUMBER)

    touch = report(dealership, customer, operator, at=NOW + timedelta(minutes=2))

    touch.refresh_from_db()
    assert touch.evidence == "self"

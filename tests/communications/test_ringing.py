"""Who rings now, what was missed, and the page of all calls."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communications.models import PhoneCall, Touch
from tests.communications.calls import (
    NUMBER,
    make_call,
    make_talk,
    ring,
)
from tests.factories import NOW, make_customer
from tests.followups.cards import make_card
from tests.promises.promised import promised


@pytest.fixture
def customer(dealership):
    return make_customer(dealership, phone=NUMBER)


def test_the_panel_says_who_rings_and_what_is_known(
    client_as, dealership, operator, customer, telephone
):
    call = ring(dealership, operator, customer=customer)
    make_card(dealership, customer=customer)
    client = client_as(operator)

    answer = client.get("/d/north/phone/ringing/", {"shown": "-"})

    assert answer["X-Shown"] == f"{call.pk}-ringing-{customer.pk}"
    assert f"/d/north/customers/{customer.pk}/" in answer.text
    assert "A call is planned" in answer.text
    assert client.get("/d/north/phone/ringing/", {"shown": answer["X-Shown"]}).status_code == 204


def test_of_an_unknown_number_a_card_can_be_opened(client_as, dealership, operator, telephone):
    ring(dealership, operator)

    page = client_as(operator).get("/d/north/phone/ringing/").text

    assert "/d/north/customers/new/?phone=%2B79161112233" in page


def test_nobody_else_s_call_and_no_old_one_is_shown(
    client_as, dealership, operator, receptionist, sister, telephone
):
    ring(dealership, receptionist)
    ring(sister, operator)
    ring(dealership, operator, started_at=timezone.now() - timedelta(minutes=4))
    ring(dealership, operator, direction="out")

    assert client_as(operator).get("/d/north/phone/ringing/").status_code == 204


def test_asking_who_rings_costs_one_query_beside_the_session(
    client_as, dealership, operator, telephone, django_assert_num_queries
):
    client = client_as(operator)
    client.get("/d/north/phone/ringing/")

    with django_assert_num_queries(4):  # session, person, roles; who rings
        client.get("/d/north/phone/ringing/")


def test_a_talk_is_written_down_with_its_promise(client_as, dealership, operator, customer):
    call = make_call(dealership, state="talked", answered_at=NOW, user=operator, number=NUMBER)

    client_as(operator).post(
        f"/d/north/phone/{call.pk}/talk/",
        {"note": "Asks for a price.", "promise": "Send the price", "due_at": "2030-01-01T10:00"},
    )

    touch = Touch.objects.get()
    assert (touch.direction, touch.is_conversation, touch.phone_call) == ("in", True, call)
    assert touch.customer == customer
    assert customer.promises.get().text == "Send the price"


def test_the_talk_keeps_the_call_promised_before_it_and_not_after(
    client_as, dealership, operator, customer
):
    call = make_call(dealership, state="talked", answered_at=NOW, user=operator, number=NUMBER)
    values = {"due_at": NOW + timedelta(days=1), "customer": customer, "is_call": True}
    before = promised(dealership, operator, made_at=NOW - timedelta(hours=1), **values)
    after = promised(dealership, operator, made_at=NOW + timedelta(hours=1), **values)

    client_as(operator).post(f"/d/north/phone/{call.pk}/talk/", {"note": "Spoke."})

    before.refresh_from_db()
    after.refresh_from_db()
    assert (before.is_kept, before.closed_at) == (True, NOW)
    assert after.is_open


def test_a_colleague_s_talk_is_not_open_to_a_salesperson(
    client_as, dealership, operator, salesperson
):
    call = make_call(dealership, state="talked", answered_at=NOW, user=operator)

    assert client_as(salesperson).get(f"/d/north/phone/{call.pk}/talk/").status_code == 403


def test_a_missed_call_waits_until_the_number_is_spoken_with(dealership, operator):
    missed = make_call(dealership, number=NUMBER)
    assert list(PhoneCall.objects.unanswered()) == [missed]

    make_talk(dealership, number=NUMBER, user=operator, started_at=NOW + timedelta(minutes=5))

    assert not PhoneCall.objects.unanswered().exists()


def test_calling_back_is_a_promise(client_as, dealership, operator, customer):
    call = make_call(dealership, number=NUMBER, customer=customer)

    client_as(operator).post(f"/d/north/phone/{call.pk}/call-back/")

    assert customer.promises.get().owner == operator
    assert not PhoneCall.objects.unanswered().exists()


def test_a_missed_call_taken_care_of_can_be_taken_back(client_as, dealership, operator):
    call = make_call(dealership)
    client = client_as(operator)

    client.post(f"/d/north/phone/{call.pk}/handled/")
    assert not PhoneCall.objects.unanswered().exists()
    client.post(f"/d/north/phone/{call.pk}/unhandled/")

    assert PhoneCall.objects.unanswered().exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"in", "out", "talk"}),
        ("state=unanswered", {"in"}),
        ("state=talked", {"talk"}),
        ("state=busy", {"out"}),
        ("direction=in", {"in"}),
        ("find=222", {"out"}),
        ("find=ivan", {"in"}),
        ("proof=yes", set()),
        ("person=nobody", {"in", "out"}),
        ("start=2026-11-20&end=2026-11-20", {"in", "out", "talk"}),
        ("end=2026-11-19", set()),
    ],
)
def test_the_page_of_calls_is_searched(client_as, dealership, operator, query, found):
    ivan = make_customer(dealership, "Ivan Petrov")
    calls = {
        "in": make_call(dealership, customer=ivan, number="+79160000111"),
        "out": make_call(dealership, direction="out", state="busy", number="+79160000222"),
        "talk": make_talk(dealership, user=operator, number="+79160000333"),
    }

    page = client_as(operator).get(f"/d/north/phone/?{query}").text

    assert {name for name, call in calls.items() if f'id="call-{call.pk}"' in page} == found


def test_the_page_costs_the_same_with_more_calls(client_as, dealership, operator):
    client = client_as(operator)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/d/north/phone/")
        return len(asked)

    make_call(dealership, customer=make_customer(dealership))
    before = count()
    for _number in range(3):
        make_talk(dealership, user=operator, customer=make_customer(dealership))

    assert count() == before


def test_a_salesperson_sees_only_own_calls(client_as, dealership, operator, salesperson):
    theirs = make_talk(dealership, user=operator)
    own = make_talk(dealership, user=salesperson)

    page = client_as(salesperson).get("/d/north/phone/").text

    assert f'id="call-{own.pk}"' in page
    assert f'id="call-{theirs.pk}"' not in page

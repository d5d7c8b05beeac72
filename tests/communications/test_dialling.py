"""Click to call, through a real exchange on localhost that tells of it by signed webhooks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communications.models import CallEvent, PhoneCall, Touch
from communications.services import phone_calls, touches
from communications.services.call_events import receive
from communications.telephony import secrets_of
from communications.telephony.simulated_calls import Scene
from communications.telephony.simulator import Faults, Simulator
from customers.services.customers import stop_calls
from followups.services import queue
from tests.communications.calls import MASTER, give_telephone, make_call, make_talk, tell
from tests.factories import NOW, call_at_any_hour, make_customer
from tests.followups.cards import consent_to, make_card, member

NUMBER = "+79161112233"


@pytest.fixture
def exchange(settings, live_server, tmp_path):
    """Tells everything at once; faults are set by the test."""
    settings.TELEPHONY_SECRETS = [MASTER]
    settings.TELEPHONY_TOKEN = "token"
    settings.RECORDINGS_ROOT = tmp_path
    simulator = Simulator(
        hook=f"{live_server.url}/hooks/telephony/",
        secret_of=lambda slug: secrets_of(slug)[0],
        clock=timezone.now,
        token="token",
        pace=0,
        scenes=lambda _number: Scene(talk=3.0),
    )
    with simulator.serve():
        settings.TELEPHONY_URL = simulator.url
        settings.OUTGOING_ORIGINS = [simulator.url]
        yield simulator


@pytest.fixture
def deaf(settings):
    """Events may come, but nobody can be dialled."""
    settings.TELEPHONY_SECRETS = [MASTER]


def dial(dealership, by, **fields) -> PhoneCall:
    values = {"extension": "101", "number": NUMBER, "customer": None, "at": timezone.now()}
    return phone_calls.dial(dealership=dealership, by=by, **(values | fields))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "faults",
    [
        Faults(),
        Faults(copies=3, is_shuffled=True),
        Faults(lost_answers=4),
        Faults(copies=2, is_shuffled=True, lost_answers=3, late=0.5),
    ],
    ids=["quiet", "doubled and shuffled", "lost answers", "everything"],
)
def test_a_click_rings_talks_and_is_recorded_whatever_goes_wrong(
    exchange, dealership, operator, faults
):
    exchange.faults = faults

    dial(dealership, operator)
    exchange.wait_until_quiet()

    call = PhoneCall.objects.get()
    assert (call.state, call.seconds, call.user, call.rings) == ("talked", 3, operator, 1)
    assert call.provider_id == next(iter(exchange.taken.values()))
    assert call.recording.size > 1000
    assert CallEvent.objects.count() == 4
    assert set(exchange.answers) <= {0, 204}  # 0: on a slow machine an answer came too late


@pytest.mark.django_db(transaction=True)
def test_two_clicks_are_one_call(exchange, dealership, operator):
    at = timezone.now()
    exchange.scenes = lambda _number: Scene(talk=None, answer=60)
    exchange.pace = 1.0  # it rings for a minute

    first = dial(dealership, operator, at=at)
    again = dial(dealership, operator, at=at + timedelta(seconds=2))

    assert first == again
    assert len(exchange.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_an_exchange_that_refuses_leaves_a_failed_call(exchange, dealership, operator, settings):
    settings.TELEPHONY_TOKEN = "another"

    call = dial(dealership, operator)

    assert (call.state, call.error[:3]) == ("failed", "401")


def test_an_exchange_that_is_not_there_leaves_a_failed_call(dealership, operator, settings):
    settings.TELEPHONY_URL = "http://127.0.0.1:9"
    settings.OUTGOING_ORIGINS = ["http://127.0.0.1:9"]

    assert dial(dealership, operator).state == "failed"


def test_an_exchange_off_the_list_is_not_asked(dealership, operator, settings):
    settings.TELEPHONY_URL = "http://127.0.0.1:9"
    settings.OUTGOING_ORIGINS = []

    assert "OUTGOING_ORIGINS" in dial(dealership, operator).error


def test_events_may_be_quicker_than_the_answer(dealership, operator, deaf):
    """The exchange's number was unknown when its first event came: no call is doubled."""
    ours = make_call(dealership, direction="out", provider_id="", state="dialling", ended_at=None)
    PhoneCall.objects.filter(pk=ours.pk).update(is_dialled=True, user=operator)
    receive(dealership=dealership, told=tell("ringing"), at=NOW)
    assert PhoneCall.objects.count() == 2

    receive(dealership=dealership, told=tell("answered", our_id=str(ours.uid)), at=NOW)

    call = PhoneCall.objects.get()
    assert (call.pk, call.state, call.rings) == (ours.pk, "talking", 1)
    assert call.events.count() == 2


def test_our_number_of_another_dealership_is_nobody_s(dealership, sister, deaf):
    theirs = make_call(sister, provider_id="", state="dialling", ended_at=None)

    receive(dealership=dealership, told=tell("ended", our_id=str(theirs.uid)), at=NOW)

    theirs.refresh_from_db()
    assert theirs.state == "dialling"
    assert PhoneCall.objects.for_dealership(dealership).count() == 1


# --- Reports and their proof (N8) --------------------------------------------------------------


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


# --- The pages ---------------------------------------------------------------------------------


@pytest.fixture
def telephone(dealership, operator, settings):
    settings.TELEPHONY_SECRETS = [MASTER]
    settings.TELEPHONY_URL = "http://127.0.0.1:9"
    settings.OUTGOING_ORIGINS = ["http://127.0.0.1:9"]
    call_at_any_hour(dealership)
    return give_telephone(dealership, operator)


def test_without_a_telephone_numbers_stay_links(
    client_as, dealership, operator, customer, settings
):
    settings.TELEPHONY_URL = "http://127.0.0.1:9"

    page = client_as(operator).get(f"/d/north/customers/{customer.pk}/").text

    assert f"tel:{NUMBER}" in page
    assert "/phone/dial/" not in page
    assert 'id="phone-pop"' not in page


def test_with_a_telephone_a_click_dials(client_as, operator, customer, telephone, dealership):
    consent_to(customer, dealership, "service")
    client = client_as(operator)
    assert "/phone/dial/" in client.get(f"/d/north/customers/{customer.pk}/").text

    answer = client.post(
        "/d/north/phone/dial/",
        {"number": NUMBER, "customer": customer.pk, "back": "/d/north/customers/"},
    )

    assert answer.url == "/d/north/customers/"
    call = PhoneCall.objects.get()
    assert (call.number, call.customer, call.user) == (NUMBER, customer, operator)


def test_who_asked_not_to_be_called_is_asked_for_twice(
    client_as, operator, customer, telephone, dealership
):
    stop_calls(customer=customer, by=operator, at=NOW)
    client, sent = client_as(operator), {"number": NUMBER, "customer": customer.pk}

    asked = client.post("/d/north/phone/dial/", sent)

    assert not PhoneCall.objects.exists()
    assert "This customer asked not to be called." in client.get(asked.url).text
    client.post("/d/north/phone/dial/", sent | {"confirmed": "1"})
    assert PhoneCall.objects.count() == 1


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_a_click_never_leads_away(client_as, operator, telephone, back):
    answer = client_as(operator).post("/d/north/phone/dial/", {"number": NUMBER, "back": back})

    assert answer.url == "/d/north/phone/"


def test_a_card_dials_only_while_it_is_in_hand(
    client_as, operator, telephone, dealership, customer
):
    consent_to(customer, dealership, "service")
    task = make_card(dealership, customer=customer)
    client, sent = client_as(operator), {"dial": NUMBER, "fence": 0, "note": ""}
    url = f"/d/north/calls/{task.pk}/dial/"

    assert client.post(url, sent).status_code == 409
    assert not PhoneCall.objects.exists()

    queue.claim_own(member=member(operator, dealership), task=task, at=timezone.now())
    task.refresh_from_db()
    right = sent | {"fence": task.fence}
    assert client.post(url, right | {"dial": "+79990000000"}).status_code == 404
    assert client.post(url, right, headers={"HX-Request": "true"}).status_code == 204
    assert PhoneCall.objects.get().customer == customer


def test_the_extension_stands_in_the_form_of_the_person(
    client_as, dealership, administrator, operator, receptionist
):
    client = client_as(administrator)
    sent = {"roles": ["operator"], "extension": "101"}
    client.post(f"/d/north/staff/{operator.pk}/", sent)
    assert member(operator, dealership).extension == "101"

    taken = client.post(f"/d/north/staff/{receptionist.pk}/", sent | {"roles": ["receptionist"]})

    assert taken.status_code == 422
    assert member(receptionist, dealership).extension == ""


def test_the_telephone_of_one_dealership_is_none_in_another(dealership, sister, operator):
    give_telephone(sister, operator)

    assert member(operator, dealership).extension == ""


# --- Who rings ---------------------------------------------------------------------------------


def ring(dealership, operator, number=NUMBER, **fields):
    values = {"state": "ringing", "ended_at": None, "user": operator, "number": number}
    return make_call(dealership, **(values | {"started_at": timezone.now()} | fields))


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


def test_a_colleague_s_talk_is_not_open_to_a_salesperson(
    client_as, dealership, operator, salesperson
):
    call = make_call(dealership, state="talked", answered_at=NOW, user=operator)

    assert client_as(salesperson).get(f"/d/north/phone/{call.pk}/talk/").status_code == 403


# --- Missed ------------------------------------------------------------------------------------


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

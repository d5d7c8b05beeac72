"""R6: the doorbell is broken, gone or mute: people work on, and what was rung for is done later."""

import socket
from contextlib import contextmanager

import pytest
from django.test import Client
from kombu.exceptions import OperationalError

from dealercrm.celery import app
from exchange.services import runs
from followups.models import CallTask
from followups.tasks import plan_lot
from tests.exchange.desk import CUSTOMERS, last, page, text_file, upload
from tests.factories import NOW
from tests.followups.cards import make_card
from tests.followups.racing import in_processes

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]


@contextmanager
def nobody():
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    yield port


@contextmanager
def black_hole():
    """Connections are taken, and never a word is said."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture(params=[nobody, black_hole])
def broken(request):
    with request.param() as port:
        yield f"redis://127.0.0.1:{port}/0"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def session_of(client_as):
    return lambda user: client_as(user).cookies["sessionid"].value


def with_broker(url: str, work, session: str) -> list[int]:
    app.conf.broker_url = url
    desk = Client()
    desk.cookies["sessionid"] = session
    return work(desk)


def call(desk: Client) -> list[int]:
    """Take a card, look at it, save what it came to."""
    answers = [desk.post("/d/north/calls/next/")]
    task = CallTask.objects.get(status="held")
    answers.append(desk.get("/d/north/calls/"))
    given = {"outcome": "reached", "fence": task.fence}
    given["handled"] = list(task.reasons.values_list("pk", flat=True))
    answers.append(desk.post(f"/d/north/calls/{task.pk}/outcome/", given))
    return [answer.status_code for answer in answers]


def import_a_file(desk: Client) -> list[int]:
    upload(desk, text_file("customers.csv", CUSTOMERS))
    return [desk.post(page("import_start", last().pk)).status_code]


def look_at_figures(desk: Client) -> list[int]:
    return [desk.get("/d/north/").status_code, desk.get("/d/north/kpis/").status_code]


def test_calls_go_on(dealership, operator, session_of, broken):
    card = make_card(dealership)

    [answers] = in_processes(with_broker, [(broken, call, session_of(operator))])

    assert max(answers) < 400
    card.refresh_from_db()
    assert card.status == "done"


def test_an_import_is_taken_up_by_the_next_sweep(
    dealership, administrator, session_of, broken, tmp_path, settings
):
    settings.MEDIA_ROOT = tmp_path

    [answers] = in_processes(with_broker, [(broken, import_a_file, session_of(administrator))])

    assert max(answers) < 400
    assert list(runs.waiting_runs()) == [last().pk]


def test_figures_are_shown_as_being_counted(dealership, administrator, session_of, broken):
    [answers] = in_processes(with_broker, [(broken, look_at_figures, session_of(administrator))])

    assert max(answers) < 400


def test_the_broker_is_really_broken(dealership, broken):
    """The control."""
    [said] = in_processes(_ring_loudly, [(broken,)])

    assert said == "OperationalError"


def _ring_loudly(url: str) -> str:
    app.conf.broker_url = url
    try:
        plan_lot.delay(dealership_ids=[])
    except OperationalError as error:
        return type(error).__name__
    return "rung"

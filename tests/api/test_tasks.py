"""Call tasks by API: what pages do, only by key."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from followups.models import CallReason, CallTask, Rule
from tests.api.test_keys import bearer, issue
from tests.factories import NOW, TODAY, make_customer
from tests.followups.cards import consent_to, make_rule

TASKS = "/api/v1/tasks/"


@pytest.fixture(autouse=True)
def _in_calling_hours():
    """Noon in Moscow: leases run on the database's clock and do not mind."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def machine(client, dealership, operator):
    """machine("get", path, body): a request by the operator's key."""
    return machine_of(client, issue(dealership, operator))


def machine_of(client, secret):
    def ask(method, path, body=None):
        options = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(client, method)(path, headers=bearer(secret), **options)

    return ask


def make_task(dealership, *, name="", **fields) -> CallTask:
    customer = make_customer(dealership, name, phone="+79161234567")
    rule = Rule.objects.filter(dealership=dealership).first() or make_rule(
        dealership,
        name="After the visit",
        trigger="visit_closed",
        offset_days=3,
        window_days=10,
        purpose="satisfaction",
    )
    values = {
        "priority": 5,
        "not_before": NOW - timedelta(hours=1),
        "due_until": TODAY + timedelta(days=5),
        "max_attempts": 3,
        "planned_on": TODAY,
        "created_at": NOW,
    } | fields
    task = CallTask.objects.create(dealership=dealership, customer=customer, **values)
    consent_to(customer, dealership, rule.purpose)
    CallReason.objects.create(
        dealership=dealership,
        task=task,
        customer=customer,
        rule=rule,
        subject_id=task.pk,
        cycle_on=TODAY,
        due_on=TODAY,
        due_from=TODAY,
        due_until=TODAY + timedelta(days=5),
        planned_on=TODAY,
    )
    return task


def test_the_list_shows_cards_of_the_key_s_dealership_only(machine, dealership, sister):
    mine = make_task(dealership, name="Анна")
    make_task(sister)

    answer = machine("get", TASKS).json()

    assert [task["id"] for task in answer["results"]] == [mine.pk]
    assert answer["results"][0]["customer_name"] == "Анна"
    assert answer["results"][0]["reasons"][0]["rule"] == mine.reasons.get().rule.name
    assert "fence" not in answer["results"][0]


def test_the_list_is_paged_by_urgency(machine, dealership, monkeypatch):
    monkeypatch.setattr("dealerships.paging.keyset_page.__kwdefaults__", {"size": 2})
    tasks = [make_task(dealership, priority=priority) for priority in (3, 1, 2)]

    first = machine("get", TASKS).json()
    second = machine("get", f"{TASKS}?{first['older']}").json()

    found = [task["id"] for task in first["results"] + second["results"]]
    assert found == [tasks[1].pk, tasks[2].pk, tasks[0].pk]
    assert second["older"] == ""


def test_the_list_is_filtered_by_state(machine, dealership):
    make_task(dealership)

    assert machine("get", f"{TASKS}?status=held").json()["results"] == []
    assert machine("get", f"{TASKS}?status=nonsense").status_code == 400


def test_a_shift_by_api(machine, dealership, operator):
    task = make_task(dealership)

    held = machine("post", f"{TASKS}claim/").json()
    assert (held["id"], held["numbers"]) == (task.pk, ["+79161234567"])
    beat = {"fence": held["fence"], "note": "Ringing"}
    assert machine("post", f"{TASKS}{task.pk}/heartbeat/", beat).status_code == 204
    done = machine(
        "post",
        f"{TASKS}{task.pk}/outcome/",
        {"fence": held["fence"], "outcome": "reached", "note": "Content"},
    )

    assert (done.status_code, done.json()["status"]) == (200, "done")
    touch = task.customer.touches.get()
    assert (touch.by, touch.outcome, touch.note) == (operator, "reached", "Content")
    assert machine("post", f"{TASKS}claim/").status_code == 204


def test_a_card_is_given_back(machine, dealership):
    task = make_task(dealership)
    held = machine("post", f"{TASKS}claim/").json()

    answer = machine("post", f"{TASKS}{task.pk}/release/", {"fence": held["fence"]})

    assert answer.status_code == 204
    task.refresh_from_db()
    assert task.status == "waiting"


@pytest.mark.parametrize("verb", ["heartbeat", "release", "outcome"])
def test_a_late_holder_is_told_of_the_conflict(machine, dealership, verb):
    task = make_task(dealership)

    answer = machine("post", f"{TASKS}{task.pk}/{verb}/", {"fence": 0, "outcome": "busy"})

    assert answer.status_code == 409
    assert answer.json()["type"] == "conflict"


@pytest.mark.parametrize("verb", ["heartbeat", "release", "outcome"])
def test_another_dealership_s_card_answers_as_none_at_all(machine, sister, verb):
    task = make_task(sister)
    body = {"fence": 0, "outcome": "busy"}

    theirs = machine("post", f"{TASKS}{task.pk}/{verb}/", body)
    none = machine("post", f"{TASKS}{task.pk + 1000}/{verb}/", body)

    assert theirs.status_code == none.status_code == 404
    assert theirs.content == none.content


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"fence": "x", "outcome": "busy"},
        {"fence": 1, "outcome": "sold"},
        {"fence": -1, "outcome": "busy"},
        {"fence": 1, "outcome": "busy", "handled": ["x"]},
        {"fence": 1, "outcome": "busy", "note": "\0"},
        {"fence": 1, "outcome": "call_back", "callback_at": "tomorrow"},
        [],
        "text",
    ],
    ids=str,
)
def test_what_is_no_outcome_is_refused_with_the_fields(machine, dealership, body):
    task = make_task(dealership)

    answer = machine("post", f"{TASKS}{task.pk}/outcome/", body)

    assert answer.status_code == 400
    assert answer.json()["status"] == 400


def test_a_callback_at_night_is_refused(machine, dealership):
    task = make_task(dealership)
    held = machine("post", f"{TASKS}claim/").json()
    body = {"fence": held["fence"], "outcome": "call_back"}

    night = (timezone.now() + timedelta(hours=15)).isoformat()
    assert machine("post", f"{TASKS}{task.pk}/outcome/", body).status_code == 422
    answer = machine("post", f"{TASKS}{task.pk}/outcome/", body | {"callback_at": night})
    assert answer.status_code == 422


def test_a_dealership_in_the_body_changes_nothing(machine, dealership, sister):
    make_task(sister)

    answer = machine("post", f"{TASKS}claim/", {"dealership": sister.slug})

    assert answer.status_code == 204


def test_reading_is_no_claim(machine, dealership):
    make_task(dealership)

    assert machine("get", f"{TASKS}claim/").status_code == 405
    assert machine("delete", TASKS).status_code == 405

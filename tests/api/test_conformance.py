"""The API does what its schema says: every operation, with good input and with bad (S6).

Inputs are drawn from the schema itself, so that a new operation is driven without a line here.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dealerships.api import KeyThrottle
from dealerships.models import Dealership
from followups.models import CallTask
from tests.api.test_keys import bearer, issue
from tests.api.test_schema import SCHEMA
from tests.api.test_tasks import make_task
from tests.factories import NOW, make_user

ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.just([]), st.just({"a": 1})
)
MANY = [pytest.param(15, id="some"), pytest.param(1000, id="many", marks=pytest.mark.nightly)]
pytestmark = pytest.mark.django_db


@pytest.fixture
def schema(client, db):
    return json.loads(client.get(SCHEMA).content)


@pytest.fixture(autouse=True)
def _in_calling_hours():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _without_a_limit(monkeypatch):
    """So many questions a minute are not what is asked here; the limit has a test of its own."""
    monkeypatch.setattr(KeyThrottle, "get_cache_key", lambda *_given: None)


@pytest.fixture
def headers(dealership):
    """By a key that may everything, of somebody who may call and read figures."""
    user = make_user("machine", dealership=dealership, roles=["operator", "dealer_head"])
    return bearer(issue(dealership, user))


def operations(schema):
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def body_of(operation) -> dict | None:
    content = operation.get("requestBody", {}).get("content", {})
    return content.get("application/json", {}).get("schema")


def values(schema, part) -> st.SearchStrategy:
    """Values that fit a part of the schema."""
    if "$ref" in part:
        return values(schema, schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[-1]])
    if "enum" in part:
        return st.sampled_from(part["enum"])
    match part.get("type"), part.get("format"):
        case "object", _:
            needed = set(part.get("required", ()))
            fields = {name: values(schema, each) for name, each in part["properties"].items()}
            return st.fixed_dictionaries(
                {name: fields[name] for name in fields if name in needed},
                optional={name: fields[name] for name in fields if name not in needed},
            )
        case "array", _:
            return st.lists(values(schema, part["items"]), max_size=2)
        case "integer", _:
            return st.integers(part.get("minimum", -(2**40)), part.get("maximum", 2**40))
        case "string", "date":
            return st.dates().map(str)
        case "string", "date-time":
            return st.datetimes().map(lambda at: f"{at.isoformat()}Z")
        case "string", _:
            return st.text(max_size=min(part.get("maxLength", 30), 30))
    raise AssertionError(part)


def spoilt(good: st.SearchStrategy) -> st.SearchStrategy:
    """A good body with a field of another kind, a field missing, or no object at all."""
    fields = st.builds(lambda body, name, value: body | {name: value}, good, st.sampled_from(
        ["fence", "outcome", "handled", "callback_at", "note"]), ANYTHING)  # fmt: skip
    return st.one_of(fields, st.just({}), ANYTHING)


def violations(schema, operation, response) -> list[str]:
    """What an answer says that the schema does not."""
    declared = operation["responses"].get(str(response.status_code))
    if declared is None:
        return [f"{response.status_code} is not declared: {response.content[:200]!r}"]
    content = declared.get("content")
    if content is None:
        return [] if not response.content else [f"a body with {response.status_code}"]
    told = response.headers["Content-Type"].split(";")[0]
    if told not in content:
        return [f"{told} is not declared for {response.status_code}"]
    described = {**content[told]["schema"], "components": schema["components"]}
    validator = Draft202012Validator(described, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [error.message[:300] for error in validator.iter_errors(response.json())]


@dataclass
class Driver:
    """Asks every operation of the schema many times and holds each answer against it."""

    client: Client
    schema: dict
    dealership: Dealership
    headers: dict
    count: int
    is_good: bool
    seen: dict[str, set] = field(default_factory=lambda: defaultdict(set))

    def drive(self) -> dict[str, set]:
        """{operation: statuses it answered with}."""
        for path, method, operation in operations(self.schema):
            self._drive_one(path, method, operation, card_in_hand(self))
        return self.seen

    def _drive_one(self, path, method, operation, task) -> None:
        @settings(
            max_examples=self.count, deadline=None, database=None, derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(self._questions(operation), self._bodies(operation), st.booleans())
        def ask(question, body, is_held):
            if self.is_good and is_held and body and "fence" in body:
                body["fence"] = task.fence
            address = path.replace("{id}", str(task.pk))
            options = {"query_params": question, "headers": self.headers}
            if body is not None:
                options |= {"data": json.dumps(body), "content_type": "application/json"}
            with transaction.atomic():  # each question finds the same rows
                response = getattr(self.client, method)(address, **options)
                transaction.set_rollback(True)

            found = violations(self.schema, operation, response)
            assert found == [], (method, path, question, body)
            self.seen[f"{method} {path}"].add(response.status_code)

        ask()

    def _questions(self, operation) -> st.SearchStrategy:
        asked = [one for one in operation.get("parameters", ()) if one["in"] == "query"]
        good = {one["name"]: values(self.schema, one["schema"]) for one in asked}
        wild = {name: st.text(max_size=12) for name in good}
        return st.fixed_dictionaries({}, optional=good if self.is_good else wild)

    def _bodies(self, operation) -> st.SearchStrategy:
        described = body_of(operation)
        if described is None:
            return st.none()
        good = values(self.schema, described)
        return good if self.is_good else spoilt(good)


def card_in_hand(driver: Driver) -> CallTask:
    """The card the key's person holds."""
    driver.client.post("/api/v1/tasks/claim/", headers=driver.headers)
    return CallTask.objects.get(dealership=driver.dealership, status="held")


@pytest.mark.parametrize("count", MANY)
def test_good_input_is_answered_as_described(client, schema, dealership, headers, count):
    make_task(dealership)

    seen = Driver(client, schema, dealership, headers, count, True).drive()

    assert len(seen) == len(list(operations(schema)))
    for name, statuses in seen.items():
        assert statuses & {200, 204}, (name, statuses)


@pytest.mark.parametrize("count", MANY)
def test_bad_input_is_refused_as_described(client, schema, dealership, headers, count):
    make_task(dealership)

    seen = Driver(client, schema, dealership, headers, count, False).drive()

    for path, method, operation in operations(schema):
        if body_of(operation) or operation.get("parameters"):
            assert 400 in seen[f"{method} {path}"], path


def test_without_a_key_or_with_one_that_may_nothing_each_says_so(client, schema, dealership):
    nobody = bearer(
        issue(dealership, make_user("idle", dealership=dealership, roles=["operator"]), scopes=[])
    )

    for path, method, operation in operations(schema):
        for headers, expected in (({}, 401), (nobody, 403)):
            response = getattr(client, method)(path.replace("{id}", "1"), headers=headers)
            assert response.status_code == expected, path
            assert violations(schema, operation, response) == [], path


def test_an_answer_that_breaks_the_schema_is_found(client, schema, dealership, headers):
    """The control: a field that the answer has and the schema says is something else."""
    make_task(dealership)
    schema["components"]["schemas"]["Closed"]["properties"]["id"] = {"type": "string"}

    with pytest.raises(AssertionError, match="is not of type 'string'"):
        Driver(client, schema, dealership, headers, 15, True).drive()

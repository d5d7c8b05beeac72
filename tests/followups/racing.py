"""Real processes on the real test database: each forked child opens connections of its own."""

import multiprocessing
import traceback
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from customers.models import Consent, Customer, CustomerRelation
from dealerships.models import Dealership
from followups.models import CallReason, CallTask, Rule
from tests import connections
from tests.factories import LONG_AFTER, NOW, TODAY


def in_processes(target: Callable[..., Any], arguments: Sequence[tuple]) -> list[Any]:
    """Run target(*arguments[i]) in a process each, all let go at once; their results in order."""
    fork = multiprocessing.get_context("fork")
    start, results = fork.Barrier(len(arguments)), fork.SimpleQueue()
    connections.close_all()  # a child must not speak on its parent's socket
    children = [
        fork.Process(target=_child, args=(target, number, given, start, results))
        for number, given in enumerate(arguments)
    ]
    for child in children:
        child.start()
    answers = dict(results.get() for _child_ in children)
    for child in children:
        child.join()
    failed = [answer for answer in answers.values() if isinstance(answer, _Failure)]
    assert not failed, failed[0]
    return [answers[number] for number in range(len(children))]


class _Failure(str):
    """The traceback of a child."""


def _child(target, number, given, start, results) -> None:
    try:
        start.wait(timeout=120)
        answer = target(*given)
    except BaseException:
        answer = _Failure(traceback.format_exc())
    connections.close_all()
    results.put((number, answer))


def make_cards(dealership: Dealership, rule: Rule, count: int, **fields) -> list[CallTask]:
    """Many waiting cards in a few statements."""
    customers = Customer.objects.bulk_create(
        Customer(
            holding=dealership.holding, full_name=f"Customer {number}",
            search_name=f"customer {number}", sort_name=f"customer {number}",
        )
        for number in range(count)
    )  # fmt: skip
    CustomerRelation.objects.bulk_create(
        CustomerRelation(holding=dealership.holding, dealership=dealership, customer=customer)
        for customer in customers
    )
    Consent.objects.bulk_create(
        Consent(
            customer=customer, dealership=dealership, purpose=rule.purpose, channel="call",
            is_granted=True, given_at=NOW - timedelta(days=365), evidence="import",
        )
        for customer in customers
    )  # fmt: skip
    values = {
        "priority": rule.priority,
        "max_attempts": rule.plan().most_calls,
        "due_until": LONG_AFTER,
        "planned_on": TODAY,
        "created_at": NOW - timedelta(hours=1),
    } | fields
    cards = CallTask.objects.bulk_create(
        CallTask(
            dealership=dealership, customer=customer,
            **({"not_before": NOW - timedelta(minutes=1 + number % 600)} | values),
        )
        for number, customer in enumerate(customers)
    )  # fmt: skip
    CallReason.objects.bulk_create(
        CallReason(
            dealership=dealership, task=card, customer=card.customer, rule=rule,
            subject_id=card.pk, cycle_on=TODAY, due_on=TODAY, due_from=TODAY,
            due_until=card.due_until, planned_on=TODAY,
        )
        for card in cards
    )  # fmt: skip
    return cards

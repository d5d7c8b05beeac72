"""Builders of rules and call cards for the tests of the queue."""

import itertools
from datetime import timedelta

from customers.models import Consent, Customer
from dealerships.members import Member, member_of
from dealerships.models import Dealership, User
from followups.models import CallReason, CallTask, PlanStep, Rule, TaskEvent
from followups.services.rule_changes import put_steps
from tests.factories import LONG_AFTER, NOW, TODAY, make_customer

_numbers = itertools.count(1)


def member(user: User, dealership: Dealership) -> Member:
    found = member_of(user, dealership.slug)
    assert found is not None
    return found


def make_rule(dealership: Dealership, **fields) -> Rule:
    values = {
        "name": f"Rule {next(_numbers)}",
        "trigger": "maintenance_due",
        "offset_days": 0,
        "window_days": 30,
        "purpose": "service",
        "steps": [("call", 0, fields.pop("max_attempts", 4))],
    } | fields
    steps = values.pop("steps")
    rule = Rule.objects.create(dealership=dealership, **values)
    put_steps(rule, [make_step(*step) for step in steps])
    return rule


def make_step(channel="call", day=0, attempts=1, template=None) -> PlanStep:
    return PlanStep(channel=channel, day=day, attempts=attempts, template=template)


def make_card(dealership: Dealership, *, rules=(), customer=None, vehicle=None, **fields):
    """A waiting card, callable for an hour already, with one reason a rule (one by default)."""
    rules = rules or [make_rule(dealership)]
    phone = f"+7916{next(_numbers):07d}"
    values = {
        "customer": customer or make_customer(dealership, phone=phone),
        "priority": min(rule.priority for rule in rules),
        "max_attempts": max(rule.plan().most_calls for rule in rules),
        "not_before": NOW - timedelta(hours=1),
        "due_until": LONG_AFTER,
        "planned_on": TODAY,
        "created_at": NOW - timedelta(hours=1),
    } | fields
    task = CallTask.objects.create(dealership=dealership, **values)
    for rule in rules:
        make_reason(task, rule, vehicle=vehicle)
    return task


def consent_to(customer: Customer, dealership: Dealership, purpose: str) -> None:
    """A grant of last year, unless the customer has said something about the purpose."""
    if not Consent.objects.filter(customer=customer, purpose=purpose).exists():
        Consent.objects.create(
            customer=customer,
            dealership=dealership,
            purpose=purpose,
            channel="call",
            is_granted=True,
            given_at=NOW - timedelta(days=365),
            evidence="import",
        )


def make_reason(task: CallTask, rule: Rule, *, vehicle=None, **fields) -> CallReason:
    consent_to(task.customer, task.dealership, rule.purpose)
    values = {
        "subject_id": next(_numbers),
        "cycle_on": TODAY,
        "due_on": TODAY,
        "due_from": TODAY,
        "due_until": task.due_until,
        "planned_on": TODAY,
    } | fields
    return CallReason.objects.create(
        dealership=task.dealership, task=task, customer=task.customer, rule=rule,
        vehicle=vehicle, **values
    )  # fmt: skip


def history(task: CallTask) -> list[tuple[str, str, str]]:
    """(kind, from, to) of each transition, oldest first."""
    events = TaskEvent.objects.filter(task=task).order_by("pk")
    return list(events.values_list("kind", "from_status", "to_status"))


def run_out(task: CallTask) -> None:
    """Let the lease of a card end: the browser was closed minutes ago."""
    task.refresh_from_db()
    CallTask.objects.filter(pk=task.pk).update(lease_until=task.lease_until - timedelta(hours=1))

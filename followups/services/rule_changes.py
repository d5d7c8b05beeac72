"""Verbs that change rules and scripts. Who changed what is kept by the database (pghistory)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

import pghistory
from django.db import IntegrityError, transaction

from dealerships.models import Dealership, User
from followups.models import PlanStep, Rule, Script
from followups.rules.plans import Fault, Step, faults

Row = TypeVar("Row", Rule, Script)


class NameTaken(ValueError):
    """The dealership has another rule (or script) of this name."""


class BadPlan(ValueError):
    """The steps are no plan (`faults`, see followups.rules.plans)."""

    def __init__(self, faults: list[tuple[Fault, int]]) -> None:
        super().__init__(faults)
        self.faults = faults


@transaction.atomic
def save_rule(*, rule: Rule, steps: Sequence[PlanStep], by: User, at: datetime) -> Rule:
    """Store a new or changed rule with its plan; raises NameTaken and BadPlan.

    Calls and messages of before stay as they are; occasions that are planned already go on with
    the step of the same place in the new plan.
    """
    found = faults(
        [Step(step.channel, step.day, step.attempts) for step in steps],
        window_days=rule.window_days,
    )
    if found:
        raise BadPlan(found)
    _save(rule, by, at)
    with noted(by, at):
        put_steps(rule, steps)
    return rule


def put_steps(rule: Rule, steps: Sequence[PlanStep]) -> None:
    """These and no others, in this order; a step that stays the same leaves no history."""
    rule.steps.filter(position__gt=len(steps)).delete()
    for position, step in enumerate(steps, start=1):
        rule.steps.update_or_create(
            position=position,
            defaults={
                "dealership": rule.dealership,
                "channel": step.channel,
                "day": step.day,
                "attempts": step.attempts,
                "template": step.template,
            },
        )


def save_script(*, script: Script, by: User, at: datetime) -> Script:
    return _save(script, by, at)


@transaction.atomic
def switch_rule(
    *, dealership: Dealership, rule_id: int, is_active: bool, by: User, at: datetime
) -> Rule:
    """Switch a rule on or off; a repeat changes nothing. Raises Rule.DoesNotExist.

    Off: nothing new is planned, waiting cards stay. On again: windows that are open on the day
    are planned, as after an outage.
    """
    with noted(by, at):
        Rule.objects.for_dealership(dealership).filter(pk=rule_id).exclude(
            is_active=is_active
        ).update(is_active=is_active)
    return Rule.objects.for_dealership(dealership).get(pk=rule_id)


def _save(row: Row, by: User, at: datetime) -> Row:
    try:
        with transaction.atomic(), noted(by, at):
            row.save()
    except IntegrityError as error:
        if "name_once" in str(error):
            raise NameTaken from error
        raise
    return row


def noted(by: User, at: datetime) -> Any:
    return pghistory.context(user=by.pk, at=at.isoformat())

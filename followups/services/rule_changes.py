"""Verbs that change rules and scripts. Who changed what is kept by the database (pghistory)."""

from datetime import datetime
from typing import Any, TypeVar

import pghistory
from django.db import IntegrityError, transaction

from dealerships.models import Dealership, User
from followups.models import Rule, Script

Row = TypeVar("Row", Rule, Script)


class NameTaken(ValueError):
    """The dealership has another rule (or script) of this name."""


def save_rule(*, rule: Rule, by: User, at: datetime) -> Rule:
    """Store a new or changed rule; cards that are planned already stay as they are."""
    return _save(rule, by, at)


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
    with _noted(by, at):
        Rule.objects.for_dealership(dealership).filter(pk=rule_id).exclude(
            is_active=is_active
        ).update(is_active=is_active)
    return Rule.objects.for_dealership(dealership).get(pk=rule_id)


def _save(row: Row, by: User, at: datetime) -> Row:
    try:
        with transaction.atomic(), _noted(by, at):
            row.save()
    except IntegrityError as error:
        if "name_once" in str(error):
            raise NameTaken from error
        raise
    return row


def _noted(by: User, at: datetime) -> Any:
    return pghistory.context(user=by.pk, at=at.isoformat())

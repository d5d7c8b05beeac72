"""Verbs that change the branches of a script. Who changed what is kept by the database."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from dealerships.models import User
from followups.models import Script, ScriptBranch
from followups.querysets import ScriptBranchQuerySet
from followups.rules.script_tree import MOST_BRANCHES, MOST_DEPTH, Place, grown, size
from followups.services.rule_changes import noted


class TooManyBranches(ValueError):
    """The script has as many answers as a caller can look through."""


class TooDeep(ValueError):
    """An answer stands so far down that nobody would follow."""


@transaction.atomic
def save_branch(*, branch: ScriptBranch, by: User, at: datetime) -> ScriptBranch:
    """Store a changed branch, or a new one as the last of its parent.

    Raises TooDeep and TooManyBranches for a new one.
    """
    if branch.pk is None:
        standing = _locked(branch.script).standing()
        branch.hang_under(branch.parent)
        if branch.depth > MOST_DEPTH:
            raise TooDeep
        if _size(branch.script) >= MOST_BRANCHES:
            raise TooManyBranches
        beside = standing.filter(parent=branch.parent)
        branch.position = (beside.aggregate(last=Max("position"))["last"] or 0) + 1
    with noted(by, at):
        branch.save()
    return branch


@transaction.atomic
def move_branch(*, branch: ScriptBranch, places: int, by: User, at: datetime) -> None:
    """One place up (-1) or down (1) among those of the same parent.

    At the end, or where somebody has just removed it, nothing changes.
    """
    beside = _locked(branch.script).standing().filter(parent=branch.parent_id)
    rows = list(beside.order_by("position", "pk"))
    if branch not in rows:
        return
    place = rows.index(branch)
    rows.insert(min(max(place + places, 0), len(rows) - 1), rows.pop(place))
    for position, row in enumerate(rows, start=1):
        row.position = position
    with noted(by, at):
        ScriptBranch.objects.bulk_update(rows, ["position"])


@transaction.atomic
def remove_branch(*, branch: ScriptBranch, by: User, at: datetime) -> None:
    """Take it from the script with all below it; a repeat changes nothing."""
    with noted(by, at):
        ScriptBranch.objects.filter(pk=branch.pk).standing().update(removed_at=at)


@transaction.atomic
def restore_branch(*, branch: ScriptBranch, by: User, at: datetime) -> None:
    """Back to its place, with all below it; a repeat changes nothing. Raises TooManyBranches."""
    rows = _locked(branch.script)
    with noted(by, at):
        rows.filter(pk=branch.pk).update(removed_at=None)
    if _size(branch.script) > MOST_BRANCHES:
        raise TooManyBranches


def _locked(script: Script) -> ScriptBranchQuerySet:
    """The branches of the script, changed by nobody else until the transaction ends."""
    Script.objects.select_for_update().get(pk=script.pk)
    return ScriptBranch.objects.filter(script=script)


def _size(script: Script) -> int:
    """How many answers the caller sees: what hangs below a removed one is not among them."""
    standing = ScriptBranch.objects.filter(script=script).standing()
    places = standing.values_list("pk", "parent", "position")
    return size(grown({Place(*place): None for place in places}))

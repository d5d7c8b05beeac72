"""A script as the caller reads it: the opening, and the answers that open in place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from dealerships.prepared import prepared
from followups.models import Script, ScriptBranch
from followups.rules.script_tree import Node, Place, grown
from followups.wording import Say

LeadsTo = ScriptBranch.LeadsTo


@dataclass(frozen=True)
class Answer:
    """One thing the customer may say.

    key     the digit that opens it with Shift, 0 where there is none left
    target  id of what its button presses on the card: an outcome or a tool; "": no button
    """

    pk: int
    hears: str
    says: str
    key: int
    action: str
    target: str
    icon: str
    answers: "list[Answer]"


@dataclass(frozen=True)
class Reading:
    opening: str
    answers: list[Answer]


ICONS = {
    LeadsTo.SURVEY: "clipboard-list",
    LeadsTo.COMPLAINT: "message-report",
    LeadsTo.PROMISE: "hand-stop",
    LeadsTo.OUTCOME: "circle-check",
}


def reading_of(script: Script, *, say: Say, offered: Collection[int]) -> Reading:
    """The script in the words of `say` (one query); `offered`: the outcomes on the card."""
    answers = [_answer(node, say, offered) for node in tree_of(script)]
    return Reading(say(script.texts), answers)


def tree_of(script: Script) -> list[Node[ScriptBranch]]:
    """Its standing branches in their order, each with those below it (one query)."""
    rows = _branches(script.pk)
    return grown({Place(row.pk, row.parent_id, row.position): row for row in rows})


@prepared
def _branches(script: int) -> QuerySet[ScriptBranch]:
    return ScriptBranch.objects.filter(script=script).standing().select_related("outcome")


def lacking(branch: ScriptBranch, languages: Sequence[tuple[str, str]]) -> list[str]:
    """Names of the languages, of those (code, name), in which a branch is not written."""
    return [name for code, name in languages if branch.lacks(code)]


def _answer(node: Node[ScriptBranch], say: Say, offered: Collection[int]) -> Answer:
    branch = node.row
    action, target = _action(branch, offered)
    return Answer(
        pk=branch.pk,
        hears=say(branch.hears),
        says=say(branch.says),
        key=node.key,
        action=action,
        target=target,
        icon=ICONS.get(LeadsTo(branch.leads_to), ""),
        answers=[_answer(child, say, offered) for child in node.children],
    )


def _action(branch: ScriptBranch, offered: Collection[int]) -> tuple[str, str]:
    """What the button says and presses; an outcome that is off the card has none."""
    if branch.outcome:
        is_offered = branch.outcome.pk in offered
        return (str(branch.outcome), f"outcome-{branch.outcome.code}") if is_offered else ("", "")
    if branch.leads_to:
        return str(branch.get_leads_to_display()), f"tool-{branch.leads_to}"
    return "", ""

"""Rules that say whom to call and why; the cards of the queue; their history."""

from followups.models.draw import Draw
from followups.models.event import TaskEvent
from followups.models.reason import CallReason
from followups.models.rule import Rule
from followups.models.run import PlanningRun
from followups.models.script import Script, ScriptBranch
from followups.models.step import PlanStep
from followups.models.task import CallTask

__all__ = [
    "CallReason",
    "CallTask",
    "Draw",
    "PlanStep",
    "PlanningRun",
    "Rule",
    "Script",
    "ScriptBranch",
    "TaskEvent",
]

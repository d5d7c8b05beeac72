"""What a person may do next with a complaint, as the verbs on the buttons."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.models import Complaint

Status = Complaint.Status


@dataclass(frozen=True)
class Step:
    to: str
    verb: str | Promise
    icon: str
    is_main: bool = False

    @property
    def needs_words(self) -> bool:
        return self.to in rules.NEEDS_WORDS


TAKE_ON = Step(Status.IN_WORK, _("Take on"), "hand-stop", is_main=True)
SOLVE = Step(Status.SOLVED, _("Mark solved"), "check")
REJECT = Step(Status.REJECTED, _("Reject as unfounded"), "x")
CLOSE = Step(Status.CLOSED, _("Close: the customer is content"), "circle-check", is_main=True)
REOPEN = Step(Status.IN_WORK, _("Reopen"), "refresh")


def steps_from(status: str) -> list[Step]:
    """In the order of the buttons; the same states as rules.TRANSITIONS."""
    return [_step(status, to) for to in rules.TRANSITIONS[status]]


def _step(status: str, to: str) -> Step:
    if to == Status.IN_WORK:
        return TAKE_ON if status == Status.OPEN else REOPEN
    if to == Status.SOLVED and status == Status.IN_WORK:
        return Step(SOLVE.to, SOLVE.verb, SOLVE.icon, is_main=True)
    return {Status.SOLVED: SOLVE, Status.REJECTED: REJECT, Status.CLOSED: CLOSE}[Status(to)]

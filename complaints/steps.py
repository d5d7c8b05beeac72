"""What a person may do next with a complaint, as the verbs on the buttons."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.models import Complaint

Status = Complaint.Status


@dataclass(frozen=True)
class Step:
    """A button: the state it leads to; the main one is what is usually done next."""

    to: str
    verb: str | Promise
    icon: str
    is_main: bool = False

    @property
    def needs_words(self) -> bool:
        """Whether the note box must not be empty."""
        return self.to in rules.NEEDS_WORDS


TAKE_ON = Step(Status.IN_WORK, _("Take on"), "hand-stop")
SOLVE = Step(Status.SOLVED, _("Mark solved"), "check")
REJECT = Step(Status.REJECTED, _("Reject as unfounded"), "x")
CLOSE = Step(Status.CLOSED, _("Close: the customer is content"), "circle-check")
REOPEN = Step(Status.IN_WORK, _("Reopen"), "refresh")

# in the order of the buttons; the same states as rules.TRANSITIONS
STEPS: dict[str, tuple[Step, ...]] = {
    Status.OPEN: (replace(TAKE_ON, is_main=True), SOLVE, REJECT),
    Status.IN_WORK: (replace(SOLVE, is_main=True), REJECT),
    Status.SOLVED: (replace(CLOSE, is_main=True), REOPEN),
    Status.CLOSED: (REOPEN,),
    Status.REJECTED: (REOPEN,),
}

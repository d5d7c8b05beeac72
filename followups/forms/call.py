"""What the caller enters on the card."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communications.models import CallOutcome
from followups.rules.outcomes import Outcome


class OutcomeForm(forms.Form):
    """The outcome of a call; the reasons that stay open are those without a tick."""

    fence = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    # replaced by its CallOutcome when it is clean
    outcome = forms.ChoiceField(
        label=_("Outcome"), error_messages={"required": _("Choose what came of the call.")}
    )
    address = forms.ChoiceField(label=_("Number"), required=False)
    handled = forms.TypedMultipleChoiceField(label=_("Spoken of"), coerce=int, required=False)
    callback_at = forms.DateTimeField(label=_("Call back at"), required=False)
    note = forms.CharField(label=_("Notes"), max_length=10_000, required=False)

    def __init__(
        self,
        data: Any,
        *,
        numbers: Sequence[str],
        reasons: Sequence[int],
        outcomes: Sequence[CallOutcome],
    ) -> None:
        super().__init__(data)
        self._outcomes = {outcome.code: outcome for outcome in outcomes}
        outcome: Any = self.fields["outcome"]
        outcome.choices = [(code, str(offered)) for code, offered in self._outcomes.items()]
        address: Any = self.fields["address"]
        handled: Any = self.fields["handled"]
        address.choices = [(number, number) for number in numbers]
        handled.choices = [(pk, pk) for pk in reasons]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = self._outcomes.get(cleaned.get("outcome", ""))
        if chosen is None:
            return cleaned
        if chosen.kind == Outcome.CALL_BACK and not cleaned.get("callback_at"):
            self.add_error("callback_at", _("Say when to call back."))
        if chosen.opens_complaint and not cleaned.get("note", "").strip():
            self.add_error("note", _("Write down what happened: it becomes the complaint."))
        return cleaned | {"chosen": chosen}


class HeartbeatForm(forms.Form):
    fence = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    note = forms.CharField(max_length=10_000, required=False)

"""Which day of a person is asked for, and which of its calls."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from communications.models import CallOutcome
from dealerships.forms.inputs import DayInput
from followups.day_summary import TALKS


class DayForm(forms.Form):
    on = forms.DateField(label=_("Day"), required=False, widget=DayInput())
    came_to = forms.ChoiceField(label=_("Outcome"), required=False)

    def __init__(self, data: Any, *, today: date, outcomes: list[CallOutcome]) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["on"].validators.append(
            MaxValueValidator(today, message=_("This day has not come yet."))
        )
        fields["on"].widget.attrs["max"] = today.isoformat()
        fields["came_to"].choices = [
            ("", _("any")),
            (TALKS, _("talks")),
            *((choice.code, str(choice)) for choice in outcomes),
        ]

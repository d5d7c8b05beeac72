"""The day that a question "why, or why not" is about."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dealerships.forms.inputs import DayInput


class DayForm(forms.Form):
    """Empty is the day given as `initial`."""

    day = forms.DateField(label=_("Day"), required=False, widget=DayInput())

    def clean_day(self) -> Any:
        return self.cleaned_data["day"] or self.initial["day"]

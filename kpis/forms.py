"""What figures are asked for, and the targets."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from customers.models import Customer
from dealerships.formatting import calendar_day, readers_language
from kpis.definitions import TARGETED
from kpis.rules import EARLIEST, may_be_asked


class QuestionForm(forms.Form):
    """The day and the kind of customer that figures are asked for."""

    as_of = forms.DateField(required=False)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *Customer.Kind.choices])

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_as_of(self) -> date:
        """No day given, or one that is still to come: today."""
        day: date = self.cleaned_data["as_of"] or self.today
        if not may_be_asked(day):
            language = readers_language()
            raise forms.ValidationError(
                _("Choose a day from %(first)s to %(last)s; these are the figures of today.")
                % {
                    "first": calendar_day(EARLIEST, language),
                    "last": calendar_day(self.today, language),
                }
            )
        return min(day, self.today)


class TargetsForm(forms.Form):
    """One field for each KPI that can have a target; an empty one has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kpi in TARGETED:
            self.fields[kpi.code] = forms.DecimalField(
                label=str(kpi.label),
                required=False,
                min_value=0,
                max_value=100,
                max_digits=4,
                decimal_places=1,
                localize=True,
                widget=forms.TextInput(
                    attrs={
                        "class": "form-control num",
                        "inputmode": "decimal",
                        "aria-describedby": f"unit_{kpi.code}",
                    }
                ),
            )

    def percents(self) -> dict[str, Decimal | None]:
        return {kpi.code: self.cleaned_data[kpi.code] for kpi in TARGETED}

"""The one control of every KPI page (day, dealerships, kind of customer), and the targets."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from dealerships.models import Dealership
from kpis.definitions import TARGETED

EARLIEST = date(2000, 1, 1)


class QuestionForm(forms.Form):
    """What figures are asked for. The choices hold only dealerships whose figures one may see."""

    as_of = forms.DateField(required=False, label=_("As of"))
    kind = forms.ChoiceField(required=False, label=_("Customers"))
    dealership = forms.MultipleChoiceField(required=False, label=_("Dealerships"))

    def __init__(self, *args: Any, dealerships: Sequence[Dealership], today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today = today
        kinds = self.fields["kind"]
        chosen = self.fields["dealership"]
        assert isinstance(kinds, forms.ChoiceField)  # noqa: S101
        assert isinstance(chosen, forms.MultipleChoiceField)  # noqa: S101
        kinds.choices = [("", _("All customers")), *Customer.Kind.choices]
        chosen.choices = [(each.slug, each.name) for each in dealerships]

    def clean_as_of(self) -> date:
        """No day given, or one that is still to come: today."""
        day: date | None = self.cleaned_data["as_of"]
        return max(min(day or self.today, self.today), EARLIEST)


class TargetsForm(forms.Form):
    """One field for each KPI that can have a target; an empty one has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kpi in TARGETED:
            self.fields[kpi.code] = forms.DecimalField(
                label=str(kpi.label),
                help_text=str(kpi.definition),
                required=False,
                min_value=0,
                max_value=100,
                max_digits=4,
                decimal_places=1,
                localize=True,
            )

    def percents(self) -> dict[str, Decimal | None]:
        return {kpi.code: self.cleaned_data[kpi.code] for kpi in TARGETED}

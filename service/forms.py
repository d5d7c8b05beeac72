"""The form of a maintenance plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from service.models import MaintenancePlan


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = MaintenancePlan
        fields = ["make", "model", "months", "km", "is_active"]
        help_texts = {
            "make": gettext_lazy("As in your system. Empty: every car."),
            "model": gettext_lazy("Empty: every model of the make."),
            "km": gettext_lazy("Whichever comes first, the months or the kilometres."),
        }

    def clean_months(self) -> int:
        return self._positive("months")

    def clean_km(self) -> int:
        return self._positive("km")

    def _positive(self, name: str) -> int:
        value: int = self.cleaned_data[name]
        if value < 1:
            raise forms.ValidationError(_("At least 1."))
        return value

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("model") and not values.get("make"):
            self.add_error("make", _("A model needs its make."))
        return values

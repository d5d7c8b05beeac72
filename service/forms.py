"""The form of a maintenance plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dealerships.forms.inputs import bound
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("months", "km"):
            bound(self.fields[name], lowest=1, too_low=_("At least 1."))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("model") and not values.get("make"):
            self.add_error("make", _("A model needs its make."))
        return values

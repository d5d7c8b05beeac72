"""The dealership's settings; opening hours are typed as people write them."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from dealerships.forms.inputs import DayInput
from dealerships.models import Dealership
from dealerships.rules import NotOpeningHours, parse_openings, write_openings

DAY = "day_"
FURTHEST_DAYS = 731


class OpeningsField(forms.CharField):
    """ "9:00–13:00, 14:00–18:00" ↔ [(9:00, 13:00), (14:00, 18:00)]; empty: closed."""

    def prepare_value(self, value: Any) -> Any:
        return write_openings(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[tuple[time, time]]:
        try:
            return parse_openings(super().clean(value))
        except NotOpeningHours as error:
            raise forms.ValidationError(
                _("Write hours as 9:00–18:00, several openings with a comma between them.")
            ) from error


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    web_page = forms.URLField(
        label=_("Page for bookings and contact"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput({"placeholder": "https://"}),
        help_text=_("Letters carry it as a QR code; without it the code dials the phone."),
    )

    class Meta:
        model = Dealership
        fields = ["name", "language", "area_code", "postal_address", "phone", "web_page"]

    def __init__(self, data: Any = None, *, instance: Dealership):
        super().__init__(data, instance=instance)
        self.fields["area_code"].help_text = _(
            "Completes local numbers that are written without it."
        )
        hours: dict[int, list[tuple[time, time]]] = {}
        for row in instance.working_hours.all():
            hours.setdefault(row.weekday, []).append((row.opens, row.closes))
        for weekday, name in WEEKDAYS.items():
            self.fields[f"{DAY}{weekday}"] = OpeningsField(
                label=name, required=False, max_length=100, initial=hours.get(weekday, [])
            )

    def openings(self) -> dict[int, Sequence[tuple[time, time]]]:
        return {weekday: self.cleaned_data[f"{DAY}{weekday}"] for weekday in WEEKDAYS}


class ClosedDayForm(forms.Form):
    """A day on which the dealership is closed besides the public holidays."""

    day = forms.DateField(label=_("Day"), widget=DayInput())
    name = forms.CharField(label=_("Occasion"), max_length=100)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self) -> date:
        """Within about two years: a slip of the keyboard closes no day of the next century."""
        day: date = self.cleaned_data["day"]
        if not 0 <= (day - self.today).days <= FURTHEST_DAYS:
            raise forms.ValidationError(_("Choose a day from today on, within two years."))
        return day

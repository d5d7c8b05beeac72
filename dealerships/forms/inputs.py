"""What forms of all apps have in common: days, times, bounds, the words of a choice."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def bound(
    field: forms.Field,
    *,
    lowest: Any = None,
    highest: Any = None,
    too_low: Any = None,
    too_high: Any = None,
) -> None:
    """Refuse numbers or days outside [lowest, highest]; the browser is told the bounds as well.

    too_low, too_high: what is said of a value outside; without them Django's words. A bound that
    the field has from its column is replaced, so that a value is refused once.
    """
    if lowest is not None:
        _replace(field, MinValueValidator(lowest, too_low))
        field.widget.attrs["min"] = _written(lowest)
    if highest is not None:
        _replace(field, MaxValueValidator(highest, too_high))
        field.widget.attrs["max"] = _written(highest)


def until_today(field: forms.Field, *, today: date, earliest: date) -> None:
    """A day that has come: before `earliest` and after `today` it is refused in words."""
    bound(
        field,
        lowest=earliest,
        highest=today,
        too_low=_("The year is too long ago."),
        too_high=_("This day is still to come."),
    )


def _replace(field: forms.Field, validator: MinValueValidator | MaxValueValidator) -> None:
    others = [each for each in field.validators if not isinstance(each, type(validator))]
    field.validators = [*others, validator]


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def words_of(form: forms.Form, name: str) -> str:
    """What the chosen value of a field is called; what was typed stands as it is."""
    chosen = str(form.cleaned_data[name])
    choices = getattr(form.fields[name], "choices", ())
    return {str(value): str(words) for value, words in choices}.get(chosen, chosen)

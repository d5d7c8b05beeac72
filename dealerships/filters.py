"""What a list was asked for in its URL: the values its filters offer, and their chips.

A value that no filter offers is refused, never ignored: the list would show more than was asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dealerships.decorators import DealershipRequest
from dealerships.formatting import calendar_day, colon, readers_language
from dealerships.forms.inputs import DayInput, words_of
from dealerships.paging import without
from dealerships.refusals import NotOffered
from dealerships.sorting import SORT

Choices = Sequence[tuple[Any, str | Promise]]
Form = TypeVar("Form", bound=forms.Form)


def find_field(placeholder: str | Promise) -> forms.CharField:
    """The search of a list; the placeholder says by what."""
    return forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.SearchInput({"placeholder": placeholder}),
    )


def period_fields() -> tuple[forms.DateField, forms.DateField]:
    """From and until, both days included."""
    return (
        forms.DateField(label=_("From"), required=False, widget=DayInput),
        forms.DateField(label=_("Until"), required=False, widget=DayInput),
    )


class FilterForm(forms.Form):
    """The choices that a list offers, by the name they have in the URL."""

    def __init__(self, data: Any, *, choices: Mapping[str, tuple[str | Promise, Choices]]) -> None:
        super().__init__(data)
        for name, (label, offered) in choices.items():
            self.fields[name] = forms.ChoiceField(
                label=str(label), required=False, choices=_with_all(offered)
            )


def _with_all(offered: Choices) -> Choices:
    """A filter may say in words of its own what it shows when nothing is chosen."""
    return offered if any(value == "" for value, _label in offered) else [("", _("all")), *offered]


@dataclass(frozen=True)
class Asked(Generic[Form]):
    """The form above a list, and its values that are not empty."""

    form: Form
    values: dict[str, Any]

    def context(self, request: DealershipRequest) -> dict[str, Any]:
        """What _filters.html and _chips.html need; a default of the list is no chip."""
        filters = [name for name in self.form.fields if name != SORT]
        chosen = [name for name in filters if name in self.values and name in request.GET]
        return {
            "form": self.form,
            "chips": [(self._chip(name), without(request.GET, name)) for name in chosen],
            "clear": without(request.GET, *filters),
        }

    def _chip(self, name: str) -> str:
        value, language = self.values[name], readers_language()
        is_day = isinstance(value, date)
        words = calendar_day(value, language) if is_day else words_of(self.form, name)
        return f"{self.form.fields[name].label}{colon(language)}{words}"

    def filters(self) -> dict[str, str]:
        """For the record of an export."""
        return {name: str(value) for name, value in self.values.items()}


def understood(form: Form) -> Asked[Form]:
    """The form's values; NotOffered for one that no filter offers."""
    for name, problems in form.errors.items():
        label = form.fields[name].label
        raise NotOffered(f"{label}{colon(readers_language())}{problems[0]}")
    return Asked(form, {name: value for name, value in form.cleaned_data.items() if value})

"""What the page of letters is asked: which of those that wait, and which go into one file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communications.models import MessageTemplate, Paper
from customers.models import Consent
from dealerships.filters import Choices, FilterForm
from dealerships.models import Dealership


class LetterFilterForm(FilterForm):
    """The letters that wait; without a word those on A4."""

    def __init__(self, data: Any, *, dealership: Dealership) -> None:
        letters = MessageTemplate.objects.for_dealership(dealership).filter(channel="letter")
        named = letters.order_by("name", "pk").values_list("pk", "name")
        choices: dict[str, tuple[Any, Choices]] = {
            # one file goes into one tray of the printer
            "paper": (
                _("Paper"),
                [
                    ("", Paper.LETTER.label),
                    (Paper.POSTCARD.value, Paper.POSTCARD.label),
                ],
            ),
            "template": (_("Template"), [(str(pk), name) for pk, name in named]),
            "purpose": (_("Purpose"), Consent.Purpose.choices),
        }
        super().__init__(data, choices=choices)


class BatchForm(forms.Form):
    """Letters of one paper; none ticked: all that wait."""

    paper = forms.ChoiceField(choices=Paper.choices)
    letter = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        numbers = [each for each in data.getlist("letter") if each.isascii() and each.isdigit()]
        field: Any = self.fields["letter"]
        field.choices = [(each, each) for each in numbers if len(each) < LONGEST_KEY]


LONGEST_KEY = 19

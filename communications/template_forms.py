"""The form of a message template, one text a language; and the filters above the list of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from communications.models import MessageTemplate, Paper, WrittenChannel
from communications.rules import scripts
from customers.models import Consent
from dealerships.filters import FilterForm
from dealerships.models import Dealership

LONGEST_SUBJECT = 200
LONGEST_TEXT = 5000


class TemplateForm(forms.Form):
    """A language may be left empty: its customers get another one, and the page says so."""

    name = forms.CharField(label=pgettext_lazy("of a template", "Name"), max_length=100)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=WrittenChannel.choices)
    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"),
        choices=Consent.Purpose.choices,
        help_text=gettext_lazy("Only customers who agreed to this get the message."),
    )

    paper = forms.ChoiceField(label=gettext_lazy("Paper"), choices=Paper.choices, required=False)

    def __init__(self, data: Any = None, *, template: MessageTemplate) -> None:
        initial = {
            "name": template.name,
            "channel": template.channel or WrittenChannel.SMS,
            "paper": template.paper or Paper.LETTER,
            "purpose": template.purpose or Consent.Purpose.SERVICE,
        }
        for language in Dealership.Language.values:
            initial[field_of("subject", language)] = template.subjects.get(language, "")
            initial[field_of("text", language)] = template.texts.get(language, "")
        super().__init__(data, initial=initial)
        for language in Dealership.Language.values:
            self.fields[field_of("subject", language)] = forms.CharField(
                label=gettext_lazy("Subject"),
                required=False,
                max_length=LONGEST_SUBJECT,
                widget=forms.TextInput({"lang": language}),
                help_text=gettext_lazy("An SMS has none."),
            )
            self.fields[field_of("text", language)] = forms.CharField(
                label=gettext_lazy("Text"),
                required=False,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea({"rows": 9, "lang": language}),
            )

    @property
    def panes(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField]]:
        """(language, its name, subject, text), one for each tab."""
        return [
            (code, str(label), self[field_of("subject", code)], self[field_of("text", code)])
            for code, label in Dealership.Language.choices
        ]

    def as_template(self, template: MessageTemplate) -> MessageTemplate:
        """What is typed, put on the row without saving it; also of a form with faults."""
        template.name = str(self["name"].value() or "").strip()
        template.channel = str(self["channel"].value() or "")
        template.purpose = str(self["purpose"].value() or "")
        is_letter = template.channel == WrittenChannel.LETTER
        template.paper = str(self["paper"].value() or Paper.LETTER) if is_letter else ""
        template.texts = self._by_language("text")
        template.subjects = self._by_language("subject") if template.has_subject else {}
        return template

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        texts = self._by_language("text")
        for language in Dealership.Language.values:
            for part in ("subject", "text"):
                self._check_variables(field_of(part, language), values)
        if not texts:
            self.add_error(
                field_of("text", Dealership.Language.values[0]),
                _("Write the text in at least one language."),
            )
        if values.get("channel") == WrittenChannel.EMAIL:
            subjects = self._by_language("subject")
            for language in texts.keys() - subjects.keys():
                self.add_error(field_of("subject", language), _("An e-mail needs a subject."))
        return values

    def _check_variables(self, name: str, values: dict[str, Any]) -> None:
        for unknown in scripts.unknown_variables(values.get(name, ""))[:1]:
            self.add_error(name, _("There is no variable {%(name)s}.") % {"name": unknown})

    def _by_language(self, part: str) -> dict[str, str]:
        """What is typed, without the languages that are left empty."""
        given = {
            code: str(self[field_of(part, code)].value() or "").replace("\r\n", "\n").strip()
            for code in Dealership.Language.values
        }
        return {code: text for code, text in given.items() if text}


class TemplateFilterForm(FilterForm):
    """What the list of templates shows: those in use, unless the archived ones are asked for."""

    q = forms.CharField(
        label=gettext_lazy("Words"), required=False, max_length=100, widget=forms.SearchInput
    )

    def __init__(self, data: Any) -> None:
        choices = {
            "channel": (gettext_lazy("Channel"), WrittenChannel.choices),
            "purpose": (gettext_lazy("Purpose"), Consent.Purpose.choices),
            "state": (
                gettext_lazy("State"),
                [("", gettext_lazy("in use")), ("archived", gettext_lazy("archived"))],
            ),
        }
        super().__init__(data, choices=choices)


def field_of(part: str, language: str) -> str:
    return f"{part}_{language.replace('-', '_')}"

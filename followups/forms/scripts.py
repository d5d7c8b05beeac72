"""Forms of scripts: the opening, and one answer with what is said to it, each by language."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from communications.models import CallOutcome
from communications.rules import scripts
from dealerships.models import Dealership
from followups.models import Script, ScriptBranch

LeadsTo = ScriptBranch.LeadsTo
OPENS = (LeadsTo.SURVEY, LeadsTo.COMPLAINT, LeadsTo.PROMISE)


class ScriptForm(forms.Form):
    """One text a language; a language without text takes another one's."""

    name = forms.CharField(label=pgettext_lazy("of a rule", "Name"), max_length=100)

    def __init__(self, data: Any = None, *, script: Script) -> None:
        initial = {"name": script.name} | _initial("text", script.texts)
        super().__init__(data, initial=initial)
        for language, label in Dealership.Language.choices:
            self.fields[_field("text", language)] = forms.CharField(
                label=label,
                required=False,
                max_length=4000,
                widget=forms.Textarea({"rows": 5, "lang": language}),
            )

    @property
    def texts(self) -> dict[str, str]:
        """The texts as entered, those of empty languages left out."""
        return _texts(self, "text")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        _refuse_unknown_variables(self, values, "text")
        if not self.texts:
            self.add_error("name", _("Write the text in at least one language."))
        return values


class BranchForm(forms.Form):
    """What the customer says and the caller answers, a pair a language, and what it leads to."""

    leads_to = forms.ChoiceField(
        label=gettext_lazy("Leads to"),
        required=False,
        help_text=gettext_lazy("A button under the answer on the call card, and the key A."),
    )

    def __init__(self, data: Any = None, *, branch: ScriptBranch) -> None:
        texts = _initial("hears", branch.hears) | _initial("text", branch.says)
        super().__init__(data, initial=texts | {"leads_to": _code(branch)})
        self._offer_what_it_leads_to(branch)
        for language, _label in Dealership.Language.choices:
            self.fields[_field("hears", language)] = forms.CharField(
                label=gettext_lazy("The customer says"),
                required=False,
                max_length=200,
                widget=forms.TextInput({"lang": language}),
            )
            self.fields[_field("text", language)] = forms.CharField(
                label=gettext_lazy("The caller says"),
                required=False,
                max_length=2000,
                widget=forms.Textarea({"rows": 3, "lang": language}),
            )

    @property
    def languages(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the name of their language."""
        return [
            (str(label), [self[_field("hears", code)], self[_field("text", code)]])
            for code, label in Dealership.Language.choices
        ]

    def entered(self) -> dict[str, Any]:
        """The validated values as fields of ScriptBranch."""
        chosen = self.cleaned_data["leads_to"]
        outcome = self._outcomes.get(chosen)
        return {
            "hears": _texts(self, "hears"),
            "says": _texts(self, "text"),
            "leads_to": LeadsTo.OUTCOME if outcome else chosen,
            "outcome": outcome,
        }

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        _refuse_unknown_variables(self, values, "hears")
        _refuse_unknown_variables(self, values, "text")
        if not _texts(self, "hears"):
            raise forms.ValidationError(_("Write what the customer says in at least one language."))
        return values

    def _offer_what_it_leads_to(self, branch: ScriptBranch) -> None:
        """The outcomes on the card, and the one chosen before, should it be off it by now."""
        own = CallOutcome.objects.for_dealership(branch.dealership)
        rows = [*own.offered()]
        if branch.outcome and branch.outcome not in rows:
            rows.append(branch.outcome)
        self._outcomes = {f"{LeadsTo.OUTCOME}-{row.pk}": row for row in rows}
        field: Any = self.fields["leads_to"]
        field.choices = [
            ("", LeadsTo.NOTHING.label),
            (_("Opens"), [(code.value, code.label) for code in OPENS]),
            (_("Chooses the outcome"), [(code, str(row)) for code, row in self._outcomes.items()]),
        ]


def _code(branch: ScriptBranch) -> str:
    """As the choices of the form name it."""
    return f"{LeadsTo.OUTCOME}-{branch.outcome_id}" if branch.outcome_id else branch.leads_to


def _field(of: str, language: str) -> str:
    return f"{of}_{language.replace('-', '_')}"


def _initial(of: str, texts: dict[str, str]) -> dict[str, str]:
    return {_field(of, language): text for language, text in texts.items()}


def _texts(form: forms.Form, of: str) -> dict[str, str]:
    """As entered, those of empty languages left out."""
    given = {code: form[_field(of, code)].value() or "" for code in Dealership.Language.values}
    return {code: text.strip() for code, text in given.items() if text.strip()}


def _refuse_unknown_variables(form: forms.Form, values: dict[str, Any], of: str) -> None:
    for language in Dealership.Language.values:
        unknown = scripts.unknown_variables(values.get(_field(of, language), ""))
        if unknown:
            form.add_error(
                _field(of, language), _("There is no variable {%(name)s}.") % {"name": unknown[0]}
            )

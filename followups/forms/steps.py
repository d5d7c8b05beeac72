"""The steps of a rule's plan, as rows that can be added, changed and removed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.models import MessageTemplate
from dealerships.forms.inputs import bound
from dealerships.models import Dealership
from followups.models import PlanStep, Rule
from followups.rules.plans import CALL, Fault, Step, faults

PREFIX = "steps"
MOST_STEPS = 9

FAULTS = {
    Fault.EMPTY: gettext_lazy("A plan has at least one step."),
    Fault.LAST_IS_NO_CALL: gettext_lazy("The last step is a call: nobody is left with a letter."),
    Fault.DAYS_FALL: gettext_lazy("This cannot be earlier than the step before."),
    Fault.BEYOND_WINDOW: gettext_lazy("The window has closed by then."),
}


class StepForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = PlanStep
        fields = ["channel", "day", "attempts", "template"]

    def __init__(self, *args: Any, dealership: Dealership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # a row of defaults is a step too
        self.empty_permitted = False
        fields: dict[str, Any] = self.fields
        templates = MessageTemplate.objects.for_dealership(dealership).active()
        fields["template"].queryset = templates.order_by("channel", "name")
        fields["template"].empty_label = _("Choose the message")
        for field in fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"
        bound(fields["day"], lowest=0, highest=365)
        bound(fields["attempts"], lowest=1, highest=20, too_low=_("At least one attempt."))

    def clean(self) -> dict[str, Any]:
        """A call has no template, a message one of its channel; a message is tried once."""
        values: dict[str, Any] = super().clean() or {}
        channel, template = values.get("channel"), values.get("template")
        if channel == CALL:
            values["template"] = None
            return values
        values["attempts"] = 1
        self.errors.pop("attempts", None)
        if template is None and "template" not in self.errors:
            self.add_error("template", _("Which message is sent?"))
        elif template and template.channel != channel:
            self.add_error("template", _("This template belongs to another channel."))
        return values


class StepRows(forms.BaseFormSet):  # type: ignore[type-arg]
    """The rows in their order; `window_days` is set before they are validated."""

    window_days: int | None = None

    def clean(self) -> None:
        rows = self.kept()
        if any(row.errors for row in rows):
            return
        plan = [_step_of(row.cleaned_data) for row in rows]
        for fault, position in faults(plan, window_days=self.window_days or MOST_DAYS):
            if position:
                rows[position - 1].add_error(FIELDS[fault], FAULTS[fault])
            else:
                raise forms.ValidationError(FAULTS[fault])

    def kept(self) -> list[StepForm]:
        return [row for row in self.forms if not row["DELETE"].data]

    def drawn(self) -> list[dict[str, Any]]:
        """What the line of steps shows, as values of PlanStep; a row that cannot be read is left
        out, one without its template is there."""
        if not self.is_bound:
            return [_with_template(row) for row in self.forms]
        self.full_clean()
        rows = [row.cleaned_data for row in self.kept()]
        return [row for row in rows if {"channel", "day", "attempts"} <= row.keys()]

    def steps(self, rule: Rule) -> list[PlanStep]:
        """The validated rows as rows of the rule's plan, not saved."""
        return [
            PlanStep(
                dealership=rule.dealership,
                position=position,
                **{name: row.cleaned_data[name] for name in StepForm.Meta.fields},
            )
            for position, row in enumerate(self.kept(), start=1)
        ]


MOST_DAYS = 366
FIELDS = {
    Fault.LAST_IS_NO_CALL: "channel",
    Fault.DAYS_FALL: "day",
    Fault.BEYOND_WINDOW: "day",
}

_Rows: Any = forms.formset_factory(
    StepForm, formset=StepRows, extra=0, min_num=1, max_num=MOST_STEPS, can_delete=True
)


def rows_of(rule: Rule) -> StepRows:
    """The plan of a stored rule, or one call for a new one."""
    stored = list(rule.steps.order_by("position").values(*StepForm.Meta.fields)) if rule.pk else []
    initial = stored or [{"channel": CALL, "day": 0, "attempts": 4}]
    rows: StepRows = _Rows(
        initial=initial, prefix=PREFIX, form_kwargs={"dealership": rule.dealership}
    )
    return rows


def entered_rows(data: Mapping[str, Any], *, dealership: Dealership, more: int = 0) -> StepRows:
    """The rows as entered, with `more` empty ones after them."""
    copy = dict(data.items())
    total = int(copy.get(f"{PREFIX}-TOTAL_FORMS") or 0)
    for number in range(total, min(total + more, MOST_STEPS)):
        copy |= {f"{PREFIX}-{number}-{name}": value for name, value in NEW_ROW.items()}
    copy[f"{PREFIX}-TOTAL_FORMS"] = str(min(total + more, MOST_STEPS))
    rows: StepRows = _Rows(copy, prefix=PREFIX, form_kwargs={"dealership": dealership})
    return rows


NEW_ROW = {"channel": CALL, "day": "0", "attempts": "1"}


def _with_template(row: StepForm) -> dict[str, Any]:
    values = dict(row.initial)
    choices: Any = row.fields["template"]
    names = {template.pk: template for template in choices.queryset}
    return values | {"template": names.get(values.get("template"))}


def _step_of(values: Mapping[str, Any]) -> Step:
    return Step(values["channel"], values["day"], values["attempts"])

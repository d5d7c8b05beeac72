"""The questions as a form in the customer's language, and the filters of the list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.models import Question
from surveys.rules import text_in

PREFIX = "answer_"


class AnswersForm(forms.Form):
    comment = forms.CharField(
        label=_("In the customer's words"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_refused = forms.BooleanField(label=_("Does not want to answer"), required=False)

    def __init__(self, *args: Any, questions: Sequence[Question], language: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[PREFIX + question.code] = forms.ChoiceField(
                label=text_in(question.texts, language),
                required=False,
                widget=forms.RadioSelect,
                choices=[
                    (choice["code"], text_in(choice["texts"], language))
                    for choice in question.choices
                ],
            )

    @property
    def question_fields(self) -> list[Any]:
        return [self[PREFIX + question.code] for question in self.questions]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["answers"] = {
            question.code: cleaned.get(PREFIX + question.code, "") for question in self.questions
        }
        answered = any(cleaned["answers"].values())
        if not answered and not cleaned.get("is_refused") and not self.errors:
            raise forms.ValidationError(_("Choose an answer, or say that the customer refused."))
        return cleaned


class FilterForm(forms.Form):
    MONTH, QUARTER, YEAR = "30", "91", "365"
    BAD, REFUSED = "bad", "refused"

    q = forms.CharField(
        label=_("Customer, order or plate"),
        required=False,
        max_length=100,
        widget=forms.SearchInput,
    )
    period = forms.ChoiceField(
        label=_("Period"),
        required=False,
        choices=[(MONTH, _("30 days")), (QUARTER, _("3 months")), (YEAR, _("12 months"))],
    )
    answers = forms.ChoiceField(
        label=_("Answers"),
        required=False,
        choices=[("", _("All")), (BAD, _("With a bad answer")), (REFUSED, _("Refused"))],
    )

"""The items of a scorecard as questions with three answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callreview.models import ReviewAnswer, ScorecardItem

PREFIX = "item_"
LONGEST_COMMENT = 4000


class ReviewForm(forms.Form):
    """A draft may leave items open; what was entered for items of another card is not read."""

    comment = forms.CharField(
        label=_("What was good, what to do otherwise"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 4, "class": "form-control"}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        items: Sequence[ScorecardItem],
        answers: Mapping[int, str] | None = None,
        comment: str = "",
    ) -> None:
        initial = {f"{PREFIX}{pk}": said for pk, said in (answers or {}).items()}
        super().__init__(data, initial=initial | {"comment": comment})
        self.items = items
        for item in items:
            self.fields[f"{PREFIX}{item.pk}"] = forms.ChoiceField(
                label=str(item),
                required=False,
                widget=forms.RadioSelect,
                choices=ReviewAnswer.Answer.choices,
            )

    def rows(self) -> list[tuple[ScorecardItem, Any]]:
        """Each item with its field."""
        return [(item, self[f"{PREFIX}{item.pk}"]) for item in self.items]

    def answers(self) -> dict[int, str]:
        """Number of the item → answer, "" where there is none."""
        return {item.pk: self.cleaned_data[f"{PREFIX}{item.pk}"] for item in self.items}

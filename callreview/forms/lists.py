"""What the list of sampled calls is filtered by; what is talked about in the meeting."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callreview.models import CallType, MeetingItem, SampleReason
from dealerships.filters import Choices, FilterForm, find_field, period_fields
from dealerships.models import User


class SampleFilterForm(FilterForm):
    WAITING, SECOND, DRAFT, DONE, FAILED = "waiting", "second", "draft", "done", "failed"

    find = find_field(_("Customer or number"))
    start, end = period_fields()

    def __init__(self, data: Any, *, people: Sequence[User]) -> None:
        choices: dict[str, tuple[Any, Choices]] = {
            "person": (
                pgettext_lazy("staff", "Person"),
                [(str(user.pk), str(user)) for user in people],
            ),
            "why": (_("Why"), SampleReason.Why.choices),
            "type": (_("Call type"), CallType.choices),
            "state": (
                _("State"),
                [
                    (self.WAITING, _("waits for a review")),
                    (self.SECOND, _("a second review is possible")),
                    (self.DRAFT, _("my drafts")),
                    (self.DONE, _("reviewed")),
                    (self.FAILED, _("failed")),
                ],
            ),
        }
        super().__init__(data, choices=choices)


class MeetingFilterForm(FilterForm):
    OPEN, DISCUSSED = "", "discussed"

    def __init__(self, data: Any) -> None:
        offered = [(self.OPEN, _("to be discussed")), (self.DISCUSSED, _("discussed"))]
        super().__init__(data, choices={"state": (_("State"), offered)})


class TopicForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = MeetingItem
        fields = ["topic"]
        widgets = {"topic": forms.TextInput({"class": "form-control"})}

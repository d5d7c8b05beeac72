"""The forms of promises: giving one, what becomes of it, and what its list can be asked for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealerships.filters import Choices, FilterForm, find_field, period_fields
from dealerships.models import User


class MomentField(forms.DateTimeField):
    """A day and a time, by the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the staff; empty is what `empty_label` says."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), required=False, **kwargs)


class PromiseForm(forms.Form):
    """What is promised, by when, who keeps it, and to whom where it is not to the customer."""

    text = forms.CharField(
        label=_("What was promised"),
        max_length=500,
        widget=forms.TextInput({"autofocus": True}),
    )
    due_at = MomentField(label=_("By when"))
    is_call = forms.BooleanField(
        label=_("A call to the customer"),
        required=False,
        help_text=_("A talk with the customer keeps it, without anybody's saying so."),
    )
    owner = PersonField(label=_("Who keeps it"), empty_label=_("I do"))
    colleague = PersonField(label=_("Promised to"), empty_label=_("the customer"))

    def __init__(self, data: Any, *, people: Any, is_inner: bool, due_at: datetime) -> None:
        super().__init__(data, initial={"due_at": due_at})
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        colleague = self.fields["colleague"]
        colleague.queryset = people  # type: ignore[attr-defined]
        if is_inner:  # to nobody but a colleague
            colleague.empty_label = "—"  # type: ignore[attr-defined]
            colleague.required = True
            del self.fields["is_call"]


class BreakForm(forms.Form):
    why = forms.CharField(label=_("Why it was not kept"), max_length=300, widget=forms.TextInput())


class MoveForm(forms.Form):
    due_at = MomentField(label=_("By when now"))
    why = forms.CharField(
        label=pgettext_lazy("promise moved", "Why"), max_length=300, widget=forms.TextInput()
    )
    is_agreed = forms.BooleanField(
        label=_("The other side agreed"),
        required=False,
        help_text=_("Otherwise what they were told counts as broken, and this is a new promise."),
    )


class GiveForm(forms.Form):
    to = PersonField(label=_("Give to"), empty_label=_("the team"))

    def __init__(self, data: Any = None, *, people: Any) -> None:
        super().__init__(data)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class PromiseFilterForm(FilterForm):
    """What the page of promises shows: one's own that are open, unless asked otherwise."""

    TO_ME, TEAM, EVERYBODY = "to_me", "team", "all"
    LATE, KEPT, BROKEN, EVERY = "late", "kept", "broken", "every"
    find = find_field(_("Customer or words"))
    start, end = period_fields()

    def __init__(self, data: Any, *, people: Sequence[User], sees_all: bool) -> None:
        whose: list[tuple[str, Any]] = [
            ("", pgettext_lazy("promises", "mine")),
            (self.TO_ME, _("promised to me")),
            (self.TEAM, _("the team's: nobody has them")),
        ]
        if sees_all:
            whose.append((self.EVERYBODY, _("everybody's")))
        choices: dict[str, tuple[Any, Choices]] = {
            "whose": (pgettext_lazy("promise", "Whose"), whose),
            "state": (
                _("State"),
                [
                    ("", pgettext_lazy("promises", "open")),
                    (self.LATE, pgettext_lazy("promises", "late")),
                    (self.KEPT, pgettext_lazy("promises", "kept")),
                    (self.BROKEN, pgettext_lazy("promises", "broken")),
                    (self.EVERY, _("Every state")),
                ],
            ),
            "person": (
                pgettext_lazy("staff", "Person"),
                [(str(user.pk), str(user)) for user in people],
            ),
        }
        if not sees_all:
            del choices["person"]
        super().__init__(data, choices=choices)

"""The supervisor's forms: to whom a card goes, which open cards are listed."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from dealerships.models import Dealership, Membership, User

TEAM, PEOPLE = "team", "people"
SORTS = {
    "due": ("due_until", "pk"),
    "-due": ("-due_until", "-pk"),
    "from": ("not_before", "pk"),
    "-from": ("-not_before", "-pk"),
    "priority": ("priority", "not_before", "pk"),
}


def colleagues(dealership: Dealership) -> QuerySet[User]:
    """Everybody who works here, by name."""
    works_here = Membership.objects.active().filter(user=OuterRef("pk"), dealership=dealership)
    return User.objects.filter(Exists(works_here)).order_by("last_name", "first_name", "pk")


class ReassignForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.none(), label=_("Give to"), required=False)

    def __init__(self, data: Any = None, *, dealership: Dealership) -> None:
        super().__init__(data)
        field: Any = self.fields["to"]
        field.queryset = colleagues(dealership)
        field.empty_label = _("The call team")


class OpenCardsFilter(forms.Form):
    """Which of the open cards, in which order."""

    q = forms.CharField(
        label=_("Customer"), required=False, max_length=100, widget=forms.SearchInput
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("any")),
            ("late", _("late")),
            ("held", _("in somebody's hands")),
            ("callback", _("promised")),
            ("stuck", _("set aside")),
        ],
    )
    who = forms.ChoiceField(label=_("Whose"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("priority", _("most urgent")),
            ("from", _("waiting longest")),
            ("-from", _("latest first")),
            ("due", _("ending first")),
            ("-due", _("ending last")),
        ],
    )

    def __init__(self, data: Any, *, people: list[User]) -> None:
        super().__init__(data)
        field: Any = self.fields["who"]
        field.choices = [
            ("", _("anybody's")),
            (TEAM, _("the call team")),
            (PEOPLE, _("personal lists")),
            *((str(user.pk), str(user)) for user in people),
        ]

    def order(self) -> tuple[str, ...]:
        return SORTS[self.cleaned_data["sort"] or "priority"]

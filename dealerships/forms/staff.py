"""Who works here, in which roles; keys for machines."""

import zoneinfo
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealerships.models import ApiKey, Dealership, Membership, Role, User


def colleagues(dealership: Dealership) -> Any:
    """The users who work in the dealership, by name."""
    here = Membership.objects.active().for_dealership(dealership)
    return User.objects.filter(pk__in=here.values("user")).order_by(
        "last_name", "first_name", "username"
    )


def _time_zones() -> list[tuple[str, Any]]:
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name)
    return [("", _("As the dealership")), *((name, name.replace("_", " ")) for name in names)]


class RolesForm(forms.Form):
    """What a person does here, and by which telephone."""

    roles = forms.TypedMultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        coerce=Role,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )
    extension = forms.RegexField(
        r"^[0-9*#]+$",
        label=_("Telephone extension"),
        max_length=20,
        required=False,
        error_messages={"invalid": _("Digits only, as the telephone exchange numbers it.")},
        help_text=_("The desk telephone: calls begin from it by one click, and show who rings."),
    )


def _column(name: str, **options: Any) -> Any:
    """The field that a form shows for a column of User."""
    column: Any = User._meta.get_field(name)
    return column.formfield(**options)


class HireForm(RolesForm):
    """Who is hired, as what. Whether a login that is taken is a colleague's, the service knows."""

    username = _column(
        "username",
        validators=[
            ASCIIUsernameValidator(message=_("Latin letters, digits and the signs @ . + - _ only."))
        ],
        help_text=_("The name to sign in by: Latin letters and digits."),
    )
    first_name = _column("first_name")
    last_name = _column("last_name")
    email = _column("email")
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("As their browser asks")), *Dealership.Language.choices],
        required=False,
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_time_zones, required=False)

    field_order = [
        "username", "last_name", "first_name", "email", "roles", "extension", "language",
        "time_zone",
    ]  # fmt: skip


class NameLinkForm(forms.Form):
    user = forms.ModelChoiceField(queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, dealership: Dealership, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues(dealership)  # type: ignore[attr-defined]


class KeyForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("of a key", "Name"),
        max_length=100,
        help_text=_("Which program will use it."),
    )
    user = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=_("Acts for"),
        empty_label=_("Choose a person"),
        help_text=_("The key may do what this person may do, and ends with their work here."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("May"), choices=ApiKey.Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("Expires"),
        coerce=int,
        empty_value=None,
        required=False,
        initial=90,
        choices=[
            (30, _("in a month")),
            (90, _("in 3 months")),
            (365, _("in a year")),
            ("", pgettext_lazy("a key expires", "never")),
        ],
    )

    def __init__(self, *args: Any, dealership: Dealership, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.dealership = dealership
        self.fields["user"].queryset = colleagues(dealership)  # type: ignore[attr-defined]

    def expires_at(self, at: datetime) -> datetime | None:
        """The end of the last day, in the dealership's zone."""
        days = self.cleaned_data["days"]
        if days is None:
            return None
        last = self.dealership.local_date(at) + timedelta(days=days + 1)
        return self.dealership.start_of_day(last)

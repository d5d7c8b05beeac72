"""Input about customers, cars and consents: shape and words only, the services decide."""

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from customers import phones, rules
from customers.models import Agreement, Consent, Customer
from dealerships.formatting import listed, readers_language
from dealerships.forms.inputs import DayInput, TimeInput, until_today
from dealerships.models import Dealership

EARLIEST = date(1900, 1, 1)
MOST_OTHERS = 3


class CustomerForm(forms.ModelForm):  # type: ignore[type-arg]
    """The card itself; `version` tells what was on the screen when it was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Customer
        fields = [
            "kind",
            "full_name",
            "family_name",
            "given_name",
            "patronymic",
            "gender",
            "form_of_address",
            "birth_date",
            "street",
            "city",
            "postcode",
            "country",
            "language",
            "preferred_channel",
            "preferred_from",
            "preferred_until",
        ]
        widgets = {
            "birth_date": DayInput(),
            "preferred_from": TimeInput(),
            "preferred_until": TimeInput(),
        }
        help_texts = {
            "full_name": _("As the person writes it, or the name of the company."),
            "form_of_address": _("Only if it differs from what the name gives."),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until_today(self.fields["birth_date"], today=today, earliest=EARLIEST)
        for field in self.fields.values():
            if isinstance(field, forms.TypedChoiceField) and not field.required:
                choices: Any = field.choices
                field.choices = [("", _("not given")), *list(choices)[1:]]

    def clean_full_name(self) -> str:
        name = rules.fold_space(self.cleaned_data["full_name"])
        if not any(character.isalnum() for character in name):
            raise forms.ValidationError(_("A name has letters."))
        return name

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("preferred_from"), values.get("preferred_until")
        if first and last and first >= last:
            self.add_error("preferred_until", _("The best time ends after it begins."))
        return values

    def columns(self) -> dict[str, Any]:
        """What the service writes."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class NewCustomerForm(CustomerForm):
    """What is needed to open a card: who, and how to reach them."""

    phone = forms.CharField(label=_("Phones"), required=False, max_length=200)
    is_another = forms.BooleanField(
        label=_("This is somebody else: open a card all the same"), required=False
    )
    email = forms.CharField(label=_("E-mail"), required=False, max_length=254)

    class Meta(CustomerForm.Meta):
        fields = ["kind", "full_name", "birth_date", "city", "preferred_channel"]

    field_order = ["kind", "full_name", "phone", "is_another", "email"]

    def __init__(self, *args: Any, dealership: Dealership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dealership = dealership
        self.numbers: list[phones.Phone] = []
        self.fields["phone"].help_text = _("Several are separated by commas.")
        if not self.is_bound:
            del self.fields["is_another"]

    def clean_phone(self) -> list[str]:
        text = self.cleaned_data["phone"]
        where = {"country": self.dealership.country, "area_code": self.dealership.area_code}
        others = phones.parts_without_number(text, **where)
        if others:
            raise forms.ValidationError(
                _("There is no phone number in this: %(parts)s."),
                params={"parts": listed(others, readers_language())},
            )
        self.numbers = phones.normalise_all(text, **where)
        return [phone.as_given for phone in self.numbers]

    def clean(self) -> dict[str, Any]:
        """A phone that stands on another card is asked about once, not taken without a word."""
        values = super().clean()
        if values.pop("is_another", False):
            return values
        here = Customer.objects.for_dealership(self.dealership).current()
        others = here.with_phones([phone.value for phone in self.numbers])[:MOST_OTHERS]
        for customer in others:
            page = reverse("customers:customer_detail", args=[self.dealership.slug, customer.pk])
            words = gettext('<a href="{}">{}</a> has this phone.')
            self.add_error("phone", format_html(words, page, customer.full_name))
        if not others:
            del self.fields["is_another"]
        return values

    def clean_email(self) -> str:
        address = rules.email_key(self.cleaned_data["email"])
        if address and not rules.is_valid_email(address):
            raise forms.ValidationError(_("This is not an e-mail address."))
        return address


class ContactPointForm(forms.Form):
    text = forms.CharField(
        label=_("Phone or e-mail"),
        max_length=200,
        help_text=_("A name in a messenger begins with @."),
    )
    label = forms.CharField(label=_("Whose or where"), max_length=50, required=False)


class ConsentForm(forms.Form):
    """One statement; what is not said is not asked."""

    purpose = forms.ChoiceField(label=_("About"), choices=Consent.Purpose.choices)
    channel = forms.ChoiceField(label=_("Channel"), choices=Consent.Channel.choices)
    is_granted = forms.TypedChoiceField(
        label=_("The customer"),
        choices=[("1", _("agrees")), ("0", _("refuses"))],
        coerce=lambda value: value == "1",
    )
    wording = forms.CharField(
        label=_("In what words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReadOutConsentForm(ConsentForm):
    """The same where the published wordings stand beside: one of them may have been read out.

    shown  numbers of the wordings on the page, so that a version published since is not taken
    """

    read_out = forms.BooleanField(
        label=_("Our wording was read out, shown or signed"), required=False
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_shown(self) -> list[int]:
        return [int(part) for part in self.cleaned_data["shown"].split(",") if part.isdigit()]


class CarFactsForm(forms.Form):
    """What a car is."""

    vin = forms.CharField(label=_("VIN"), max_length=30, required=False)
    plate = forms.CharField(label=_("Plate"), max_length=20, required=False)
    make = forms.CharField(label=_("Make"), max_length=60, required=False)
    model = forms.CharField(label=_("Model"), max_length=100, required=False)
    model_year = forms.IntegerField(
        label=_("Model year"), required=False, min_value=EARLIEST.year, max_value=2100
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not any(values.get(name) for name in ("vin", "plate", "make")):
            raise forms.ValidationError(_("Give the VIN, the plate or the make."))
        return values


class VehicleForm(CarFactsForm):
    """A car that comes to a customer."""

    since = forms.DateField(label=_("Owner since"), widget=DayInput())
    is_new_owner = forms.BooleanField(
        label=_("The car belonged to somebody else until then"), required=False
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = today
        until_today(self.fields["since"], today=today, earliest=EARLIEST)


class OdometerForm(forms.Form):
    """Kilometres as read off the car on a day that is not still to come."""

    km = forms.IntegerField(label=_("Kilometres"), min_value=0, max_value=2_000_000)
    read_on = forms.DateField(label=_("Read on"), widget=DayInput())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["read_on"].initial = today
        until_today(self.fields["read_on"], today=today, earliest=EARLIEST)


class AgreementForm(forms.Form):
    """A paper of a car: what, with whom, from when until when."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Agreement.Kind.choices)
    provider = forms.CharField(label=_("Company"), max_length=200, required=False)
    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    starts_on = forms.DateField(label=_("Starts on"), required=False, widget=DayInput())
    ends_on = forms.DateField(label=_("Ends on"), widget=DayInput())

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        start, end = values.get("starts_on"), values.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("It cannot end before it starts."))
        return values


class OwnershipEndForm(forms.Form):
    on = forms.DateField(label=_("No longer the owner since"), widget=DayInput())

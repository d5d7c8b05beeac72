"""Shape of what is typed about a complaint; choices are narrowed to the dealership."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.models import Complaint
from customers.models import Customer, Vehicle
from dealerships.forms.staff import colleagues
from dealerships.models import Dealership, User


class ComplaintForm(forms.ModelForm):  # type: ignore[type-arg]
    severity = forms.TypedChoiceField(
        label=_("Severity"),
        choices=Complaint.Severity.choices,
        coerce=int,
        initial=Complaint.Severity.MEDIUM.value,
    )

    class Meta:
        model = Complaint
        fields = ["category", "severity", "vehicle", "text"]
        labels = {"category": _("About")}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, dealership: Dealership, customer: Customer, **kwargs: Any):
        super().__init__(*args, **kwargs)
        cars = Vehicle.objects.for_dealership(dealership).filter(
            pk__in=customer.ownerships.values("vehicle")
        )
        field = self.fields["vehicle"]
        field.queryset = cars.order_by("make", "model", "pk")  # type: ignore[attr-defined]
        field.empty_label = _("No particular car")  # type: ignore[attr-defined]
        field.label = _("Car")
        about: Any = self.fields["category"]
        about.choices = [("", _("Choose what it is about")), *Complaint.Category.choices]
        if self.instance.pk is None:
            self.fields["text"].widget.attrs["data-draft"] = f"complaint-{customer.pk}"


class StepForm(forms.Form):
    """The one note box of a complaint; with `to`, which state comes next."""

    to = forms.ChoiceField(
        choices=Complaint.Status.choices, required=False, widget=forms.HiddenInput
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was said and done. A solution or a rejection needs words."),
    )

    def __init__(self, *args: Any, is_note: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.is_note = is_note

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_words = bool(cleaned.get("note", "").strip())
        if self.is_note and not has_words:
            self.add_error("note", _("Write the note first."))
        elif cleaned.get("to") in rules.NEEDS_WORDS and not has_words:
            self.add_error("note", _("Say what was done, or why the complaint is not justified."))
        return cleaned


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Who handles it"), required=False
    )

    def __init__(self, *args: Any, dealership: Dealership, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        field.queryset = colleagues(dealership)  # type: ignore[attr-defined]
        field.empty_label = _("Nobody yet")  # type: ignore[attr-defined]


class FilterForm(forms.Form):
    """What the list shows."""

    STANDING, LATE, EVERY = "standing", "late", "all"
    MINE, NOBODYS = "me", "nobody"
    SORTS = {
        "opened": ("-opened_at", "-pk"),
        "due": ("answer_due_at", "pk"),
        "severity": ("-severity", "answer_due_at", "pk"),
        "customer": ("customer__sort_name", "pk"),
    }

    q = forms.CharField(
        label=_("Customer or words"), required=False, max_length=100, widget=forms.SearchInput
    )
    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            (STANDING, _("Not closed")),
            (LATE, _("Late")),
            *Complaint.Status.choices,
            (EVERY, _("Every state")),
        ],
    )
    category = forms.ChoiceField(
        label=_("About"),
        required=False,
        choices=[("", _("Everything")), *Complaint.Category.choices],
    )
    severity = forms.ChoiceField(
        label=_("Severity"), required=False, choices=[("", _("Any")), *Complaint.Severity.choices]
    )
    owner = forms.ChoiceField(
        label=_("Who handles it"),
        required=False,
        choices=[("", _("Anybody")), (MINE, _("Me")), (NOBODYS, _("Nobody yet"))],
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("opened", _("newest first")),
            ("due", _("answer due first")),
            ("severity", _("gravest first")),
            ("customer", _("by customer")),
        ],
    )

    def order(self) -> tuple[str, ...]:
        return self.SORTS[self.cleaned_data.get("sort") or "opened"]

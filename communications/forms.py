"""The form of a promise."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PromiseForm(forms.Form):
    text = forms.CharField(
        label=_("What was promised"),
        max_length=500,
        widget=forms.TextInput(attrs={"class": "form-control", "autofocus": True}),
    )
    due_at = forms.DateTimeField(
        label=_("By when"),
        widget=forms.DateTimeInput(
            attrs={"class": "form-control", "type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )

"""The forms of allauth in our words: a label above each field, and nothing said twice inside it."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

LABELS = {
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password, again"),
    "email": _("E-mail address"),
}


class _InOurWords(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LABELS.keys() & self.fields.keys():
            self.fields[name].label = LABELS[name]
            self.fields[name].widget.attrs.pop("placeholder", None)
        if "oldpassword" in self.fields:
            self.fields["oldpassword"].help_text = ""  # who changes it has just signed in by it


class PasswordChangeForm(_InOurWords, allauth.ChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one, of a person who is signed in."""


class PasswordResetForm(_InOurWords, allauth.ResetPasswordForm):  # type: ignore[misc]
    """The address to which the link goes."""


class NewPasswordForm(_InOurWords, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, of a person who came by the link."""

"""What the page of replies can be asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communications.models import WrittenChannel


class ReplyFilterForm(forms.Form):
    """What the page of replies shows: open ones unless asked otherwise, who waits longest first."""

    OPEN, HANDLED, EVERY = "open", "handled", "all"
    KNOWN, UNKNOWN = "known", "unknown"
    SORTS = {
        "waiting": ("received_at", "pk"),
        "newest": ("-received_at", "-pk"),
    }

    q = forms.CharField(
        label=_("Customer or words"), required=False, max_length=100, widget=forms.SearchInput
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            (OPEN, pgettext_lazy("reply", "Open")),
            (HANDLED, _("Handled")),
            (EVERY, _("Every state")),
        ],
    )
    sender = forms.ChoiceField(
        label=_("Sender"),
        required=False,
        choices=[("", _("anybody")), (KNOWN, _("a customer")), (UNKNOWN, _("unknown"))],
    )
    channel = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[("", _("all")), *WrittenChannel.choices]
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("waiting", _("waiting longest first")), ("newest", _("newest first"))],
    )

    def order(self) -> tuple[str, ...]:
        return self.SORTS[self.cleaned_data.get("sort") or "waiting"]

"""The forms of the rules of contact, of calls, and the filters of lists."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communications.contact_hours import law_profile
from communications.models import CallOutcome, Message, PhoneCall, Touch, WrittenChannel
from communications.rules import audio
from communications.rules.hours import within
from customers.models import Consent
from dealerships.filters import Choices, FilterForm, find_field, period_fields
from dealerships.forms.inputs import DayInput, TimeInput, bound
from dealerships.models import Dealership, User


class PauseForm(forms.Form):
    """Until when a customer asked to be left alone."""

    last_day = forms.DateField(label=_("No contact until (included)"), widget=DayInput())


class ContactRulesForm(forms.ModelForm):  # type: ignore[type-arg]
    calls_from = forms.TimeField(label=_("Contacts from"), widget=TimeInput())
    calls_until = forms.TimeField(label=_("Contacts until"), widget=TimeInput())

    class Meta:
        model = Dealership
        fields = [
            "law", "calls_from", "calls_until",
            "marketing_contacts", "marketing_days", "calls_a_day", "days_after_complaint",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bound(self.fields["marketing_contacts"], lowest=0, highest=30)
        bound(self.fields["marketing_days"], lowest=1, highest=365)
        bound(self.fields["calls_a_day"], lowest=1, highest=10)
        bound(self.fields["days_after_complaint"], lowest=0, highest=365)

    def clean(self) -> dict[str, Any]:
        """Some moment of the week must be left."""
        cleaned = super().clean() or {}
        calls_from, calls_until = cleaned.get("calls_from"), cleaned.get("calls_until")
        if not calls_from or not calls_until or "law" not in cleaned:
            return cleaned
        if calls_from >= calls_until:
            self.add_error("calls_until", _("Contacts must end later than they begin."))
        elif not any(
            within((calls_from, calls_until), spans) for spans in law_profile(cleaned["law"]).week
        ):
            self.add_error("calls_until", _("The law leaves no contact in these hours."))
        return cleaned


class WordingForm(forms.Form):
    """A new version of what customers are asked to agree to."""

    text = forms.CharField(
        label=_("What the customer agrees to"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("{dealership} stands for the name of your dealership."),
    )


class MessageFilterForm(FilterForm):
    """What the outbox shows."""

    find = find_field(_("Customer, number or words"))
    start, end = period_fields()

    def __init__(self, data: Any) -> None:
        choices = {
            "state": (_("State"), Message.State.choices),
            "channel": (_("Channel"), WrittenChannel.choices),
            "asked_by": (_("Written by"), [("staff", _("staff")), ("plan", _("plans of rules"))]),
        }
        super().__init__(data, choices=choices)


class MessageForm(forms.Form):
    """A message in one's own words. `token` keeps a double click from sending it twice."""

    channel = forms.ChoiceField(label=_("Channel"), choices=WrittenChannel.choices)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Consent.Purpose.choices)
    subject = forms.CharField(
        label=_("Subject"), required=False, max_length=200, help_text=_("Of an e-mail or a letter.")
    )
    text = forms.CharField(
        label=_("Text"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    # what the customer wrote, of which this is the answer
    reply = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=10**18
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("channel") == WrittenChannel.EMAIL and not cleaned.get("subject"):
            self.add_error("subject", _("An e-mail needs a subject."))
        return cleaned


class CallOutcomeForm(forms.ModelForm):  # type: ignore[type-arg]
    """What follows from an outcome, and its name in each language."""

    class Meta:
        model = CallOutcome
        fields = [
            "kind", "is_terminal", "retry_minutes", "most_attempts", "other_number", "other_time",
            "is_productive", "opens_complaint", "withdraws", "books_appointment", "next_channel",
        ]  # fmt: skip
        help_texts = {
            "kind": _("What happened; by it the figures are counted."),
            "is_terminal": _("Otherwise the card comes back."),
            "retry_minutes": _("Minutes of calling hours; a whole day has about 660."),
            "most_attempts": _("After so many on one card it is given up. Empty: as the plan."),
            "next_channel": _("The plan jumps to its next step by this channel, if it has one."),
            "opens_complaint": _("In the words of the note."),
            "books_appointment": _("The caller gets a promise to arrange it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for language, label in Dealership.Language.choices:
            fields[name_field(language)] = forms.CharField(
                label=_("Name, %(language)s") % {"language": label},
                required=False,
                max_length=40,
                initial=self.instance.names.get(language, ""),
                widget=forms.TextInput({"lang": language}),
            )
        if self.instance.is_standard:
            del fields["kind"]
        fields["next_channel"].choices = [("", _("as before")), *WrittenChannel.choices]
        fields["next_channel"].required = False
        bound(fields["retry_minutes"], lowest=0, highest=6600)
        bound(fields["most_attempts"], lowest=1, highest=20)
        self.order_fields([*map(name_field, Dealership.Language.values), *self.Meta.fields])

    def clean(self) -> dict[str, Any]:
        """An own outcome has a name; one that comes back waits a while."""
        values: dict[str, Any] = super().clean() or {}
        self.instance.names = {
            language: name
            for language in Dealership.Language.values
            if (name := values.get(name_field(language), "").strip())
        }
        if not self.instance.is_standard and not self.instance.names:
            self.add_error(name_field(Dealership.Language.ENGLISH), _("Give it a name."))
        return values


def name_field(language: str) -> str:
    return "name_" + language.replace("-", "_")


class PhoneCallFilterForm(FilterForm):
    """What the page of telephone calls shows."""

    UNANSWERED, LIVE = "unanswered", "live"
    NOBODYS = "nobody"
    find = find_field(_("Customer or number"))
    start, end = period_fields()

    def __init__(self, data: Any, *, people: Sequence[User]) -> None:
        choices: dict[str, tuple[Any, Choices]] = {
            "direction": (_("Direction"), Touch.Direction.choices),
            "state": (
                _("State"),
                [
                    (self.UNANSWERED, _("missed, not called back yet")),
                    ("talked", PhoneCall.State.TALKED.label),
                    ("missed", PhoneCall.State.MISSED.label),
                    ("busy", PhoneCall.State.BUSY.label),
                    ("failed", PhoneCall.State.FAILED.label),
                    (self.LIVE, _("going on now")),
                ],
            ),
            "proof": (
                _("Outcome"),
                [("yes", _("entered by staff")), ("no", _("nothing entered"))],
            ),
            "person": (
                pgettext_lazy("staff", "Person"),
                [(self.NOBODYS, _("nobody")), *((str(user.pk), str(user)) for user in people)],
            ),
        }
        if not people:  # one's own calls
            del choices["person"]
        super().__init__(data, choices=choices)


class DoubtFilterForm(FilterForm):
    """Which of the doubtful outcomes; the last seven days unless a period is asked for."""

    start, end = period_fields()

    def __init__(self, data: Any, *, people: Sequence[User]) -> None:
        choices: dict[str, tuple[Any, Choices]] = {
            "why": (
                _("Why"),
                [
                    ("short", _("talk of less than 5 seconds")),
                    ("batch", _("many outcomes at once")),
                    ("unseen", _("no call was seen")),
                ],
            ),
            "person": (
                pgettext_lazy("staff", "Person"),
                [(str(user.pk), str(user)) for user in people],
            ),
        }
        super().__init__(data, choices=choices)


class TalkForm(forms.Form):
    """What was spoken about in a call that came in."""

    note = forms.CharField(
        label=_("What was spoken about"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
    )
    promise = forms.CharField(
        label=_("What was promised"),
        max_length=500,
        required=False,
        help_text=_("What could not be answered at once gets a time."),
    )
    due_at = forms.DateTimeField(
        label=_("By when"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("promise") and not cleaned.get("due_at"):
            self.add_error("due_at", _("Say by when it is promised."))
        return cleaned


class SoundForm(forms.Form):
    """A recording added by hand."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("WAV, MP3, OGG, M4A or FLAC, 60 MB at most."),
        widget=forms.ClearableFileInput({"accept": "audio/*"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > audio.LARGEST:
            raise forms.ValidationError(_("The file is too large."))
        return file


class RecordingForm(SoundForm):
    """A recording added by hand: a file, or where it lies."""

    url = forms.CharField(label=_("or its address"), max_length=1000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "file" in cleaned and not cleaned["file"] and not cleaned.get("url"):
            self.add_error("file", _("Choose a file, or say where the recording lies."))
        return cleaned

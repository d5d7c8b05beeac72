"""A scorecard and its items as rows: added, changed, moved by the number of a place, removed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callreview.models import ReviewSettings, Scorecard, ScorecardVersion
from dealerships.forms.inputs import bound
from dealerships.models import Dealership

PREFIX = "items"
MOST_ITEMS = 30
LONGEST_NAME, LONGEST_TEXT, LONGEST_HELP = 60, 200, 300


def in_languages(name: str) -> dict[str, str]:
    """Names of the fields of one text, by language."""
    return {code: f"{name}_{code.replace('-', '_')}" for code in Dealership.Language.values}


def _add_texts(form: Any, name: str, label: Any, *, longest: int, texts: Mapping[str, str]) -> None:
    words = dict(Dealership.Language.choices)
    for code, field in in_languages(name).items():
        form.fields[field] = forms.CharField(
            label=str(label) % {"language": words[code]},
            required=False,
            max_length=longest,
            initial=texts.get(code, ""),
            widget=forms.TextInput({"lang": code, "class": "form-control"}),
        )


def _texts(values: Mapping[str, Any], name: str) -> dict[str, str]:
    written = {code: values.get(field, "").strip() for code, field in in_languages(name).items()}
    return {code: text for code, text in written.items() if text}


class ScorecardForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the card is called and for which calls it is meant."""

    class Meta:
        model = Scorecard
        fields = ["call_type"]
        help_texts = {"call_type": _("Reviewers may take another card than the one that fits.")}

    def __init__(self, *args: Any, version: ScorecardVersion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = version.names if version else {}
        _add_texts(self, "name", _("Name, %(language)s"), longest=LONGEST_NAME, texts=names)
        fields: dict[str, Any] = self.fields
        fields["call_type"].choices = [
            ("", _("all without a card of their own")),
            *fields["call_type"].choices[1:],
        ]
        self.order_fields([*in_languages("name").values(), "call_type"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        values["names"] = _texts(values, "name")
        if not values["names"] and not self.errors:
            self.add_error("name_en", _("Give it a name."))
        return values


class ItemForm(forms.Form):
    """One item; all its languages empty: the row is not there."""

    weight = forms.IntegerField(
        label=_("Weight"), initial=1, widget=forms.NumberInput({"class": "form-control"})
    )
    fails_all = forms.BooleanField(label=_("a “no” fails the call"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # a row of defaults is an item too
        self.empty_permitted = False
        given: Any = self.initial or {}
        _add_texts(
            self,
            "text",
            _("Item, %(language)s"),
            longest=LONGEST_TEXT,
            texts=given.get("texts", {}),
        )
        _add_texts(
            self,
            "help",
            _("What counts, %(language)s"),
            longest=LONGEST_HELP,
            texts=given.get("helps", {}),
        )
        bound(self.fields["weight"], lowest=0, highest=100)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        values["texts"], values["helps"] = _texts(values, "text"), _texts(values, "help")
        if values.get("weight") == 0 and not values.get("fails_all"):
            self.add_error("weight", _("An item that weighs nothing must at least fail the call."))
        if not values["texts"] and not self.errors:
            self.add_error("text_en", _("Write what is asked about the call."))
        return values

    def texts_fields(self) -> list[Any]:
        return [self[name] for name in in_languages("text").values()]

    def help_fields(self) -> list[Any]:
        return [self[name] for name in in_languages("help").values()]


class ItemRows(forms.BaseFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        if any(row.errors for row in self.kept()):
            return
        if not any(row.cleaned_data["weight"] for row in self.kept()):
            raise forms.ValidationError(_("At least one item must weigh something."))

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].widget.attrs["class"] = "form-control"

    def kept(self) -> list[ItemForm]:
        return [row for row in self.forms if not row["DELETE"].data]

    def items(self) -> list[dict[str, Any]]:
        """The validated rows by their place, as callreview.services.scorecards takes them.

        One without a place comes last; of two with the same the one that stood above.
        """
        names = ("texts", "helps", "weight", "fails_all")
        rows = [row.cleaned_data for row in self.kept()]
        rows.sort(key=lambda row: (row["ORDER"] is None, row["ORDER"] or 0))
        return [{name: row[name] for name in names} for row in rows]


_Rows: Any = forms.formset_factory(
    ItemForm,
    formset=ItemRows,
    extra=0,
    min_num=1,
    max_num=MOST_ITEMS,
    can_delete=True,
    can_order=True,
)


def rows_of(version: ScorecardVersion | None) -> ItemRows:
    """The items of a stored version, or one empty row for a new card."""
    stored: list[Any] = []
    if version:
        stored = list(
            version.items.order_by("position").values("texts", "helps", "weight", "fails_all")
        )
    rows: ItemRows = _Rows(initial=stored or [{"weight": 1}], prefix=PREFIX)
    return rows


def entered_rows(data: Mapping[str, Any], *, more: int = 0) -> ItemRows:
    """The rows as entered, with `more` empty ones after them."""
    copy = dict(data.items())
    entered = str(copy.get(f"{PREFIX}-TOTAL_FORMS") or "")
    total = min(int(entered), MOST_ITEMS) if entered.isascii() and entered.isdecimal() else 0
    for number in range(total, min(total + more, MOST_ITEMS)):
        copy[f"{PREFIX}-{number}-weight"] = "1"
        copy[f"{PREFIX}-{number}-ORDER"] = str(number + 1)
    copy[f"{PREFIX}-TOTAL_FORMS"] = str(min(total + more, MOST_ITEMS))
    copy.setdefault(f"{PREFIX}-INITIAL_FORMS", "0")
    rows: ItemRows = _Rows(copy, prefix=PREFIX)
    return rows


class ReviewSettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ReviewSettings
        fields = ["calls_a_week", "flagged_a_week", "long_minutes"]
        help_texts = {
            "calls_a_week": _("By lot, of the week that is over. A larger number adds calls."),
            "flagged_a_week": _("A complaint, a broken promise, a refusal and the like."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bound(self.fields["calls_a_week"], lowest=0, highest=50)
        bound(self.fields["flagged_a_week"], lowest=0, highest=50)
        bound(self.fields["long_minutes"], lowest=1, highest=240)

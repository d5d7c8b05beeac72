"""Input of the import pages: the files, how a file is read, which column is which field."""

from collections import Counter
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from dealerships.formatting import listed, readers_language
from dealerships.forms.inputs import DayInput, until_today
from exchange import wording
from exchange.models import ImportFile, Table
from exchange.rules.fields import TABLES, missing_required
from exchange.rules.reading import Look, Reading

MOST_FILES = 20
MOST_BYTES = 1 << 30
HEADER_WITHIN = 100  # rows
EARLIEST = date(1990, 1, 1)


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One or more files; an empty one is taken, so that the page can say which it is."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        given = data or [None]
        files = [super(SeveralFilesField, self).clean(one, initial) for one in given]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("At most %(most)s files at once."), params={"most": MOST_FILES}
            )
        for file in files:
            if file.size > MOST_BYTES:
                raise forms.ValidationError(
                    _("%(name)s is larger than %(most)s."),
                    params={"name": file.name, "most": filesizeformat(MOST_BYTES)},
                )
        return files


class MoreFilesForm(forms.Form):
    uploaded = SeveralFilesField(
        label=_("Files"),
        allow_empty_file=True,
        max_length=300,
        error_messages={"required": _("Choose at least one file.")},
    )


class UploadForm(MoreFilesForm):
    exported_on = forms.DateField(
        label=_("Day of the export"),
        widget=DayInput,
        help_text=_("A consent that a customer withdrew here after this day stays withdrawn."),
    )
    source = forms.SlugField(
        label=_("Source system"),
        max_length=50,
        initial="dms",
        help_text=_(
            "Leave it as it is, unless the dealership keeps several systems:"
            " codes of customers and orders are told apart by it."
        ),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exported_on"].initial = today
        until_today(self.fields["exported_on"], today=today, earliest=EARLIEST)


class ReadingForm(forms.Form):
    """Which table a file holds and how its text is cut into cells."""

    table = forms.ChoiceField(label=_("Table"), choices=[("", "—"), *Table.choices])
    header_row = forms.IntegerField(
        label=_("Row of the headers"), min_value=1, max_value=HEADER_WITHIN
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        choices=list(wording.ENCODINGS.items()),
    )
    delimiter = forms.ChoiceField(
        label=_("Separator"),
        choices=[
            (";", _("semicolon ;")),
            (",", _("comma ,")),
            ("\t", _("tabulator")),
            ("|", _("vertical bar |")),
        ],
    )

    def __init__(self, *args: Any, file: ImportFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file.sheet:  # a workbook says itself how its text is kept
            for name in ("encoding", "delimiter"):
                del self.fields[name]
        self._file = file

    def reading(self) -> Reading:
        values = self.cleaned_data
        return Reading(
            encoding=values.get("encoding") or self._file.encoding or "utf-8",
            delimiter=values.get("delimiter") or self._file.delimiter or ",",
            header_row=values["header_row"],
        )


class ColumnsForm(forms.Form):
    """One select for each column of a file: the field that it is, or left out."""

    def __init__(self, *args: Any, table: str, look: Look, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._table = table
        choices = [
            ("", _("left out")),
            *((one.code, f"{one.label} *" if one.is_required else one.label)
              for one in TABLES[table]),
        ]  # fmt: skip
        self.headers, self.samples = look.headers, look.samples
        for place, header in enumerate(look.headers):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=header or "—", choices=choices, required=False
            )

    def rows(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Each select with the values that stand in its column."""
        return list(zip(self, self.samples, strict=True))

    def clean(self) -> dict[str, Any]:
        chosen = list(self.columns().values())
        labels = {one.code: one.label for one in TABLES[self._table]}
        twice = [str(labels[code]) for code, count in Counter(chosen).items() if count > 1]
        if twice:
            raise forms.ValidationError(
                _("Chosen for more than one column: %(fields)s."),
                params={"fields": listed(twice, readers_language())},
            )
        missing = missing_required(self.columns(), self._table)
        if missing:
            raise forms.ValidationError(
                _("No column is chosen for: %(fields)s. Without it no row can be taken."),
                params={"fields": listed([one.label for one in missing], readers_language())},
            )
        return self.cleaned_data

    def columns(self) -> dict[int, str]:
        """Position of a column to the code of its field."""
        return {
            int(name.removeprefix("column_")): code
            for name, code in self.cleaned_data.items()
            if code
        }

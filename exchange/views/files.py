"""How one file of an import is read: its table, its header, what each column is."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dealerships import notices
from dealerships.decorators import DealershipRequest, dealership_member
from exchange.forms import ColumnsForm, ReadingForm
from exchange.models import ImportFile
from exchange.permissions import may_import
from exchange.services import mappings, uploads
from exchange.views import shown
from exchange.views.scope import file_of, say_not_open

READING = ("table", "header_row", "encoding", "delimiter")


@require_http_methods(["GET", "POST"])
@dealership_member(may_import)
def file_columns(request: DealershipRequest, run: int, file: int) -> HttpResponse:
    """GET shows the file as the query reads it; POST keeps the mapping for files of its shape."""
    found = file_of(request, run, file)
    back = redirect("exchange:import_detail", request.dealership.slug, run)
    if not found.run.is_open:
        say_not_open(request)
        return back
    reading = _reading_form(request, found)
    try:
        columns = _columns_form(request, found, reading)
        if request.method == "POST" and columns and columns.is_valid():
            mappings.choose(
                file=found,
                reading=reading.reading(),
                table=reading.cleaned_data["table"],
                headers=columns.headers,
                columns=columns.columns(),
            )
            notices.notify(request, _("Kept; files of this form will be read like this."))
            return back
    except (mappings.FileGoneError, uploads.NotReadyError):
        notices.notify(
            request, _("The file can no longer be read; upload it again."), level="error"
        )
        return back
    context = {"run": found.run, "shown": shown.file(found), "reading": reading, "columns": columns}
    status = 422 if request.method == "POST" else 200
    return render(request, "exchange/file_columns.html", context, status=status)


def _reading_form(request: DealershipRequest, file: ImportFile) -> ReadingForm:
    """As asked for, else as the file was recognised."""
    recognised = mappings.reading_of(file)
    values: dict[str, Any] = {
        "table": file.table,
        "header_row": recognised.header_row,
        "encoding": recognised.encoding,
        "delimiter": recognised.delimiter,
    }
    asked = request.POST if request.method == "POST" else request.GET
    values |= {name: asked[name] for name in READING if name in asked}
    return ReadingForm(values, file=file)


def _columns_form(
    request: DealershipRequest, file: ImportFile, reading: ReadingForm
) -> ColumnsForm | None:
    """None until a table has been chosen. Raises mappings.FileGoneError."""
    if not reading.is_valid():
        return None
    table = reading.cleaned_data["table"]
    look = mappings.look(file=file, reading=reading.reading())
    if request.method == "POST":
        return ColumnsForm(request.POST, table=table, look=look)
    fields = mappings.suggested(file=file, table=table, headers=look.headers)
    initial = {f"column_{place}": code for place, code in fields.items()}
    return ColumnsForm(initial=initial, table=table, look=look)


@require_POST
@dealership_member(may_import)
def file_remove(request: DealershipRequest, run: int, file: int) -> HttpResponse:
    found = file_of(request, run, file)
    try:
        uploads.remove_file(file=found)
    except uploads.NotReadyError:
        say_not_open(request)
    return redirect("exchange:import_detail", request.dealership.slug, run)

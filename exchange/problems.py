"""What can be wrong with a file or a row: codes that are stored, texts in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEMS: dict[str, Promise] = {
    # rows that are not taken
    "required": _("The cell is empty, but the row cannot be taken without it."),
    "too_long": _("The text is longer than can be kept."),
    "not_a_date": _("This is not a date."),
    "no_such_date": _("There is no such date in the calendar."),
    "date_out_of_range": _("The year is not between 1900 and 2100."),
    "not_a_number": _("This is not a number."),
    "number_out_of_range": _("The number is too large or too small."),
    "not_yes_or_no": _("This is neither yes nor no."),
    "unknown_value": _("This word is not known in this column."),
    "unknown_customer": _("No customer has this code."),
    "closed_before_opened": _("It was closed before it was opened."),
    "repeated": _(
        "This number occurs again in the import with other content; the fullest row was taken."
    ),
    "too_few_cells": _("The row has fewer cells than the header."),
    "too_many_cells": _("The row has more cells than the header."),
    "unclosed_quote": _("A quotation mark is opened and never closed."),
    "line_too_long": _("The line is too long to be a row of a table."),
    "nul_character": _("The row holds characters that are no text (code 0)."),
    "undecodable": _("The row holds bytes that are no text in the file's encoding."),
    # rows that are taken, with a warning
    "vin_length": _("A VIN has 17 characters."),
    "vin_characters": _("A VIN has no letters I, O, Q and no signs."),
    "vin_check_digit": _("The check digit of the VIN is not right: one character is mistyped."),
    "unknown_referrer": _("No customer has this code yet; the code is kept."),
    "invalid_phone": _("There is no such phone number; it is kept as written."),
    "unreadable_phone": _("There is no phone number in this text."),
    "invalid_email": _("This is not an e-mail address; it is kept as written."),
    "unknown_channel": _("This way of contact is not known."),
    # files
    "empty_file": _("The file is empty."),
    "unreadable_file": _("The file cannot be read."),
    "unreadable_workbook": _("The file is damaged, protected or no workbook."),
    "bomb": _("The workbook unpacks to far more than a table needs; it was not opened."),
    "unknown_table": _("None of the five tables is recognised by the headers of this file."),
    "missing_columns": _("Columns are missing without which no row can be taken: %(columns)s."),
}


def text(code: str, **values: str) -> str:
    """The problem in the active language; an unknown code as it is."""
    message = PROBLEMS.get(code)
    if message is None:
        return code
    return str(message) % values if values else str(message)

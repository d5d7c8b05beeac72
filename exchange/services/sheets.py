"""The sheets of a run as its file rows say they are to be read, also when a person changed them."""

import itertools
from pathlib import Path

from exchange.models import ImportFile, ImportRun
from exchange.rules.lines import records
from exchange.services.files import Sheet, UnreadableFileError, clean_headers, open_text, texts_of
from exchange.services.recognition import notation_of


def open_sheets(run: ImportRun, folder: Path) -> list[tuple[ImportFile, Sheet]]:
    """Every file of the run that holds a table, ready to be read; in a fixed order."""
    texts: dict[str, dict[str, Path]] = {}
    found = []
    files = ImportFile.objects.for_dealership(run.dealership).filter(run=run, problem="")
    for number, file in enumerate(files.exclude(table="").order_by("pk")):
        if file.path not in texts:
            texts[file.path] = _texts(Path(file.path), folder / str(number))
        path = texts[file.path].get(file.sheet)
        if path is None:  # taken away since it was recognised
            ImportFile.objects.filter(pk=file.pk).update(problem="unreadable_file")
            continue
        found.append((file, open_sheet(file, path)))
    return found


def _texts(path: Path, folder: Path) -> dict[str, Path]:
    try:
        return {name[:100]: text for name, text in texts_of(path, folder)}
    except UnreadableFileError:
        return {}


def open_sheet(file: ImportFile, path: Path) -> Sheet:
    sheet = Sheet(
        path=path,
        name=file.name,
        sheet=file.sheet,
        encoding=file.encoding,
        delimiter=file.delimiter,
        header_row=file.header_row or 1,
        table=file.table,
    )
    with open_text(sheet) as stream:
        for record in itertools.islice(records(stream, delimiter=sheet.delimiter), 100):
            if record.row_number == sheet.header_row:
                sheet.headers = clean_headers(record.cells)
                break
    for place, header in enumerate(sheet.headers):
        code = file.mapping.get(header, "")
        if code and code not in sheet.columns.values():
            sheet.columns[place] = code
    sheet.notation = notation_of(sheet)
    return sheet

"""Broken and hostile files (R14, S10): nothing crashes or disappears, every row is counted."""

import io
import random
import resource
import zipfile

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.models import ImportRun
from exchange.rules.fields import TABLES
from exchange.rules.lines import records
from exchange.rules.refusals import RefusedRowError
from exchange.rules.row_reader import RowReader
from exchange.rules.rows import read_row
from exchange.rules.values import BadValueError, to_date, to_datetime, to_money, to_month
from exchange.services import reports, runs, uploads
from exchange.services.recognition import recognise
from tests.exchange.conftest import problems, warnings
from tests.factories import NOW

CUSTOMERS = "Код;Вид;Наименование;Телефоны;Дата рождения\n"
SALES = "Договор;Дата выдачи;Код клиента;VIN;Стоимость а/м\n"
VIN = "XW8ZZZ61ZJG000001"


def row(code, name="Иванов Иван", phone="89161234567", born="01.02.1980"):
    return f"{code};Физ. лицо;{name};{phone};{born}\n"


def workbook(rows, **options) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(options.get("name", "Лист"))
    for number, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            sheet.write(number, place, cell)
    book.close()
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (64 << 20))
    return out.getvalue()


# bytes of a file, and what is said of the file as a whole
UNREADABLE = {
    "empty": (b"", "empty_file"),
    "only spaces": (b"  \n \r\n ", "empty_file"),
    "only a byte order mark": (b"\xef\xbb\xbf", "empty_file"),
    "only zeros": (b"\0" * 5000, "empty_file"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "unknown_table"),
    "a PDF": (b"%PDF-1.7\n" + bytes(range(256)) * 20, "unknown_table"),
    "a web page": (b"<!doctype html><html><script>alert(1)</script>", "unknown_table"),
    "JSON": (b'{"a": [1, 2, 3]}', "unknown_table"),
    "prose": (("Мама мыла раму. " * 100).encode(), "unknown_table"),
    "a truncated archive": (bomb()[:200], "unreadable_workbook"),
    "a bomb": (bomb(), "bomb"),
    "an old workbook, truncated": (b"\xd0\xcf\x11\xe0" + b"\1" * 600, "unreadable_workbook"),
    "a truncated workbook": (workbook([["Код"]])[:-60], "unreadable_workbook"),
    "no code column": (
        "Вид;Наименование;Телефоны;Город\nФиз. лицо;Иванов;1;Тверь\n".encode(),
        "missing_columns",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_is_no_table_is_named_with_what_is_wrong(name, tmp_path):
    content, problem = UNREADABLE[name]
    path = tmp_path / "file.csv"
    path.write_bytes(content)

    [sheet, *_] = recognise(path, name="f", country="RU", chosen={}, folder=tmp_path / "sheets")

    assert sheet.problem == problem


BAD_ROWS = [
    ("31.02.2025", "no_such_date", "Дата рождения"),
    ("00.00.0000", "no_such_date", "Дата рождения"),
    ("32.01.2025", "no_such_date", "Дата рождения"),
    ("01.13.2025", "no_such_date", "Дата рождения"),
    ("29.02.2023", "no_such_date", "Дата рождения"),
    ("01.01.0999", "date_out_of_range", "Дата рождения"),
    ("01.01.9999", "date_out_of_range", "Дата рождения"),
    ("вчера", "not_a_date", "Дата рождения"),
    ("=TODAY()", "not_a_date", "Дата рождения"),
    ("1.2", "not_a_date", "Дата рождения"),
    ("99999999999999999999", "not_a_date", "Дата рождения"),
    ("2025-1", "not_a_date", "Дата рождения"),
    ("١٥.٠٢.١٩٨٠x", "not_a_date", "Дата рождения"),
]


def test_a_bad_row_is_named_and_its_neighbours_are_taken(importer):
    rows = "".join(row(f"B{number}", born=born) for number, (born, *_rest) in enumerate(BAD_ROWS))

    run = importer.texts(customers=CUSTOMERS + row("A1") + rows + row("A2"))

    assert [(line[1], line[2], line[3]) for line in problems(run)] == [
        (column, value, problem) for value, problem, column in BAD_ROWS
    ]
    assert run.counts["customers"] == {
        "rows": len(BAD_ROWS) + 2, "created": 2, "updated": 0, "unchanged": 0,
        "rejected": len(BAD_ROWS),
    }  # fmt: skip


def test_damaged_lines_are_named_by_number_and_cost_no_other_row(importer):
    text = (
        CUSTOMERS  # line 1
        + row("A1")
        + "A2;Физ. лицо\n"
        + row("A3").rstrip("\n")
        + ";лишнее\n"
        + row("A4", name='"Ромашка')
        + row("A5")
        + row("A\0 6")
        + ";;;;\n\n"
        + row("A7", name='ООО "Лютик" и Ко')
        + 'A8;Физ. лицо;"Иванов\nИван";;\n'
        + ";Физ. лицо;Без Кода;;\n"
        + row("A9", name="x" * 301)
        + "Итого;9;;;\n"
    )

    run = importer.texts(customers=text)

    assert [(number, problem) for number, _c, _v, problem in problems(run)] == [
        (3, "too_few_cells"),
        (4, "too_many_cells"),
        (5, "unclosed_quote"),
        (7, "nul_character"),
        (13, "required"),
        (14, "too_long"),
    ]
    assert run.counts["customers"]["created"] == 4
    names = importer.dealership.customer_relations.values_list("customer__full_name", flat=True)
    assert set(names) == {"Иванов Иван", 'ООО "Лютик" и Ко'}


def test_bytes_that_are_no_text_refuse_their_row_only(importer):
    good, bad = row("A1").encode(), row("A2", name="Ив\x01нов").encode().replace(b"\x01", b"\xff")
    rows = b"".join(row(f"C{n}").encode() for n in range(200))

    run = importer.run(importer.file("a.csv", CUSTOMERS.encode() + good + bad + rows))

    assert [(line[0], line[3]) for line in problems(run)] == [(3, "undecodable")]
    assert run.counts["customers"]["created"] == 201


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "gb18030", "cp866"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("title", ["", "Отчёт: клиенты\n\n"])
def test_encoding_delimiter_and_header_are_recognised(encoding, delimiter, title, tmp_path):
    text = title + (CUSTOMERS + row("К1") * 3).replace(";", delimiter)
    path = tmp_path / "a.csv"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))

    [sheet] = recognise(path, name="a", country="RU", chosen={}, folder=tmp_path)

    assert (sheet.problem, sheet.table, sheet.delimiter) == ("", "customers", delimiter)
    assert sheet.headers[0] == "Код"
    assert sheet.header_row == (3 if title else 1)


def test_odd_values_are_taken_with_a_warning(importer):
    run = importer.texts(
        customers=CUSTOMERS + row("A1", phone="8 000 000 00 00") + row("A2", phone="нет"),
        sales=SALES
        + f"D1;01.02.2025;A1;{VIN[:16]};100\n"
        + f"D2;01.02.2025;A1;{VIN};100\n"
        + f"D3;01.02.2025;A9;{VIN};100\n",
    )

    assert sorted(problem for *_rest, problem in warnings(run)) == [
        "invalid_phone", "unreadable_phone", "vin_length",
    ]  # fmt: skip
    assert problems(run) == [(4, "Код клиента", "A9", "unknown_customer")]
    assert run.counts["sales"]["created"] == 2


def test_a_repeated_code_takes_the_fullest_row_whatever_the_order(importer):
    full, poor = row("A1", name="Полный"), row("A1", name="Пустой", phone="", born="")

    run = importer.texts(customers=CUSTOMERS + poor + full + full)

    assert problems(run) == [(2, "Код", "A1", "repeated")]
    assert run.counts["customers"] == {
        "rows": 3, "created": 1, "updated": 0, "unchanged": 1, "rejected": 1,
    }  # fmt: skip


def test_what_an_earlier_attempt_refused_is_forgotten_by_file_without_a_second_look(importer):
    """A second look at the table took minutes while its statistics were those of an empty one."""
    path = importer.file("a.csv", CUSTOMERS + row("A1") + row("B1", born="вчера"))
    run = importer.run(path)
    ImportRun.objects.filter(pk=run.pk).update(status=ImportRun.Status.FAILED)

    uploads.start(run=run, is_dry_run=False)
    assert reports.rejected(run) == []
    with CaptureQueriesContext(connection) as asked:
        runs.execute(run=run, at=NOW)

    assert [line[0] for line in problems(run)] == [3]
    deletes = [each["sql"] for each in asked if each["sql"].startswith("DELETE")]
    forgotten = [sql for sql in deletes if 'FROM "exchange_rejectedrow"' in sql]
    assert forgotten
    assert not any("SELECT" in sql for sql in forgotten)


def test_a_workbook_with_typed_cells_titles_and_totals_is_read(importer):
    rows = [
        ["Отчёт"], [], ["Код", "Наименование", "Дата рождения", "Телефоны"],
        ["A1", "Иванов Иван", 29252, 89161234567.0], ["A2", "=1+1", "", ""], [],
        ["Итого", 2],
    ]  # fmt: skip

    run = importer.run(importer.file("a.xlsx", workbook(rows)))

    assert run.counts["customers"]["created"] + run.counts["customers"]["rejected"] == 2
    assert run.counts["customers"]["rows"] == 2


@pytest.mark.parametrize("mebibytes", [40, pytest.param(1024, marks=pytest.mark.nightly)])
def test_a_very_long_line_is_one_bad_row_in_little_memory(importer, mebibytes):
    path = importer.file("a.csv", CUSTOMERS + row("A1"))
    with path.open("ab") as file:
        for _block in range(mebibytes):
            file.write(b"x" * (1 << 20))
        file.write(b"\n" + row("A2").encode())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    run = importer.run(path)

    assert [(line[0], line[3]) for line in problems(run)] == [(3, "line_too_long")]
    assert run.counts["customers"]["created"] == 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 << 10


def corpus(count: int) -> dict[str, bytes]:
    """So many files, each with one more thing wrong; rows have codes of their own."""
    chance = random.Random(11)
    files = {}
    for number in range(count):
        text = CUSTOMERS + "".join(row(f"F{number}-{place}") for place in range(6))
        content = bytearray(text.encode(chance.choice(["utf-8", "cp1251", "utf-16", "gb18030"])))
        for _damage in range(chance.randrange(1, 6)):
            place = chance.randrange(len(content))
            match chance.randrange(6):
                case 0:
                    content[place] = chance.randrange(256)
                case 1:
                    del content[place:]
                case 2:
                    content[place:place] = chance.choice([b'"', b";", b"\n", b"\0", b"\r", b"'"])
                case 3:
                    content[place : place + 9] = b""
                case 4:
                    content[place:place] = bytes(chance.randrange(256) for _ in range(5))
                case 5:
                    content[place:place] = content[:30]
            if not content:
                content = bytearray(b" ")
        files[f"{number}.csv"] = bytes(content)
    return files


@pytest.mark.parametrize("count", [110, pytest.param(300, marks=pytest.mark.nightly)])
def test_a_corpus_of_damaged_files_is_accounted_for_to_the_row(importer, count):
    paths = [importer.file(name, content) for name, content in corpus(count).items()]

    run = importer.run(*paths)

    assert run.status == "done"
    assert run.files.count() >= count
    for numbers in run.counts.values():
        assert numbers["rows"] == sum(
            numbers[part] for part in ("created", "updated", "unchanged", "rejected")
        )
    assert sum(file.rows for file in run.files.all()) == run.counts["customers"]["rows"]
    assert all(row[0] and row[3] for row in problems(run) if row[0] is not None)


CELLS = st.text(max_size=40) | st.sampled_from(
    ["", "01.02.2025", "1 234,56", "8 916 123-45-67", VIN, "Да", "ТО", "=cmd|' /C calc'!A0", "\0"]
)


@settings(max_examples=300)
@given(st.sampled_from(sorted(TABLES)), st.data())
def test_any_cells_give_a_row_or_a_named_refusal(table, data):
    reader = RowReader(table=table, country="RU", language="ru")
    cells = [data.draw(CELLS) for _field in TABLES[table]]

    try:
        values = read_row(reader, cells)
    except RefusedRowError as error:
        assert error.field in {column.code for column in TABLES[table]}  # noqa: PT017
    else:
        assert values[0] == read_row(reader, cells)[0]


@settings(max_examples=300)
@given(st.text(alphabet=';"\n\rab', max_size=200))
def test_every_line_of_any_text_is_in_a_record(text):
    found = list(records(io.StringIO(text, newline=""), delimiter=";", width=3))

    numbers = [record.row_number for record in found]
    assert numbers == sorted(set(numbers))
    letters = sum(cell.count("a") + cell.count("b") for record in found for cell in record.cells)
    assert letters == text.count("a") + text.count("b")


@settings(max_examples=300)
@given(st.text(max_size=30) | st.text(alphabet="0123456789.,/-: ", max_size=20))
def test_any_text_is_a_value_or_refused(text):
    for convert in (to_date, to_datetime, to_money, to_month):
        try:
            convert(text)
        except BadValueError as error:
            assert error.problem  # noqa: PT017

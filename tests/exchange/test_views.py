"""The import in the browser: upload, look, check, run, report, and imported again corrected."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from customers.models import Customer
from dealerships.models import ExportRecord
from exchange.models import ColumnMapping, ImportRun
from exchange.services import runs
from exchange.tasks import run_import
from sales.models import Sale
from tests.exchange.conftest import COUNTRIES
from tests.exchange.cuts import cut, rows_of
from tests.factories import NOW, make_dealership, make_user

pytestmark = pytest.mark.django_db
CUSTOMERS = "Code,Name,Phones\nC1,Anna Adams,+79161234501\nC2,Boris Brown,+79161234502\n"
STRANGE = "Kundennummer;Wer;Draht;Farbe\nC1;Anna Adams;+79161234501;blue\nC2;Bo;+79161234502;red\n"
SALES = (
    "Contract,Delivered on,Customer code,VIN,Price\n"
    "D1,2025-02-31,C1,XW8ZZZ61ZJG000001,100\n"
    "D2,2025-02-03,C9,XW8ZZZ61ZJG000002,100\n"
    "D3,2025-02-03,C1,XW8ZZZ61ZJG0003,100\n"
)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def desk(client_as, administrator):
    return client_as(administrator)


def page(name: str, *args, dealership: str = "north") -> str:
    return reverse(f"exchange:{name}", args=[dealership, *args])


def text_file(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def upload(desk, *files, dealership="north", **fields):
    values = {"uploaded": list(files), "exported_on": "2026-11-01", "source": "dms"} | fields
    return desk.post(page("import_new", dealership=dealership), values)


def last() -> ImportRun:
    return ImportRun.objects.latest("pk")


def start(desk, **fields) -> ImportRun:
    run = last()
    desk.post(page("import_start", run.pk), fields)
    run_import(run_id=run.pk)
    run.refresh_from_db()
    return run


def test_the_empty_list_says_what_to_do(desk):
    response = desk.get(page("import_list"))

    assert "Nothing has been imported yet" in response.text
    assert page("import_new") in response.text


@pytest.mark.parametrize("dialect", COUNTRIES)
def test_the_files_of_every_dialect_are_recognised_and_imported(client_as, dialect):
    country, zone = COUNTRIES[dialect]
    dealership = make_dealership("import", country=country, time_zone=zone)
    desk = client_as(make_user("head", dealership=dealership, roles=["dealer_head"]))

    response = upload(desk, *cut(dialect), dealership="import")
    looked = desk.get(response.url)
    run = last()
    desk.post(page("import_start", run.pk, dealership="import"))
    run_import(run_id=run.pk)
    report = desk.get(response.url)

    tables = {file.table for file in run.files.all()}
    assert tables == {"customers", "sales", "repair_orders", "traffic", "marketing"}
    assert "40 customers" in looked.text
    assert {"1c-ru": "Windows-1251", "zh": "GB18030"}.get(dialect, "") in looked.text
    run.refresh_from_db()
    assert run.status == "done"
    assert run.counts["customers"]["created"] == 40
    assert "See the figures" in report.text


def test_uploaded_files_lie_outside_the_web_root_under_names_of_ours(desk, media):
    upload(desk, text_file("../../customers.csv", CUSTOMERS))

    [kept] = [path for path in media.rglob("*") if path.is_file()]
    assert kept.parent.parent == media / "imports"
    assert kept.suffix == ""
    assert last().files.get().name == "customers.csv"


def test_a_check_counts_and_changes_nothing(desk):
    upload(desk, text_file("a.csv", CUSTOMERS))

    run = start(desk, dry_run="1")

    assert (run.status, run.counts["customers"]["created"]) == ("done", 2)
    assert not Customer.objects.exists()
    assert "nothing has been changed yet" in desk.get(page("import_detail", run.pk)).text
    assert start(desk).is_dry_run is False
    assert Customer.objects.count() == 2


def test_an_import_is_not_done_twice(desk):
    upload(desk, text_file("a.csv", CUSTOMERS))
    run = start(desk)

    response = desk.post(page("import_start", run.pk), follow=True)

    assert "under way or done already" in response.text
    run.refresh_from_db()
    assert run.status == "done"


def test_columns_are_chosen_by_a_person_and_remembered(desk):
    upload(desk, text_file("kunden.csv", STRANGE))
    run = last()
    file = run.files.get()
    reading = {"table": "customers", "header_row": 1, "encoding": "utf-8", "delimiter": ";"}

    detail = desk.get(page("import_detail", run.pk))
    shown = desk.get(page("file_columns", run.pk, file.pk), reading)
    saved = desk.post(
        page("file_columns", run.pk, file.pk),
        reading | {"column_0": "code", "column_1": "name", "column_2": "phones", "column_3": ""},
    )
    upload(desk, text_file("again.csv", STRANGE))

    assert "None of the five tables is recognised" in detail.text
    assert "Anna Adams · Bo" in shown.text
    assert saved.status_code == 302
    assert run.files.get().rows == 2
    again = last().files.get()
    assert (again.table, again.problem, again.unknown_columns) == ("customers", "", ["Farbe"])
    assert start(desk).counts["customers"]["created"] == 2
    assert ColumnMapping.objects.count() == 1


def test_a_mapping_without_a_needed_field_or_with_one_twice_is_refused(desk):
    upload(desk, text_file("a.csv", CUSTOMERS))
    run = last()
    url = page("file_columns", run.pk, run.files.get().pk)
    reading = {"table": "customers", "header_row": 1, "encoding": "utf-8", "delimiter": ","}

    missing = desk.post(url, reading | {"column_0": "code"})
    twice = desk.post(url, reading | {"column_0": "code", "column_1": "name", "column_2": "name"})

    assert missing.status_code == twice.status_code == 422
    assert "No column is chosen for: Name" in missing.text
    assert "Chosen for more than one column: Name" in twice.text
    assert not ColumnMapping.objects.exists()


def test_the_report_lists_what_is_wrong_and_the_corrected_rows_are_taken(desk):
    upload(desk, text_file("customers.csv", CUSTOMERS), text_file("sales.csv", SALES))
    run = start(desk)
    report = desk.get(page("import_detail", run.pk))
    warned = desk.get(page("import_detail", run.pk), {"rows": "warnings"})
    sales = run.files.get(table="sales")

    listed = b"".join(desk.get(page("report_export", run.pk, "csv")))
    to_correct = b"".join(desk.get(page("correction_export", run.pk, sales.pk, "csv")))
    corrected = to_correct.replace(b"2025-02-31", b"2025-02-03").replace(b"C9", b"C2")
    upload(desk, SimpleUploadedFile("corrected.csv", corrected))
    again = start(desk)

    assert "There is no such date in the calendar." in report.text
    assert "No customer has this code." in report.text
    assert "A VIN has 17 characters." in warned.text
    assert "No customer has this code." not in warned.text
    assert len(rows_of(listed)) == 4
    header, *rows = rows_of(to_correct)
    assert header[:5] == ["Contract", "Delivered on", "Customer code", "VIN", "Price"]
    assert [(row[0], row[5]) for row in rows] == [("D1", "2"), ("D2", "3")]
    assert (again.counts["sales"]["created"], again.counts["sales"]["rejected"]) == (2, 0)
    assert Sale.objects.count() == 3
    assert ExportRecord.objects.count() == 2


def test_a_report_is_a_workbook_too_and_nothing_else(desk):
    upload(desk, text_file("sales.csv", SALES))
    run = start(desk)

    book = desk.get(page("report_export", run.pk, "xlsx"))

    assert b"".join(book).startswith(b"PK")
    assert book["Content-Disposition"].startswith("attachment")
    assert desk.get(page("import_detail", run.pk) + "export/html/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "The file is empty."),
        (
            "broken.xlsx",
            b"PK\x03\x04 no workbook",
            "The file is damaged, protected or no workbook.",
        ),
        ("poem.txt", b"Shall I compare thee\nto a summer's day\n", "None of the five tables"),
        ("half.csv", b"Name,Phones,City\nAnna,1,Perm\n", "Columns are missing"),
    ],
)
def test_a_file_that_is_no_table_is_named_and_nothing_can_be_started(desk, name, content, words):
    upload(desk, SimpleUploadedFile(name, content))
    run = last()

    detail = desk.get(page("import_detail", run.pk))
    started = desk.post(page("import_start", run.pk), follow=True)

    assert words in detail.text
    assert name in detail.text
    assert "No file holds a table that can be read" in started.text
    run.refresh_from_db()
    assert run.status == "uploaded"


def test_a_bomb_is_refused(desk, tmp_path):
    import zipfile  # noqa: PLC0415 - only here

    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (8 << 20))

    upload(desk, SimpleUploadedFile("bomb.xlsx", path.read_bytes()))

    assert "it was not opened" in desk.get(page("import_detail", last().pk)).text


def test_a_file_is_left_out_and_its_content_forgotten(
    desk, media, django_capture_on_commit_callbacks
):
    upload(desk, text_file("a.csv", CUSTOMERS), text_file("poem.txt", "Shall I compare thee"))
    run = last()
    poem = run.files.get(name="poem.txt")

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(page("file_remove", run.pk, poem.pk))

    assert [file.name for file in run.files.all()] == ["a.csv"]
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"uploaded": []}, "Choose at least one file."),
        ({"exported_on": "2199-01-01"}, "This day is still to come."),
        ({"source": "a b"}, "valid"),
    ],
)
def test_a_wrong_upload_is_explained(desk, fields, words):
    response = upload(desk, text_file("a.csv", CUSTOMERS), **fields)

    assert response.status_code == 422
    assert words in response.text
    assert not ImportRun.objects.exists()


def test_too_large_and_too_many_files_are_refused(desk, monkeypatch):
    monkeypatch.setattr("exchange.forms.MOST_BYTES", 10)
    monkeypatch.setattr("exchange.forms.MOST_FILES", 2)

    large = upload(desk, text_file("a.csv", CUSTOMERS))
    many = upload(desk, *[text_file(f"{number}.csv", "a,b") for number in range(3)])

    assert "a.csv is larger than" in large.text
    assert "At most 2 files at once." in many.text


def test_a_waiting_import_is_cancelled_after_a_question_and_can_be_started_again(desk):
    upload(desk, text_file("a.csv", CUSTOMERS))
    run = last()
    desk.post(page("import_start", run.pk))

    asked = desk.get(page("import_cancel", run.pk))
    cancelled = desk.post(page("import_cancel", run.pk), follow=True)

    assert "Nothing of it will be kept" in asked.text
    assert "nothing of it was kept" in cancelled.text
    run.refresh_from_db()
    assert run.status == "cancelled"
    assert start(desk).status == "done"


def test_the_bar_tells_how_far_it_is_and_ends_with_the_page(desk):
    upload(desk, text_file("a.csv", CUSTOMERS))
    run = last()
    desk.post(page("import_start", run.pk))
    waiting = desk.get(page("import_detail", run.pk))
    ImportRun.objects.filter(pk=run.pk).update(
        status="running", step="read customers", rows_done=1500, rows_total=3000, started_at=NOW
    )

    bar = desk.get(page("import_progress", run.pk))
    ImportRun.objects.filter(pk=run.pk).update(status="done")
    ended = desk.get(page("import_progress", run.pk), headers={"HX-Request": "true"})

    assert "Waiting for its turn" in waiting.text
    assert " rows" not in waiting.text.split('id="import-progress"')[1].split("</div>")[0]
    assert page("import_progress", run.pk) in waiting.text
    assert "Reading: Customers" in bar.text
    assert "1,500 of 3,000 rows" in bar.text
    assert ended.headers["HX-Refresh"] == "true"


def test_a_failed_import_tells_of_it_without_a_customers_data(desk):
    upload(desk, text_file("a.csv", CUSTOMERS))
    ImportRun.objects.update(status="failed", error="DataError: Anna Adams is too long")

    response = desk.get(page("import_detail", last().pk))

    assert "Something broke on our side (DataError)." in response.text
    assert "Anna Adams" not in response.text


def test_another_dealership_does_not_find_it(desk, stranger, client_as, stranger_administrator):
    upload(desk, text_file("a.csv", CUSTOMERS))
    run = last()
    file = run.files.get()
    other = client_as(stranger_administrator)

    for name, args in [
        ("import_detail", [run.pk]),
        ("import_progress", [run.pk]),
        ("report_export", [run.pk, "csv"]),
        ("file_columns", [run.pk, file.pk]),
        ("correction_export", [run.pk, file.pk, "csv"]),
    ]:
        assert other.get(page(name, *args)).status_code == 404
        assert other.get(page(name, *args, dealership="south")).status_code == 404


def test_an_operator_may_not_import(client_as, operator):
    assert client_as(operator).get(page("import_list")).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries_with_one_and_three(
    desk, dealership, administrator, django_assert_max_num_queries, count
):
    for _number in range(count):
        upload(desk, text_file("a.csv", CUSTOMERS))

    with django_assert_max_num_queries(10):
        response = desk.get(page("import_list"))

    assert response.text.count("a.csv") == count


def test_a_run_of_the_command_stands_in_the_list(desk, dealership):
    runs.create_run(dealership=dealership, source="dms", exported_on=NOW.date(), by=None)

    assert "automatically" in desk.get(page("import_list")).text


@pytest.mark.parametrize("again", [STRANGE.upper(), STRANGE.replace("Wer", " wer ")])
def test_a_remembered_mapping_serves_headers_written_otherwise(desk, again):
    upload(desk, text_file("k.csv", STRANGE))
    chosen = {"column_0": "code", "column_1": "name", "column_2": "phones"}
    reading = {"table": "customers", "header_row": 1, "encoding": "utf-8", "delimiter": ";"}
    file = last().files.get()
    desk.post(page("file_columns", last().pk, file.pk), reading | chosen | {"column_3": ""})

    upload(desk, text_file("later.csv", again))

    file = last().files.get()
    assert (file.table, file.problem) == ("customers", "")
    assert sorted(code for code in file.mapping.values() if code) == sorted(chosen.values())


def test_files_are_added_before_the_run(desk):
    upload(desk, text_file("customers.csv", CUSTOMERS))
    run = last()

    answer = desk.post(
        page("import_add_files", run.pk), {"uploaded": [text_file("sales.csv", SALES)]}, follow=True
    )

    assert answer.status_code == 200
    assert set(run.files.values_list("table", flat=True)) == {"customers", "sales"}
    assert start(desk).counts["sales"]["rows"] == 3


def test_no_file_is_added_to_an_import_that_is_done(desk, media):
    upload(desk, text_file("customers.csv", CUSTOMERS))
    start(desk)

    answer = desk.post(
        page("import_add_files", last().pk), {"uploaded": [text_file("s.csv", SALES)]}, follow=True
    )

    assert "done already" in answer.text
    assert last().files.count() == 1
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1


def test_nothing_chosen_adds_nothing(desk):
    upload(desk, text_file("customers.csv", CUSTOMERS))

    answer = desk.post(page("import_add_files", last().pk), follow=True)

    assert "Choose at least one file." in answer.text


def test_a_running_import_is_told_to_stop_from_its_page(desk):
    upload(desk, text_file("customers.csv", CUSTOMERS))
    run = last()
    ImportRun.objects.filter(pk=run.pk).update(status="running", started_at=NOW, step="merge")
    assert page("import_cancel", run.pk) in desk.get(page("import_detail", run.pk)).text

    answer = desk.post(page("import_cancel", run.pk), follow=True)

    run.refresh_from_db()
    assert run.status == "running"
    assert run.cancel_requested_at is not None
    assert "stops at its next step" in answer.text
    assert "Stopping; nothing of it is kept" in answer.text


def test_an_import_that_has_ended_is_not_cancelled(desk):
    upload(desk, text_file("customers.csv", CUSTOMERS))
    start(desk)

    answer = desk.post(page("import_cancel", last().pk), follow=True)

    assert "already ended" in answer.text
    assert last().status == "done"


@pytest.mark.parametrize("change", ["leave out", "add", "columns"])
def test_a_check_no_longer_counts_once_its_files_change(desk, change):
    upload(desk, text_file("a.csv", CUSTOMERS), text_file("b.csv", SALES))
    run = start(desk, dry_run="1")
    file = run.files.get(name="a.csv")

    if change == "leave out":
        desk.post(page("file_remove", run.pk, file.pk))
    elif change == "add":
        desk.post(page("import_add_files", run.pk), {"uploaded": [text_file("c.csv", CUSTOMERS)]})
    else:
        chosen = {"column_0": "code", "column_1": "name", "column_2": ""}
        reading = {"table": "customers", "header_row": 1, "encoding": "utf-8", "delimiter": ","}
        desk.post(page("file_columns", run.pk, file.pk), reading | chosen)

    run.refresh_from_db()
    shown = desk.get(page("import_detail", run.pk)).text
    assert (run.status, run.counts) == ("uploaded", {})
    assert "This was a check" not in shown
    assert "There is no such date" not in shown


def test_more_rows_than_expected_are_never_more_than_all(desk):
    upload(desk, text_file("a.csv", CUSTOMERS))
    run = last()
    ImportRun.objects.filter(pk=run.pk).update(
        status="running", step="read customers", rows_done=1500, rows_total=1499, started_at=NOW
    )

    assert "1,500 of 1,500 rows" in desk.get(page("import_progress", run.pk)).text


def test_the_report_leads_to_the_names_that_belong_to_nobody(desk):
    sale = "Contract,Delivered on,Customer code,VIN,Price,Salesperson\n"
    upload(
        desk,
        text_file("a.csv", CUSTOMERS),
        text_file("b.csv", sale + "D1,2025-02-03,C1,XW8ZZZ61ZJG000001,100,Petrov P.\n"),
    )
    run = start(desk)

    shown = desk.get(page("import_detail", run.pk)).text

    assert "1 name of a seller or advisor belongs to nobody yet" in shown
    assert reverse("staff_names", args=["north"]) in shown

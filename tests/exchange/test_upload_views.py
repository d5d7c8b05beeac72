"""Files of an import in the browser: taken, recognised, refused in words, left out, added."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exchange.models import ImportRun
from exchange.tasks import run_import
from tests.exchange.conftest import COUNTRIES
from tests.exchange.cuts import cut
from tests.exchange.desk import CUSTOMERS, SALES, last, page, start, text_file, upload
from tests.factories import make_dealership, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


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

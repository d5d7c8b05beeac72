"""The columns of a file in the browser: chosen, remembered, refused."""

import pytest

from exchange.models import ColumnMapping
from tests.exchange.desk import CUSTOMERS, STRANGE, last, page, start, text_file, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


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

"""The report of an import: what was refused, taken once corrected, where to go on."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dealerships.models import ExportRecord
from exchange.models import ImportRun
from sales.models import Sale
from tests.exchange.cuts import rows_of
from tests.exchange.desk import CUSTOMERS, SALES, last, page, start, text_file, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


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


def test_a_failed_import_tells_of_it_without_a_customers_data(desk):
    upload(desk, text_file("a.csv", CUSTOMERS))
    ImportRun.objects.update(status="failed", error="DataError: Anna Adams is too long")

    response = desk.get(page("import_detail", last().pk))

    assert "Something broke on our side (DataError)." in response.text
    assert "Anna Adams" not in response.text

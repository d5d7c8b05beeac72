"""From a dealer's files to the figures, in the browser (issue: import → KPI)."""

import pytest
from playwright.sync_api import expect

from exchange.models import ImportRun
from exchange.tasks import run_import
from tests.exchange.cuts import cut


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def files(tmp_path):
    """The English sample of a small dealership, on the disk of whoever uploads it."""
    paths = []
    for file in cut("en", rows=400):
        path = tmp_path / file.name
        path.write_bytes(file.read())
        paths.append(path)
    return paths


def upload(page, *paths) -> ImportRun:
    page.get_by_label("Files").set_input_files(paths)
    page.get_by_role("button", name="Upload and look").click()
    expect(page.get_by_role("heading", name="Files")).to_be_visible()
    return ImportRun.objects.latest("pk")


def test_from_the_files_to_the_figures(visit, accessible, dealer_head, files):
    page = visit(dealer_head, "/d/north/kpis/")
    page.get_by_role("link", name="Import data").click()
    page.get_by_role("main").get_by_role("link", name="Upload files").click()
    expect(page.get_by_role("button", name="Upload and look")).to_be_visible()
    accessible(page)

    run = upload(page, *files)
    expect(page.get_by_text("400 customers")).to_be_visible()
    accessible(page)

    page.get_by_role("button", name="Import now").click()
    expect(page.get_by_text("Waiting for its turn")).to_be_visible()
    accessible(page)
    run_import(run_id=run.pk)
    # the bar has asked and brought the report by itself
    expect(page.locator("#import-counts")).to_be_visible()
    accessible(page)

    page.get_by_role("link", name="See the figures").click()
    expect(page.locator(".headline .figure-value").first).to_be_visible()
    run.refresh_from_db()
    assert run.counts["customers"]["created"] == 400


def test_columns_are_chosen_in_the_browser(visit, accessible, administrator, tmp_path):
    path = tmp_path / "kunden.csv"
    path.write_text("Kundennummer;Wer;Draht\nC1;Anna Adams;+79161234501\n")
    page = visit(administrator, "/d/north/imports/new/")

    run = upload(page, path)
    expect(page.get_by_text("None of the five tables is recognised")).to_be_visible()
    page.get_by_role("link", name="Columns").click()
    page.get_by_label("Table").select_option("customers")
    page.get_by_label("Kundennummer").select_option("code")
    page.get_by_label("Wer").select_option("name")
    page.get_by_label("Draht").select_option("phones")
    accessible(page)
    page.get_by_role("button", name="Keep").click()

    expect(page.get_by_text("1 customer")).to_be_visible()
    assert run.files.get().table == "customers"

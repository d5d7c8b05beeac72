"""Uploaded files go some days after the run; nothing else of the import does."""

from datetime import timedelta

import pytest
from django.urls import reverse

from exchange.models import ImportFile, ImportRun
from exchange.services import runs, uploads
from exchange.services.retention import forget_old_files
from exchange.tasks import forget_old_files as task
from tests.factories import NOW


@pytest.fixture
def stored(settings, tmp_path, dealership, administrator):
    """stored(status, days): an import that ended so many days ago, with one uploaded file."""
    settings.MEDIA_ROOT = tmp_path
    settings.IMPORT_FILES_KEPT_DAYS = 30

    def make(status="done", days=31, **fields) -> ImportFile:
        run = runs.create_run(
            dealership=dealership, source="dms", exported_on=NOW.date(), by=administrator
        )
        folder = uploads.uploads_folder() / str(dealership.pk)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"file-{run.pk}"
        path.write_text("Code,Name\n")
        ended = NOW - timedelta(days=days)
        ImportRun.objects.filter(pk=run.pk).update(
            status=status, created_at=ended, finished_at=None if status == "uploaded" else ended
        )
        return ImportFile.objects.create(
            dealership=dealership,
            run=run,
            name="customers.csv",
            table="customers",
            encoding="utf-8",
            **{"path": str(path)} | fields,
        )

    return make


@pytest.mark.parametrize("status", ["done", "failed", "cancelled", "uploaded"])
def test_files_of_old_imports_go_once(stored, status, tmp_path):
    file = stored(status)

    assert [forget_old_files(at=NOW), forget_old_files(at=NOW)] == [1, 0]

    file.refresh_from_db()
    assert file.path == ""
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("status", "days"), [("done", 29), ("uploaded", 1), ("queued", 400), ("running", 400)]
)
def test_young_files_and_those_of_a_run_under_way_stay(stored, status, days, tmp_path):
    file = stored(status, days)

    assert forget_old_files(at=NOW) == 0
    file.refresh_from_db()
    assert file.path
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()]


def test_a_file_that_the_command_line_imported_is_not_ours(stored, tmp_path):
    theirs = tmp_path / "export.csv"
    theirs.write_text("Code,Name\n")
    stored(path=str(theirs))

    assert forget_old_files(at=NOW) == 0
    assert theirs.exists()


def test_sheets_of_one_workbook_go_together(stored):
    first = stored()
    ImportFile.objects.create(
        dealership=first.dealership, run=first.run, name="b", sheet="2", path=first.path
    )

    assert forget_old_files(at=NOW) == 1
    assert set(ImportFile.objects.values_list("path", flat=True)) == {""}


def test_a_file_that_is_gone_already_does_not_stop_the_rest(stored):
    gone, other = stored(), stored()
    uploads._forget(uploads.Path(gone.path))

    assert forget_old_files(at=NOW) == 2
    other.refresh_from_db()
    assert other.path == ""


def test_the_page_says_it_and_nothing_can_be_started_from_files_that_are_gone(
    stored, client_as, administrator
):
    run = stored("failed").run
    desk = client_as(administrator)
    detail = reverse("exchange:import_detail", args=["north", run.pk])
    assert "deleted 30 days after the import" in desk.get(detail).text

    task()
    forget_old_files(at=NOW)

    assert "The uploaded files have been deleted" in desk.get(detail).text
    started = reverse("exchange:import_start", args=["north", run.pk])
    assert "No file holds a table" in desk.post(started, follow=True).text

"""An import in the browser: checked, started, watched, cancelled; who may, and whose."""

import pytest

from customers.models import Customer
from exchange.models import ImportRun
from exchange.services import runs
from tests.exchange.desk import CUSTOMERS, SALES, last, page, start, text_file, upload
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def test_the_empty_list_says_what_to_do(desk):
    response = desk.get(page("import_list"))

    assert "Nothing has been imported yet" in response.text
    assert page("import_new") in response.text


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

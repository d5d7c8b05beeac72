"""The KPI pages: what they show, how many queries they cost, who may open them."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from dealerships import services as dealerships
from dealerships.models import ExportRecord, Role
from exchange.models import ImportRun
from kpis.definitions import DEFINITIONS
from kpis.definitions.kpi import Shape
from kpis.models import Snapshot, Target
from kpis.selection import Selection
from kpis.services import figures as live
from kpis.services import snapshots, targets
from tests.factories import (
    NOW,
    TODAY,
    make_customer,
    make_sale,
    make_user,
    make_vehicle,
    make_visit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def history(dealership):
    """Two buyers of three cars; one came to the workshop."""
    loyal = make_customer(dealership, "Иванов Пётр", phone="+79161234567")
    other = make_customer(dealership, "=Formula", phone="+79161234568", kind="company")
    first, second, third = (make_vehicle(dealership) for _ in range(3))
    make_sale(dealership, loyal, first, delivered_on=date(2024, 11, 1))
    make_sale(dealership, loyal, second, delivered_on=date(2026, 10, 1))
    make_sale(dealership, other, third, delivered_on=date(2026, 9, 1))
    make_visit(dealership, loyal, first, closed_at=datetime(2026, 10, 5, 9, tzinfo=UTC))
    return loyal, other


def page_of(client, here, name="kpis:dashboard", *args, **query):
    return client.get(reverse(name, args=[here.slug, *args]), query)


def test_the_dashboard_shows_the_three_figures_and_their_numbers(
    client_as, dealer_head, dealership, history
):
    page = page_of(client_as(dealer_head), dealership)

    text = page.content.decode()
    assert [each.shown.label for each in page.context["headlines"]] == [
        "Repeat purchase",
        "Service retention",
        "Recommended by customers",
    ]
    assert "50.0%" in text  # one of two buyers of the period has two cars
    assert "100.0%" in text  # the only owner of a two-year-old car came


def test_what_the_dashboard_stored_is_the_live_figure(client_as, dealer_head, dealership, history):
    page_of(client_as(dealer_head), dealership)

    series = snapshots.series_of(dealerships=[dealership], kind="", at=NOW)
    stored = snapshots.stored(series=series, days=[TODAY])
    assert stored == {TODAY: live.all_figures(Selection([dealership], TODAY))}


def test_a_dealership_without_data_is_told_to_import(client_as, dealer_head, dealership):
    page = page_of(client_as(dealer_head), dealership)

    assert "No sales and visits yet" in page.content.decode()


def test_the_page_says_so_while_the_months_are_counted(client_as, dealer_head, dealership, history):
    client = client_as(dealer_head)
    assert page_of(client, dealership).context["figures"].is_pending

    series = snapshots.series_of(dealerships=[dealership], kind="", at=NOW)
    snapshots.rebuild(series=series, days=snapshots.due_days(series=series, at=NOW), at=NOW)

    figures = page_of(client, dealership).context["figures"]
    assert not figures.is_pending
    assert len(figures.trend) == 24


def test_the_dashboard_costs_a_constant_number_of_queries(
    client_as, dealer_head, dealership, history, django_assert_max_num_queries
):
    client = client_as(dealer_head)
    series = snapshots.series_of(dealerships=[dealership], kind="", at=NOW)
    snapshots.rebuild(series=series, days=snapshots.due_days(series=series, at=NOW), at=NOW)

    with django_assert_max_num_queries(16):
        page_of(client, dealership)


def test_a_selection_counts_as_one_and_holds_only_dealerships_one_may_see(
    client_as, dealership, sister, stranger, history
):
    head = make_user("head", dealership=dealership, roles=["dealer_head"])
    asked = {"dealership": [dealership.slug, sister.slug, stranger.slug]}
    alone = page_of(client_as(head), dealership, **asked)
    assert alone.context["question"].chosen_slugs == {dealership.slug}

    make_user_member(head, sister)
    loyal, _other = history
    make_sale(sister, loyal, make_vehicle(sister), delivered_on=date(2026, 11, 1))

    both = page_of(client_as(head), dealership, "kpis:figure_list", **asked)
    values = both.context["figures"].now
    assert both.context["question"].chosen_slugs == {dealership.slug, sister.slug}
    assert values["repeat_purchase_stock_3"] == [1, 2]


def make_user_member(user, dealership):
    dealerships.add_role(user=user, dealership=dealership, role=Role.DEALER_HEAD)


@pytest.mark.parametrize("as_of", ["2026-10-31", "2024-12-31"])
@pytest.mark.parametrize("kind", ["", "person", "company"])
def test_every_page_of_a_past_day_and_kind_opens(
    client_as, dealer_head, dealership, history, as_of, kind
):
    client = client_as(dealer_head)

    assert page_of(client, dealership, as_of=as_of, kind=kind).status_code == 200
    assert (
        page_of(client, dealership, "kpis:figure_list", as_of=as_of, kind=kind).status_code == 200
    )


@pytest.mark.parametrize("bad", ["2026-13-45", "9999-01-01", "0001-01-01", "x"])
def test_a_day_that_makes_no_sense_is_today(client_as, dealer_head, dealership, history, bad):
    assert page_of(client_as(dealer_head), dealership, as_of=bad).status_code == 200


@pytest.mark.parametrize("bad", ["1989-12-31", "9999-01-01", "0001-01-01"])
def test_a_day_outside_all_histories_is_said_and_opens_no_list(
    client_as, dealer_head, dealership, history, bad
):
    client = client_as(dealer_head)
    list_url = reverse("kpis:row_list", args=[dealership.slug, "churn"])

    assert "Choose a day from 1\xa0Jan\xa01990" in page_of(client, dealership, as_of=bad).text
    assert client.get(f"{list_url}?as_of={bad}").status_code == 400


@pytest.mark.parametrize("kpi", DEFINITIONS, ids=lambda kpi: kpi.code)
def test_every_list_opens_and_shows_as_many_rows_as_the_number(
    client_as, dealer_head, dealership, history, kpi
):
    client = client_as(dealer_head)
    figure = live.figure(kpi, Selection([dealership], TODAY))
    cells = kpi.cells or (list(figure) if kpi.is_table else [""])

    for cell in cells:
        for place, side in enumerate(kpi.sides):
            page = page_of(client, dealership, "kpis:row_list", kpi.code, cell=cell, side=side)
            value = figure[cell] if cell else figure
            number = value[place] if kpi.shape in (Shape.PAIR, Shape.PAIRS) else value
            lines = page.context.get("lines") or []
            if isinstance(number, float):
                assert float(sum(line.amount for line in lines)) == number
            else:
                assert len(lines) == number


def test_a_list_leads_to_the_people_and_costs_a_constant_number_of_queries(
    client_as, dealer_head, dealership, history, django_assert_num_queries
):
    client = client_as(dealer_head)
    url = reverse("kpis:row_list", args=[dealership.slug, "repeat_purchase_stock_2"])
    query = {"side": "denominator"}
    client.get(url, query)
    with CaptureQueriesContext(connection) as few:
        page = client.get(url, query)
    assert "Иванов Пётр" in page.content.decode()

    for _ in range(5):
        make_sale(dealership, make_customer(dealership), make_vehicle(dealership))

    with django_assert_num_queries(len(few)):
        page = client.get(url, query)
    assert len(page.context["lines"]) == 7


def test_a_long_list_is_paged(client_as, dealer_head, dealership):
    for _ in range(60):
        make_sale(dealership, make_customer(dealership), make_vehicle(dealership))
    client = client_as(dealer_head)
    url = reverse("kpis:row_list", args=[dealership.slug, "repeat_purchase_stock_2"])

    first = client.get(url, {"side": "denominator"})
    second = client.get(f"{url}?{first.context['older']}")

    ids = [line.customer_id for page in (first, second) for line in page.context["lines"]]
    assert len(ids) == len(set(ids)) == 60


@pytest.mark.parametrize("code", ["nothing", "revenue"])
def test_a_list_that_does_not_exist_is_not_found(client_as, dealer_head, dealership, code):
    assert page_of(client_as(dealer_head), dealership, "kpis:row_list", code).status_code == 404


def export(client, dealership, form, code="repeat_purchase_stock_2", **values):
    url = reverse("kpis:row_export", args=[dealership.slug, code])
    return client.post(url, {"side": "denominator", "format": form, **values})


def test_an_export_holds_the_same_rows_inert_and_is_recorded(
    client_as, dealer_head, dealership, history
):
    client = client_as(dealer_head)

    answer = export(client, dealership, "csv")

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["Customer"], row["Phone"]) for row in rows] == [
        ("Иванов Пётр", "+79161234567"),
        ("'=Formula", "+79161234568"),
    ]
    record = ExportRecord.objects.get()
    assert (record.user, record.dealership, record.rows) == (dealer_head, dealership, 2)


def test_an_export_as_xlsx_keeps_text_as_text(client_as, dealer_head, dealership, history):
    answer = export(client_as(dealer_head), dealership, "xlsx")

    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Customer", "Kind", "Phone"]
    assert ["=Formula", "Company", "+79161234568"] in [row[:3] for row in rows]


def test_an_export_is_asked_for_by_post(client_as, dealer_head, dealership):
    url = reverse("kpis:row_export", args=[dealership.slug, "churn"])

    assert client_as(dealer_head).get(url).status_code == 405


def test_targets_are_set_shown_and_taken_away(client_as, dealer_head, dealership, history):
    client = client_as(dealer_head)
    url = reverse("kpis:target_form", args=[dealership.slug])

    client.post(url, {"repeat_purchase_flow": "60", "service_retention": "55.5"})
    headlines = page_of(client, dealership).context["headlines"]
    assert [float(each.target) if each.target else None for each in headlines] == [60, 55.5, None]
    assert headlines[0].gap == pytest.approx(10)

    client.post(url, {"service_retention": "55.5"})
    assert list(Target.objects.values_list("code", flat=True)) == ["service_retention"]


def test_a_target_beyond_hundred_percent_is_refused(client_as, dealer_head, dealership):
    url = reverse("kpis:target_form", args=[dealership.slug])

    page = client_as(dealer_head).post(url, {"churn": "101"})

    assert page.status_code == 422
    assert not Target.objects.exists()


def test_setting_the_same_targets_twice_changes_nothing(dealership):
    for _ in range(2):
        targets.set_targets(dealership=dealership, year=2026, percents={"churn": 20})

    assert Target.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "sees", "sets"),
    [
        ("dealer_head", 200, 200),
        ("administrator", 200, 200),
        ("sales_manager", 200, 403),
        ("service_manager", 200, 403),
        ("relations_manager", 200, 403),
        ("operator", 403, 403),
        ("receptionist", 403, 403),
        ("salesperson", 403, 403),
        ("service_advisor", 403, 403),
    ],
)
def test_who_sees_figures_and_who_sets_targets(client_as, staff, dealership, role, sees, sets):
    client = client_as(staff[role])

    assert page_of(client, dealership).status_code == sees
    assert page_of(client, dealership, "kpis:row_list", "churn").status_code == sees
    assert page_of(client, dealership, "kpis:target_form").status_code == sets


def test_figures_of_another_dealership_are_not_found(
    client_as, stranger_administrator, dealership, history
):
    client = client_as(stranger_administrator)

    assert page_of(client, dealership).status_code == 404
    assert page_of(client, dealership, "kpis:row_list", "churn").status_code == 404
    assert export(client, dealership, "csv").status_code == 404
    assert not Snapshot.objects.exists()


def test_the_months_after_an_import_are_counted_again_when_somebody_looks(
    client_as, dealer_head, dealership, history
):
    client = client_as(dealer_head)
    page_of(client, dealership)
    make_sale(dealership, make_customer(dealership), make_vehicle(dealership))
    ImportRun.objects.create(
        dealership=dealership,
        source=dealership.source_systems.get(),
        exported_on=TODAY,
        finished_at=datetime(2026, 11, 20, 9, 0, 1, tzinfo=UTC),
    )

    page = page_of(client, dealership)

    assert page.context["figures"].now["repeat_purchase_stock_2"] == [1, 3]

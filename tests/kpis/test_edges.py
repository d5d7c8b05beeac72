"""The edges of the definitions, on tables small enough to count by hand."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from customers.models import CustomerCode, Ownership
from kpis.definitions import BY_CODE, DEFINITIONS
from kpis.definitions.kpi import Shape
from kpis.rules import Periods, month_ends, months_before
from kpis.selection import Selection
from kpis.services import figures as live
from sales.models import LeadSource, MarketingSpend
from tests.factories import (
    NOW,
    make_customer,
    make_dealership,
    make_sale,
    make_vehicle,
    make_visit,
    relate,
)

T = date(2026, 10, 31)


def figure(code, dealership, as_of=T, kind="", *others):
    return live.figure(BY_CODE[code], Selection([dealership, *others], as_of, kind))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2024, 2, 29), 48, date(2020, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
    ],
)
def test_months_are_subtracted_on_the_calendar_and_clamped(day, months, expected):
    assert months_before(day, months) == expected


def test_the_window_is_the_twelve_months_that_end_with_the_day():
    assert Periods.of(T).window_start == date(2025, 11, 1)
    assert Periods.of(date(2024, 2, 28)).window_start == date(2023, 2, 28)
    assert Periods.of(date(2024, 2, 29)).window_start == date(2023, 3, 1)


def test_month_ends_are_the_last_days_before_the_month():
    assert month_ends(date(2024, 3, 31), 2) == [date(2024, 1, 31), date(2024, 2, 29)]


@pytest.mark.django_db
def test_an_empty_dealership_has_zeros_and_no_division(dealership):
    for kpi in DEFINITIONS:
        value = live.figure(kpi, Selection([dealership], T))
        if kpi.shape is Shape.PAIR:
            assert value == [0, 0], kpi.code


@pytest.mark.django_db
def test_spend_without_any_buyer_is_no_cost_of_anybody(dealership):
    source = LeadSource.objects.filter(dealership=dealership).first() or LeadSource.objects.create(
        dealership=dealership, code="internet"
    )
    MarketingSpend.objects.create(
        dealership=dealership, month=date(2026, 5, 1), lead_source=source, amount=Decimal("10.50")
    )

    assert figure("acquisition_cost", dealership) == [0, 0]
    assert figure("marketing_spend", dealership) == {source.code: 10.5}
    assert figure("marketing_spend", dealership, T, "person") is None


@pytest.mark.django_db
def test_a_cancelled_sale_counts_nowhere_also_in_the_past(dealership):
    customer = make_customer(dealership)
    make_sale(
        dealership,
        customer,
        make_vehicle(dealership),
        delivered_on=date(2026, 1, 1),
        cancelled_at=NOW,
    )

    assert figure("repeat_purchase_stock_2", dealership, date(2026, 2, 1)) == [0, 0]
    assert figure("growth", dealership)["sales"] == [0, 0]


@pytest.mark.django_db
def test_a_resold_car_stands_with_its_new_owner(dealership):
    first, second = make_customer(dealership), make_customer(dealership)
    car = make_vehicle(dealership)
    make_sale(dealership, first, car, delivered_on=date(2023, 1, 1))
    make_sale(dealership, second, car, delivered_on=date(2025, 1, 1))
    make_visit(dealership, first, car, closed_at=datetime(2026, 5, 1, 9, tzinfo=UTC))

    assert figure("service_retention", dealership) == [1, 1]
    assert figure("retention_by_year", dealership)["2"] == [1, 1]
    assert figure("retention_by_year", dealership, date(2024, 10, 31))["2"] == [0, 1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reason", "until", "expected"),
    [
        ("told", date(2026, 10, 31), [0, 0]),
        ("told", date(2026, 11, 1), [0, 1]),  # still the owner on the day itself
        ("resold", date(2026, 10, 31), [0, 1]),  # to somebody D did not sell it to
    ],
)
def test_an_ownership_ends_when_the_crm_was_told(dealership, reason, until, expected):
    customer, car = make_customer(dealership), make_vehicle(dealership)
    make_sale(dealership, customer, car, delivered_on=date(2024, 5, 1))
    Ownership.objects.create(
        holding=dealership.holding,
        customer=customer,
        vehicle=car,
        since=date(2024, 5, 1),
        until=until,
        end_reason=reason,
    )

    assert figure("service_retention", dealership) == expected


@pytest.mark.django_db
def test_a_car_bought_again_after_it_was_given_up_has_its_owner(dealership):
    customer, car = make_customer(dealership), make_vehicle(dealership)
    make_sale(dealership, customer, car, delivered_on=date(2022, 5, 1))
    Ownership.objects.create(
        holding=dealership.holding,
        customer=customer,
        vehicle=car,
        since=date(2022, 5, 1),
        until=date(2023, 1, 1),
        end_reason="told",
    )
    make_sale(dealership, customer, car, delivered_on=date(2024, 5, 1))

    assert figure("service_retention", dealership) == [0, 1]


@pytest.mark.django_db
def test_a_visit_is_dated_by_the_local_day_of_its_closing(dealership):
    customer, car = make_customer(dealership), make_vehicle(dealership)
    before_midnight = datetime(2026, 10, 31, 20, 59, tzinfo=UTC)  # 23:59 in Moscow
    make_visit(dealership, customer, car, closed_at=before_midnight)
    make_visit(dealership, customer, car, closed_at=datetime(2026, 10, 31, 21, 1, tzinfo=UTC))

    assert figure("average_repair_order", dealership) == [5000.0, 1]
    assert figure("average_repair_order", dealership, date(2026, 11, 1)) == [10000.0, 2]


@pytest.mark.django_db
def test_the_first_sale_of_a_day_is_the_one_whose_number_comes_first_by_code_point(dealership):
    customer = make_customer(dealership)
    LeadSource.objects.get_or_create(dealership=dealership, code="referral")
    source = LeadSource.objects.get(dealership=dealership, code="referral")
    for number, lead_source in (("a-1", None), ("B-1", source)):
        make_sale(
            dealership,
            customer,
            make_vehicle(dealership),
            contract_number=number,
            lead_source=lead_source,
            delivered_on=date(2026, 5, 1),
        )

    assert figure("referral_customer", dealership) == [1, 1]  # "B" stands before "a"
    assert figure("repeat_sales_share", dealership) == [1, 2]


@pytest.mark.django_db
def test_a_second_car_from_the_sister_dealership_is_a_second_car(dealership, sister):
    customer = make_customer(dealership)
    relate(sister, customer)
    make_sale(dealership, customer, make_vehicle(dealership), delivered_on=date(2026, 5, 1))
    make_sale(sister, customer, make_vehicle(sister), delivered_on=date(2026, 6, 1))

    assert figure("repeat_purchase_flow", dealership) == [0, 1]
    assert figure("repeat_purchase_flow", dealership, T, "", sister) == [1, 1]


@pytest.mark.django_db
def test_the_command_prints_one_json_object_of_one_dealership(dealership):
    customer = make_customer(dealership)
    CustomerCode.objects.create(
        dealership=dealership,
        source=dealership.source_systems.get(),
        code="K1",
        customer=customer,
    )

    answer = told("--dealership", dealership.slug, "--as-of", "2026-10-31", "--json")

    assert answer["as_of"] == "2026-10-31"
    assert answer["window"] == ["2025-11-01", "2026-10-31"]
    assert answer["counts"]["customers"] == 1
    assert set(answer) == {"as_of", "window", "counts", *BY_CODE}


@pytest.mark.django_db
@pytest.mark.parametrize("codes", ["north,east", "all"])
def test_the_command_prints_a_selection_and_each_of_it(dealership, sister, codes):
    answer = told("--dealership", codes, "--as-of", "2026-10-31", "--json")

    assert set(answer) == {"selection", "dealerships"}
    assert set(answer["dealerships"]) == {"north", "east"}


def told(*arguments):
    out = StringIO()
    call_command("kpis", *arguments, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.django_db
def test_without_json_a_person_can_read_it(dealership):
    out = StringIO()
    call_command("kpis", "--dealership", dealership.slug, stdout=out)

    assert "Service retention" in out.getvalue()


@pytest.mark.django_db
def test_a_dealership_nobody_has_is_named(dealership):
    with pytest.raises(CommandError, match="elsewhere"):
        call_command("kpis", "--dealership", "elsewhere")


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["0001-01-01", "0005-12-31", "9999-12-31"])
def test_a_day_outside_all_histories_is_named_with_the_range(dealership, day):
    with pytest.raises(CommandError, match="from 1990-01-01 to 2100-12-31"):
        call_command("kpis", "--dealership", dealership.slug, "--as-of", day)


@pytest.mark.django_db
def test_today_is_the_dealerships_own_day(time_machine):
    make_dealership("far", time_zone="Asia/Shanghai")
    time_machine.move_to(datetime(2026, 10, 31, 16, 30, tzinfo=UTC))  # 00:30 there

    assert told("--dealership", "far", "--json")["as_of"] == "2026-11-01"


def test_the_page_of_the_docs_is_what_the_registry_says():
    out = StringIO()

    call_command("kpi_docs", "--check", stdout=out)  # CommandError where they differ

    assert out.getvalue() == ""

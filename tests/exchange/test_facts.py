"""What a row creates: ownership, consents, agreements, sources, links; and what it leaves alone."""

from datetime import UTC, date, datetime

from django.core.management import call_command

from customers.models import Agreement, Consent, Customer, Ownership
from customers.services.consents import record_consent
from exchange.rules.rows import read_row
from exchange.services import staging
from sales.models import LeadSource, Sale, TrafficContact
from tests.exchange.conftest import problems, warnings
from tests.factories import make_dealership

CUSTOMERS = "Code,Type,Name,Phones,Birth date,City,Call consent,Marketing consent\n"
SALES = "Contract,Delivered,Customer code,VIN,Price,Source,Referrer code,Warranty until,Plate\n"
ORDERS = "Repair order,Opened,Closed,Customer code,VIN,Plate,Mileage,Kind,Labour\n"
VIN = "XW8ZZZ61ZJG000001"
A = "A,Person,Иванов Пётр Сергеевич,89161234567,1980-02-01,Тверь,Yes,Yes\n"
B = "B,Person,Петрова Анна Ильинична,89161234568,,Тверь,Yes,No\n"


def sale(number, on, customer, referrer="", source="Internet", warranty=""):
    return f"{number},{on},{customer},{VIN},100,{source},{referrer},{warranty},\n"


def order(number, on, customer, plate=""):
    return f"{number},{on} 10:00,{on} 23:30,{customer},{VIN},{plate},1000,Repair,10\n"


def owners(importer):
    return list(
        Ownership.objects.filter(holding=importer.dealership.holding)
        .order_by("since", "until")
        .values_list("customer__codes__code", "since", "until", "end_reason")
    )


def test_a_later_sale_to_somebody_else_ends_the_ownership(importer):
    importer.texts(
        customers=CUSTOMERS + A + B,
        sales=SALES + sale("2", "2023-05-01", "B") + sale("1", "2020-05-01", "A"),
    )

    assert owners(importer) == [
        ("A", date(2020, 5, 1), date(2023, 5, 1), "resold"),
        ("B", date(2023, 5, 1), None, ""),
    ]


def test_a_second_sale_to_the_same_customer_goes_on_with_the_ownership(importer):
    importer.texts(
        customers=CUSTOMERS + A,
        sales=SALES + sale("1", "2020-05-01", "A") + sale("2", "2023-05-01", "A"),
    )

    assert owners(importer) == [("A", date(2020, 5, 1), None, "")]


def test_two_sales_of_a_day_are_ordered_by_contract_number(importer):
    importer.texts(
        customers=CUSTOMERS + A + B,
        sales=SALES + sale("C-10", "2020-05-01", "A") + sale("C-9", "2020-05-01", "B"),
    )

    assert [row[0] for row in owners(importer) if row[2] is None] == ["B"]


def test_a_car_known_from_repair_orders_belongs_to_its_first_customer_until_it_is_sold(importer):
    importer.texts(
        customers=CUSTOMERS + A + B,
        repair_orders=ORDERS + order("2", "2021-03-05", "B") + order("1", "2020-03-05", "A"),
    )
    before = owners(importer)

    importer.texts(sales=SALES + sale("1", "2022-05-01", "B"))

    assert before == [("A", date(2020, 3, 5), None, "")]
    assert owners(importer) == [
        ("A", date(2020, 3, 5), date(2022, 5, 1), "resold"),
        ("B", date(2022, 5, 1), None, ""),
    ]


def test_an_earlier_sale_that_comes_later_takes_its_place(importer):
    importer.texts(
        customers=CUSTOMERS + A + B, repair_orders=ORDERS + order("1", "2023-03-05", "B")
    )
    importer.texts(sales=SALES + sale("1", "2020-05-01", "A"))

    assert owners(importer) == [("A", date(2020, 5, 1), None, "")]


def test_a_corrected_sale_corrects_owner_and_agreements(importer):
    importer.texts(
        customers=CUSTOMERS + A + B,
        sales=SALES + sale("1", "2020-05-01", "A", warranty="2023-05-01"),
    )

    run = importer.texts(sales=SALES + sale("1", "2020-06-01", "B", warranty="2023-06-01"))

    assert run.counts["sales"]["updated"] == 1
    assert owners(importer) == [("B", date(2020, 6, 1), None, "")]
    assert list(Agreement.objects.values_list("customer__codes__code", "starts_on", "ends_on")) == [
        ("B", date(2020, 6, 1), date(2023, 6, 1))
    ]


def test_an_ownership_the_crm_was_told_has_ended_stays_ended(importer):
    importer.texts(customers=CUSTOMERS + A, sales=SALES + sale("1", "2020-05-01", "A"))
    Ownership.objects.update(until=date(2024, 1, 1), end_reason="told")

    importer.texts(repair_orders=ORDERS + order("1", "2025-03-05", "A"))

    assert owners(importer) == [("A", date(2020, 5, 1), date(2024, 1, 1), "told")]


def test_an_unknown_referrer_is_a_warning_and_linked_when_it_arrives(importer):
    first = importer.texts(
        customers=CUSTOMERS + A, sales=SALES + sale("1", "2020-05-01", "A", referrer="B")
    )
    unlinked = Sale.objects.get().referrer_id

    importer.texts(customers=CUSTOMERS + B)

    assert problems(first) == []
    assert warnings(first) == [(2, "Referrer code", "B", "unknown_referrer")]
    assert unlinked is None
    assert Sale.objects.get().referrer.codes.get().code == "B"


def current(code):
    return dict(
        Consent.objects.filter(customer__codes__code=code, superseded_at=None)
        .values_list("purpose", "is_granted")
    )  # fmt: skip


def test_consents_follow_the_columns_and_withdrawals_are_kept(importer):
    importer.texts(customers=CUSTOMERS + B)
    granted = current("B")

    importer.texts(customers=CUSTOMERS + B.replace("Yes", "No"), exported_on=date(2026, 11, 5))

    assert granted == {"service": True, "satisfaction": True, "advertising": False}
    assert current("B") == {"service": False, "satisfaction": False, "advertising": False}
    assert Consent.objects.filter(purpose="service").count() == 2
    assert Consent.objects.order_by("pk")[0].given_at == datetime(2026, 10, 31, 21, tzinfo=UTC)


def test_an_import_grants_nothing_that_was_withdrawn_in_the_crm_after_the_export(importer):
    importer.texts(customers=CUSTOMERS + A.replace("Yes", "No"), exported_on=date(2026, 11, 1))
    customer = Customer.objects.get()
    record_consent(
        customer=customer, dealership=importer.dealership, purpose="service", channel="call",
        is_granted=False, evidence="call", by=None, at=datetime(2026, 11, 10, tzinfo=UTC),
    )  # fmt: skip

    importer.texts(customers=CUSTOMERS + A, exported_on=date(2026, 11, 8))

    assert current("A") == {"service": False, "satisfaction": True, "advertising": True}


def test_an_unchanged_row_does_not_undo_an_edit_made_in_the_crm(importer):
    importer.texts(customers=CUSTOMERS + A)
    Customer.objects.update(city="Москва")

    again = importer.texts(customers=CUSTOMERS + A)
    kept = Customer.objects.get().city
    importer.texts(customers=CUSTOMERS + A.replace("Тверь", "Клин"))

    assert again.counts["customers"]["unchanged"] == 1
    assert kept == "Москва"
    assert Customer.objects.get().city == "Клин"


def what_a_bare_row_got(importer):
    """A card with every cell filled, and after it one with a name only: what the second has."""
    importer.texts(customers=CUSTOMERS + A + "C,Person,Сидоров Иван,,,,,\n")

    bare = Customer.objects.get(codes__code="C")
    return (bare.birth_date, bare.city, bare.contact_points.count(), bare.consents.count())


def test_a_blank_cell_takes_nothing_from_the_row_before(importer):
    assert what_a_bare_row_got(importer) == (None, "", 0, 0)


def test_a_reader_that_keeps_the_row_before_is_noticed(importer, monkeypatch):
    """The control of R14: the known fault of another CRM, planted."""
    before = {}

    def inheriting(reader, cells):
        known = before.get(reader.table, [""] * len(cells))
        before[reader.table] = [cell or old for cell, old in zip(cells, known, strict=True)]
        return read_row(reader, before[reader.table])

    monkeypatch.setattr(staging, "read_row", inheriting)

    assert what_a_bare_row_got(importer) == (date(1980, 2, 1), "Тверь", 1, 3)


def test_the_newest_facts_about_a_car_win_in_any_order(importer):
    importer.texts(
        customers=CUSTOMERS + A, repair_orders=ORDERS + order("2", "2023-03-05", "A", "Н222НН77")
    )
    importer.texts(repair_orders=ORDERS + order("1", "2020-03-05", "A", "Н111НН77"))

    vehicle = importer.dealership.vehicle_relations.get().vehicle
    assert (vehicle.plate, vehicle.plate_key) == ("Н222НН77", "H222HH77")


def test_a_source_that_is_not_a_standard_one_is_added_once(importer):
    importer.texts(
        customers=CUSTOMERS + A,
        sales=SALES
        + sale("1", "2020-05-01", "A", source="Выставка «Авто»")
        + sale("2", "2021-05-01", "A", source="выставка «авто»"),
    )

    added = LeadSource.objects.for_dealership(importer.dealership).exclude(name="")
    assert [(source.code, source.sales.count()) for source in added] == [("vystavka_avto", 2)]


def test_traffic_is_linked_by_phone_when_one_customer_has_it(importer):
    traffic = (
        "Date and time,Type,Source,Name,Phone,Interest,Salesperson\n"
        "2025-01-01 10:00,Visit,Walk-in,Пётр,+7 916 123-45-67,,Орлов\n"
        "2025-01-01 10:00,Visit,Walk-in,,,,Орлов\n"
    )
    importer.texts(traffic=traffic)

    importer.texts(customers=CUSTOMERS + A)

    linked = TrafficContact.objects.order_by("phone").values_list("customer__codes__code", "on")
    assert list(linked) == [(None, date(2025, 1, 1)), ("A", date(2025, 1, 1))]


def test_a_card_with_the_same_phone_name_and_birth_date_is_merged_and_listed(importer, capsys):
    importer.texts(customers=CUSTOMERS + A + A.replace("A,Person", "A2,Person"))

    call_command("duplicates", "--dealership", importer.dealership.slug, "--json")

    assert Customer.objects.current().count() == 1
    assert capsys.readouterr().out.strip() == '{"pairs": [["A", "A2"]]}'


def test_the_same_export_into_another_dealership_is_its_own(importer):
    importer.texts(customers=CUSTOMERS + A, sales=SALES + sale("1", "2020-05-01", "A"))
    importer.dealership = make_dealership("other")

    run = importer.texts(customers=CUSTOMERS + A, sales=SALES + sale("1", "2020-05-01", "A"))

    assert run.counts["sales"]["created"] == 1
    assert Customer.objects.count() == 2

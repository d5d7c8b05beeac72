"""The samples in four dialects: every row counted, again nothing, in any order the same."""

import csv
import io
import json
import random

import pytest
from django.core.management import call_command

from customers.models import (
    Agreement,
    Consent,
    ContactPoint,
    Customer,
    CustomerCode,
    OdometerReading,
    Ownership,
)  # fmt: skip
from dealerships.models import Dealership
from sales.models import MarketingSpend, Sale, TrafficContact
from service.models import RepairOrder
from tests.exchange.conftest import COUNTRIES, EXPORTS

pytestmark = pytest.mark.django_db
MODELS = {
    "customers": CustomerCode,
    "sales": Sale,
    "repair_orders": RepairOrder,
    "traffic": TrafficContact,
    "marketing": MarketingSpend,
}


def command(folder, capsys, dialect, *options):
    country, zone = COUNTRIES[dialect]
    code = 0
    try:
        call_command(
            "import_dms", str(folder), "--dealership", dialect, "--create-dealership", dialect,
            "--timezone", zone, "--country", country, "--exported-on", "2026-11-01", "--json",
            *options,
        )  # fmt: skip
    except SystemExit as exit_code:
        code = exit_code.code
    return code, json.loads(capsys.readouterr().out)


def expected(dialect):
    return json.loads((EXPORTS / dialect / "expected.json").read_text())


@pytest.mark.parametrize("dialect", COUNTRIES)
def test_a_sample_is_imported_row_for_row_and_again_without_a_change(dialect, capsys):
    code, first = command(EXPORTS / dialect, capsys, dialect)
    again_code, again = command(EXPORTS / dialect, capsys, dialect)

    wanted = expected(dialect)
    rejected = wanted.get("rejected", {})
    counts = wanted["kpis"][0]["counts"]
    dealership = Dealership.objects.get(slug=dialect)
    assert {
        table: first["tables"][table]["created"] for table in counts if table != "vehicles"
    } == {table: number for table, number in counts.items() if table != "vehicles"}
    assert {t: n["rejected"] for t, n in first["tables"].items() if n["rejected"]} == rejected
    assert code == again_code == (3 if rejected else 0)
    for table, numbers in again["tables"].items():
        assert numbers["created"] == numbers["updated"] == 0
        assert numbers["unchanged"] == first["tables"][table]["created"]
        assert MODELS[table].objects.for_dealership(dealership).count() == numbers["unchanged"]
    assert first["duplicate_candidates"] == len(wanted["duplicate_customers"])


@pytest.mark.parametrize("dialect", COUNTRIES)
def test_nearly_all_true_duplicates_are_found_and_nearly_no_others(dialect, capsys):
    command(EXPORTS / dialect, capsys, dialect)
    call_command("duplicates", "--dealership", dialect, "--json")

    found = {tuple(sorted(pair)) for pair in json.loads(capsys.readouterr().out)["pairs"]}
    true = {tuple(sorted(pair)) for pair in expected(dialect)["duplicate_customers"]}
    assert len(found & true) >= 0.95 * len(true)
    assert len(found & true) >= 0.95 * len(found)


def content(dealership):
    """Everything an import wrote, without numbers that depend on the order of writing."""
    holding = dealership.holding

    def rows(queryset, *fields):
        return sorted(queryset.values_list(*fields), key=repr)

    return [
        rows(
            Customer.objects.filter(holding=holding), "codes__code", "full_name", "birth_date",
            "city", "preferred_channel", "search_name", "form_of_address",
        ),
        rows(ContactPoint.objects.filter(customer__holding=holding),
             "customer__codes__code", "value", "as_given", "position", "is_valid"),
        rows(Consent.objects.filter(dealership=dealership),
             "customer__codes__code", "purpose", "channel", "is_granted", "given_at"),
        rows(dealership.vehicle_relations,
             "vehicle__vin", "vehicle__plate", "vehicle__make", "vehicle__model_year"),
        rows(Ownership.objects.filter(holding=holding),
             "vehicle__vin", "customer__codes__code", "since", "until", "end_reason"),
        rows(Agreement.objects.for_dealership(dealership),
             "vehicle__vin", "customer__codes__code", "kind", "starts_on", "ends_on"),
        rows(OdometerReading.objects.filter(vehicle__holding=holding),
             "vehicle__vin", "read_on", "km"),
        rows(Sale.objects.for_dealership(dealership), "contract_number", "price",
             "customer__codes__code", "vehicle__vin", "salesperson__name", "lead_source__code",
             "referrer__codes__code"),
        rows(RepairOrder.objects.for_dealership(dealership), "number", "closed_at", "closed_on",
             "customer__codes__code", "vehicle__vin", "labour", "advisor__name"),
        rows(TrafficContact.objects.for_dealership(dealership),
             "identity", "at", "phone", "customer__codes__code", "lead_source__code"),
        rows(MarketingSpend.objects.for_dealership(dealership),
             "month", "lead_source__code", "amount"),
    ]  # fmt: skip


def test_rows_and_files_in_another_order_give_the_same_database(tmp_path, capsys):
    chance = random.Random(5)
    for number, path in enumerate(sorted((EXPORTS / "en").glob("*.csv"), reverse=True)):
        header, *rows = csv.reader(io.StringIO(path.read_text("utf-8-sig")))
        chance.shuffle(rows)
        with (tmp_path / f"{number}.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([header, *rows])
    command(EXPORTS / "en", capsys, "en")
    straight = content(Dealership.objects.get(slug="en"))
    Dealership.objects.filter(slug="en").update(slug="straight")

    command(tmp_path, capsys, "en")

    assert content(Dealership.objects.get(slug="en")) == straight


def test_a_dry_run_counts_and_writes_nothing(capsys):
    _code, counted = command(EXPORTS / "en", capsys, "en", "--dry-run")

    assert counted["tables"]["customers"]["created"] > 0
    assert Customer.objects.count() == 0


def test_files_of_one_export_may_come_in_several_imports_in_any_order(importer, tmp_path):
    files = {path.stem: path for path in (EXPORTS / "en").glob("*.csv")}

    importer.run(files["repair_orders"])
    importer.run(files["customers"])
    importer.run(files["repair_orders"])
    run = importer.run(files["sales"])

    assert run.counts["sales"]["rejected"] == 5
    alone = content(importer.dealership)[4]
    assert {row[0] for row in alone} == set(
        importer.dealership.vehicle_relations.values_list("vehicle__vin", flat=True)
    )

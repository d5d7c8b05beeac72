"""Two cards are joined while an import is at work on one of them: nothing is lost (R13, R15)."""

from threading import Thread

import pytest
from django.db import IntegrityError, connections

from customers.models import ContactPoint, Customer
from customers.services.merging import merge
from exchange.models import ImportRun
from exchange.services import merging_customers, merging_steps
from sales.models import Sale
from tests.exchange.conftest import Importer
from tests.factories import NOW, make_dealership

pytestmark = pytest.mark.django_db(transaction=True)
CUSTOMERS = "Code,Type,Name,Phones\n"
PAIR = "A,Person,Иванов Иван,89161111111\nB,Person,Иванов Иван,89162222222\n"
CHANGED = "B,Person,Иванов Иван,89163333333\n"
SALES = "Contract,Delivered,Customer code,VIN,Price\n1,2026-01-15,B,XW8ZZZ61ZJG000001,100\n"


@pytest.fixture
def importer(tmp_path):
    importer = Importer(make_dealership("import"), tmp_path)
    importer.texts(customers=CUSTOMERS + PAIR)
    return importer


def join_the_cards() -> None:
    """In a connection of its own, committed before this returns."""
    failed = []

    def join() -> None:
        try:
            merge(kept=card("A"), merged=card("B"), by=None, at=NOW)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    other = Thread(target=join)
    other.start()
    other.join()
    assert failed == []


def card(code: str) -> Customer:
    return Customer.objects.get(codes__code=code)


def import_while_joining(importer, monkeypatch, **tables: str) -> ImportRun:
    """Somebody joins the cards between the plan of the first step of a table and its writing."""
    plan = merging_customers._plan if "customers" in tables else merging_steps.plan_facts
    joined = []

    def and_join(*arguments):
        result = plan(*arguments)
        if not joined:
            joined.append(True)
            join_the_cards()
        return result

    if "customers" in tables:
        monkeypatch.setattr(merging_customers, "_plan", and_join)
    else:
        monkeypatch.setattr(merging_steps, "plan_facts", and_join)
    return importer.texts(**tables)


def test_a_sale_of_the_joined_card_belongs_to_the_one_that_is_left(importer, monkeypatch):
    run = import_while_joining(importer, monkeypatch, sales=SALES)

    assert (run.status, run.counts["sales"]["created"]) == ("done", 1)
    assert Sale.objects.get().customer == card("A") == card("B")


def test_a_phone_of_the_joined_card_belongs_to_the_one_that_is_left(importer, monkeypatch):
    run = import_while_joining(importer, monkeypatch, customers=CUSTOMERS + CHANGED)

    assert run.status == "done"
    assert phones() == {"+79161111111", "+79162222222", "+79163333333"}


def test_without_the_second_look_the_import_of_the_sale_fails(importer, monkeypatch):
    """The control: the database refuses the row, and nobody tries again."""
    monkeypatch.setattr(merging_steps, "ATTEMPTS", 1)

    with pytest.raises(IntegrityError):
        import_while_joining(importer, monkeypatch, sales=SALES)

    assert Sale.objects.count() == 0


def test_without_the_hold_on_the_cards_the_phone_is_lost(importer, monkeypatch):
    """The control: it is written to the card that is gone."""
    monkeypatch.setattr(merging_customers, "_hold_cards", lambda: None)

    import_while_joining(importer, monkeypatch, customers=CUSTOMERS + CHANGED)

    assert "+79163333333" not in phones()


def phones() -> set[str]:
    points = ContactPoint.objects.filter(customer=card("A"), kind="phone")
    return set(points.values_list("value", flat=True))

"""Two cards are joined while an import is at work on one of them: nothing is lost (R13, R15)."""

from threading import Event, Thread

import pytest
from django.db import connection, connections

from customers.models import ContactPoint, Customer, Ownership
from customers.services.merging import merge
from exchange.models import ImportRun
from exchange.services import merging_customers, merging_ownership, merging_steps
from exchange.services.merging import CardJoinedError
from sales.models import Sale
from tests.exchange.conftest import Importer
from tests.factories import NOW, make_dealership

pytestmark = pytest.mark.django_db(transaction=True)
CUSTOMERS = "Code,Type,Name,Phones\n"
PAIR = "A,Person,Иванов Иван,89161111111\nB,Person,Иванов Иван,89162222222\n"
THIRD = "C,Person,Петров Пётр,89164444444\n"
CHANGED = "B,Person,Иванов Иван,89163333333\n"
VISITS = "Repair order,Opened,Closed,Customer code,VIN,Kind,Labour\n"
FIRST = "1,2026-01-10 09:00,2026-01-10 18:00,C,XW8ZZZ61ZJG000001,repair,100\n"
SECOND = "2,2026-01-15 09:00,2026-01-15 18:00,B,XW8ZZZ61ZJG000001,repair,100\n"
CORRECTED = FIRST.replace("01-10", "01-20")
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


@pytest.fixture
def joined_beside(importer, monkeypatch):
    """Somebody joins the cards when a corrected visit has given the car to one of them.

    The import goes on when the other one is done, or waits for it.
    """
    importer.texts(customers=CUSTOMERS + THIRD, repair_orders=VISITS + FIRST + SECOND)
    connected, other_pid = Event(), []

    def join() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            other_pid.extend(cursor.fetchone())
        connected.set()
        merge(kept=card("A"), merged=card("B"), by=None, at=NOW)
        connections.close_all()

    other = Thread(target=join)
    write_periods = merging_ownership._write_periods

    def and_let_join(*arguments):
        write_periods(*arguments)
        other.start()
        connected.wait()
        while other.is_alive() and not is_held_up(*other_pid):
            pass

    def corrected() -> Ownership:
        run = importer.texts(repair_orders=VISITS + CORRECTED)
        other.join()
        assert run.status == "done"
        return Ownership.objects.get()

    monkeypatch.setattr(merging_ownership, "_write_periods", and_let_join)
    return corrected


def is_held_up(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [pid])
        [answer] = cursor.fetchone()
    return bool(answer)


def test_a_car_that_a_corrected_visit_gives_goes_to_the_card_that_is_left(joined_beside):
    owned = joined_beside()

    assert (owned.customer, str(owned.since)) == (card("A"), "2026-01-15")


def test_without_the_hold_on_the_owners_the_car_stays_with_the_card_that_is_gone(
    joined_beside, monkeypatch
):
    """The control."""
    monkeypatch.setattr(merging_ownership, "hold_cards", lambda ids, lock: None)

    assert joined_beside().customer.merged_into == card("A")


def test_without_the_second_look_the_import_of_the_sale_fails(importer, monkeypatch):
    """The control: the import sees it, and nobody tries again."""
    monkeypatch.setattr(merging_steps, "ATTEMPTS", 1)

    with pytest.raises(CardJoinedError):
        import_while_joining(importer, monkeypatch, sales=SALES)

    assert Sale.objects.count() == 0


def test_without_the_hold_on_the_cards_the_phone_is_lost(importer, monkeypatch):
    """The control: it is written to the card that is gone."""
    monkeypatch.setattr(merging_customers, "hold_cards", lambda ids, lock: None)

    import_while_joining(importer, monkeypatch, customers=CUSTOMERS + CHANGED)

    assert "+79163333333" not in phones()


def phones() -> set[str]:
    points = ContactPoint.objects.filter(customer=card("A"), kind="phone")
    return set(points.values_list("value", flat=True))

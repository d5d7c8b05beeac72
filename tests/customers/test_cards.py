"""Cards, contact points and cars: what the verbs keep."""

from datetime import date

import pytest

from customers.models import ContactPoint, Customer, Ownership
from customers.services import contact_points, vehicles
from customers.services import customers as cards
from tests.factories import NOW, make_customer, make_vehicle


@pytest.fixture
def customer(dealership):
    return make_customer(dealership, "Смирнова Елена Сергеевна")


def test_a_new_card_has_name_parts_search_text_and_a_relation(dealership, operator):
    customer = cards.create_customer(
        dealership=dealership, by=operator, at=NOW, full_name="  Смирнова  Елена Сергеевна "
    )

    assert customer.full_name == "Смирнова Елена Сергеевна"
    assert (customer.family_name, customer.given_name) == ("Смирнова", "Елена")
    assert (customer.patronymic, customer.gender) == ("Сергеевна", "f")
    assert "smirnova" in customer.search_name
    assert list(Customer.objects.for_dealership(dealership)) == [customer]


def test_an_edit_counts_the_version(customer, operator):
    saved = cards.edit_customer(
        customer=customer, version=1, by=operator, at=NOW, full_name="Смирнова Е. С.", city="Химки"
    )

    assert (saved.version, saved.city) == (2, "Химки")
    assert saved.search_name.startswith("смирнова е. с.")


def edit_twice_from_one_form(customer, first, second):
    """Both opened the card at version 1; returns the city that is left, and who was refused."""
    refused = []
    for by, city in ((first, "Химки"), (second, "Тверь")):
        try:
            cards.edit_customer(customer=customer, version=1, by=by, at=NOW, city=city)
        except cards.CustomerChangedError as error:
            refused.append((by, error.current.city))
    customer.refresh_from_db()
    return customer.city, refused


def test_an_edit_of_an_old_form_is_refused_and_writes_nothing(customer, operator, dealer_head):
    """R13: nobody's change is lost."""
    left, refused = edit_twice_from_one_form(customer, operator, dealer_head)

    assert left == "Химки"
    assert refused == [(dealer_head, "Химки")]
    assert customer.version == 2


def test_without_the_look_at_the_version_the_first_edit_is_lost(
    customer, operator, dealer_head, monkeypatch
):
    """The control of R13: the same edits, the guard removed."""
    monkeypatch.setattr(
        cards, "_unchanged_since", lambda customer, version: Customer.objects.filter(pk=customer.pk)
    )

    assert edit_twice_from_one_form(customer, operator, dealer_head) == ("Тверь", [])


def test_do_not_call_is_set_once_and_can_be_lifted(customer):
    assert cards.stop_calls(customer=customer, by=None, at=NOW) is True
    assert cards.stop_calls(customer=customer, by=None, at=NOW) is False
    assert cards.allow_calls(customer=customer, at=NOW) is True
    assert cards.allow_calls(customer=customer, at=NOW) is False


def test_a_phone_is_kept_in_one_form_and_once(dealership, customer):
    first = contact_points.add_phone(customer=customer, dealership=dealership, text="8 916 1234567")
    again = contact_points.add_phone(
        customer=customer, dealership=dealership, text="+7(916)123-45-67"
    )

    assert first == again
    assert (first.value, first.is_valid) == ("+79161234567", True)


def test_an_invalid_number_is_taken_and_marked_and_no_number_is_refused(dealership, customer):
    odd = contact_points.add_phone(customer=customer, dealership=dealership, text="8 000 0000000")

    assert odd.is_valid is False
    with pytest.raises(contact_points.NotAPhoneError):
        contact_points.add_phone(customer=customer, dealership=dealership, text="ask the wife")
    with pytest.raises(contact_points.NotAnEmailError):
        contact_points.add_email(customer=customer, text="nobody at home")


def test_a_wrong_number_is_marked_and_another_put_first(dealership, customer):
    first, second = (
        contact_points.add_phone(customer=customer, dealership=dealership, text=text)
        for text in ("9161234567", "9161234568")
    )

    contact_points.mark_wrong(point=first, at=NOW)
    contact_points.put_first(point=second)

    ordered = ContactPoint.objects.order_by("position").values_list("value", flat=True)
    assert list(ordered) == ["+79161234568", "+79161234567"]
    assert contact_points.mark_wrong(point=first, at=NOW) is False
    assert contact_points.mark_right(point=first) is True


def test_a_car_is_found_by_its_vin_and_keeps_what_is_known(dealership, customer):
    known = make_vehicle(dealership, vin="XW8ZZZ61ZJG123456", make="Skoda", model="Octavia")

    ownership = vehicles.add_vehicle(
        customer=customer,
        dealership=dealership,
        since=date(2024, 1, 1),
        vin="хw8zzz61zjg123456",
        make="Шкода",
        plate="А123ВС77",
    )

    known.refresh_from_db()
    assert ownership.vehicle == known
    assert (known.make, known.plate, known.plate_key) == ("Skoda", "А123ВС77", "A123BC77")


def test_a_car_of_somebody_else_needs_a_change_of_owner(dealership, customer):
    other = make_customer(dealership)
    vehicle = make_vehicle(dealership, owner=other, vin="XW8ZZZ61ZJG123456")

    with pytest.raises(vehicles.OwnedByAnotherError):
        vehicles.add_vehicle(
            customer=customer, dealership=dealership, since=date(2024, 1, 1), vin=vehicle.vin
        )
    vehicles.change_owner(vehicle=vehicle, customer=customer, on=date(2024, 5, 1))

    former = Ownership.objects.get(customer=other)
    assert (former.until, former.end_reason) == (date(2024, 5, 1), "resold")
    assert Ownership.objects.as_of(date(2024, 5, 1)).get().customer == customer


def test_an_ownership_ends_once_and_not_before_it_began(dealership, customer):
    make_vehicle(dealership, owner=customer)
    ownership = Ownership.objects.get()

    with pytest.raises(vehicles.NotInOrderError):
        vehicles.end_ownership(ownership=ownership, on=date(2019, 1, 1))
    assert vehicles.end_ownership(ownership=ownership, on=date(2025, 1, 1)) is True
    assert vehicles.end_ownership(ownership=ownership, on=date(2026, 1, 1)) is False
    with pytest.raises(vehicles.NotInOrderError):
        vehicles.change_owner(vehicle=ownership.vehicle, customer=customer, on=date(2024, 1, 1))

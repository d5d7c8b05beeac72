"""The page of a car: what it is, its papers, its odometer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.models import Agreement
from tests.customers.pages import url
from tests.factories import NOW, TODAY, make_agreement, make_customer, make_vehicle


@pytest.fixture
def customer(dealership):
    return make_customer(dealership, "Смирнова Елена")


@pytest.fixture
def car(dealership, customer):
    return make_vehicle(dealership, owner=customer)


@pytest.fixture
def ownership(car):
    return car.ownerships.get()


PAPER = {"kind": "own_damage_insurance", "provider": "Росгосстрах", "number": "AA 12", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}  # noqa: E501  # fmt: skip


def test_a_policy_is_added_seen_corrected_and_removed(web, customer, ownership):
    web.post(url("agreement_add", customer.pk, ownership.pk), PAPER)
    paper = Agreement.objects.get()
    assert "Росгосстрах" in web.get(url("car_detail", customer.pk, ownership.pk)).content.decode()
    assert "Росгосстрах" in web.get(url("customer_detail", customer.pk)).content.decode()

    web.post(url("agreement_edit", customer.pk, paper.pk), PAPER | {"ends_on": "2027-01-31"})
    paper.refresh_from_db()
    assert str(paper.ends_on) == "2027-01-31"

    web.post(url("agreement_remove", customer.pk, paper.pk))
    assert not Agreement.objects.exists()
    history = Agreement.pgh_event_model.objects
    assert [str(row.ends_on) for row in history.order_by("pgh_id")] == ["2026-12-31", "2027-01-31"]


def test_the_same_paper_is_not_recorded_twice(web, customer, ownership):
    for _time in range(2):
        page = web.post(url("agreement_add", customer.pk, ownership.pk), PAPER)

    assert page.status_code == 422
    assert "there already" in page.content.decode()
    assert Agreement.objects.count() == 1


def test_a_paper_does_not_end_before_it_starts(web, customer, ownership):
    wrong = PAPER | {"ends_on": "2025-12-31"}

    page = web.post(url("agreement_add", customer.pk, ownership.pk), wrong)

    assert page.status_code == 422
    assert not Agreement.objects.exists()


def test_a_paper_of_another_card_is_not_there(web, dealership, customer, car):
    other = make_customer(dealership)
    paper = make_agreement(dealership, other, make_vehicle(dealership, owner=other))

    assert web.get(url("agreement_edit", customer.pk, paper.pk)).status_code == 404
    assert web.post(url("agreement_remove", customer.pk, paper.pk)).status_code == 404
    assert Agreement.objects.count() == 1


def test_a_plate_is_corrected_and_found(web, dealership, customer, car, ownership):
    values = {"vin": car.vin, "plate": "А123ВС77", "make": "Skoda", "model": "Kodiaq"}
    web.post(url("car_correct", customer.pk, ownership.pk), values)

    car.refresh_from_db()
    assert (car.model, car.plate_key) == ("Kodiaq", "A123BC77")


def test_a_vin_of_another_car_is_refused(web, dealership, customer, car, ownership):
    other = make_vehicle(dealership)

    page = web.post(
        url("car_correct", customer.pk, ownership.pk), {"vin": other.vin, "make": "Skoda"}
    )

    assert page.status_code == 422
    assert "Another car has this VIN" in page.content.decode()


def test_the_odometer_goes_forward_only(web, customer, car, ownership, time_machine):
    time_machine.move_to(NOW, tick=False)
    read = url("odometer_read", customer.pk, ownership.pk)
    yesterday = str(TODAY - timedelta(days=1))

    web.post(read, {"km": 50_000, "read_on": yesterday})
    back = web.post(read, {"km": 49_000, "read_on": str(TODAY)})
    tomorrow = web.post(read, {"km": 60_000, "read_on": str(TODAY + timedelta(days=1))})
    for km in (51_000, 50_500):  # of one day the highest stays
        web.post(read, {"km": km, "read_on": str(TODAY)})

    assert (back.status_code, tomorrow.status_code) == (422, 422)
    found = car.odometer_readings.order_by("read_on").values_list("km", flat=True)
    assert list(found) == [50_000, 51_000]


def test_a_car_of_unknown_year_shows_a_dash(web, customer, car, ownership):
    type(car).objects.filter(pk=car.pk).update(model_year=None)

    page = web.get(url("car_detail", customer.pk, ownership.pk)).content.decode()

    assert "<dd>None</dd>" not in page


def test_nobody_owns_a_car_from_a_day_to_come(web, customer):
    tomorrow = timezone.localdate() + timedelta(days=2)

    page = web.post(url("car_add", customer.pk), {"make": "Skoda", "since": tomorrow})

    assert page.status_code == 422
    assert "still to come" in page.content.decode()
    assert not customer.ownerships.exists()


@pytest.mark.parametrize(
    ("vin", "said"),
    [
        ("XW8ZZZ5NZKG1234", "The VIN has 15 characters, 17 are usual."),
        ("XW8ZZZ5NZKG12345O", "A VIN has no letters I, O, Q."),
        ("XW8ZZZ5NZKG123456", None),
        ("", None),
    ],
)
def test_an_odd_vin_is_kept_and_pointed_at(web, customer, vin, said):
    car = {"vin": vin, "make": "Skoda", "since": "2022-01-01"}

    page = web.post(url("car_add", customer.pk), car, follow=True).content.decode()

    assert customer.ownerships.get().vehicle.vin == vin
    assert said in page if said else "Check it" not in page

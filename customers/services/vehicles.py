"""Cars and who owns them: at most one owner at a time, an earlier one is never overwritten."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from customers import rules
from customers.models import Customer, OdometerReading, Ownership, Vehicle, VehicleRelation
from dealerships.models import Dealership


class OwnedByAnotherError(Exception):
    """The car belongs to somebody on that day; say so by `change_owner`."""

    def __init__(self, ownership: Ownership) -> None:
        super().__init__(ownership.pk)
        self.ownership = ownership


class NotInOrderError(Exception):
    """An ownership would end before it began, or begin before the present one did."""


class VinTakenError(Exception):
    """Another car of the holding has this VIN."""


class OdometerTurnedBackError(Exception):
    """An earlier day showed more kilometres than are given now."""

    def __init__(self, km: int) -> None:
        super().__init__(km)
        self.km = km


@transaction.atomic
def add_vehicle(
    *,
    customer: Customer,
    dealership: Dealership,
    since: date,
    vin: str = "",
    plate: str = "",
    make: str = "",
    model: str = "",
    model_year: int | None = None,
) -> Ownership:
    """A customer's car, found by its VIN in the holding or new; owned from `since` on.

    What is known about the car already stays. Raises OwnedByAnotherError.
    """
    values: dict[str, object] = {
        "plate": plate.strip(),
        "plate_key": rules.plate_key(plate),
        "make": make.strip(),
        "model": model.strip(),
        "model_year": model_year,
    }
    vehicle = _vehicle(customer.holding_id, rules.vin_key(vin), values)
    relate(vehicle=vehicle, dealership=dealership)
    present = _present(vehicle)
    if present and present.customer_id == customer.pk:
        return present
    if present:
        raise OwnedByAnotherError(present)
    return _own(vehicle, customer, since)


def correct_vehicle(
    *, vehicle: Vehicle, vin: str, plate: str, make: str, model: str, model_year: int | None
) -> None:
    """What the car is, as a person read it off the papers. Raises VinTakenError."""
    vehicle.vin = rules.vin_key(vin)
    vehicle.plate, vehicle.plate_key = plate.strip(), rules.plate_key(plate)
    vehicle.make, vehicle.model, vehicle.model_year = make.strip(), model.strip(), model_year
    try:
        with transaction.atomic():
            vehicle.save()
    except IntegrityError as error:
        if "vehicle_vin_once" in str(error):
            raise VinTakenError from error
        raise


@transaction.atomic
def read_odometer(*, vehicle: Vehicle, km: int, on: date) -> None:
    """Note kilometres read on a day; of one day the highest stays.

    Raises OdometerTurnedBackError.
    """
    Vehicle.objects.select_for_update(no_key=True).get(pk=vehicle.pk)
    readings = vehicle.odometer_readings
    before = readings.filter(read_on__lt=on).aggregate(most=Max("km"))["most"]
    if before is not None and km < before:
        raise OdometerTurnedBackError(before)
    reading, created = readings.get_or_create(read_on=on, defaults={"km": km})
    if not created and reading.km < km:
        OdometerReading.objects.filter(pk=reading.pk).update(km=km)


def _vehicle(holding_id: int, vin: str, values: dict[str, object]) -> Vehicle:
    if not vin:
        return Vehicle.objects.create(holding_id=holding_id, **values)
    vehicle, created = Vehicle.objects.get_or_create(
        holding_id=holding_id, vin=vin, defaults=values
    )
    missing = {
        name: value for name, value in values.items() if value and not getattr(vehicle, name)
    }
    if missing and not created:
        Vehicle.objects.filter(pk=vehicle.pk).update(**missing)
        vehicle.refresh_from_db()
    return vehicle


def relate(*, vehicle: Vehicle, dealership: Dealership) -> None:
    """The dealership knows the car; a repeat changes nothing."""
    VehicleRelation.objects.get_or_create(
        dealership=dealership, vehicle=vehicle, defaults={"holding_id": vehicle.holding_id}
    )


@transaction.atomic
def end_ownership(
    *, ownership: Ownership, on: date, reason: str = Ownership.EndReason.TOLD
) -> bool:
    """The customer no longer owns the car from `on` on; False when it had ended already."""
    if on < ownership.since:
        raise NotInOrderError
    return bool(
        Ownership.objects.filter(pk=ownership.pk, until__isnull=True).update(
            until=on, end_reason=reason
        )
    )


@transaction.atomic
def change_owner(*, vehicle: Vehicle, customer: Customer, on: date) -> Ownership:
    """From `on` on the car is this customer's; whoever owned it until then no longer does."""
    Vehicle.objects.select_for_update(no_key=True).get(pk=vehicle.pk)
    present = _present(vehicle)
    if present and present.customer_id == customer.pk:
        return present
    if present:
        end_ownership(ownership=present, on=on, reason=Ownership.EndReason.RESOLD)
    return _own(vehicle, customer, on)


def _present(vehicle: Vehicle) -> Ownership | None:
    return vehicle.ownerships.filter(until__isnull=True).first()


def _own(vehicle: Vehicle, customer: Customer, since: date) -> Ownership:
    latest = vehicle.ownerships.order_by("-until").exclude(until=None).first()
    if latest and latest.until and latest.until > since:
        raise NotInOrderError
    return Ownership.objects.create(
        holding_id=vehicle.holding_id, customer=customer, vehicle=vehicle, since=since
    )

"""What ends when on a car's life bar: warranty, insurance policies, loan."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy

from customers import car_life
from customers.models import Agreement
from dealerships.models import Dealership

LABELS = {
    Agreement.Kind.WARRANTY: gettext_lazy("Warranty until"),
    Agreement.Kind.COMPULSORY_INSURANCE: gettext_lazy("Compulsory insurance until"),
    Agreement.Kind.OWN_DAMAGE_INSURANCE: gettext_lazy("Own-damage insurance until"),
    Agreement.Kind.LOAN: gettext_lazy("Loan until"),
}


def _ending(kind: Agreement.Kind) -> car_life.Rows:
    def rows(dealership: Dealership, vehicles: list[int]) -> "QuerySet[Any, Any]":
        agreements = Agreement.objects.for_dealership(dealership).filter(vehicle__in=vehicles)
        # of several policies the one that ends last
        latest = agreements.filter(kind=kind).order_by("vehicle", "-ends_on").distinct("vehicle")
        return car_life.as_marks(
            Agreement.objects.filter(pk__in=latest.values("pk")),
            kind=kind.value,
            on="ends_on",
            text=F("provider"),
        )

    return rows


def register() -> None:
    """Called once by the app when Django starts."""
    for kind, label in LABELS.items():
        car_life.register(kind.value, label, _ending(kind))

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


def _ending(dealership: Dealership, vehicles: list[int]) -> "QuerySet[Any, Any]":
    agreements = Agreement.objects.for_dealership(dealership).filter(vehicle__in=vehicles)
    # of several policies the one that ends last
    latest = agreements.order_by("vehicle", "kind", "-ends_on").distinct("vehicle", "kind")
    return car_life.as_marks(
        Agreement.objects.filter(pk__in=latest.values("pk")),
        kind=F("kind"),
        on="ends_on",
        text=F("provider"),
    )


def register() -> None:
    """Called once by the app when Django starts."""
    car_life.register({kind.value: label for kind, label in LABELS.items()}, _ending)

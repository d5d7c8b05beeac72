"""What a new dealership has from the workshop's side: the standard maintenance plan."""

from dealerships.models import Dealership
from service.models import MaintenancePlan


def add_standard_plan(dealership: Dealership) -> None:
    """Every car, 12 months or 15,000 km (the model's defaults); a second call changes nothing."""
    MaintenancePlan.objects.get_or_create(dealership=dealership, make="", model="")

"""Verbs that change maintenance plans; the next morning's forecast follows them."""

from django.db import IntegrityError, transaction

from service.models import MaintenancePlan


class PlanExists(ValueError):
    """The dealership has a plan for this make and model already."""


def save_plan(*, plan: MaintenancePlan) -> MaintenancePlan:
    """Store a new or changed plan."""
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as error:
        if "maintenance_plan_once" in str(error):
            raise PlanExists from error
        raise
    return plan

"""Verbs of the showroom: what a new dealership starts with."""

from dealerships.models import Dealership
from sales.models import LeadSource


def add_standard_sources(dealership: Dealership) -> None:
    """Give a dealership the standard lead sources; those it has already stay as they are."""
    LeadSource.objects.bulk_create(
        (LeadSource(dealership=dealership, code=code) for code in LeadSource.Standard.values),
        ignore_conflicts=True,
    )

"""Who we are: holding, dealership, its working time; users, roles, staff; keys; turns taken."""

from dealerships.models.dealership import (
    Dealership,
    Holding,
    SourceSystem,
    WorkingHours,
)
from dealerships.models.keys import ApiKey, ExportRecord
from dealerships.models.staff import Extension, Membership, Role, StaffMember, User
from dealerships.models.tick import PeriodicTick

__all__ = [
    "ApiKey",
    "Dealership",
    "ExportRecord",
    "Extension",
    "Holding",
    "Membership",
    "PeriodicTick",
    "Role",
    "SourceSystem",
    "StaffMember",
    "User",
    "WorkingHours",
]

"""Who we are: holding, dealership, its working time; users, roles, staff; keys of machines."""

from dealerships.models.dealership import (
    Dealership,
    Holding,
    SourceSystem,
    WorkingHours,
)
from dealerships.models.keys import ApiKey, ExportRecord
from dealerships.models.staff import Membership, Role, StaffMember, User

__all__ = [
    "ApiKey",
    "Dealership",
    "ExportRecord",
    "Holding",
    "Membership",
    "Role",
    "SourceSystem",
    "StaffMember",
    "User",
    "WorkingHours",
]

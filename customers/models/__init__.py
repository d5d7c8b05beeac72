"""Customers, how to reach them, their consents; cars, ownership and what ends when."""

from customers.models.consent import Consent, ConsentWording
from customers.models.customer import (
    ContactPoint,
    Customer,
    CustomerCode,
    CustomerRelation,
)
from customers.models.merge import DuplicateCandidate, MergeRecord
from customers.models.vehicle import (
    Agreement,
    OdometerReading,
    Ownership,
    Vehicle,
    VehicleRelation,
)

__all__ = [
    "Agreement",
    "Consent",
    "ConsentWording",
    "ContactPoint",
    "Customer",
    "CustomerCode",
    "CustomerRelation",
    "DuplicateCandidate",
    "MergeRecord",
    "OdometerReading",
    "Ownership",
    "Vehicle",
    "VehicleRelation",
]

"""Reads of customers and cars: whose, which, as of when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from dealerships.querysets import TenantQuerySet

if TYPE_CHECKING:
    from customers.models import (
        Agreement,
        Consent,
        Customer,
        DuplicateCandidate,
        Ownership,
        Vehicle,
    )
    from dealerships.models import Dealership


class CustomerQuerySet(models.QuerySet["Customer"]):
    def for_dealership(self, dealership: Dealership) -> Self:
        """Customers the dealership has a relation with."""
        return self.filter(Exists(dealership.customer_relations.filter(customer=OuterRef("pk"))))

    def current(self) -> Self:
        """Without the cards that were merged into another."""
        return self.filter(merged_into__isnull=True)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def current(self) -> Self:
        return self.filter(superseded_at__isnull=True)


class VehicleQuerySet(models.QuerySet["Vehicle"]):
    def for_dealership(self, dealership: Dealership) -> Self:
        """Cars the dealership sold or served."""
        return self.filter(Exists(dealership.vehicle_relations.filter(vehicle=OuterRef("pk"))))


class OwnershipQuerySet(models.QuerySet["Ownership"]):
    def as_of(self, on: date) -> Self:
        """Ownerships that hold on a day; `until` is the first day they no longer do."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)


class AgreementQuerySet(TenantQuerySet["Agreement"]):
    def ending_within(self, *, start: date, end: date) -> Self:
        """End dates in the half-open [start, end)."""
        return self.filter(ends_on__gte=start, ends_on__lt=end)


class DuplicateCandidateQuerySet(models.QuerySet["DuplicateCandidate"]):
    def for_dealership(self, dealership: Dealership) -> Self:
        """Pairs of which the dealership sees both cards."""
        relations = dealership.customer_relations
        return self.filter(
            Exists(relations.filter(customer=OuterRef("first"))),
            Exists(relations.filter(customer=OuterRef("second"))),
        )

    def proposed(self) -> Self:
        return self.filter(status="proposed")

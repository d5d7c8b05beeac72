"""Reads of customers and cars: whose, which, as of when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from dealerships.querysets import TenantQuerySet

if TYPE_CHECKING:
    from customers.models import (
        Agreement,
        Consent,
        ConsentWording,
        ContactPoint,
        Customer,
        DuplicateCandidate,
        Ownership,
        Vehicle,
    )
    from dealerships.models import Dealership

# found wrong by no call, well formed, as they stand on the card
BEST_FIRST = (F("wrong_since").desc(nulls_first=True), "-is_valid", "position", "pk")


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    def phones(self) -> Self:
        """Phone numbers, the one to try first at the head; those that a call found wrong last."""
        return self.filter(kind="phone").order_by(*BEST_FIRST)

    def emails(self) -> Self:
        """E-mail addresses, in the order of `phones`."""
        return self.filter(kind="email").order_by(*BEST_FIRST)

    def messenger(self) -> Self:
        """Names in a messenger, then the phones, by which most messengers find a person."""
        return self.filter(kind__in=["messenger", "phone"]).order_by("kind", *BEST_FIRST)

    def not_wrong(self) -> Self:
        """Without those that a call found to be somebody else's."""
        return self.filter(wrong_since__isnull=True)


class CustomerQuerySet(models.QuerySet["Customer"]):
    def for_dealership(self, dealership: Dealership) -> Self:
        """Customers the dealership has a relation with."""
        return self.filter(Exists(dealership.customer_relations.filter(customer=OuterRef("pk"))))

    def current(self) -> Self:
        """Without the cards that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def with_phones(self, values: Collection[str]) -> Self:
        """Who has one of these numbers (E.164), unless a call found it to be somebody else's."""
        has_one = Q(contact_points__kind="phone", contact_points__value__in=values)
        return self.filter(has_one, contact_points__wrong_since__isnull=True).distinct()


class ConsentQuerySet(models.QuerySet["Consent"]):
    """The newest statement that covers a channel holds; of one instant, the refusal.

    No statement at all is no consent: `granting` lacks the customer, and so does `refusing`.
    """

    def current(self) -> Self:
        return self.filter(superseded_at__isnull=True)

    def standing(self, at: datetime) -> Self:
        """As of an instant: said by then, and not yet superseded then."""
        return self.filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=at), given_at__lte=at
        )

    def covering(self, purpose: str, channel: str) -> Self:
        """Statements about the channel itself or about every channel."""
        return self.filter(purpose=purpose, channel__in={channel, "any"})

    def deciding(self, purpose: str, channel: str) -> Self:
        """The one statement a customer that decides now (set-based; for joins and Exists).

        A current statement decides unless the other current one that covers the channel is
        newer, or equally new and a refusal.
        """
        other = (
            self.model._default_manager.filter(
                customer=OuterRef("customer"),
                purpose=purpose,
                channel__in={channel, "any"},
                superseded_at__isnull=True,
            )
            .exclude(pk=OuterRef("pk"))
            .filter(
                Q(given_at__gt=OuterRef("given_at"))
                | Q(given_at=OuterRef("given_at"), is_granted__lt=OuterRef("is_granted"))
                | Q(
                    given_at=OuterRef("given_at"),
                    is_granted=OuterRef("is_granted"),
                    pk__lt=OuterRef("pk"),
                )
            )
        )
        return self.current().covering(purpose, channel).filter(~Exists(other))

    def granting(self, purpose: str, channel: str) -> Self:
        """Deciding statements that allow it, for Exists(….granting(p, c).filter(customer=…))."""
        return self.deciding(purpose, channel).filter(is_granted=True)

    def refusing(self, purpose: str, channel: str) -> Self:
        """Deciding statements that forbid it."""
        return self.deciding(purpose, channel).filter(is_granted=False)

    def decision(
        self, customer: Customer, purpose: str, channel: str, at: datetime
    ) -> Consent | None:
        """The statement that decides for one customer at an instant; None: never said (1 query)."""
        return (
            self.filter(customer=customer)
            .standing(at)
            .covering(purpose, channel)
            .order_by("-given_at", "is_granted", "pk")
            .first()
        )

    def holds(self, customer: Customer, purpose: str, channel: str, at: datetime) -> bool:
        """Whether the customer has consented, as of an instant (one query)."""
        decision = self.decision(customer, purpose, channel, at)
        return decision is not None and decision.is_granted


class ConsentWordingQuerySet(TenantQuerySet["ConsentWording"]):
    def newest(self) -> Self:
        """The version in force of each dealership, purpose and language."""
        texts = ("dealership", "purpose", "language")
        return self.order_by(*texts, "-version").distinct(*texts)


class VehicleQuerySet(models.QuerySet["Vehicle"]):
    def for_dealership(self, dealership: Dealership) -> Self:
        """Cars the dealership sold or served."""
        return self.filter(Exists(dealership.vehicle_relations.filter(vehicle=OuterRef("pk"))))


class OwnershipQuerySet(models.QuerySet["Ownership"]):
    def as_of(self, on: date) -> Self:
        """Ownerships that hold on a day; `until` is the first day they no longer do."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)


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

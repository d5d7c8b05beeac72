"""The first word of every read: whose rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from dealerships.models import Dealership, Membership, StaffMember, User

Row = TypeVar("Row", bound=models.Model, covariant=True)


class TenantQuerySet(models.QuerySet[Row]):
    """Rows that carry a `dealership`."""

    def for_dealership(self, dealership: Dealership) -> Self:
        return self.filter(dealership=dealership)


class DealershipQuerySet(models.QuerySet["Dealership"]):
    def open(self) -> Self:
        return self.filter(is_active=True)

    def of_member(self, user: User) -> Self:
        """Active dealerships this user works in, one row each."""
        return self.open().filter(
            models.Exists(
                user.memberships.filter(dealership=models.OuterRef("pk"), ended_at__isnull=True)
            )
        )


class MembershipQuerySet(TenantQuerySet["Membership"]):
    def active(self) -> Self:
        return self.filter(ended_at__isnull=True, user__is_active=True, dealership__is_active=True)


class StaffMemberQuerySet(TenantQuerySet["StaffMember"]):
    def unlinked(self) -> Self:
        return self.filter(user__isnull=True)

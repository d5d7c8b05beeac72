"""The first word of every read: whose rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Case, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf, Trim

if TYPE_CHECKING:
    from dealerships.models import Dealership, Membership, StaffMember, User

Row = TypeVar("Row", bound=models.Model, covariant=True)


def person_name(path: str) -> Coalesce:
    """What a user is called, by the path to them ("by"): full name, else login, else empty.

    The same rule as User.get_full_name, for rows that never become a User.
    """
    first, last = f"{path}__first_name", f"{path}__last_name"
    name = Case(
        When(**{f"{last}__regex": "^[\u4e00-\u9fff]"}, then=Concat(last, first)),
        default=Concat(first, Value(" "), last),
        output_field=models.TextField(),
    )
    return Coalesce(NullIf(Trim(name), Value("")), f"{path}__username", Value(""))


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

"""A member: a user inside one dealership, with all the roles they hold there."""

from dataclasses import dataclass

from django.db.models import QuerySet

from dealerships.models import Dealership, Membership, Role, User
from dealerships.prepared import prepared


@dataclass(frozen=True)
class Member:
    user: User
    dealership: Dealership
    roles: frozenset[Role]
    dealerships: tuple[Dealership, ...]  # all in which the person works, by name

    def holds(self, *roles: Role) -> bool:
        """Whether the person holds one of these roles here."""
        return not self.roles.isdisjoint(roles)


def member_of(user: User, slug: str) -> Member | None:
    """The member, or None where the user has no role (one query).

    Read at each request, so that a dismissal or a changed role takes effect at the next click.
    """
    memberships = _memberships(user)
    places = {each.dealership_id: each.dealership for each in memberships}
    here = next((place for place in places.values() if place.slug == slug), None)
    if here is None:
        return None
    return Member(
        user=user,
        dealership=here,
        roles=frozenset(Role(each.role) for each in memberships if each.dealership_id == here.pk),
        dealerships=tuple(places.values()),
    )


@prepared
def _memberships(user: User) -> QuerySet[Membership]:
    own = Membership.objects.active().filter(user=user).select_related("dealership")
    return own.order_by("dealership__name", "dealership")

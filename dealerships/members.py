"""A member: a user inside one dealership, with all the roles they hold there."""

from dataclasses import dataclass, field

from django.db.models import OuterRef, QuerySet, Subquery

from dealerships.models import Dealership, Extension, Membership, Role, User
from dealerships.prepared import prepared


@dataclass(frozen=True)
class Member:
    user: User
    dealership: Dealership
    roles: frozenset[Role]
    dealerships: tuple[Dealership, ...]  # all in which the person works, by name
    extension: str = ""  # of their telephone here; empty: they have none
    # what waits on pages, once counted in this request (dealerships.navigation)
    waiting: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def holds(self, *roles: Role) -> bool:
        """Whether the person holds one of these roles here."""
        return not self.roles.isdisjoint(roles)


def member_of(user: User, slug: str) -> Member | None:
    """The member, or None where the user has no role (one query).

    Read at each request, so that a dismissal or a changed role takes effect at the next click.
    """
    memberships = _memberships(user)
    places = {each.dealership_id: each.dealership for each in memberships}
    held = [each for each in memberships if each.dealership.slug == slug]
    if not held:
        return None
    return Member(
        user=user,
        dealership=held[0].dealership,
        roles=frozenset(Role(each.role) for each in held),
        dealerships=tuple(places.values()),
        extension=getattr(held[0], "extension", None) or "",
    )


@prepared
def _memberships(user: User) -> QuerySet[Membership]:
    telephone = Extension.objects.filter(dealership=OuterRef("dealership"), user=OuterRef("user"))
    own = Membership.objects.active().filter(user=user).select_related("dealership")
    own = own.annotate(extension=Subquery(telephone.values("number")))
    return own.order_by("dealership__name", "dealership")

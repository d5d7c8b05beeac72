"""A member: a user inside one dealership, with all the roles they hold there."""

from dataclasses import dataclass

from dealerships.models import Dealership, Membership, Role, User


@dataclass(frozen=True)
class Member:
    user: User
    dealership: Dealership
    roles: frozenset[Role]

    def holds(self, *roles: Role) -> bool:
        """Whether the person holds one of these roles here."""
        return not self.roles.isdisjoint(roles)


def member_of(user: User, slug: str) -> Member | None:
    """The member, or None where the user has no role (one query).

    Read at each request, so that a dismissal or a changed role takes effect at the next click.
    """
    memberships = list(
        Membership.objects.active()
        .filter(user=user, dealership__slug=slug)
        .select_related("dealership")
    )
    if not memberships:
        return None
    return Member(
        user=user,
        dealership=memberships[0].dealership,
        roles=frozenset(Role(membership.role) for membership in memberships),
    )

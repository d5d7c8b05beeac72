"""Who gives promises (everybody), who may close or move one, and whose department takes it over."""

from collections.abc import Collection

from dealerships.members import Member
from dealerships.models import Membership, Role, User
from dealerships.permissions import HEADS, TALKERS
from promises.models import Promise

OF_EVERY_DEPARTMENT = frozenset({Role.DEALER_HEAD, Role.ADMINISTRATOR})
DEPARTMENTS: dict[str, frozenset[Role]] = {
    "sales": frozenset({Role.SALESPERSON, Role.SALES_MANAGER}),
    "service": frozenset({Role.SERVICE_ADVISOR, Role.SERVICE_MANAGER}),
    "relations": frozenset({Role.OPERATOR, Role.RECEPTIONIST, Role.RELATIONS_MANAGER}),
}
"""Who takes over whose promises. Head and administrator belong to all of them."""


def may_promise(member: Member) -> bool:
    """Everybody who works here speaks with customers and with colleagues."""
    return bool(member.roles)


def sees_all(member: Member) -> bool:
    return member.holds(*HEADS)


def may_export(member: Member) -> bool:
    """A list leaves the house only with those who answer for its customers; it is recorded."""
    return member.holds(*HEADS)


def may_take(member: Member, promise: Promise) -> bool:
    """Nobody's own now: anyone of the department, and heads."""
    if promise.owner_id is not None:
        return False
    return promise.department in departments_of(member.roles) or member.holds(*HEADS)


def may_close(member: Member, promise: Promise) -> bool:
    """Also moves it and hands it over: its owner, a head, and where it is the team's the team."""
    if promise.owner_id == member.user.pk or member.holds(*HEADS):
        return True
    return may_take(member, promise)


def may_see(member: Member, promise: Promise) -> bool:
    """What is given to a customer stands on the customer's page; between colleagues, theirs."""
    if promise.colleague_id is None or may_close(member, promise):
        return True
    return member.user.pk in (promise.made_by_id, promise.colleague_id, promise.late_of_id)


def has_promises_in_the_bar(member: Member) -> bool:
    """Who speaks to customers all day; the others find them beside the customers."""
    return member.holds(*TALKERS) and not member.holds(*HEADS)


def has_promises_beside(member: Member) -> bool:
    return not has_promises_in_the_bar(member)


def departments_of(roles: Collection[Role]) -> frozenset[str]:
    """The teams whose promises a person may take; "" is everybody's."""
    if not OF_EVERY_DEPARTMENT.isdisjoint(roles):
        return frozenset(DEPARTMENTS) | {""}
    return frozenset(name for name, its in DEPARTMENTS.items() if not its.isdisjoint(roles)) | {""}


def department_of(user: User, dealership_id: int) -> str:
    """The team that stands in for a person there; empty: everybody, as for heads (one query)."""
    held = Membership.objects.active().filter(user=user, dealership=dealership_id)
    roles = frozenset(map(Role, held.values_list("role", flat=True)))
    return next((name for name, its in DEPARTMENTS.items() if not its.isdisjoint(roles)), "")

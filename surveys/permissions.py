"""Who asks, and who reads what was answered."""

from dealerships.members import Member
from dealerships.models import Role


def may_ask(member: Member) -> bool:
    """Whoever calls a customer may ask."""
    return bool(member.roles)


def may_see_answers(member: Member) -> bool:
    return member.holds(
        Role.SERVICE_ADVISOR,
        Role.SERVICE_MANAGER,
        Role.RELATIONS_MANAGER,
        Role.DEALER_HEAD,
        Role.ADMINISTRATOR,
    )


def may_export(member: Member) -> bool:
    return member.holds(
        Role.SERVICE_MANAGER, Role.RELATIONS_MANAGER, Role.DEALER_HEAD, Role.ADMINISTRATOR
    )

"""Who may see and change the dealership itself: its people, keys and settings."""

from dealerships.members import Member
from dealerships.models import Role

HEADS = (
    Role.SALES_MANAGER,
    Role.SERVICE_MANAGER,
    Role.RELATIONS_MANAGER,
    Role.DEALER_HEAD,
    Role.ADMINISTRATOR,
)
"""Who answers for what others do."""
TALKERS = (Role.OPERATOR, Role.RECEPTIONIST, Role.SALESPERSON, Role.SERVICE_ADVISOR)
"""Who speaks to customers all day."""


def any_member(member: Member) -> bool:
    """Everybody who works here."""
    return True


def may_see_staff(member: Member) -> bool:
    """People, their roles, the keys of machines."""
    return member.holds(Role.ADMINISTRATOR, Role.DEALER_HEAD)


def may_manage_staff(member: Member) -> bool:
    """Hire, change roles, dismiss, issue keys."""
    return member.holds(Role.ADMINISTRATOR)


def may_see_settings(member: Member) -> bool:
    return member.holds(Role.ADMINISTRATOR, Role.DEALER_HEAD)


def may_manage_settings(member: Member) -> bool:
    return member.holds(Role.ADMINISTRATOR)

"""Who may see and change the dealership itself: its people, keys and settings."""

from dealerships.members import Member
from dealerships.models import Role


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

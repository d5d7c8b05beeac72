"""Who sets when cars are due, and who reads the workshop's visits."""

from dealerships.members import Member
from dealerships.models import Role

HEADS = (Role.ADMINISTRATOR, Role.DEALER_HEAD, Role.SERVICE_MANAGER, Role.RELATIONS_MANAGER)


def may_edit_plans(member: Member) -> bool:
    return member.holds(*HEADS, Role.SALES_MANAGER)


def may_see_visits(member: Member) -> bool:
    """The list of all visits with their money: the workshop, and those who answer for it."""
    return member.holds(*HEADS, Role.SERVICE_ADVISOR)


def may_export_visits(member: Member) -> bool:
    """Lists leave the house by managers only, and are recorded (law 8)."""
    return member.holds(*HEADS)


def works_in_the_workshop(member: Member) -> bool:
    """Whose own list it is: they find it in the bar, the others beside the customers."""
    return member.holds(Role.SERVICE_ADVISOR)

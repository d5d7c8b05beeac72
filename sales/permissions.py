"""Who reads the showroom's sales."""

from dealerships.members import Member
from dealerships.models import Role

HEADS = (Role.ADMINISTRATOR, Role.DEALER_HEAD, Role.SALES_MANAGER, Role.RELATIONS_MANAGER)


def may_see_sales(member: Member) -> bool:
    """The list of all sales with their money: the showroom, and those who answer for it."""
    return member.holds(*HEADS, Role.SALESPERSON)


def may_export_sales(member: Member) -> bool:
    """Lists leave the house by managers only, and are recorded (law 8)."""
    return member.holds(*HEADS)


def works_in_the_showroom(member: Member) -> bool:
    """Whose own list it is: they find it in the bar, the others beside the customers."""
    return member.holds(Role.SALESPERSON, Role.SALES_MANAGER)

"""Who sets when cars are due."""

from dealerships.members import Member
from dealerships.models import Role


def may_edit_plans(member: Member) -> bool:
    return member.holds(
        Role.ADMINISTRATOR,
        Role.DEALER_HEAD,
        Role.SALES_MANAGER,
        Role.SERVICE_MANAGER,
        Role.RELATIONS_MANAGER,
    )

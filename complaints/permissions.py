"""Who may do what with complaints. Anybody who works here takes one down (D8)."""

from complaints.models import Complaint
from dealerships.members import Member
from dealerships.models import Role

HANDLERS = (
    Role.RELATIONS_MANAGER,
    Role.SERVICE_MANAGER,
    Role.SALES_MANAGER,
    Role.DEALER_HEAD,
    Role.ADMINISTRATOR,
)


def may_open(member: Member) -> bool:
    return bool(member.roles)


def may_see(member: Member) -> bool:
    """The list and each complaint: whoever talks to the customer should know."""
    return bool(member.roles)


def may_handle(member: Member) -> bool:
    """Change, assign and export any complaint."""
    return member.holds(*HANDLERS)


def may_change(member: Member, complaint: Complaint) -> bool:
    """Change this complaint: a handler, or whoever it is assigned to."""
    return may_handle(member) or complaint.owner_id == member.user.pk

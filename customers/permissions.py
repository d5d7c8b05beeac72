"""Who may do what with customers; asked by views, templates and the API."""

from dealerships.members import Member
from dealerships.models import Role

MANAGERS = (
    Role.SALES_MANAGER,
    Role.SERVICE_MANAGER,
    Role.RELATIONS_MANAGER,
    Role.DEALER_HEAD,
    Role.ADMINISTRATOR,
)


def may_see_customers(member: Member) -> bool:
    """Everybody who works here speaks with customers."""
    return bool(member.roles)


def may_edit_customers(member: Member) -> bool:
    """Whoever speaks with a customer keeps the card current (B11)."""
    return bool(member.roles)


def may_merge_customers(member: Member) -> bool:
    return member.holds(*MANAGERS)


def may_export_customers(member: Member) -> bool:
    """Lists leave the house by managers only, and are recorded (law 8)."""
    return member.holds(*MANAGERS)

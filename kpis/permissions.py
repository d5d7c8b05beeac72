"""Who may see figures and the people behind them, and who sets targets."""

from dealerships.members import Member
from dealerships.models import Role

READERS = (
    Role.DEALER_HEAD,
    Role.ADMINISTRATOR,
    Role.SALES_MANAGER,
    Role.SERVICE_MANAGER,
    Role.RELATIONS_MANAGER,
)


def may_see_figures(member: Member) -> bool:
    return member.holds(*READERS)


def may_export_rows(member: Member) -> bool:
    """A list leaves the house only with those who answer for its customers; it is recorded."""
    return member.holds(*READERS)


def may_set_targets(member: Member) -> bool:
    return member.holds(Role.DEALER_HEAD, Role.ADMINISTRATOR)

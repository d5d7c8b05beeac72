"""Who may call from the queue, who has a list of their own, who looks after the team."""

from dealerships.members import Member
from dealerships.models import Role

CALL_TEAM = (Role.OPERATOR, Role.RECEPTIONIST, Role.RELATIONS_MANAGER)
CALLS_ALL_DAY = (Role.OPERATOR, Role.RECEPTIONIST)
"""Whose work the queue is: the team's page shows them even before their first call."""
LIST_OWNERS = (Role.SALESPERSON, Role.SERVICE_ADVISOR)
SUPERVISORS = (
    Role.RELATIONS_MANAGER,
    Role.SALES_MANAGER,
    Role.SERVICE_MANAGER,
    Role.DEALER_HEAD,
    Role.ADMINISTRATOR,
)


def may_call(member: Member) -> bool:
    """Takes cards from the team's queue."""
    return member.holds(*CALL_TEAM, *SUPERVISORS)


def may_work_list(member: Member) -> bool:
    """Calls the customers assigned to them; everybody of the queue may be assigned some too."""
    return member.holds(*LIST_OWNERS) or may_call(member)


def is_on_call_team(member: Member) -> bool:
    """Whose bar offers the queue; who supervises only reaches it from the team's page."""
    return member.holds(*CALL_TEAM)


def has_own_list(member: Member) -> bool:
    """Whose bar offers a list of their own customers; others find theirs by its address."""
    return member.holds(*CALLS_ALL_DAY, *LIST_OWNERS)


def keeps_rules(member: Member) -> bool:
    """Whose bar offers the rules; head and administrator find them among the settings."""
    return member.holds(Role.RELATIONS_MANAGER, Role.SALES_MANAGER, Role.SERVICE_MANAGER)


def may_supervise(member: Member) -> bool:
    """Sees who holds what; reassigns, releases, cancels."""
    return member.holds(*SUPERVISORS)


def may_edit_rules(member: Member) -> bool:
    """Sets whom the program plans to call, and with which words."""
    return member.holds(*SUPERVISORS)


def may_see_proof(member: Member) -> bool:
    """What each rule brings, with the customers behind it."""
    return member.holds(*SUPERVISORS)


def may_export_proof(member: Member) -> bool:
    """A list leaves the house only with those who answer for its customers; it is recorded."""
    return member.holds(*SUPERVISORS)

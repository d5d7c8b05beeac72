"""Promises and messages: anybody who works here may give one, its owner and a head may close it."""

from communications.models import Promise
from dealerships.members import Member
from dealerships.models import Role

HEADS = (
    Role.SALES_MANAGER,
    Role.SERVICE_MANAGER,
    Role.RELATIONS_MANAGER,
    Role.DEALER_HEAD,
    Role.ADMINISTRATOR,
)

TALKERS = (Role.OPERATOR, Role.RECEPTIONIST, Role.SALESPERSON, Role.SERVICE_ADVISOR)


def may_promise(member: Member) -> bool:
    """Every member of staff speaks to customers."""
    return True


def may_write(member: Member) -> bool:
    """Who may call may write, and decides what becomes of a message whose fate is unknown."""
    return True


def has_outbox_in_the_bar(member: Member) -> bool:
    """Nobody: it stands beside the customers."""
    return False


def may_export_replies(member: Member) -> bool:
    return member.holds(*HEADS)


def has_replies_in_the_bar(member: Member) -> bool:
    """Who speaks to customers all day; the others find them beside the customers."""
    return member.holds(*TALKERS) and not member.holds(*HEADS)


def has_replies_beside(member: Member) -> bool:
    return not has_replies_in_the_bar(member)


def may_close(member: Member, promise: Promise) -> bool:
    return promise.owner_id == member.user.pk or member.holds(*HEADS)


def may_edit_templates(member: Member) -> bool:
    """What the house writes to its customers is the heads' word."""
    return member.holds(*HEADS)


def may_print_letters(member: Member) -> bool:
    """A file of letters is a list of names and addresses."""
    return member.holds(*HEADS)


def has_templates_in_the_bar(member: Member) -> bool:
    """Nobody: they stand beside the customers, as the outbox does."""
    return False

"""Calls and messages: anybody who works here may make and write them, heads look after them."""

from communications import telephony
from communications.models import PhoneCall, Touch
from dealerships.members import Member
from dealerships.models import Role
from dealerships.permissions import HEADS, TALKERS


def may_write(member: Member) -> bool:
    """Who may call may write, and decides what becomes of a message whose fate is unknown."""
    return True


def has_outbox_in_the_bar(member: Member) -> bool:
    """Nobody: it stands beside the customers."""
    return False


def may_export_messages(member: Member) -> bool:
    """What was written to customers, and what they wrote."""
    return member.holds(*HEADS)


def has_replies_in_the_bar(member: Member) -> bool:
    """Who speaks to customers all day; the others find them beside the customers."""
    return member.holds(*TALKERS) and not member.holds(*HEADS)


def has_replies_beside(member: Member) -> bool:
    return not has_replies_in_the_bar(member)


def may_see_phone_calls(member: Member) -> bool:
    """One's own; who answers the telephone for all, and heads, see everybody's."""
    return True


def sees_all_calls(member: Member) -> bool:
    return member.holds(Role.OPERATOR, Role.RECEPTIONIST, *HEADS)


def may_supervise_calls(member: Member) -> bool:
    """Looks at what is doubtful, and takes the list out as a file."""
    return member.holds(*HEADS)


def has_phone_tab(member: Member) -> bool:
    """Where an exchange tells of calls."""
    return telephony.hears()


def may_dial(member: Member) -> bool:
    """Anybody may call; a click needs a telephone, which the page says."""
    return True


def may_see_call(member: Member, call: PhoneCall) -> bool:
    return call.user_id == member.user.pk or sees_all_calls(member)


def may_hear(member: Member, call: PhoneCall) -> bool:
    """A recording: who spoke, and heads who answer for what was said."""
    return call.user_id == member.user.pk or member.holds(*HEADS)


def may_see_listenings(member: Member) -> bool:
    """Who heard which call is the business of those who answer for what is recorded."""
    return member.holds(*HEADS)


def may_see_entered(member: Member, touch: Touch) -> bool:
    return touch.by_id == member.user.pk or sees_all_calls(member)


def may_hear_entered(member: Member, touch: Touch) -> bool:
    """As may_hear, of a call that no exchange told of."""
    return touch.by_id == member.user.pk or member.holds(*HEADS)


def may_edit_templates(member: Member) -> bool:
    """What the house writes to its customers is the heads' word."""
    return member.holds(*HEADS)


def may_print_letters(member: Member) -> bool:
    """A file of letters is a list of names and addresses."""
    return member.holds(*HEADS)


def has_templates_in_the_bar(member: Member) -> bool:
    """Nobody: they stand beside the customers, as the outbox does."""
    return False

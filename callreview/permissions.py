"""Who reviews calls, who sees which scores: heads all, everybody their own."""

from callreview.models import SampledCall
from dealerships.members import Member
from dealerships.models import Role
from dealerships.permissions import HEADS, TALKERS


def may_review(member: Member) -> bool:
    """Who answers for what is said to customers, and may hear the recordings."""
    return member.holds(*HEADS)


def may_export_reviews(member: Member) -> bool:
    return may_review(member)


def may_edit_scorecards(member: Member) -> bool:
    """What a good call is, is the word of those who answer for all of them."""
    return member.holds(Role.RELATIONS_MANAGER, Role.DEALER_HEAD, Role.ADMINISTRATOR)


def may_see_own(member: Member) -> bool:
    """Everybody who speaks to customers sees how their own calls were judged."""
    return True


def has_own_in_the_bar(member: Member) -> bool:
    return member.holds(*TALKERS) and not may_review(member)


def may_see_sampled(member: Member, call: SampledCall) -> bool:
    """Reviewers; and the person themself once a review of the call is submitted."""
    if call.person_id == member.user.pk:
        return call.reviews_done > 0 or may_review(member)
    return may_review(member)


def has_reviews_in_the_bar(member: Member) -> bool:
    """Nobody: it stands beside the call team."""
    return False

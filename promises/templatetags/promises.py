"""How promises stand and what a member may do with them, as the pages show it."""

from datetime import datetime

from django import template

from dealerships.members import Member
from promises import permissions
from promises.models import Promise
from promises.wording import SHOWN, Shown

register = template.Library()


@register.filter
def shown_at(promise: Promise, at: datetime) -> Shown:
    """Words, state and icon of the promise at that time."""
    return SHOWN[promise.standing(at)]


@register.filter
def takeable_by(promise: Promise, member: Member) -> bool:
    return permissions.may_take(member, promise)


@register.filter
def closable_by(promise: Promise, member: Member) -> bool:
    return permissions.may_close(member, promise)

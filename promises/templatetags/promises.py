"""How promises stand, as the pages show it."""

from datetime import datetime

from django import template

from promises.models import Promise
from promises.wording import SHOWN, Shown

register = template.Library()


@register.filter
def shown_at(promise: Promise, at: datetime) -> Shown:
    """Words, state and icon of the promise at that time."""
    return SHOWN[promise.standing(at)]

"""What follows from an outcome, in words: {{ outcome.retry_minutes|comes_back }}."""

from django import template
from django.utils.translation import ngettext

register = template.Library()

HOUR = 60


@register.filter
def comes_back(minutes: int) -> str:
    """ "comes back after 11 calling hours": whole hours as hours, else minutes."""
    if minutes % HOUR == 0:
        return ngettext(
            "comes back after %(hours)s calling hour",
            "comes back after %(hours)s calling hours",
            minutes // HOUR,
        ) % {"hours": minutes // HOUR}
    return ngettext(
        "comes back after %(minutes)s minute of calling hours",
        "comes back after %(minutes)s minutes of calling hours",
        minutes,
    ) % {"minutes": minutes}

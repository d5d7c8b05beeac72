"""How a promise stands, in words."""

from datetime import datetime

from django.utils.translation import gettext, pgettext

from promises.models import Promise
from promises.rules import Standing


def state_in_words(promise: Promise, *, at: datetime) -> str:
    """For a file, where neither colour nor the name beside it helps."""
    if promise.is_kept:
        return gettext("kept, but late") if promise.late_of_id else pgettext("promise", "kept")
    if promise.closed_at:
        return pgettext("promise", "broken")
    words = {
        Standing.LATE: pgettext("promise", "late"),
        Standing.SOON: pgettext("promise", "soon due"),
        Standing.LATER: pgettext("promise", "open"),
    }
    return words[promise.standing(at)]

"""Filters of the pages around calls."""

from django import template
from django.utils.translation import gettext, ngettext

from followups.models import Rule

register = template.Library()


@register.filter
def when(rule: Rule) -> str:
    """The rule's window in words: "from day 3 until day 15 after", "from 30 days before"."""
    first, last = rule.offset_days, rule.offset_days + rule.window_days - 1
    if first >= 0:
        return gettext("from day %(first)s until day %(last)s") % {"first": first, "last": last}
    before = ngettext("from %(count)s day before", "from %(count)s days before", -first) % {
        "count": -first
    }
    if last < 0:
        return before
    until = (
        ngettext("until %(count)s day after", "until %(count)s days after", last) % {"count": last}
        if last
        else gettext("until the day itself")
    )
    return f"{before} {until}"

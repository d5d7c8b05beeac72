"""Filters of the pages around calls."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from communications.rules import scripts
from communications.timeline import CHANNEL_ICONS
from customers.models.customer import Channel
from dealerships import formatting
from followups import script_reading
from followups.models import Rule, ScriptBranch

register = template.Library()


@register.filter
def when(rule: Rule) -> str:
    """The rule's window in words: "from day 3 until day 15 after", "from 30 days before"."""
    first, last = rule.offset_days, rule.offset_days + rule.window_days - 1
    if first == 0:
        return gettext("from the day itself until day %(last)s") % {"last": last}
    if first > 0:
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


@register.filter
def channel_icon(channel: str) -> str:
    return CHANNEL_ICONS[channel]


@register.filter
def channel_name(channel: str) -> str:
    return str(Channel(channel).label)


@register.filter
def plan_day(day: int) -> str:
    """The first day of a step, counted from the day the occasion was planned."""
    if not day:
        return gettext("at once")
    return ngettext("after %(count)s day", "after %(count)s days", day) % {"count": day}


@register.filter
def hundredths(share: int) -> str:
    """A share given in per cent: "5%"."""
    return formatting.percent(share / 100, formatting.readers_language())


@register.filter
def per_thousand(share: float) -> str:
    """A difference of two shares, with its sign: "+31" of a thousand."""
    said = formatting.number(share * 1000, formatting.readers_language())
    return f"+{said}" if share > 0 else said


@register.filter
def clock(value: datetime | None) -> SafeString:
    """The time of a moment of today: "10:05", in the zone of the person."""
    if value is None:
        return format_html("{}", formatting.NOTHING)
    local = timezone.localtime(value)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), f"{local:%H:%M}")


@register.filter
def clock_seconds(value: datetime) -> SafeString:
    """The time of this very moment: "10:05:32", in the zone of the person."""
    local = timezone.localtime(value)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), f"{local:%H:%M:%S}")


@register.filter
def minutes(value: timedelta | float | None) -> str:
    """How long something took, given as a span or in seconds: "3:05" (minutes and seconds)."""
    if value is None:
        return formatting.NOTHING
    seconds = round(value.total_seconds() if isinstance(value, timedelta) else value)
    return f"{seconds // 60}:{seconds % 60:02d}"


@register.filter
def in_readers_words(texts: dict[str, str]) -> str:
    """A text of several languages in the reader's, else in any that it was written in."""
    return scripts.text_in(texts, formatting.readers_language())


@register.filter
def lacking(branch: ScriptBranch, languages: list[tuple[str, str]]) -> list[str]:
    """Names of those languages in which an answer is not written."""
    return script_reading.lacking(branch, languages)

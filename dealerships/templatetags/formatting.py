"""Numbers, money, dates and phones in templates, as dealerships/formatting.py says them.

{{ amount|money:dealership.currency }}   {{ due|day }}   {% phone_link number %}
"""

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.db.models import Model
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from dealerships import formatting
from dealerships.formatting import Number, Trend, readers_language
from dealerships.templatetags.interface import icon

register = template.Library()


@register.filter
def number(value: Number | None, digits: int = 0) -> str:
    return formatting.number(value, readers_language(), digits)


@register.filter
def percent(value: Number | None, digits: int = 0) -> str:
    """A share of one as a percentage."""
    return formatting.percent(value, readers_language(), digits)


@register.simple_tag
def share(numerator: Number, denominator: Number, digits: int = 0) -> str:
    return formatting.share(numerator, denominator, readers_language(), digits)


@register.simple_tag
def share_counts(numerator: Number, denominator: Number) -> str:
    return formatting.share_counts(numerator, denominator, readers_language())


@register.filter
def money(amount: Number | None, currency: str) -> SafeString:
    """Rounded to what matters, in full on hover."""
    short = formatting.money(amount, currency, readers_language())
    full = formatting.money_in_full(amount, currency, readers_language())
    if short == full:
        return format_html("{}", short)
    return format_html('<span title="{}">{}</span>', full, short)


@register.filter
def money_in_full(amount: Number | None, currency: str) -> str:
    return formatting.money_in_full(amount, currency, readers_language())


@register.filter
def day(value: date | datetime | None) -> SafeString:
    """A day or a moment as people say it, exact on hover, in the zone of the person."""
    if value is None:
        return format_html("{}", formatting.NOTHING)
    zone = timezone.get_current_timezone()
    now = timezone.now()
    if isinstance(value, datetime):
        said = formatting.moment(value, readers_language(), now=now, zone=zone)
        machine = value.isoformat()
    else:
        said = formatting.day(value, readers_language(), today=now.astimezone(zone).date())
        machine = value.isoformat()
    title = formatting.exactly(value, readers_language(), zone)
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, title, said)


@register.filter
def calendar_day(value: date | None) -> str:
    """The date itself with its year, where "in 3 days" would not do (tables of history)."""
    return formatting.calendar_day(value, readers_language()) if value else formatting.NOTHING


@register.simple_tag
def colon() -> str:
    return formatting.colon(readers_language())


@register.filter
def listed(words: Iterable[object]) -> str:
    return formatting.listed(words, readers_language())


@register.simple_tag
def trend(
    change: Number | None, is_points: bool, more_is_better: bool = True, digits: int = 1
) -> Trend | None:
    """For _figure.html: {% trend change is_points as moved %}, then include it with trend=moved."""
    return formatting.trend(
        change,
        readers_language(),
        is_points=is_points,
        more_is_better=more_is_better,
        digits=digits,
    )


@register.filter
def phone(e164: object) -> str:
    return formatting.phone(str(e164))


@register.simple_tag
def phone_link(e164: object) -> SafeString:
    """The number grouped, click to call, and a button that copies it."""
    written = formatting.phone(str(e164))
    return format_html(
        '<span class="phone"><a href="tel:{}">{}</a>'
        '<button class="copy" type="button" data-copy="{}" aria-label="{}">{}</button></span>',
        str(e164),
        written.replace(" ", formatting.NO_BREAK),
        str(e164),
        gettext("Copy %(what)s") % {"what": written},
        icon("copy", "sm"),
    )


@register.simple_tag
def duration(seconds: int | None) -> str:
    """2:31, as telephones show it; hours before minutes where there are any."""
    if seconds is None:
        return formatting.NOTHING
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def label(row: Model, field: str) -> str:
    """The words of a chosen value: {{ task|label:"status" }}."""
    return str(getattr(row, f"get_{field}_display")())

"""Numbers that a click dials, and the panel of who rings: {% phone_number number customer.pk %}."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from communications import telephony
from dealerships import formatting
from dealerships.templatetags.formatting import phone_link
from dealerships.templatetags.interface import icon

register = template.Library()


@register.simple_tag(takes_context=True)
def has_telephone(context: Context) -> bool:
    """Whether this person's clicks can begin a call (no query)."""
    member = getattr(context.get("request"), "member", None)
    return bool(member and member.extension and telephony.dials())


@register.simple_tag(takes_context=True)
def phone_panel(context: Context) -> str:
    """Where the page asks who rings; empty for who has no telephone (no query)."""
    member = getattr(context.get("request"), "member", None)
    if not member or not member.extension or not telephony.hears():
        return ""
    return reverse("communications:ringing", args=[member.dealership.slug])


@register.simple_tag(takes_context=True)
def phone_number(context: Context, e164: object, customer: Any = "") -> SafeString:
    """phone_link, and for who has a telephone a button that dials; never inside a form."""
    link = phone_link(e164)
    if not has_telephone(context):
        return link
    request = context["request"]
    return format_html(
        '<span class="phone-dial">{}<form method="post" action="{}" hx-post="{}" hx-swap="none">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="number" value="{}">'
        '<input type="hidden" name="customer" value="{}">'
        '<input type="hidden" name="back" value="{}">'
        '<button class="copy" type="submit" aria-label="{}" title="{}">{}</button></form></span>',
        link,
        *[reverse("communications:dial", args=[request.dealership.slug])] * 2,
        context.get("csrf_token", ""),
        str(e164),
        customer,
        request.get_full_path(),
        gettext("Call %(number)s") % {"number": formatting.phone(str(e164))},
        gettext("Call by my telephone"),
        icon("phone-outgoing", "sm"),
    )

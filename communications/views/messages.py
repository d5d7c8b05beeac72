"""The outbox as people see it: what needs a person first, and what they may do about it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communications import message_exports
from communications.forms import MessageFilterForm
from communications.models import Message
from communications.permissions import may_export_messages, may_write
from communications.querysets import MessageQuerySet
from communications.services import outbox
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.exports import Format, as_download, export, links
from dealerships.filters import Asked, understood
from dealerships.models import User
from dealerships.notices import notify
from dealerships.paging import keyset_page

ORDER = ("-queued_at", "-pk")
MOST_ABOVE = 20
"""So many that need a person stand above the list; the filter shows all of them."""
ATTENTION = Message.State.NEEDS_ATTENTION


@require_GET
@dealership_member(may_write)
def message_list(request: DealershipRequest) -> HttpResponse:
    asked = understood(MessageFilterForm(request.GET))
    rows = _found(request, asked).select_related("customer")
    above: list[Message] = []
    if not asked.values.get("state"):
        above = list(rows.filter(state=ATTENTION).order_by(*ORDER)[:MOST_ABOVE])
        rows = rows.exclude(state=ATTENTION)
    context = {
        "above": above,
        "page": keyset_page(rows, order=ORDER, params=request.GET),
        "exports": links(request, "communications:message_export", allowed=may_export_messages),
        **asked.context(request),
    }
    return render(request, "communications/message_list.html", context)


@require_GET
@dealership_member(may_export_messages)
def message_export(request: DealershipRequest, form: Format) -> HttpResponse:
    """The filtered list as a file, the newest first; who took it is recorded."""
    asked = understood(MessageFilterForm(request.GET))
    written = export(
        dealership=request.dealership,
        by=request.user,
        at=timezone.now(),
        what=_("Messages"),
        filters=asked.filters(),
        header=message_exports.header(),
        rows=message_exports.rows(
            _found(request, asked).order_by(*ORDER), dealership=request.dealership
        ),
        form=form,
    )
    return as_download(written)


def _found(request: DealershipRequest, asked: Asked[MessageFilterForm]) -> MessageQuerySet:
    """Both days of the period count, as the dealership's calendar has them."""
    chosen, place = asked.values, request.dealership
    rows = Message.objects.for_dealership(place)
    for name in ("state", "channel"):
        if value := chosen.get(name):
            rows = rows.filter(**{name: value})
    if asked_by := chosen.get("asked_by"):
        rows = rows.filter(queued_by__isnull=asked_by == "plan")
    if start := chosen.get("start"):
        rows = rows.filter(queued_at__gte=place.start_of_day(start))
    if end := chosen.get("end"):
        rows = rows.filter(queued_at__lt=place.start_of_day(end + timedelta(days=1)))
    if words := chosen.get("find"):
        rows = rows.mentioning(words)
    return rows


@require_POST
@dealership_member(may_write)
def message_sent(request: DealershipRequest, message_id: int) -> HttpResponse:
    return _decide(request, message_id, outbox.mark_sent, _("The message is marked as sent."))


@require_POST
@dealership_member(may_write)
def message_again(request: DealershipRequest, message_id: int) -> HttpResponse:
    return _decide(request, message_id, outbox.send_again, _("The message is sent once more."))


@require_POST
@dealership_member(may_write)
def message_cancel(request: DealershipRequest, message_id: int) -> HttpResponse:
    return _decide(request, message_id, outbox.cancel, _("The message is cancelled."))


def _decide(
    request: DealershipRequest,
    message_id: int,
    verb: Callable[..., None],
    said: str | Promise,
) -> HttpResponse:
    messages = Message.objects.for_dealership(request.dealership)
    message = get_object_or_404(messages, pk=message_id)
    if _was_decided(verb, message, by=request.user, at=timezone.now()):
        notify(request, said)
    else:
        notify(request, _("Its state has changed meanwhile: look again."), level="warning")
    return redirect("communications:message_list", request.dealership.slug)


def _was_decided(verb: Callable[..., None], message: Message, *, by: User, at: datetime) -> bool:
    try:
        verb(message=message, by=by, at=at)
    except outbox.AlreadyDecided:
        return False
    return True

"""The outbox as people see it: what needs a person first, and what they may do about it."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communications.forms import MessageFilterForm
from communications.models import Message
from communications.permissions import may_write
from communications.services import outbox
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.filters import understood
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
    rows = Message.objects.for_dealership(request.dealership).select_related("customer")
    above: list[Message] = []
    if not asked.values.get("state"):
        above = list(rows.filter(state=ATTENTION, **asked.values).order_by(*ORDER)[:MOST_ABOVE])
        rows = rows.exclude(state=ATTENTION)
    context = {
        "above": above,
        "page": keyset_page(rows.filter(**asked.values), order=ORDER, params=request.GET),
        **asked.context(request),
    }
    return render(request, "communications/message_list.html", context)


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

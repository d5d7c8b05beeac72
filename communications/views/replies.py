"""What customers wrote to us: who waits for a person, who wrote, what was done about it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from communications import reply_exports
from communications.models import InboundMessage
from communications.permissions import may_export_messages, may_write
from communications.querysets import InboundQuerySet
from communications.reply_forms import ReplyFilterForm
from communications.services import inbox, incoming
from customers.models import ContactPoint, Customer
from customers.search import search
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.exports import Format, as_download, export, links
from dealerships.filters import Asked, understood
from dealerships.notices import notify
from dealerships.paging import keyset_page

LONGEST_ID = 18
"""Digits of the greatest id the database can hold, less one."""


@require_GET
@dealership_member(may_write)
def reply_list(request: DealershipRequest) -> HttpResponse:
    asked = _asked(request)
    rows = _found(request, asked).select_related("customer", "handled_by", "answers")
    context = {
        "page": keyset_page(rows, order=asked.form.order(), params=request.GET),
        "strangers": InboundMessage.objects.for_dealership(request.dealership)
        .open()
        .from_strangers()
        .count(),
        "exports": links(request, "communications:reply_export", allowed=may_export_messages),
        **asked.context(request),
    }
    return render(request, "communications/reply_list.html", context)


@require_GET
@dealership_member(may_export_messages)
def reply_export(request: DealershipRequest, form: Format) -> HttpResponse:
    """The filtered list as a file, in the order of the page; who took it is recorded."""
    asked = _asked(request)
    written = export(
        dealership=request.dealership,
        by=request.user,
        at=timezone.now(),
        what=_("Replies"),
        filters=asked.filters(),
        header=reply_exports.header(),
        rows=reply_exports.rows(_found(request, asked).order_by(*asked.form.order())),
        form=form,
    )
    return as_download(written)


@require_POST
@dealership_member(may_write)
def reply_handle(request: DealershipRequest, reply_id: int) -> HttpResponse:
    reply = _reply(request, reply_id)
    try:
        inbox.handle(reply=reply, by=request.user, at=timezone.now())
    except inbox.AlreadyHandled:
        notify(request, _("Somebody else has handled it meanwhile."), level="info")
    else:
        undo = reverse("communications:reply_reopen", args=[request.dealership.slug, reply.pk])
        notify(request, _("The reply is marked as handled."), undo=undo)
    return redirect("communications:reply_list", request.dealership.slug)


@require_POST
@dealership_member(may_write)
def reply_reopen(request: DealershipRequest, reply_id: int) -> HttpResponse:
    inbox.reopen(reply=_reply(request, reply_id), at=timezone.now())
    notify(request, _("The reply is open again."))
    return redirect("communications:reply_list", request.dealership.slug)


@require_http_methods(["GET", "POST"])
@dealership_member(may_write)
def reply_sender(request: DealershipRequest, reply_id: int) -> HttpResponse:
    """Who wrote it: customers with the address first, any other by a search."""
    reply = _reply(request, reply_id)
    if request.method == "POST":
        return _assigned(request, reply)
    text = request.GET.get("who", "").strip()[:100]
    context = {
        "reply": reply,
        "text": text,
        "with_address": _with_address(request, reply),
        "found": _searched(request, text),
    }
    return render(request, "communications/reply_sender.html", context)


def _assigned(request: DealershipRequest, reply: InboundMessage) -> HttpResponse:
    number = request.POST.get("customer", "")
    customer = get_object_or_404(
        Customer.objects.for_dealership(request.dealership).current(),
        pk=number if number.isdecimal() and len(number) <= LONGEST_ID else None,
    )
    try:
        incoming.assign(reply=reply, customer=customer, by=request.user, at=timezone.now())
    except (inbox.AlreadyKnown, inbox.AlreadyHandled):
        notify(request, _("Its state has changed meanwhile: look again."), level="warning")
    else:
        notify(request, _("The reply stands with %(name)s now.") % {"name": customer})
    return redirect("communications:reply_list", request.dealership.slug)


def _asked(request: DealershipRequest) -> Asked[ReplyFilterForm]:
    return understood(ReplyFilterForm({"state": ReplyFilterForm.OPEN, **request.GET.dict()}))


def _found(request: DealershipRequest, asked: Asked[ReplyFilterForm]) -> InboundQuerySet:
    chosen = asked.values
    rows = InboundMessage.objects.for_dealership(request.dealership)
    state = chosen.get("state", ReplyFilterForm.OPEN)
    if state == ReplyFilterForm.OPEN:
        rows = rows.open()
    elif state == ReplyFilterForm.HANDLED:
        rows = rows.handled()
    if chosen.get("sender") == ReplyFilterForm.UNKNOWN:
        rows = rows.from_strangers()
    elif chosen.get("sender") == ReplyFilterForm.KNOWN:
        rows = rows.filter(customer__isnull=False)
    if channel := chosen.get("channel"):
        rows = rows.filter(channel=channel)
    if words := chosen.get("q"):
        rows = rows.mentioning(words)
    return rows


def _reply(request: DealershipRequest, reply_id: int) -> InboundMessage:
    replies = InboundMessage.objects.for_dealership(request.dealership)
    return get_object_or_404(replies.select_related("customer", "dealership"), pk=reply_id)


def _with_address(request: DealershipRequest, reply: InboundMessage) -> list[Customer]:
    points = ContactPoint.objects.filter(value=reply.address)
    customers = Customer.objects.for_dealership(request.dealership).current()
    same = customers.filter(pk__in=points.values("customer")).order_by("sort_name", "pk")
    return list(same[:20])


def _searched(request: DealershipRequest, text: str) -> list[Customer]:
    if not text:
        return []
    today = request.dealership.local_date(timezone.now())
    hits = search(text, dealership=request.dealership, on=today)
    return [hit.customer for hit in hits[:20]]

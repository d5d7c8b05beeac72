"""The page of telephone calls: search, missed ones and what is done about them, the file."""

from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communications import phone_exports, telephony
from communications.forms import PhoneCallFilterForm
from communications.models import PhoneCall
from communications.permissions import (
    may_see_call,
    may_see_phone_calls,
    may_supervise_calls,
    sees_all_calls,
)
from communications.querysets import PhoneCallQuerySet
from communications.services import phone_calls
from customers import rules
from customers.models import Customer
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.exports import Format, as_download, export, links
from dealerships.filters import Asked, understood
from dealerships.forms.staff import colleagues
from dealerships.notices import notify
from dealerships.paging import keyset_page
from promises.services.promises import make_promise

ORDER = ("-started_at", "-pk")
CALL_BACK_WITHIN = timedelta(hours=1)
FEWEST_DIGITS = 3


@require_GET
@dealership_member(may_see_phone_calls)
def phone_list(request: DealershipRequest) -> HttpResponse:
    """One's own calls; who answers for all sees everybody's. Missed ones stand in the lead."""
    asked = _asked(request)
    rows = _found(request, asked).select_related("customer", "user", "touch", "handled_by")
    context = {
        "page": keyset_page(rows, order=ORDER, params=request.GET),
        "waiting": _visible(request).unanswered().count(),
        "exports": links(request, "communications:phone_export", allowed=may_supervise_calls),
        "may_supervise": may_supervise_calls(request.member),
        "is_heard": telephony.hears(),
        "may_try": telephony.is_simulated() and bool(request.member.extension),
        **asked.context(request),
    }
    return render(request, "communications/phone_list.html", context)


@require_GET
@dealership_member(may_supervise_calls)
def phone_export(request: DealershipRequest, form: Format) -> HttpResponse:
    """The filtered list as a file; who took it is recorded."""
    asked = _asked(request)
    written = export(
        dealership=request.dealership,
        by=request.user,
        at=timezone.now(),
        what=_("Phone calls"),
        filters=asked.filters(),
        header=phone_exports.header(),
        rows=phone_exports.rows(
            _found(request, asked).order_by(*ORDER), dealership=request.dealership
        ),
        form=form,
    )
    return as_download(written)


@require_POST
@dealership_member(may_see_phone_calls)
def call_back(request: DealershipRequest, call_id: int) -> HttpResponse:
    """A missed call of a known customer becomes the own promise to call back within the hour."""
    call, at = call_of(request, call_id), timezone.now()
    if call.customer is None:
        notify(request, _("Nobody knows whose number it is: open a card first."), level="warning")
    elif not phone_calls.handle(call=call, by=request.user, at=at):
        notify(request, _("Somebody takes care of this call already."), level="warning")
    else:
        started = call.started_at.astimezone(request.dealership.tz)
        make_promise(
            dealership=request.dealership,
            customer=call.customer,
            text=_("Call back: nobody answered at %(time)s.") % {"time": f"{started:%H:%M}"},
            due_at=at + CALL_BACK_WITHIN,
            is_call=True,
            by=request.user,
            at=at,
        )
        notify(request, _("The call back is among your promises, due in an hour."))
    return redirect("communications:phone_list", request.dealership.slug)


@require_POST
@dealership_member(may_see_phone_calls)
def call_handled(request: DealershipRequest, call_id: int) -> HttpResponse:
    """A missed call needs nothing more; can be taken back."""
    call = call_of(request, call_id)
    undo = reverse("communications:call_unhandled", args=[request.dealership.slug, call.pk])
    if phone_calls.handle(call=call, by=request.user, at=timezone.now()):
        notify(request, _("Marked as taken care of."), undo=undo)
    else:
        notify(request, _("Somebody takes care of this call already."), level="warning")
    return redirect("communications:phone_list", request.dealership.slug)


@require_POST
@dealership_member(may_see_phone_calls)
def call_unhandled(request: DealershipRequest, call_id: int) -> HttpResponse:
    call = call_of(request, call_id)
    phone_calls.unhandle(call=call)
    notify(request, _("The call waits to be called back again."), level="info")
    return redirect("communications:phone_list", request.dealership.slug)


def call_of(request: DealershipRequest, call_id: int) -> PhoneCall:
    """A call that this person may see; 404 for another dealership's, 403 for a colleague's."""
    rows = PhoneCall.objects.for_dealership(request.dealership)
    call = get_object_or_404(rows.select_related("customer", "user", "dealership"), pk=call_id)
    if not may_see_call(request.member, call) and not call.is_missed:
        raise PermissionDenied
    return call


def _asked(request: DealershipRequest) -> Asked[PhoneCallFilterForm]:
    people = list(colleagues(request.dealership)) if sees_all_calls(request.member) else []
    return understood(PhoneCallFilterForm(request.GET, people=people))


def _visible(request: DealershipRequest) -> PhoneCallQuerySet:
    rows = PhoneCall.objects.for_dealership(request.dealership)
    return rows if sees_all_calls(request.member) else rows.filter(user=request.user)


def _found(request: DealershipRequest, asked: Asked[PhoneCallFilterForm]) -> PhoneCallQuerySet:
    chosen, rows = asked.values, _visible(request)
    match chosen.get("state"):
        case PhoneCallFilterForm.UNANSWERED:
            rows = rows.unanswered()
        case PhoneCallFilterForm.LIVE:
            rows = rows.filter(ended_at__isnull=True)
        case str(state):
            rows = rows.filter(state=state)
    if direction := chosen.get("direction"):
        rows = rows.filter(direction=direction)
    if proof := chosen.get("proof"):
        rows = rows.filter(touch__isnull=proof == "no")
    if person := chosen.get("person"):
        is_nobodys = person == PhoneCallFilterForm.NOBODYS
        rows = rows.filter(user=None) if is_nobodys else rows.filter(user=person)
    if words := chosen.get("find"):
        rows = rows.filter(_about(words, request))
    return rows.filter(_within(chosen, request))


def _within(chosen: dict[str, Any], request: DealershipRequest) -> Q:
    """Both days count, as the dealership's calendar has them."""
    zone, period = request.dealership.tz, Q()
    if start := chosen.get("start"):
        period &= Q(started_at__gte=datetime.combine(start, time.min, zone))
    if end := chosen.get("end"):
        period &= Q(started_at__lt=datetime.combine(end + timedelta(days=1), time.min, zone))
    return period


def _about(words: str, request: DealershipRequest) -> Q:
    """Calls of customers whose name has every word, or of a number with these digits."""
    named = Customer.objects.filter(holding=request.dealership.holding_id)
    for word in rules.fold(words).split():
        named = named.filter(search_name__contains=word)
    meant = Q(customer__in=named.values("pk"))
    digits = "".join(sign for sign in words if sign.isdecimal() and sign.isascii())
    if len(digits) >= FEWEST_DIGITS:
        meant |= Q(number__contains=digits)
    return meant

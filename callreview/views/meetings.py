"""The list for the sales meeting: what to talk about, ticked off when discussed, printable."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callreview.forms.lists import MeetingFilterForm, TopicForm
from callreview.models import MeetingItem, SampledCall
from callreview.permissions import may_review
from callreview.services import meetings
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.filters import understood
from dealerships.notices import notify
from dealerships.paging import keyset_page


@require_GET
@dealership_member(may_review)
def meeting_list(request: DealershipRequest) -> HttpResponse:
    """To be discussed in the order they were added; or what was discussed, newest first."""
    asked = understood(MeetingFilterForm(request.GET))
    rows = MeetingItem.objects.for_dealership(request.dealership).filter(removed_at=None)
    is_past = "state" in asked.values
    rows = rows.filter(discussed_at__isnull=not is_past)
    related = ("call__person", "added_by", "discussed_by")
    talk = ("call__phone_call__customer", "call__touch__customer")
    order = ("-discussed_at", "-pk") if is_past else ("added_at", "pk")
    context = {
        "page": keyset_page(rows.select_related(*related, *talk), order=order, params=request.GET),
        "is_past": is_past,
        "on": timezone.now(),
        **asked.context(request),
    }
    return render(request, "callreview/meeting_list.html", context)


@require_POST
@dealership_member(may_review)
def meeting_add(request: DealershipRequest, call_id: int) -> HttpResponse:
    """A sampled call goes on the list, with what to talk about."""
    calls = SampledCall.objects.for_dealership(request.dealership)
    call = get_object_or_404(calls, pk=call_id)
    form = TopicForm(request.POST)
    if not form.is_valid():
        notify(request, _("Say what to talk about."), level="warning")
        return redirect("callreview:call_page", request.dealership.slug, call.pk)
    try:
        item = meetings.add(
            call=call, topic=form.cleaned_data["topic"], by=request.user, at=timezone.now()
        )
    except meetings.AlreadyListed:
        notify(request, _("The call is on the list already."), level="warning")
    else:
        undo = reverse("callreview:meeting_remove", args=[request.dealership.slug, item.pk])
        notify(request, _("The call is on the list for the meeting."), undo=undo)
    return redirect("callreview:call_page", request.dealership.slug, call.pk)


@require_POST
@dealership_member(may_review)
def meeting_discuss(request: DealershipRequest, item_id: int) -> HttpResponse:
    item = _item(request, item_id)
    if meetings.discuss(item=item, by=request.user, at=timezone.now()):
        notify(request, _("Discussed."), undo=_undo(request, item))
    return _list(request)


@require_POST
@dealership_member(may_review)
def meeting_remove(request: DealershipRequest, item_id: int) -> HttpResponse:
    item = _item(request, item_id)
    if meetings.remove(item=item, at=timezone.now()):
        notify(request, _("Taken off the list."), undo=_undo(request, item))
    return _list(request)


@require_POST
@dealership_member(may_review)
def meeting_restore(request: DealershipRequest, item_id: int) -> HttpResponse:
    """The undo of the two above."""
    try:
        meetings.restore(item=_item(request, item_id))
    except meetings.AlreadyListed:
        notify(request, _("The call is on the list already."), level="warning")
    return _list(request)


def _item(request: DealershipRequest, item_id: int) -> MeetingItem:
    return get_object_or_404(MeetingItem.objects.for_dealership(request.dealership), pk=item_id)


def _undo(request: DealershipRequest, item: MeetingItem) -> str:
    return reverse("callreview:meeting_restore", args=[request.dealership.slug, item.pk])


def _list(request: DealershipRequest) -> HttpResponse:
    return redirect("callreview:meeting_list", request.dealership.slug)

"""One call as somebody entered it, where no exchange told of it; its recording, added by hand."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communications import call_actions
from communications.forms import SoundForm
from communications.listenings import shown_to
from communications.models import Touch
from communications.permissions import (
    may_hear_entered,
    may_see_entered,
    may_see_phone_calls,
    may_supervise_calls,
)
from communications.services import recordings
from customers.models.customer import Channel
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify


@require_GET
@dealership_member(may_see_phone_calls)
def entered_call(request: DealershipRequest, touch_id: int) -> HttpResponse:
    """A call that the exchange saw has its page among those."""
    touch = entered_of(request, touch_id)
    if seen := getattr(touch, "phone_call", None):
        return redirect("communications:phone_call", request.dealership.slug, seen.pk)
    return _page(request, touch, SoundForm())


@require_POST
@dealership_member(may_supervise_calls)
def entered_add(request: DealershipRequest, touch_id: int) -> HttpResponse:
    """A file with the sound; a second one replaces the first."""
    touch = entered_of(request, touch_id)
    form = SoundForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, touch, form)
    try:
        recordings.upload_entered(
            touch=touch,
            content=form.cleaned_data["file"].read(),
            by=request.user,
            at=timezone.now(),
        )
    except recordings.NoSound:
        form.add_error("file", _("This is no recording: WAV, MP3, OGG, M4A or FLAC."))
        return _page(request, touch, form)
    notify(request, _("The recording is kept."))
    return redirect("communications:entered_call", request.dealership.slug, touch.pk)


def entered_of(request: DealershipRequest, touch_id: int) -> Touch:
    """A call that this person may see; 404 for another dealership's, 403 for a colleague's."""
    calls = Touch.objects.for_dealership(request.dealership).standing().filter(channel=Channel.CALL)
    rows = calls.exclude(outcome="", is_conversation=False)
    touch = get_object_or_404(
        rows.select_related("customer", "by", "phone_call", "added_recording"), pk=touch_id
    )
    if not may_see_entered(request.member, touch):
        raise PermissionDenied
    return touch


def _page(request: DealershipRequest, touch: Touch, form: SoundForm) -> HttpResponse:
    is_talk = touch.is_conversation and touch.by_id is not None
    offered = call_actions.offered(request.member, kind=call_actions.ENTERED, pk=touch.pk)
    context = {
        "touch": touch,
        "may_hear": may_hear_entered(request.member, touch),
        "may_add": may_supervise_calls(request.member),
        "form": form,
        "actions": offered if is_talk else [],
        "heard": shown_to(request.member, phone=None, entered=touch),
    }
    status = 422 if form.is_bound else 200
    return render(request, "communications/entered_call.html", context, status=status)

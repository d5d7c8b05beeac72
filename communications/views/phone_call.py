"""One telephone call: what the exchange saw of it, its recording, and adding one by hand."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communications import call_actions
from communications.channels import outgoing
from communications.forms import RecordingForm
from communications.listenings import shown_to
from communications.models import PhoneCall
from communications.permissions import may_hear, may_see_phone_calls, may_supervise_calls
from communications.services import recordings
from communications.views.phone_calls import call_of
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify


@require_GET
@dealership_member(may_see_phone_calls)
def phone_call(request: DealershipRequest, call_id: int) -> HttpResponse:
    return _page(request, call_of(request, call_id), RecordingForm())


@require_POST
@dealership_member(may_supervise_calls)
def recording_add(request: DealershipRequest, call_id: int) -> HttpResponse:
    """A file, or an address on the list of the installation, from where it is fetched."""
    call = call_of(request, call_id)
    if not may_hear(request.member, call):
        raise PermissionDenied
    form = RecordingForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, call, form)
    try:
        said = _add(call, form)
    except recordings.NoSound:
        form.add_error("file", _("This is no recording: WAV, MP3, OGG, M4A or FLAC."))
        return _page(request, call, form)
    except outgoing.RefusedAddress:
        form.add_error("url", _("The server may not fetch from there (OUTGOING_ORIGINS)."))
        return _page(request, call, form)
    notify(request, said)
    return redirect("communications:phone_call", request.dealership.slug, call.pk)


def _add(call: PhoneCall, form: RecordingForm) -> str:
    if file := form.cleaned_data["file"]:
        recordings.upload(call=call, content=file.read())
        return _("The recording is kept.")
    url = outgoing.check(form.cleaned_data["url"], allowed=settings.OUTGOING_ORIGINS)
    recordings.ask_for(call=call, url=url)
    return _("The recording is fetched within a few minutes.")


def _page(request: DealershipRequest, call: PhoneCall, form: RecordingForm) -> HttpResponse:
    context = {
        "call": call,
        "events": call.events.order_by("at", "pk"),
        "may_hear": may_hear(request.member, call),
        "may_add": may_supervise_calls(request.member) and may_hear(request.member, call),
        "form": form,
        "heard": shown_to(request.member, phone=call, entered=call.touch),
        "actions": call_actions.offered(request.member, kind=call_actions.PHONE, pk=call.pk),
    }
    status = 422 if form.is_bound else 200
    return render(request, "communications/phone_call.html", context, status=status)

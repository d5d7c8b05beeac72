"""The sound of a call: only to who may hear it, only as sound, piece by piece as players ask.

That somebody is sent it is written down first: what cannot be recorded is not heard.
"""

import re
from collections.abc import Iterator
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from communications.models import EnteredRecording, PhoneCall
from communications.permissions import may_hear, may_hear_entered, may_see_phone_calls
from communications.rules import audio
from communications.services import listening
from communications.views.entered_calls import entered_of
from communications.views.phone_calls import call_of
from dealerships.decorators import DealershipRequest, dealership_member

PIECE = 65_536


@require_GET
@dealership_member(may_see_phone_calls)
def recording(request: DealershipRequest, call_id: int) -> HttpResponse:
    """The recording, or the part that "Range" asks for (206; 416 behind its end)."""
    call = call_of(request, call_id)
    if not may_hear(request.member, call):
        raise PermissionDenied
    return _sound(request, call)


@require_GET
@dealership_member(may_see_phone_calls)
def entered_recording(request: DealershipRequest, touch_id: int) -> HttpResponse:
    """The same of a call that no exchange told of."""
    touch = entered_of(request, touch_id)
    if not may_hear_entered(request.member, touch):
        raise PermissionDenied
    added = EnteredRecording.objects.filter(touch=touch).first()
    if added is None:
        raise Http404
    return _sound(request, added)


def _sound(request: DealershipRequest, row: PhoneCall | EnteredRecording) -> HttpResponse:
    name = row.recording.name or ""
    if not name or not row.recording.storage.exists(name):
        raise Http404
    size = row.recording.size
    try:
        part = audio.byte_range(request.headers.get("Range", ""), size)
    except audio.NotThere:
        return _with_headers(HttpResponse(status=416), f"bytes */{size}")
    listening.record(sound=row, by=request.user, at=timezone.now())
    first, last = part or (0, size - 1)
    response = StreamingHttpResponse(
        _pieces(row, first, last - first + 1),
        status=206 if part else 200,
        content_type=_safe_type(row.recording_type),
    )
    response["Content-Length"] = str(last - first + 1)
    return _with_headers(
        cast(HttpResponse, response), f"bytes {first}-{last}/{size}" if part else ""
    )


def _safe_type(kind: str) -> str:
    """Nothing but sound is ever sent as what a browser shows."""
    return kind if re.fullmatch(r"audio/[a-z0-9]+", kind) else "application/octet-stream"


def _with_headers(response: HttpResponse, content_range: str) -> HttpResponse:
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = 'inline; filename="recording"'
    if content_range:
        response["Content-Range"] = content_range
    return response


def _pieces(row: PhoneCall | EnteredRecording, first: int, length: int) -> Iterator[bytes]:
    """Opened only when somebody takes the first piece: an answer nobody reads holds no file."""
    with row.recording.open("rb") as file:
        file.seek(first)
        while length > 0:
            piece = file.read(min(PIECE, length))
            if not piece:
                break
            length -= len(piece)
            yield piece

"""Where the telephone exchange tells us of calls: signed, or refused without a word why."""

from http import HTTPStatus

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from communications import signed_webhooks
from communications.rules import audio
from communications.services.call_events import receive
from communications.services.recordings import NoSound
from communications.telephony import secrets_of, told
from dealerships.models import Dealership

LARGEST_BODY = audio.LARGEST * 4 // 3 + 65_536
log = structlog.get_logger(__name__)


@csrf_exempt
@require_POST
def call_event(request: HttpRequest, dealership: str) -> HttpResponse:
    """One event of a call: 204 when it is stored, 401 unsigned, 422 not understood, 413 too long.

    The slug names the dealership, its own secret proves that the exchange speaks for it; an
    unknown slug answers as a wrong signature does. Sent again, an event changes nothing.
    """
    at = timezone.now()
    body = request.read(LARGEST_BODY + 1)
    if len(body) > LARGEST_BODY:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    problem = signed_webhooks.problem(request.headers, body, secrets=secrets_of(dealership))
    if problem:
        log.warning("webhook_refused", channel="telephony", problem=problem)
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    place = Dealership.objects.open().filter(slug=dealership).first()
    if place is None:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    event_id = request.headers["webhook-id"]
    try:
        receive(dealership=place, told=told.read(body, event_id=event_id, now=at), at=at)
    except (told.BadEvent, NoSound) as error:
        log.warning("call event not understood", dealership=place.slug, why=str(error))
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)

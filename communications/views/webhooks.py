"""Where providers tell what became of a message, and what was answered (docs/webhooks.md).

2xx means that it is kept. Anything else is told again by the provider, and does no harm then.
"""

import json
from datetime import datetime

import structlog
from anymail.utils import get_request_basic_auth
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from communications import signed_webhooks
from communications.models import WrittenChannel
from communications.rules import provider_events
from communications.services import incoming, receipts

LONGEST_BODY = 100_000

log = structlog.get_logger(__name__)


@csrf_exempt
@require_POST
def sms_webhook(request: HttpRequest) -> HttpResponse:
    return _take(request, WrittenChannel.SMS, settings.SMS_WEBHOOK_SECRETS)


@csrf_exempt
@require_POST
def messenger_webhook(request: HttpRequest) -> HttpResponse:
    return _take(request, WrittenChannel.MESSENGER, settings.MESSENGER_WEBHOOK_SECRETS)


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def email_webhook(request: HttpRequest, provider: str) -> HttpResponse:
    """The webhooks of django-anymail (its page on each provider), never without the secret."""
    secrets = settings.ANYMAIL.get("WEBHOOK_SECRET")
    if not secrets:
        raise Http404
    given = get_request_basic_auth(request) or ""
    if not any([constant_time_compare(given, secret) for secret in secrets]):
        return _refused(WrittenChannel.EMAIL, "no or another secret")
    try:
        match = resolve(f"/{provider}", urlconf="anymail.urls")
    except Resolver404:
        raise Http404 from None
    answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return answer


def _take(request: HttpRequest, channel: WrittenChannel, secrets: list[str]) -> HttpResponse:
    if not secrets:
        raise Http404
    if len(request.body) > LONGEST_BODY:
        return HttpResponse("too long", status=413, content_type="text/plain")
    problem = signed_webhooks.problem(request.headers, request.body, secrets=secrets)
    if problem:
        return _refused(channel, problem)
    try:
        event = provider_events.read(json.loads(request.body))
    except (ValueError, RecursionError):
        return _not_understood("the body is no JSON")
    except provider_events.NotUnderstood as error:
        return _not_understood(str(error))
    if event is not None:
        _keep(event, channel, request.headers["webhook-id"], timezone.now())
    return HttpResponse(status=204)


def _keep(
    event: provider_events.ReceiptEvent | provider_events.ReplyEvent,
    channel: WrittenChannel,
    event_id: str,
    at: datetime,
) -> None:
    """Everything it brings about, or nothing: when this returns, it is in the database."""
    if isinstance(event, provider_events.ReceiptEvent):
        receipts.take(
            source=channel,
            event_id=event_id,
            kind=event.kind,
            uid=event.uid,
            said_at=event.at,
            at=at,
            error=event.error,
        )
        return
    incoming.take(
        incoming=incoming.Incoming(
            source=channel,
            event_id=event_id,
            channel=channel,
            address=event.address,
            text=event.text,
            said_at=event.at,
            answers=[event.answers] if event.answers else [],
            dealership=event.dealership,
        ),
        at=at,
    )


def _refused(channel: str, problem: str) -> HttpResponse:
    log.warning("webhook_refused", channel=channel, problem=problem)
    return HttpResponse("refused", status=401, content_type="text/plain")


def _not_understood(problem: str) -> HttpResponse:
    return HttpResponse(problem, status=422, content_type="text/plain")

"""The public page of the link in advertising: asks, and ends it. No login, no name, no address.

Opening it changes nothing: programs that check mail open every link. The token alone lets in, so
that a form needs no cookie; mail programs post to it by themselves (RFC 8058).
"""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from communications import rate_limits
from communications.models import Message, OptOutLink
from communications.services import opt_out as services
from customers.models import ConsentWording

MOST_POSTS = 20
MOST_MISSES = 20
ONE_CLICK = "List-Unsubscribe"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out(request: HttpRequest, token: str) -> HttpResponse:
    at = timezone.now()
    link = (
        OptOutLink.objects.select_related("message__dealership", "message__customer")
        .filter(token=token)
        .first()
    )
    if link is None:
        return _nobody(request, at)
    with override(link.message.language):
        if request.method != "POST":
            return _page(request, link.message)
        if rate_limits.is_too_often(f"opt-out-{link.pk}", most=MOST_POSTS, at=at):
            return _too_often(request)
        _say(request, link.message, at)
        # a mail program wants no other page (RFC 8058)
        if ONE_CLICK in request.POST:
            return HttpResponse(_("You will get no more of it."), content_type="text/plain")
        return redirect("opt_out", token)


def _say(request: HttpRequest, message: Message, at: datetime) -> None:
    if "again" in request.POST:
        services.take_back(
            message=message,
            wording=_("I want it again"),
            agreed_to=_wording(message),
            at=at,
        )
        return
    everything = "everything" in request.POST
    services.stop(
        message=message,
        everything=everything,
        wording=_everything() if everything else _only_this(message),
        at=at,
    )


def _page(request: HttpRequest, message: Message) -> HttpResponse:
    has_stopped = services.has_stopped(message=message)
    stopped_here = services.stopped_by(message=message) if has_stopped else None
    wording = _wording(message) if stopped_here else None
    context = {
        "dealership": message.dealership,
        "language": message.language,
        "has_stopped": has_stopped,
        "only_channel": stopped_here is not None and stopped_here.channel != services.ANY,
        "channel": message.get_channel_display(),
        "can_take_back": stopped_here is not None,
        "wording": wording.text_for(message.dealership) if wording else "",
        "only_this": _only_this(message),
        "everything": _everything(),
    }
    response = render(request, "communications/opt_out.html", context)
    response["Referrer-Policy"] = "no-referrer"
    response["Content-Language"] = message.language
    return response


def _only_this(message: Message) -> str:
    return _("No more advertising by this channel: %(channel)s") % {
        "channel": message.get_channel_display()
    }


def _everything() -> str:
    return _("No more advertising at all")


def _wording(message: Message) -> ConsentWording | None:
    """What the reader agrees to, should they want it again."""
    return (
        ConsentWording.objects.for_dealership(message.dealership)
        .newest()
        .filter(purpose=services.ADVERTISING, language=message.language)
        .first()
    )


def _nobody(request: HttpRequest, at: datetime) -> HttpResponse:
    """A token that leads nowhere; who tries many is told to wait."""
    address = request.META.get("REMOTE_ADDR", "")
    if rate_limits.is_too_often(f"opt-out-miss-{address}", most=MOST_MISSES, at=at):
        return _too_often(request)
    raise Http404


def _too_often(request: HttpRequest) -> HttpResponse:
    response = render(request, "communications/opt_out_often.html", status=429)
    response["Retry-After"] = str(rate_limits.WINDOW)
    return response

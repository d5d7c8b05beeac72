"""Messages to the person at the screen: on the next page, or at once inside htmx; with undo."""

from typing import Literal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django_htmx.http import trigger_client_event

Level = Literal["success", "info", "warning", "error"]
LEVELS = {
    "success": messages.SUCCESS,
    "info": messages.INFO,
    "warning": messages.WARNING,
    "error": messages.ERROR,
}
UNDO = "undo:"


def notify(
    request: HttpRequest, text: str | Promise, *, level: Level = "success", undo: str = ""
) -> None:
    """Show `text` on the next full page; `undo` is the URL its undo button posts to."""
    messages.add_message(
        request, LEVELS[level], str(text), extra_tags=f"{UNDO}{undo}" if undo else ""
    )


def toast(
    response: HttpResponse, text: str | Promise, *, level: Level = "success", undo: str = ""
) -> HttpResponse:
    """The same inside an htmx response, without a new page."""
    detail = {"text": str(text), "level": level, "undo": undo}
    return trigger_client_event(response, "toast", detail)

"""One promise: given, kept or not, moved, handed over, taken; each can be taken back at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from customers.models import Customer
from customers.views.scope import customer_or_404
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.forms.staff import colleagues
from dealerships.notices import notify
from promises.forms import BreakForm, GiveForm, MoveForm, PromiseForm
from promises.models import Promise
from promises.permissions import may_close, may_promise, may_see, may_take
from promises.services import handover, promises, undo

USUALLY_WITHIN = timedelta(days=1)
MOVED_BY = timedelta(days=1)


@require_GET
@dealership_member(may_promise)
def promise_page(request: DealershipRequest, promise_id: int) -> HttpResponse:
    """The promise with its history and what can be done with it."""
    return _page(request, _promise(request, promise_id))


@require_http_methods(["GET", "POST"])
@dealership_member(may_promise)
def promise_make(request: DealershipRequest, customer_id: int) -> HttpResponse:
    """The form; inside the call card it stays in its place."""
    return _make(request, customer_or_404(request, customer_id))


@require_http_methods(["GET", "POST"])
@dealership_member(may_promise)
def promise_to_colleague(request: DealershipRequest) -> HttpResponse:
    """A promise between colleagues that is about no customer."""
    return _make(request, None)


@require_POST
@dealership_member(may_promise)
def promise_keep(request: DealershipRequest, promise_id: int) -> HttpResponse:
    promise = _own(request, promise_id)

    def keep() -> None:
        promises.close_promise(promise=promise, is_kept=True, by=request.user, at=timezone.now())

    return _do(request, promise, keep, _("Marked as kept."))


@require_POST
@dealership_member(may_promise)
def promise_break(request: DealershipRequest, promise_id: int) -> HttpResponse:
    """Not kept, and why."""
    promise, form = _own(request, promise_id), BreakForm(request.POST)
    if not form.is_valid():
        return _page(request, promise, break_form=form)

    def break_it() -> None:
        promises.close_promise(
            promise=promise, is_kept=False, by=request.user, at=timezone.now(), **form.cleaned_data
        )

    return _do(request, promise, break_it, _("Marked as not kept."))


@require_POST
@dealership_member(may_promise)
def promise_move(request: DealershipRequest, promise_id: int) -> HttpResponse:
    """Another time, with a reason; agreed, or it is broken and another one is given."""
    promise, form, at = _own(request, promise_id), MoveForm(request.POST), timezone.now()
    if form.is_valid() and form.cleaned_data["due_at"] <= at:
        form.add_error("due_at", _("This time has passed."))
    if not form.is_valid():
        return _page(request, promise, move_form=form)

    def move() -> None:
        promises.move_promise(promise=promise, by=request.user, at=at, **form.cleaned_data)

    is_agreed = form.cleaned_data["is_agreed"]
    said = _("Moved, as agreed.") if is_agreed else _("Counted as broken; a new one is given.")
    return _do(request, promise, move, said)


@require_POST
@dealership_member(may_promise)
def promise_take(request: DealershipRequest, promise_id: int) -> HttpResponse:
    """One of the team's becomes one's own."""
    promise = _promise(request, promise_id)
    if not (may_take(request.member, promise) or may_close(request.member, promise)):
        raise PermissionDenied

    def take() -> None:
        handover.take(promise=promise, by=request.user, at=timezone.now())

    return _do(request, promise, take, _("It is yours now."))


@require_POST
@dealership_member(may_promise)
def promise_give(request: DealershipRequest, promise_id: int) -> HttpResponse:
    """To a colleague, or to the team."""
    promise = _own(request, promise_id)
    form = GiveForm(request.POST, people=colleagues(request.dealership))
    if not form.is_valid():
        return _page(request, promise, give_form=form)

    def give() -> None:
        handover.give(promise=promise, by=request.user, at=timezone.now(), **form.cleaned_data)

    return _do(request, promise, give, _("Handed over."))


@require_POST
@dealership_member(may_promise)
def promise_undo(request: DealershipRequest, promise_id: int) -> HttpResponse:
    """What this person has just done with it."""
    promise = _promise(request, promise_id)
    try:
        undo.undo(promise=promise, by=request.user, at=timezone.now())
    except undo.TooLateToUndo:
        notify(request, _("It is too late to take this back."), level="warning")
    else:
        notify(request, _("Taken back: the promise is as it was."), level="info")
    return _back(request)


def _make(request: DealershipRequest, customer: Customer | None) -> HttpResponse:
    at = timezone.now()
    form = PromiseForm(
        request.POST or None,
        people=colleagues(request.dealership),
        is_inner=customer is None,
        due_at=at + USUALLY_WITHIN,
    )
    if request.method == "POST" and form.is_valid():
        try:
            promise = promises.make_promise(
                dealership=request.dealership,
                customer=customer,
                by=request.user,
                at=at,
                **form.cleaned_data,
            )
        except promises.PromiseInThePast:
            form.add_error("due_at", _("This time has passed."))
        except promises.PromiseToOneself:
            form.add_error("colleague", _("Nobody promises something to themselves."))
        else:
            return _made(request, promise)
    name = "_promise_form" if request.htmx else "promise_form"
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "customer": customer}
    return render(request, f"promises/{name}.html", context, status=status)


def _made(request: DealershipRequest, promise: Promise) -> HttpResponse:
    if request.htmx:
        return render(request, "promises/_promise_made.html", {"promise": promise})
    notify(request, _("The promise is written down."))
    return redirect("promises:promise_list", request.dealership.slug)


def _page(request: DealershipRequest, promise: Promise, **bound: forms.Form) -> HttpResponse:
    """With the form that could not be taken, if there is one."""
    at = timezone.now()
    people = colleagues(request.dealership)
    context: dict[str, Any] = {
        "promise": promise,
        "instead": promise.instead.order_by("pk").first(),
        "events": promise.events.select_related("by", "from_owner", "to_owner").order_by("pk"),
        "may_close": may_close(request.member, promise),
        "move_form": MoveForm(initial={"due_at": max(promise.due_at, at) + MOVED_BY}),
        "break_form": BreakForm(),
        "give_form": GiveForm(people=people),
        "now": at,
    }
    context |= bound
    return render(request, "promises/promise_page.html", context, status=422 if bound else 200)


def _promise(request: DealershipRequest, promise_id: int) -> Promise:
    """A promise that this person may see; 404 for what colleagues promised each other."""
    rows = Promise.objects.for_dealership(request.dealership).select_related(
        "dealership", "customer", "colleague", "owner", "made_by", "late_of", "instead_of"
    )
    promise = get_object_or_404(rows, pk=promise_id)
    if not may_see(request.member, promise):
        raise Http404
    return promise


def _own(request: DealershipRequest, promise_id: int) -> Promise:
    """A promise that this person may close; 403 for those of colleagues."""
    promise = _promise(request, promise_id)
    if not may_close(request.member, promise):
        raise PermissionDenied
    return promise


def _do(
    request: DealershipRequest, promise: Promise, act: Callable[[], None], said: str
) -> HttpResponse:
    """Do it and say so with an undo; what somebody else did first is said instead."""
    try:
        act()
    except promises.PromiseAlreadyClosed:
        notify(request, _("This promise was closed before."), level="warning")
    except handover.AlreadyTaken:
        notify(request, _("Somebody else has taken it."), level="warning")
    except promises.PromiseToOneself:
        notify(request, _("It was promised to this colleague."), level="warning")
    else:
        address = reverse("promises:promise_undo", args=[request.dealership.slug, promise.pk])
        notify(request, said, undo=address)
    return _back(request)


def _back(request: DealershipRequest) -> HttpResponse:
    """To the page whose button was pressed, when it is one of ours; else to the promises."""
    page = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return redirect(page)
    return redirect("promises:promise_list", request.dealership.slug)

"""Promises: made in the call card or on the customer page, listed, marked kept or broken."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from communications.forms import PauseForm, PromiseForm
from communications.models import ContactHold, Promise
from communications.permissions import HEADS, may_close, may_promise
from communications.services import promises
from customers.views.scope import customer_or_404
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify
from dealerships.paging import keyset_page

USUALLY_WITHIN = timedelta(days=1)


@require_GET
@dealership_member(may_promise)
def promise_list(request: DealershipRequest) -> HttpResponse:
    """Open promises, the latest due last: one's own; a head may look at everybody's."""
    rows = Promise.objects.for_dealership(request.dealership).open()
    is_head = request.member.holds(*HEADS)
    everybody = is_head and request.GET.get("whose") == "all"
    if not everybody:
        rows = rows.filter(owner=request.user)
    rows = rows.select_related("customer", "owner", "made_by")
    page = keyset_page(rows, order=("due_at", "pk"), params=request.GET)
    context = {
        "promises": page.rows,
        "newer": page.newer,
        "older": page.older,
        "everybody": everybody,
        "is_head": is_head,
        "now": timezone.now(),
    }
    return render(request, "communications/promise_list.html", context)


@require_http_methods(["GET", "POST"])
@dealership_member(may_promise)
def promise_make(request: DealershipRequest, customer_id: int) -> HttpResponse:
    """The form; inside the call card it stays in its place."""
    customer = customer_or_404(request, customer_id)
    at = timezone.now()
    form = PromiseForm(request.POST or None, initial={"due_at": at + USUALLY_WITHIN})
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
        else:
            return _made(request, promise)
    name = "_promise_form" if request.htmx else "promise_form"
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "customer": customer}
    return render(request, f"communications/{name}.html", context, status=status)


@require_POST
@dealership_member(may_promise)
def promise_keep(request: DealershipRequest, promise_id: int) -> HttpResponse:
    return _close(request, promise_id, is_kept=True)


@require_POST
@dealership_member(may_promise)
def promise_break(request: DealershipRequest, promise_id: int) -> HttpResponse:
    return _close(request, promise_id, is_kept=False)


@require_POST
@dealership_member(may_promise)
def promise_reopen(request: DealershipRequest, promise_id: int) -> HttpResponse:
    """The undo of kept and broken."""
    promises.reopen_promise(promise=_promise(request, promise_id))
    notify(request, _("The promise is open again."), level="info")
    return _back(request)


@require_GET
@dealership_member(may_promise)
def customer_promises(request: DealershipRequest, customer_id: int) -> HttpResponse:
    """Fragment for the customer page: holds, open promises, then the last closed ones."""
    at = timezone.now()
    customer = customer_or_404(request, customer_id)
    rows = Promise.objects.for_dealership(request.dealership).filter(customer=customer)
    latest = rows.select_related("owner").order_by("closed_at", "due_at", "pk").reverse()[:10]
    held = ContactHold.objects.for_dealership(request.dealership).filter(customer=customer)
    context = {
        "customer": customer,
        "holds": held.active(at=at).order_by("since", "pk"),
        "pause_form": PauseForm(auto_id="pause_%s"),
        "promises": latest,
        "now": at,
    }
    return render(request, "communications/_customer_promises.html", context)


def _made(request: DealershipRequest, promise: Promise) -> HttpResponse:
    if request.htmx:
        return render(request, "communications/_promise_made.html", {"promise": promise})
    notify(request, _("The promise is written down."))
    return redirect("communications:promise_list", request.dealership.slug)


def _promise(request: DealershipRequest, promise_id: int) -> Promise:
    """A promise that this person may close; 403 for those of colleagues."""
    rows = Promise.objects.for_dealership(request.dealership).select_related("customer", "owner")
    promise = get_object_or_404(rows, pk=promise_id)
    if not may_close(request.member, promise):
        raise PermissionDenied
    return promise


def _close(request: DealershipRequest, promise_id: int, *, is_kept: bool) -> HttpResponse:
    promise = _promise(request, promise_id)
    try:
        promises.close_promise(promise=promise, is_kept=is_kept, at=timezone.now())
    except promises.PromiseAlreadyClosed:
        notify(request, _("This promise was closed before."), level="warning")
    else:
        undo = reverse("communications:promise_reopen", args=[request.dealership.slug, promise_id])
        said = _("Marked as kept.") if is_kept else _("Marked as broken.")
        notify(request, said, undo=undo)
    return _back(request)


def _back(request: DealershipRequest) -> HttpResponse:
    """To the page whose button was pressed, when it is one of ours; else to the promises."""
    page = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return redirect(page)
    return redirect("communications:promise_list", request.dealership.slug)

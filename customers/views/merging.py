"""Duplicates: proposals, a merge with its preview, different people, and taking a merge back."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from customers.merge_steps import MergeRefusedError
from customers.models import DuplicateCandidate, MergeRecord
from customers.permissions import may_merge_customers
from customers.services import merging
from customers.services.merge_preview import preview
from customers.views.scope import customer_or_404
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify
from dealerships.paging import keyset_page

MERGES_SHOWN = 50


@dealership_member(may_merge_customers)
def duplicate_list(request: DealershipRequest) -> HttpResponse:
    """Pairs to decide, the most certain first; below them the merges that can be taken back."""
    pairs = (
        DuplicateCandidate.objects.filter(holding=request.dealership.holding_id)
        .proposed()
        .for_dealership(request.dealership)
        .select_related("first", "second")
    )
    page = keyset_page(pairs, order=("-score", "pk"), params=request.GET)
    context = {
        "pairs": page.rows,
        "newer": page.newer,
        "older": page.older,
        "merges": [] if page.newer else merges_of(request)[:MERGES_SHOWN],
    }
    return render(request, "customers/duplicate_list.html", context)


def merges_of(request: DealershipRequest) -> QuerySet[MergeRecord]:
    """Merges whose kept card this dealership sees, the newest first."""
    relations = request.dealership.customer_relations
    return (
        MergeRecord.objects.filter(Exists(relations.filter(customer=OuterRef("kept"))))
        .filter(undone_at__isnull=True)
        .select_related("kept", "merged", "by")
        .defer("moved", "before")
        .order_by("-at", "-pk")
    )


@dealership_member(may_merge_customers)
def merge(request: DealershipRequest, pk: int, other: int) -> HttpResponse:
    """Preview side by side; POST joins `other` into `pk`."""
    kept, merged = customer_or_404(request, pk), customer_or_404(request, other)
    if request.method == "POST":
        return _merge(request, pk, other)
    now = timezone.now()
    context = {
        "kept": kept,
        "merged": merged,
        "preview": preview(kept=kept, merged=merged, dealership=request.dealership, at=now),
    }
    return render(request, "customers/merge_preview.html", context)


def _merge(request: DealershipRequest, pk: int, other: int) -> HttpResponse:
    kept, merged = customer_or_404(request, pk), customer_or_404(request, other)
    try:
        record = merging.merge(kept=kept, merged=merged, by=request.user, at=timezone.now())
    except MergeRefusedError as error:
        notify(request, str(error), level="error")
        return redirect("customers:duplicate_list", request.dealership.slug)
    undo = reverse("customers:undo_merge", args=[request.dealership.slug, record.pk])
    notify(request, _("The cards are one now."), undo=undo)
    return redirect("customers:customer_detail", request.dealership.slug, kept.pk)


@require_POST
@dealership_member(may_merge_customers)
def keep_apart(request: DealershipRequest, pair: int) -> HttpResponse:
    row = get_object_or_404(DuplicateCandidate.objects.for_dealership(request.dealership), pk=pair)
    merging.keep_apart(pair=row, by=request.user, at=timezone.now())
    notify(request, _("They stay two people."))
    return redirect("customers:duplicate_list", request.dealership.slug)


@require_POST
@dealership_member(may_merge_customers)
def undo_merge(request: DealershipRequest, record: int) -> HttpResponse:
    row = get_object_or_404(merges_of(request), pk=record)
    kept = row.kept_id
    try:
        merging.undo_merge(record=row, by=request.user, at=timezone.now())
    except MergeRefusedError as error:
        notify(request, str(error), level="error")
    else:
        notify(request, _("The two cards are apart again, each with what it had."))
    return redirect("customers:customer_detail", request.dealership.slug, kept)

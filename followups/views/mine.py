"""My list: the cards assigned to this person, and the promises they gave."""

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from communications.models import Promise
from dealerships.decorators import DealershipRequest, dealership_member
from followups.models import CallTask
from followups.permissions import may_call, may_work_list

LONGEST_LIST = 200


@require_GET
@dealership_member(may_work_list)
def my_list(request: DealershipRequest) -> HttpResponse:
    """Waiting cards of this person: promised calls first, then by urgency (two queries)."""
    cards = (
        CallTask.objects.for_dealership(request.dealership)
        .open()
        .assigned(request.user)
        .select_related("customer")
        .prefetch_related("reasons__rule")
        .order_by(F("callback_at").asc(nulls_last=True), "priority", "not_before", "pk")
    )
    promises = (
        Promise.objects.for_dealership(request.dealership)
        .open()
        .filter(owner=request.user)
        .select_related("customer")
        .order_by("due_at", "pk")
    )
    context = {
        "cards": cards[:LONGEST_LIST],
        "promises": promises[:LONGEST_LIST],
        "now": timezone.now(),
        "may_call": may_call(request.member),
    }
    return render(request, "followups/my_list.html", context)

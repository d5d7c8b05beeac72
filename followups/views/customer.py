"""What the customer page shows of the calls: why we call next, and why we called before."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from customers.permissions import may_see_customers
from customers.views.scope import customer_or_404
from dealerships.decorators import DealershipRequest, dealership_member
from followups import touch_calendar
from followups.explanations import explain
from followups.models import CallReason

SHOWN_OPEN = 20
SHOWN_PAST = 5


@dataclass(frozen=True)
class Line:
    reason: CallReason
    explanation: str


@require_GET
@dealership_member(may_see_customers)
def customer_reasons(request: DealershipRequest, customer_id: int) -> HttpResponse:
    """Fragment: open reasons, the next due first, and the last ones past (three queries)."""
    customer = customer_or_404(request, customer_id)
    today = request.dealership.local_date(timezone.now())
    own = CallReason.objects.for_dealership(request.dealership).filter(customer=customer)
    rows = own.select_related("rule", "vehicle", "task__assigned_to", "task__held_by")
    still_open = rows.open().order_by("due_from", "pk")[:SHOWN_OPEN]
    past = rows.exclude(status=CallReason.Status.OPEN).order_by("-due_from", "-pk")[:SHOWN_PAST]
    context = {
        "customer": customer,
        "still_open": [_line(row, today) for row in still_open],
        "past": [_line(row, today) for row in past],
        "today": today,
    }
    return render(request, "followups/_customer_reasons.html", context)


def _line(reason: CallReason, today: date) -> Line:
    return Line(reason, explain(reason, today=today))


@require_GET
@dealership_member(may_see_customers)
def customer_touches(request: DealershipRequest, customer_id: int) -> HttpResponse:
    """Fragment: the contacts the customer had and will have, and what the budget leaves."""
    customer = customer_or_404(request, customer_id)
    calendar = touch_calendar.calendar_of(
        customer=customer, dealership=request.dealership, at=timezone.now()
    )
    context = {"customer": customer, "calendar": calendar}
    return render(request, "followups/_customer_touches.html", context)

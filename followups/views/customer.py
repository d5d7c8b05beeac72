"""What the customer page shows of the calls: open cards and the last ones."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from customers.models import Customer
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.members import Member
from followups.models import CallTask

SHOWN = 10


def any_member(member: Member) -> bool:
    """Whoever sees the customer sees why and when we call."""
    return True


@require_GET
@dealership_member(any_member)
def customer_calls(request: DealershipRequest, customer_id: int) -> HttpResponse:
    """Fragment: cards of a customer, open ones first, with their reasons (three queries)."""
    customers = Customer.objects.for_dealership(request.dealership)
    customer = get_object_or_404(customers, pk=customer_id)
    cards = (
        CallTask.objects.for_dealership(request.dealership)
        .filter(customer=customer)
        .select_related("assigned_to", "held_by")
        .prefetch_related("reasons__rule")
        .order_by("closed_at", "not_before", "pk")
        .reverse()[:SHOWN]
    )
    context = {"customer": customer, "cards": cards, "now": timezone.now()}
    return render(request, "followups/_customer_calls.html", context)

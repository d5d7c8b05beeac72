"""Finds the card a page is about, inside the dealership only."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from customers.models import Customer, Ownership
from dealerships.decorators import DealershipRequest


def customer_or_404(request: DealershipRequest, pk: int) -> Customer:
    """A card of this dealership that was not merged into another."""
    return get_object_or_404(Customer.objects.for_dealership(request.dealership).current(), pk=pk)


def ownership_or_404(customer: Customer, pk: int) -> Ownership:
    """A car the customer owns or owned, as its page shows it."""
    return get_object_or_404(
        customer.ownerships.select_related("vehicle", "customer").exclude(
            end_reason=Ownership.EndReason.MERGED
        ),
        pk=pk,
    )


def kept_card(request: DealershipRequest, pk: int) -> Customer:
    """The card that card `pk` was merged into; 404 where this dealership does not see it.

    An older merge points to the last kept card already: merging moves that reference too.
    """
    merged = Customer.objects.filter(holding=request.dealership.holding_id, pk=pk)
    target = merged.values_list("merged_into", flat=True).first()
    if target is None:
        raise Http404
    return customer_or_404(request, target)

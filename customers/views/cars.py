"""A customer's cars: a new one, one that changed hands."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.forms import OwnershipEndForm, VehicleForm
from customers.models import Customer, Ownership
from customers.permissions import may_edit_customers
from customers.services import vehicles
from customers.views.scope import customer_or_404
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify


@dealership_member(may_edit_customers)
def car_add(request: DealershipRequest, pk: int) -> HttpResponse:
    customer = customer_or_404(request, pk)
    today = request.dealership.local_date(timezone.now())
    form = VehicleForm(request.POST or None, initial={"since": today})
    if request.method == "POST" and form.is_valid() and _added(request, customer, form):
        notify(request, _("The car is on the card."))
        return redirect("customers:customer_detail", request.dealership.slug, pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "customer": customer}
    return render(request, "customers/car_form.html", context, status=status)


def _added(request: DealershipRequest, customer: Customer, form: VehicleForm) -> bool:
    """Whether the service took it; else its reason stands at the form."""
    values = dict(form.cleaned_data)
    is_new_owner, since = values.pop("is_new_owner"), values.pop("since")
    try:
        vehicles.add_vehicle(
            customer=customer, dealership=request.dealership, since=since, **values
        )
    except vehicles.OwnedByAnotherError as error:
        if not is_new_owner:
            form.add_error(
                "is_new_owner",
                _("This car belongs to another customer. Tick this if it changed hands."),
            )
            return False
        return _changed_hands(request, customer, form, error.ownership)
    except vehicles.NotInOrderError:
        form.add_error("since", _("The car had another owner on that day."))
        return False
    return True


def _changed_hands(
    request: DealershipRequest, customer: Customer, form: VehicleForm, present: Ownership
) -> bool:
    vehicle = present.vehicle
    try:
        vehicles.change_owner(vehicle=vehicle, customer=customer, on=form.cleaned_data["since"])
    except vehicles.NotInOrderError:
        form.add_error("since", _("The owner before had the car for longer."))
        return False
    vehicles.relate(vehicle=vehicle, dealership=request.dealership)
    return True


@dealership_member(may_edit_customers)
def car_end(request: DealershipRequest, pk: int, ownership: int) -> HttpResponse:
    customer = customer_or_404(request, pk)
    row = get_object_or_404(
        Ownership.objects.select_related("vehicle"), customer=customer, pk=ownership
    )
    today = request.dealership.local_date(timezone.now())
    form = OwnershipEndForm(request.POST or None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            vehicles.end_ownership(ownership=row, on=form.cleaned_data["on"])
        except vehicles.NotInOrderError:
            form.add_error("on", _("The ownership began later."))
        else:
            notify(request, _("The car is no longer on the card."))
            return redirect("customers:customer_detail", request.dealership.slug, pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "customer": customer, "ownership": row}
    return render(request, "customers/car_form.html", context, status=status)

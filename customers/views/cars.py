"""A customer's cars: a new one, what is known of one, one that changed hands."""

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from customers import rules
from customers.forms import CarFactsForm, OdometerForm, OwnershipEndForm, VehicleForm
from customers.models import Agreement, Customer, Ownership
from customers.permissions import may_edit_customers, may_see_customers
from customers.services import vehicles
from customers.views.scope import customer_or_404, ownership_or_404
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify

LATEST_READINGS = 20


@dealership_member(may_edit_customers)
def car_add(request: DealershipRequest, pk: int) -> HttpResponse:
    customer = customer_or_404(request, pk)
    today = request.dealership.local_date(timezone.now())
    form = VehicleForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid() and _added(request, customer, form):
        notify(request, _("The car is on the card."))
        _doubt_vin(request, form.cleaned_data["vin"])
        return redirect("customers:customer_detail", request.dealership.slug, pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "customer": customer}
    return render(request, "customers/car_form.html", context, status=status)


def _doubt_vin(request: DealershipRequest, vin: str) -> None:
    """An odd VIN is kept, for there are such cars; a slip of the pen is pointed at."""
    key = rules.vin_key(vin)
    words = {
        "vin_length": ngettext(
            "The VIN has %(count)s character, 17 are usual. Check it.",
            "The VIN has %(count)s characters, 17 are usual. Check it.",
            len(key),
        ),
        "vin_characters": _("A VIN has no letters I, O, Q. Check it."),
        "vin_check_digit": _("The check digit of the VIN is not right: one character is mistyped."),
    }
    odd = key and rules.vin_warning(key)
    if odd:
        notify(request, words[odd] % {"count": len(key)}, level="warning")


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


@require_GET
@dealership_member(may_see_customers)
def car_detail(request: DealershipRequest, pk: int, ownership: int) -> HttpResponse:
    """What the car is, its papers and its odometer."""
    customer = customer_or_404(request, pk)
    row = ownership_or_404(customer, ownership)
    papers = Agreement.objects.for_dealership(request.dealership).filter(vehicle=row.vehicle)
    context = {
        "customer": customer,
        "ownership": row,
        "agreements": papers.filter(customer=customer).order_by("-ends_on", "pk"),
        "readings": row.vehicle.odometer_readings.order_by("-read_on")[:LATEST_READINGS],
        "today": request.dealership.local_date(timezone.now()),
    }
    return render(request, "customers/car_detail.html", context)


@require_http_methods(["GET", "POST"])
@dealership_member(may_edit_customers)
def car_correct(request: DealershipRequest, pk: int, ownership: int) -> HttpResponse:
    customer = customer_or_404(request, pk)
    row = ownership_or_404(customer, ownership)
    names = ("vin", "plate", "make", "model", "model_year")
    known = {name: getattr(row.vehicle, name) for name in names}
    form = CarFactsForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            vehicles.correct_vehicle(vehicle=row.vehicle, **form.cleaned_data)
        except vehicles.VinTakenError:
            form.add_error("vin", _("Another car has this VIN."))
        else:
            _doubt_vin(request, form.cleaned_data["vin"])
            return _back(request, row, _("The car is corrected."))
    return _form_page(request, row, form, _("Correct the car"), _("Save"))


@require_http_methods(["GET", "POST"])
@dealership_member(may_edit_customers)
def odometer_read(request: DealershipRequest, pk: int, ownership: int) -> HttpResponse:
    customer = customer_or_404(request, pk)
    row = ownership_or_404(customer, ownership)
    today = request.dealership.local_date(timezone.now())
    form = OdometerForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        km, on = form.cleaned_data["km"], form.cleaned_data["read_on"]
        try:
            vehicles.read_odometer(vehicle=row.vehicle, km=km, on=on)
        except vehicles.OdometerTurnedBackError as error:
            said = _("It showed %(km)s km before that day.") % {"km": error.km}
            form.add_error("km", said)
        else:
            return _back(request, row, _("The kilometres are noted."))
    return _form_page(request, row, form, _("Note the kilometres"), pgettext("verb", "Note"))


def _back(request: DealershipRequest, row: Ownership, said: str) -> HttpResponse:
    notify(request, said)
    return redirect("customers:car_detail", request.dealership.slug, row.customer_id, row.pk)


def _form_page(
    request: DealershipRequest, row: Ownership, form: Form, heading: str, verb: str
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "ownership": row, "heading": heading, "verb": verb}
    return render(request, "customers/car_part_form.html", context, status=status)


@dealership_member(may_edit_customers)
def car_end(request: DealershipRequest, pk: int, ownership: int) -> HttpResponse:
    customer = customer_or_404(request, pk)
    row = ownership_or_404(customer, ownership)
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

"""The customer page, its time line, and the forms that open and change a card."""

import functools

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from customers import card, fragments, timeline
from customers.forms import ConsentForm, ContactPointForm, CustomerForm, NewCustomerForm
from customers.models import Customer
from customers.permissions import may_edit_customers, may_merge_customers, may_see_customers
from customers.services import contact_points
from customers.services import customers as cards
from customers.views.scope import customer_or_404, kept_card
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.formatting import readers_language
from dealerships.notices import notify


@dealership_member(may_see_customers)
def customer_detail(request: DealershipRequest, pk: int) -> HttpResponse:
    found = card.read_card(pk, request.dealership)
    if found is None:
        kept = kept_card(request, pk)
        notify(request, _("The card was joined with this one."), level="info")
        return redirect("customers:customer_detail", request.dealership.slug, kept.pk)
    customer = found.customer
    today = request.dealership.local_date(timezone.now())
    cars, former = card.cars_of(customer, request.dealership, today=today)
    context = _timeline_context(request, customer) | {
        "address": card.address_of(customer, request.dealership),
        "consents": card.consent_states(found.statements),
        "contacts": found.contacts,
        "cars": cars,
        "former_cars": former,
        **_empty_forms(readers_language()),
        "may_merge": may_merge_customers(request.member),
        "today": today,
        **{
            f"{place}_fragments": fragments.fragments_at(place, request.dealership, pk)
            for place in ("strip", "main", "side")
        },
    }
    return render(request, "customers/customer_detail.html", context)


@functools.cache
def _empty_forms(_language: str) -> dict[str, SafeString]:
    """The small forms of the page: sent to pages of their own, they are always empty here.

    Crispy takes three milliseconds for a field; nothing but the language has a part in them.
    """
    return {
        "consent_form": as_crispy_form(ConsentForm(auto_id="consent_%s")),
        "contact_form": as_crispy_form(ContactPointForm(auto_id="contact_%s")),
    }


@dealership_member(may_see_customers)
def customer_timeline(request: DealershipRequest, pk: int) -> HttpResponse:
    """A page of the time line: the fragment for htmx, else the whole customer page."""
    if not request.htmx:
        return redirect("customers:customer_detail", request.dealership.slug, pk)
    customer = customer_or_404(request, pk)
    context = _timeline_context(request, customer)
    return render(request, "customers/_timeline.html", context)


def _timeline_context(request: DealershipRequest, customer: Customer) -> dict[str, object]:
    chosen = request.GET.get("kind", "")
    events, after = timeline.read(
        dealership=request.dealership,
        customer=customer,
        kinds=[chosen] if chosen else [],
        after=request.GET.get("after", ""),
    )
    following = QueryDict(mutable=True)
    following.update({"after": after} | ({"kind": chosen} if chosen else {}))
    return {
        "customer": customer,
        "events": [(event, timeline.say(event, request.dealership)) for event in events],
        "older": following.urlencode() if after else "",
        "newest": not request.GET.get("after"),
        "kinds": [(source.kind, source.label) for source in timeline.sources()],
        "chosen_kind": chosen,
    }


@dealership_member(may_edit_customers)
def customer_create(request: DealershipRequest) -> HttpResponse:
    initial = {"full_name": request.GET.get("name", ""), "phone": request.GET.get("phone", "")}
    form = NewCustomerForm(
        request.POST or None,
        initial=initial,
        dealership=request.dealership,
        today=request.dealership.local_date(timezone.now()),
    )
    if request.method == "POST" and form.is_valid():
        customer = _create(request, form)
        notify(request, _("The card is open."))
        return redirect("customers:customer_detail", request.dealership.slug, customer.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/customer_form.html", {"form": form}, status=status)


@transaction.atomic
def _create(request: DealershipRequest, form: NewCustomerForm) -> Customer:
    """The card with its phones and address, all or nothing."""
    customer = cards.create_customer(
        dealership=request.dealership, by=request.user, at=timezone.now(), **form.columns()
    )
    for text in form.cleaned_data["phone"]:
        contact_points.add_phone(customer=customer, dealership=request.dealership, text=text)
    if form.cleaned_data["email"]:
        contact_points.add_email(customer=customer, text=form.cleaned_data["email"])
    return customer


@dealership_member(may_edit_customers)
def customer_edit(request: DealershipRequest, pk: int) -> HttpResponse:
    customer = customer_or_404(request, pk)
    form = CustomerForm(
        request.POST or None,
        instance=customer,
        initial={"version": customer.version},
        today=request.dealership.local_date(timezone.now()),
    )
    context: dict[str, object] = {"form": form, "customer": customer}
    if request.method == "POST" and form.is_valid():
        try:
            cards.edit_customer(
                customer=customer,
                version=form.cleaned_data["version"] or 0,
                by=request.user,
                at=timezone.now(),
                **form.columns(),
            )
        except cards.CustomerChangedError as error:
            context |= _conflict(form, error.current)
        else:
            notify(request, _("The card is saved."))
            return redirect("customers:customer_detail", request.dealership.slug, pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/customer_form.html", context, status=status)


def _conflict(form: CustomerForm, current: Customer) -> dict[str, object]:
    """What the person typed stays in the form; what stands there now is shown beside it.

    Saving once more then means it: the form carries the new version.
    """
    typed = QueryDict(mutable=True)
    typed.update(form.data)
    typed["version"] = str(current.version)
    form.data = typed
    differing = [
        (form.fields[name].label, getattr(current, name))
        for name in form.columns()
        if getattr(current, name) != form.cleaned_data[name]
    ]
    return {"differing": differing, "conflict": True}

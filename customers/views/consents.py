"""What a customer agreed to and withdrew: every statement with its evidence, and a new one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from customers.card import address_of, consent_states
from customers.forms import ReadOutConsentForm
from customers.models import Consent, ConsentWording, Customer
from customers.permissions import may_edit_customers, may_see_customers
from customers.services.consents import record_consent
from customers.views.scope import customer_or_404
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.models import Dealership
from dealerships.notices import notify
from dealerships.paging import keyset_page
from dealerships.querysets import TenantQuerySet


@require_GET
@dealership_member(may_see_customers)
def consent_list(request: DealershipRequest, pk: int) -> HttpResponse:
    """The evidence, newest first; the wordings in force beside the form for a new statement."""
    customer = customer_or_404(request, pk)
    statements = Consent.objects.filter(customer=customer).select_related(
        "recorded_by", "agreed_to", "dealership"
    )
    page = keyset_page(statements, order=("-given_at", "-pk"), params=request.GET)
    wordings = list(_wordings(customer, request.dealership))
    shown = ",".join(str(wording.pk) for wording in wordings)
    context = {
        "customer": customer,
        "address": address_of(customer, request.dealership),
        "consents": consent_states(list(statements.current())),
        "page": page,
        "wordings": [(each, each.text_for(request.dealership)) for each in wordings],
        "form": ReadOutConsentForm(initial={"shown": shown}, auto_id="consent_%s"),
        "may_edit": may_edit_customers(request.member),
    }
    return render(request, "customers/consent_list.html", context)


@require_POST
@dealership_member(may_edit_customers)
def consent_record(request: DealershipRequest, pk: int) -> HttpResponse:
    """Write down a statement, from the strip of the customer page or from the list."""
    customer = customer_or_404(request, pk)
    form = ReadOutConsentForm(request.POST)
    if not form.is_valid():
        notify(request, _("Choose what the customer said."), level="error")
    else:
        said = form.cleaned_data
        record_consent(
            customer=customer,
            dealership=request.dealership,
            purpose=said["purpose"],
            channel=said["channel"],
            is_granted=said["is_granted"],
            wording=said["wording"],
            agreed_to=_read_out(form, customer, request.dealership),
            evidence=Consent.Evidence.FORM,
            by=request.user,
            at=timezone.now(),
        )
        notify(request, _("The statement is written down."))
    page = "consent_list" if "shown" in request.POST else "customer_detail"
    return redirect(f"customers:{page}", request.dealership.slug, pk)


def _wordings(customer: Customer, dealership: Dealership) -> "TenantQuerySet[ConsentWording]":
    """In force, in the language the customer is spoken to."""
    newest = ConsentWording.objects.for_dealership(dealership).newest()
    return newest.filter(language=customer.language or dealership.language)


def _read_out(
    form: ReadOutConsentForm, customer: Customer, dealership: Dealership
) -> ConsentWording | None:
    """The wording on the page that the customer agreed to; a refusal agrees to none."""
    said = form.cleaned_data
    if not said["read_out"] or not said["is_granted"]:
        return None
    own = ConsentWording.objects.for_dealership(dealership)
    return own.filter(pk__in=said["shown"], purpose=said["purpose"]).first()

"""Writing down the talk of a call that came in: note, promise; or whose number it is."""

from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communications.forms import TalkForm
from communications.models import PhoneCall
from communications.permissions import may_see_phone_calls
from communications.services import phone_calls, touches
from communications.views.phone_calls import call_of
from customers.models import Customer
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify
from promises.services.promises import PromiseInThePast, keep_by_talk, make_promise

USUALLY_WITHIN = timedelta(hours=2)


@require_http_methods(["GET", "POST"])
@dealership_member(may_see_phone_calls)
def talk(request: DealershipRequest, call_id: int) -> HttpResponse:
    """The form; of a number that several people have, the person is chosen first."""
    call, at = call_of(request, call_id), timezone.now()
    phone_calls.identify(call)
    people = [] if call.customer else phone_calls.whose(request.dealership, call.number)
    initial = {"note": call.touch.note if call.touch else "", "due_at": at + USUALLY_WITHIN}
    form = TalkForm(request.POST or None, initial=initial)
    chosen = next((one for one in people if str(one.pk) == request.POST.get("customer")), None)
    customer = call.customer or chosen
    if request.method == "POST" and customer and form.is_valid():
        try:
            _write_down(request, call, customer, form, at)
        except PromiseInThePast:
            form.add_error("due_at", _("A promise is for later than now."))
        else:
            notify(request, _("The talk is written down."))
            return redirect("customers:customer_detail", request.dealership.slug, customer.pk)
    status = 422 if request.method == "POST" else 200
    context = {"call": call, "people": people, "customer": customer, "form": form}
    return render(request, "communications/phone_talk.html", context, status=status)


@transaction.atomic
def _write_down(
    request: DealershipRequest, call: PhoneCall, customer: Customer, form: TalkForm, at: datetime
) -> None:
    entered = form.cleaned_data
    if call.customer is None:
        call.customer = customer
        call.save(update_fields=["customer"])
    touches.record_answered_call(call=call, note=entered["note"], by=request.user, at=at)
    if call.answered_at:
        keep_by_talk(
            dealership=request.dealership,
            customer=customer,
            by=request.user,
            at=call.answered_at,
        )
    if entered["promise"]:
        make_promise(
            dealership=request.dealership,
            customer=customer,
            text=entered["promise"],
            due_at=entered["due_at"],
            by=request.user,
            at=at,
        )

"""Writing a message to one customer: its size as it is typed; why not, in words."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communications.forms import MessageForm
from communications.models import WrittenChannel
from communications.permissions import may_write
from communications.rules import sms
from communications.services import outbox
from communications.wording import Words, language_of, with_opt_out
from customers.models import Customer
from customers.views.scope import customer_or_404
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify


@require_http_methods(["GET", "POST"])
@dealership_member(may_write)
def message_write(request: DealershipRequest, customer_id: int) -> HttpResponse:
    customer = customer_or_404(request, customer_id)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _was_queued(request, customer, form):
        notify(request, _("The message is in the outbox."))
        return redirect("customers:customer_detail", request.dealership.slug, customer.pk)
    context = {"form": form, "customer": customer, "size": sms.size("")}
    status = 422 if request.method == "POST" else 200
    return render(request, "communications/message_form.html", context, status=status)


@require_POST
@dealership_member(may_write)
def message_size(request: DealershipRequest, customer_id: int) -> HttpResponse:
    """Fragment: characters and parts of what is typed, as it would go out."""
    text = with_opt_out(
        request.POST.get("text", ""),
        channel=WrittenChannel.SMS,
        purpose=request.POST.get("purpose", ""),
        language=language_of(customer_or_404(request, customer_id), request.dealership),
    )
    return render(request, "communications/_message_size.html", {"size": sms.size(text)})


def _was_queued(request: DealershipRequest, customer: Customer, form: MessageForm) -> bool:
    """Queue it, or say in the form why it may not be sent."""
    written = form.cleaned_data
    words = Words(
        language=language_of(customer, request.dealership),
        subject=written["subject"],
        text=written["text"],
    )
    try:
        outbox.queue_message(
            dealership=request.dealership,
            customer=customer,
            channel=written["channel"],
            purpose=written["purpose"],
            words=words,
            dedupe_key=f"written {written['token']}",
            by=request.user,
            at=timezone.now(),
        )
    except outbox.MayNotSend as refused:
        said = _("This message may not be sent: %(why)s.") % {"why": refused.why.label}
        form.add_error(None, said)
        return False
    except outbox.NothingToSay:
        form.add_error("text", _("Write out what stands in braces: nobody fills it in here."))
        return False
    return True

"""Writing a message to one customer: its size as it is typed; why not, in words."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communications import opt_out_links
from communications.forms import MessageForm
from communications.models import InboundMessage, MessageTemplate, WrittenChannel
from communications.permissions import may_edit_templates, may_write
from communications.querysets import TemplateQuerySet
from communications.rules import sms
from communications.services import answering, outbox
from communications.template_preview import car_of
from communications.wording import Words, from_template, language_of, with_opt_out
from customers.models import Consent, Customer
from customers.views.scope import customer_or_404
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify

LONGEST_ID = 18
"""Digits of the greatest id the database can hold, less one."""


@require_http_methods(["GET", "POST"])
@dealership_member(may_write)
def message_write(request: DealershipRequest, customer_id: int) -> HttpResponse:
    customer = customer_or_404(request, customer_id)
    reply = _reply(request, customer)
    templates = MessageTemplate.objects.for_dealership(request.dealership).active()
    template = _asked_for(request, templates)
    initial = _answer_to(reply) if reply else _filled(request, customer, template)
    form = MessageForm(request.POST or None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and _was_queued(request, customer, form, reply, template)
    ):
        notify(request, _("The message is in the outbox."))
        if reply:
            return redirect("communications:reply_list", request.dealership.slug)
        return redirect("customers:customer_detail", request.dealership.slug, customer.pk)
    context = {
        "form": form,
        "customer": customer,
        "reply": reply,
        "size": sms.size(""),
        "templates": () if reply else templates.order_by("name", "pk"),
        "template": template,
        "may_edit_templates": may_edit_templates(request.member),
    }
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
        link=opt_out_links.sample_url(),
    )
    return render(request, "communications/_message_size.html", {"size": sms.size(text)})


def _reply(request: DealershipRequest, customer: Customer) -> InboundMessage | None:
    """What is answered: an open reply of this very customer."""
    number = request.POST.get("reply") or request.GET.get("reply") or ""
    if not _is_number(number):
        return None
    replies = InboundMessage.objects.for_dealership(request.dealership).open()
    return replies.filter(customer=customer, pk=number).first()


def _answer_to(reply: InboundMessage) -> dict[str, Any]:
    """What the form begins with: the same way back, no advertising."""
    subject = reply.subject or (reply.answers.subject if reply.answers else "")
    is_answer = subject.lower().startswith("re:")
    return {
        "reply": reply.pk,
        "channel": reply.channel,
        "purpose": Consent.Purpose.SERVICE,
        "subject": subject if is_answer or not subject else f"Re: {subject}",
    }


def _asked_for(request: DealershipRequest, templates: TemplateQuerySet) -> MessageTemplate | None:
    """The template named in the query, which the form keeps as it is sent."""
    number = request.GET.get("template", "")
    if not _is_number(number):
        return None
    return templates.select_related("dealership").filter(pk=number).first()


def _is_number(given: str) -> bool:
    return given.isascii() and given.isdecimal() and len(given) <= LONGEST_ID


def _filled(
    request: DealershipRequest, customer: Customer, template: MessageTemplate | None
) -> dict[str, str]:
    """What the form opens with: the template for this customer; what it lacks stays in braces."""
    if template is None:
        return {}
    today = request.dealership.local_date(timezone.now())
    words = from_template(
        template,
        customer=customer,
        caller=request.user,
        vehicle=car_of(customer, request.dealership, on=today),
    )
    return {
        "channel": template.channel,
        "purpose": template.purpose,
        "subject": words.subject,
        "text": words.text,
    }


def _was_queued(
    request: DealershipRequest,
    customer: Customer,
    form: MessageForm,
    reply: InboundMessage | None,
    template: MessageTemplate | None,
) -> bool:
    """Queue it, or say in the form why it may not be sent."""
    written = form.cleaned_data
    words = Words(
        language=language_of(customer, request.dealership),
        subject=written["subject"],
        text=written["text"],
    )
    try:
        answering.send(
            reply=reply,
            dealership=request.dealership,
            customer=customer,
            channel=written["channel"],
            purpose=written["purpose"],
            words=words,
            template=template if template and template.channel == written["channel"] else None,
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

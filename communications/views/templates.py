"""Pages of the message templates: the list, one template and its preview, copy, archive."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from communications import template_preview, template_uses
from communications.models import MessageTemplate, WrittenChannel
from communications.permissions import may_edit_templates, may_write
from communications.rules.scripts import VARIABLES
from communications.services import templates
from communications.standard_templates import STANDARD_TEMPLATES
from communications.template_forms import TemplateFilterForm, TemplateForm
from customers.models import Customer
from customers.search import search
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.filters import understood
from dealerships.notices import notify
from dealerships.paging import keyset_page

MOST_FOUND = 6
LONGEST_KEY = 19


@require_GET
@dealership_member(may_write)
def template_list(request: DealershipRequest) -> HttpResponse:
    asked = understood(TemplateFilterForm(request.GET))
    every = MessageTemplate.objects.for_dealership(request.dealership)
    is_archived = asked.values.get("state") == "archived"
    chosen = {name: asked.values[name] for name in ("channel", "purpose") if name in asked.values}
    rows = every.filter(is_active=not is_archived, **chosen)
    rows = rows.named_like(asked.values.get("q", ""))
    page = keyset_page(rows, order=("name", "pk"), params=request.GET)
    uses = template_uses.of_templates(request.dealership)
    standard = [each.code for each in STANDARD_TEMPLATES]
    may_edit = may_edit_templates(request.member)
    context = {
        "page": page,
        "lines": [(template, uses.get(template.pk, [])) for template in page.rows],
        "may_edit": may_edit,
        "lacks_standard": may_edit and every.filter(code__in=standard).count() < len(standard),
        **asked.context(request),
    }
    return render(request, "communications/template_list.html", context)


@require_http_methods(["GET", "POST"])
@dealership_member(may_edit_templates)
def template_add(request: DealershipRequest) -> HttpResponse:
    template = MessageTemplate(dealership=request.dealership)
    channel = request.GET.get("channel", "")
    if channel in WrittenChannel.values:
        template.channel = channel
    return _edit(request, template)


@require_http_methods(["GET", "POST"])
@dealership_member(may_edit_templates)
def template_edit(request: DealershipRequest, template_id: int) -> HttpResponse:
    return _edit(request, _template(request, template_id))


def _edit(request: DealershipRequest, template: MessageTemplate) -> HttpResponse:
    form = TemplateForm(request.POST or None, template=template)
    if request.method == "POST" and form.is_valid():
        form.as_template(template)
        try:
            templates.save_template(template=template, at=timezone.now())
        except templates.NameTaken:
            form.add_error("name", _("There is a template of this name already."))
        else:
            notify(request, _("The template “%(name)s” is saved.") % {"name": template.name})
            return redirect("communications:template_list", request.dealership.slug)
    context = {
        "form": form,
        "template": template,
        "variables": [(f"{{{name}}}", words) for name, words in VARIABLES.items()],
        **_preview(request, form, request.POST),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "communications/template_form.html", context, status=status)


@require_POST
@dealership_member(may_edit_templates)
def template_preview_fragment(request: DealershipRequest) -> HttpResponse:
    """Fragment: what is typed, filled in for the customer chosen; nothing is stored."""
    form = TemplateForm(request.POST, template=MessageTemplate(dealership=request.dealership))
    context = _preview(request, form, request.POST)
    return render(request, "communications/_template_preview.html", context)


@require_GET
@dealership_member(may_edit_templates)
def template_readers(request: DealershipRequest) -> HttpResponse:
    """Fragment: customers that fit what is typed, to try the text on."""
    asked = request.GET.get("reader_q", "")[:100]
    today = request.dealership.local_date(timezone.now())
    found = search(asked, dealership=request.dealership, on=today)[:MOST_FOUND] if asked else []
    context = {"found": [each.customer for each in found], "asked": asked}
    return render(request, "communications/_template_readers.html", context)


@require_POST
@dealership_member(may_edit_templates)
def template_copy(request: DealershipRequest, template_id: int) -> HttpResponse:
    template = _template(request, template_id)
    name = _("%(name)s (copy)") % {"name": template.name}
    copy = templates.copy_template(template=template, name=name, at=timezone.now())
    notify(request, _("This is the copy: change it and save."))
    return redirect("communications:template_edit", request.dealership.slug, copy.pk)


@require_POST
@dealership_member(may_edit_templates)
def template_archive(request: DealershipRequest, template_id: int) -> HttpResponse:
    template = _template(request, template_id)
    templates.archive(template=template, at=timezone.now())
    undo = reverse("communications:template_restore", args=[request.dealership.slug, template.pk])
    said = _("“%(name)s” is in the archive: it is offered no more.") % {"name": template.name}
    notify(request, said, undo=undo)
    return redirect("communications:template_list", request.dealership.slug)


@require_POST
@dealership_member(may_edit_templates)
def template_restore(request: DealershipRequest, template_id: int) -> HttpResponse:
    template = _template(request, template_id)
    templates.restore(template=template, at=timezone.now())
    notify(request, _("“%(name)s” is in use again.") % {"name": template.name})
    return redirect("communications:template_list", request.dealership.slug)


@require_POST
@dealership_member(may_edit_templates)
def template_standard(request: DealershipRequest) -> HttpResponse:
    templates.add_standard(dealership=request.dealership, at=timezone.now())
    notify(request, _("The standard templates are here; what you changed stayed as it is."))
    return redirect("communications:template_list", request.dealership.slug)


def _template(request: DealershipRequest, template_id: int) -> MessageTemplate:
    templates_here = MessageTemplate.objects.for_dealership(request.dealership)
    return get_object_or_404(templates_here, pk=template_id)


def _preview(request: DealershipRequest, form: TemplateForm, asked: QueryDict) -> dict[str, object]:
    """The reader chosen, else somebody, and the text in every language for them."""
    today = request.dealership.local_date(timezone.now())
    number = asked.get("reader", "")
    customers = Customer.objects.for_dealership(request.dealership).current()
    is_number = number.isascii() and number.isdigit() and len(number) < LONGEST_KEY
    reader = customers.filter(pk=number).first() if is_number else None
    reader = reader or template_preview.somebody(request.dealership, on=today)
    car = template_preview.car_of(reader, request.dealership, on=today) if reader else None
    typed = form.as_template(MessageTemplate(dealership=request.dealership))
    return {
        "reader": reader,
        "previews": template_preview.previews(
            typed, customer=reader, vehicle=car, by=request.user, on=today
        ),
    }

"""What customers are asked to agree to: the texts in force, their versions, a new version."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from communications.contact_hours import law_profile
from communications.forms import WordingForm
from communications.services.wordings import publish_standard
from customers.models import Consent, ConsentWording
from customers.services.wordings import publish
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.models import Dealership
from dealerships.notices import notify
from dealerships.permissions import may_manage_settings, may_see_settings


@dataclass(frozen=True)
class Line:
    """One text in force; `wording` is None where nothing was published yet."""

    purpose: Consent.Purpose
    language: Dealership.Language
    wording: ConsentWording | None
    spoken: str


@require_GET
@dealership_member(may_see_settings)
def wording_list(request: DealershipRequest) -> HttpResponse:
    """The text in force of every purpose and language (one query)."""
    newest = ConsentWording.objects.for_dealership(request.dealership).newest()
    rows = newest.select_related("published_by")
    texts = {(row.purpose, row.language): row for row in rows}
    context = {
        "lines": [
            _line(request.dealership, purpose, language, texts.get((purpose, language)))
            for purpose in Consent.Purpose
            for language in Dealership.Language
        ],
        "may_manage": may_manage_settings(request.member),
        "has_standard": bool(law_profile(request.dealership.law).wordings),
    }
    return render(request, "communications/wording_list.html", context)


@require_http_methods(["GET", "POST"])
@dealership_member(may_see_settings)
def wording_edit(request: DealershipRequest, purpose: str, language: str) -> HttpResponse:
    """The versions of one text; a changed text is published as a new version."""
    if purpose not in Consent.Purpose.values or language not in Dealership.Language.values:
        raise Http404
    versions = (
        ConsentWording.objects.for_dealership(request.dealership)
        .filter(purpose=purpose, language=language)
        .select_related("published_by")
        .order_by("-version")
    )
    newest = versions.first()
    form = WordingForm(request.POST or None, initial={"text": newest.text if newest else ""})
    may_manage = may_manage_settings(request.member)
    if request.method == "POST" and not may_manage:
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        wording = publish(
            dealership=request.dealership,
            purpose=purpose,
            language=language,
            text=form.cleaned_data["text"],
            by=request.user,
            at=timezone.now(),
        )
        notify(request, _("Version %(version)s is in force.") % {"version": wording.version})
        return redirect("communications:wording_list", request.dealership.slug)
    context = {
        "form": form,
        "line": _line(
            request.dealership, Consent.Purpose(purpose), Dealership.Language(language), newest
        ),
        "versions": versions,
        "may_manage": may_manage,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "communications/wording_form.html", context, status=status)


@require_POST
@dealership_member(may_manage_settings)
def wording_standard(request: DealershipRequest) -> HttpResponse:
    """Take the standard texts of the law profile; older versions stay in the history."""
    publish_standard(dealership=request.dealership, at=timezone.now())
    notify(request, _("The standard wordings are in force."))
    return redirect("communications:wording_list", request.dealership.slug)


def _line(
    dealership: Dealership,
    purpose: Consent.Purpose,
    language: Dealership.Language,
    wording: ConsentWording | None,
) -> Line:
    spoken = wording.text_for(dealership) if wording else ""
    return Line(purpose, language, wording, spoken)

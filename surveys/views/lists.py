"""What customers answered: scores, the list and its file, the answers of one customer."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from customers.models import Customer
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.exports import Format, as_download, export, links
from dealerships.forms.inputs import words_of
from dealerships.paging import keyset_page, without
from surveys import exports
from surveys.forms import FilterForm
from surveys.models import SurveyResponse
from surveys.permissions import may_ask, may_export, may_see_answers
from surveys.querysets import SurveyResponseQuerySet
from surveys.scores import coverage, midnight, scores
from surveys.wording import columns_of, row_of

ORDER = ("-asked_at", "-pk")


@dataclass(frozen=True)
class Chosen:
    """The filter as understood: days of the half-open [start, end)."""

    form: FilterForm
    start: date
    end: date


@require_GET
@dealership_member(may_see_answers)
def survey_list(request: DealershipRequest) -> HttpResponse:
    """Scores of the period, coverage, and the responses, newest first."""
    chosen = _chosen(request)
    language = _language()
    everything = _of_period(request, chosen)
    page = keyset_page(
        _filtered(everything, chosen.form).with_answers(), order=ORDER, params=request.GET
    )
    asked = columns_of(page.rows, language=language)
    context = {
        "form": chosen.form,
        "page": page,
        "columns": asked,
        "rows": [row_of(response, asked, language=language) for response in page.rows],
        "scores": scores(everything, language=language),
        "coverage": coverage(request.dealership, start=chosen.start, end=chosen.end),
        "exports": links(request, "surveys:survey_export", allowed=may_export),
        "clear": without(request.GET, *chosen.form.fields),
        "chips": [
            (words_of(chosen.form, name), without(request.GET, name))
            for name in chosen.form.fields
            if chosen.form.cleaned_data.get(name) and name in request.GET
        ],
    }
    return render(request, "surveys/survey_list.html", context)


@require_GET
@dealership_member(may_export)
def survey_export(request: DealershipRequest, form: Format) -> HttpResponse:
    """The filtered answers as a file, newest first; who took them is recorded."""
    chosen = _chosen(request)
    language = _language()
    responses = _filtered(_of_period(request, chosen), chosen.form).order_by(*ORDER)
    asked = exports.columns_asked(responses, language=language)
    written = export(
        dealership=request.dealership,
        by=request.user,
        at=timezone.now(),
        what=_("Service surveys"),
        filters={name: value for name, value in chosen.form.cleaned_data.items() if value},
        header=exports.header(asked),
        rows=exports.rows(responses, asked, language=language),
        form=form,
    )
    return as_download(written)


@require_GET
@dealership_member(may_ask)
def customer_surveys(request: DealershipRequest, customer_id: int) -> HttpResponse:
    """Fragment of the customer page: what this customer answered here."""
    customer = get_object_or_404(
        Customer.objects.for_dealership(request.dealership), pk=customer_id
    )
    found = SurveyResponse.objects.for_dealership(request.dealership).filter(customer=customer)
    responses = list(found.with_answers().order_by(*ORDER)[:20])
    language = _language()
    asked = columns_of(responses, language=language)
    context = {
        "customer": customer,
        "rows": [row_of(response, asked, language=language) for response in responses],
    }
    return render(request, "surveys/_customer_surveys.html", context)


def _language() -> str:
    return translation.get_language() or "en"


def _chosen(request: DealershipRequest) -> Chosen:
    """The filters of the URL; what is not understood is as good as not chosen."""
    form = FilterForm({"period": FilterForm.QUARTER, **request.GET.dict()})
    form.is_valid()
    today = request.dealership.local_date(timezone.now())
    days = int(form.cleaned_data.get("period") or FilterForm.QUARTER)
    return Chosen(form, today - timedelta(days=days - 1), today + timedelta(days=1))


def _of_period(request: DealershipRequest, chosen: Chosen) -> SurveyResponseQuerySet:
    return SurveyResponse.objects.for_dealership(request.dealership).within(
        start=midnight(request.dealership, chosen.start),
        end=midnight(request.dealership, chosen.end),
    )


def _filtered(responses: SurveyResponseQuerySet, form: FilterForm) -> SurveyResponseQuerySet:
    if words := form.cleaned_data.get("q", "").strip():
        responses = responses.about(words)
    answers = form.cleaned_data.get("answers")
    if answers == FilterForm.BAD:
        return responses.with_bad_answer()
    if answers == FilterForm.REFUSED:
        return responses.refused()
    return responses

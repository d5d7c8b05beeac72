"""What customers answered: scores, the list and its file, the answers of one customer."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from customers.models import Customer
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.exports import Format, as_download, export, links
from dealerships.filters import Asked, understood
from dealerships.formatting import readers_language
from dealerships.paging import keyset_page
from surveys import exports
from surveys.forms import FilterForm
from surveys.models import SurveyResponse
from surveys.permissions import may_ask, may_export, may_see_answers
from surveys.querysets import SurveyResponseQuerySet
from surveys.scores import coverage, scores
from surveys.wording import columns_of, row_of

ORDER = ("-asked_at", "-pk")


@dataclass(frozen=True)
class Chosen:
    """What was asked, with the days of the half-open [start, end)."""

    asked: Asked[FilterForm]
    start: date
    end: date


@require_GET
@dealership_member(may_see_answers)
def survey_list(request: DealershipRequest) -> HttpResponse:
    """Scores of the period, coverage, and the responses, newest first."""
    chosen = _chosen(request)
    language = readers_language()
    everything = _of_period(request, chosen)
    page = keyset_page(
        _found(everything, chosen.asked).with_answers(), order=ORDER, params=request.GET
    )
    columns = columns_of(page.rows, language=language)
    context = {
        "page": page,
        "columns": columns,
        "rows": [row_of(response, columns, language=language) for response in page.rows],
        "scores": scores(everything, language=language),
        "coverage": coverage(request.dealership, start=chosen.start, end=chosen.end),
        "exports": links(request, "surveys:survey_export", allowed=may_export),
        **chosen.asked.context(request),
    }
    return render(request, "surveys/survey_list.html", context)


@require_GET
@dealership_member(may_export)
def survey_export(request: DealershipRequest, form: Format) -> HttpResponse:
    """The filtered answers as a file, newest first; who took them is recorded."""
    chosen = _chosen(request)
    language = readers_language()
    responses = _found(_of_period(request, chosen), chosen.asked).order_by(*ORDER)
    columns = exports.columns_asked(responses, language=language)
    written = export(
        dealership=request.dealership,
        by=request.user,
        at=timezone.now(),
        what=_("Service surveys"),
        filters=chosen.asked.filters(),
        header=exports.header(columns),
        rows=exports.rows(responses, columns, language=language),
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
    language = readers_language()
    asked = columns_of(responses, language=language)
    context = {
        "customer": customer,
        "rows": [row_of(response, asked, language=language) for response in responses],
    }
    return render(request, "surveys/_customer_surveys.html", context)


def _chosen(request: DealershipRequest) -> Chosen:
    asked = understood(FilterForm({"period": FilterForm.QUARTER, **request.GET.dict()}))
    today = request.dealership.local_date(timezone.now())
    days = int(asked.values.get("period", FilterForm.QUARTER))
    return Chosen(asked, today - timedelta(days=days - 1), today + timedelta(days=1))


def _of_period(request: DealershipRequest, chosen: Chosen) -> SurveyResponseQuerySet:
    return SurveyResponse.objects.for_dealership(request.dealership).within(
        start=request.dealership.start_of_day(chosen.start),
        end=request.dealership.start_of_day(chosen.end),
    )


def _found(responses: SurveyResponseQuerySet, asked: Asked[FilterForm]) -> SurveyResponseQuerySet:
    if words := asked.values.get("q"):
        responses = responses.about(words)
    answers = asked.values.get("answers")
    if answers == FilterForm.BAD:
        return responses.with_bad_answer()
    if answers == FilterForm.REFUSED:
        return responses.refused()
    return responses

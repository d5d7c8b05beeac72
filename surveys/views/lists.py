"""What customers answered: scores, the list, and the answers of one customer."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from customers.models import Customer
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.paging import keyset_page, without
from surveys.forms import FilterForm
from surveys.models import SurveyResponse
from surveys.permissions import may_ask, may_see_answers
from surveys.querysets import SurveyResponseQuerySet
from surveys.rules import text_in
from surveys.scores import coverage, midnight, scores

ORDER = ("-asked_at", "-pk")


@require_GET
@dealership_member(may_see_answers)
def survey_list(request: DealershipRequest) -> HttpResponse:
    """Scores of the period, coverage, and the responses, newest first."""
    form = FilterForm({"period": FilterForm.QUARTER, **request.GET.dict()})
    form.is_valid()
    today = request.dealership.local_date(timezone.now())
    days = int(form.cleaned_data.get("period") or FilterForm.QUARTER)
    start, end = today - timedelta(days=days - 1), today + timedelta(days=1)
    everything = SurveyResponse.objects.for_dealership(request.dealership).within(
        start=midnight(request.dealership, start), end=midnight(request.dealership, end)
    )
    chosen = form.cleaned_data.get("answers", "")
    page = keyset_page(_with_answers(_chosen(everything, chosen)), order=ORDER, params=request.GET)
    context = {
        "form": form,
        "page": page,
        "rows": [_row(response) for response in page.rows],
        "scores": scores(everything, language=translation.get_language() or "en"),
        "coverage": coverage(request.dealership, start=start, end=end),
        "chips": [
            (form.words(name), without(request.GET, name))
            for name in form.fields
            if form.cleaned_data.get(name) and name in request.GET
        ],
    }
    return render(request, "surveys/survey_list.html", context)


@require_GET
@dealership_member(may_ask)
def customer_surveys(request: DealershipRequest, customer_id: int) -> HttpResponse:
    """Fragment of the customer page: what this customer answered here."""
    customer = get_object_or_404(
        Customer.objects.for_dealership(request.dealership), pk=customer_id
    )
    rows = SurveyResponse.objects.for_dealership(request.dealership).filter(customer=customer)
    responses = _with_answers(rows).order_by(*ORDER)[:20]
    context = {"customer": customer, "rows": [_row(response) for response in responses]}
    return render(request, "surveys/_customer_surveys.html", context)


def _chosen(responses: SurveyResponseQuerySet, answers: str) -> SurveyResponseQuerySet:
    if answers == FilterForm.BAD:
        return responses.with_bad_answer()
    if answers == FilterForm.REFUSED:
        return responses.refused()
    return responses


def _with_answers(responses: SurveyResponseQuerySet) -> SurveyResponseQuerySet:
    return responses.select_related(
        "customer", "repair_order", "repair_order__vehicle", "asked_by"
    ).prefetch_related("answers__question")


def _row(response: SurveyResponse) -> dict[str, object]:
    """A response with the words of its questions and answers in the reader's language."""
    language = translation.get_language() or "en"
    answers = sorted(response.answers.all(), key=lambda answer: answer.question.position)
    return {
        "response": response,
        "answers": [
            {
                "question": text_in(answer.question.texts, language),
                "words": next(
                    (
                        text_in(choice["texts"], language)
                        for choice in answer.question.choices
                        if choice["code"] == answer.choice
                    ),
                    "",
                ),
                "mood": answer.mood,
            }
            for answer in answers
        ],
    }

"""Why a customer is called or not, and whom a rule finds tomorrow: answers of the planner."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import BadRequest
from django.db.utils import OperationalError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from customers.permissions import may_see_customers
from customers.views.scope import customer_or_404
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.refusals import NotOffered
from followups import why
from followups.explanations import explain_facts
from followups.forms.why import DayForm
from followups.models import Rule
from followups.permissions import may_edit_rules


@dataclass(frozen=True)
class Line:
    """A rule's verdict in the reader's words."""

    verdict: why.Verdict
    explanation: str

    @property
    def state(self) -> str:
        if self.verdict.answer in (why.Answer.PLANNED, why.Answer.IN_WRITING):
            return "kept"
        if self.verdict.answer in (why.Answer.KNOWN, why.Answer.EARLY):
            return "soon"
        return "" if self.verdict.answer == why.Answer.NOTHING else "late"


@require_GET
@dealership_member(may_see_customers)
def customer_why(request: DealershipRequest, customer_id: int) -> HttpResponse:
    """Of every active rule: does it call this customer on a day, and by which fact, or why not."""
    customer = customer_or_404(request, customer_id)
    at = timezone.now()
    today = request.dealership.local_date(at)
    form = DayForm(request.GET, initial={"day": today})
    if not form.is_valid():
        raise BadRequest("day")
    day = form.cleaned_data["day"]
    verdicts = why.about_customer(customer=customer, dealership=request.dealership, day=day, at=at)
    context = {
        "customer": customer,
        "form": form,
        "day": day,
        "lines": [
            Line(
                each,
                explain_facts(trigger=each.rule.trigger, facts=each.facts, today=today)
                if each.facts
                else "",
            )
            for each in verdicts
        ],
    }
    return render(request, "followups/customer_why.html", context)


@require_GET
@dealership_member(may_edit_rules)
def rule_tomorrow(request: DealershipRequest, pk: int) -> HttpResponse:
    """Fragment: whom one rule would call tomorrow, whom not and why, in numbers that open."""
    rule = get_object_or_404(Rule.objects.for_dealership(request.dealership), pk=pk)
    at = timezone.now()
    tomorrow = request.dealership.local_date(at) + timedelta(days=1)
    found: Counter[str] | None
    try:
        found = why.counts(dealership=request.dealership, day=tomorrow, at=at).get(pk, Counter())
    except OperationalError:  # a first run over a large history takes longer than a page may
        found = None
    answers = [(each, found[each]) for each in why.Answer if found[each]] if found else []
    context = {"rule": rule, "answers": answers, "too_many": found is None}
    return render(request, "followups/_rule_tomorrow.html", context)


@require_GET
@dealership_member(may_edit_rules)
def rule_people(request: DealershipRequest, pk: int, answer: str) -> HttpResponse:
    """The customers behind one of those numbers."""
    rule = get_object_or_404(Rule.objects.for_dealership(request.dealership), pk=pk)
    if answer not in why.Answer.values:
        raise NotOffered(_("There is no such answer: %(answer)s") % {"answer": answer})
    at = timezone.now()
    tomorrow = request.dealership.local_date(at) + timedelta(days=1)
    context = {
        "rule": rule,
        "answer": why.Answer(answer),
        "day": tomorrow,
        "most": why.MOST_PEOPLE,
        "customers": why.people(
            rule=rule, dealership=request.dealership, answer=answer, day=tomorrow, at=at
        ),
    }
    return render(request, "followups/rule_people.html", context)

"""Pages of the proof (N4): what each rule brings, and the customers behind each number."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from customers.record_lists import page
from dealerships import exports, sorting
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.filters import Asked, FilterForm, understood
from dealerships.formatting import percent, readers_language
from dealerships.sorting import Column
from followups import proof
from followups.models import Rule
from followups.permissions import may_export_proof, may_see_proof
from followups.proof import Proof
from followups.proof_wording import sentence
from followups.rules.effect import Difference

NEWEST = "-day"
ARMS = {"called": False, "control": True}
RESULTS = ("reached", "visited", "bought")


@dataclass(frozen=True)
class Line:
    """A row of the comparison: how many of which arm did it, and how much that differs."""

    result: str
    label: str
    called: int
    called_share: float | None
    control: int
    control_share: float | None
    difference: Difference | None
    is_main: bool


@require_safe
@dealership_member(may_see_proof)
def proof_overview(request: DealershipRequest) -> HttpResponse:
    """Every rule with a control group, in a sentence each."""
    today = request.dealership.local_date(timezone.now())
    proofs = proof.of_rules(dealership=request.dealership, today=today)
    language = readers_language()
    context = {
        "lines": [(each, sentence(each, language=language, today=today)) for each in proofs],
        "has_rules": Rule.objects.for_dealership(request.dealership).exists(),
    }
    return render(request, "followups/proof_overview.html", context)


@require_safe
@dealership_member(may_see_proof)
def rule_proof(request: DealershipRequest, pk: int) -> HttpResponse:
    """One rule: both arms beside each other, each number leading to its customers."""
    found = _asked_proof(request, pk)
    today = request.dealership.local_date(timezone.now())
    context = {
        "proof": found,
        "rule": found.rule,
        "sentence": sentence(found, language=readers_language(), today=today),
        "lines": _lines(found),
        "money_difference": found.difference("money"),
        "exports": _export_links(request, pk),
    }
    return render(request, "followups/rule_proof.html", context)


def _export_links(request: DealershipRequest, pk: int) -> list[tuple[exports.Format, str]]:
    if not may_export_proof(request.member):
        return []
    query = request.GET.urlencode()
    args = [request.dealership.slug, pk]
    return [
        (form, f"{reverse('proof_export', args=[*args, form])}?{query}") for form in exports.Format
    ]


def _asked_proof(request: DealershipRequest, pk: int) -> Proof:
    """Of the share in the address; of the present one where there is none."""
    rule = get_object_or_404(Rule.objects.for_dealership(request.dealership), pk=pk)
    today = request.dealership.local_date(timezone.now())
    share = request.GET.get("share", "")
    return proof.of_rule(
        rule=rule,
        dealership=request.dealership,
        today=today,
        share=int(share) if share.isdecimal() and len(share) < 3 else None,
    )


def _lines(found: Proof) -> list[Line]:
    labels = {"reached": _("Spoken with"), "visited": _("Visited"), "bought": _("Bought a car")}
    return [
        Line(
            result,
            labels[result],
            found.called.of(result)[0],
            found.called.share(result),
            found.control.of(result)[0],
            found.control.share(result),
            found.difference(result),
            result == found.result,
        )
        for result in RESULTS
    ]


def _columns() -> tuple[Column, ...]:
    return (
        Column(key="customer", label=_("Customer"), order=("customer__sort_name",)),
        Column(key="arm", label=_("Group"), order=("is_control",)),
        Column(key="day", label=_("Lot drawn"), order=("drawn_on",), falls_first=True),
        Column(key="until", label=_("Counts until")),
        Column(key="reached", label=_("Spoken with"), order=("reached",), falls_first=True),
        Column(key="visited", label=_("Visited"), order=("visited",), falls_first=True),
        Column(key="bought", label=_("Bought a car"), order=("bought",), falls_first=True),
        Column(key="money", label=_("Paid"), order=("money",), falls_first=True, is_number=True),
    )


@require_safe
@dealership_member(may_see_proof)
def proof_customers(request: DealershipRequest, pk: int) -> HttpResponse:
    """The customers behind the numbers of a rule: their group and what they did."""
    found = _asked_proof(request, pk)
    asked = _asked(request, found)
    rows = _rows(request, found, asked).select_related("customer")
    context = page(
        request, asked, rows, columns=_columns(), first=NEWEST, title=_("Customers of the proof")
    )
    context |= {"proof": found, "rule": found.rule, "exports": _export_links(request, pk)}
    return render(request, "followups/proof_customers.html", context)


def _asked(request: DealershipRequest, found: Proof) -> Asked[FilterForm]:
    language = readers_language()
    shares = [(str(each), percent(each / 100, language)) for each in found.shares or (found.share,)]
    choices: dict[str, Any] = {
        "arm": (
            _("Group"),
            [("called", pgettext("group", "called")), ("control", _("control group"))],
        ),
        "result": (
            _("Result"),
            [
                ("over", _("their time is over")),
                ("reached", _("spoken with")),
                ("visited", _("visited")),
                ("bought", _("bought a car")),
                ("running", _("their time still runs")),
            ],
        ),
    }
    if len(shares) > 1 or "share" in request.GET:
        choices["share"] = (
            _("Control share"),
            [("", percent(found.share / 100, language)), *shares],
        )
    return understood(FilterForm(request.GET, choices=choices))


def _rows(request: DealershipRequest, found: Proof, asked: Asked[FilterForm]) -> QuerySet[Any]:
    today = request.dealership.local_date(timezone.now())
    cases = proof.cases(dealership=request.dealership, today=today)
    cases = cases.filter(rule=found.rule, share=found.share)
    if "arm" in asked.values:
        cases = cases.filter(is_control=ARMS[asked.values["arm"]])
    match asked.values.get("result"):
        case None:
            return cases
        case "running":
            return cases.filter(is_over=False)
        case "over":
            return cases.filter(is_over=True)
        case result:
            return cases.filter(**{"is_over": True, result: True})


@require_safe
@dealership_member(may_export_proof)
def proof_export(request: DealershipRequest, pk: int, form: exports.Format) -> HttpResponse:
    """The filtered list as a file; who took it is recorded."""
    found = _asked_proof(request, pk)
    asked = _asked(request, found)
    order = sorting.order_of(request.GET, _columns(), NEWEST)
    rows = _rows(request, found, asked).select_related("customer").order_by(*order)
    written = exports.export(
        dealership=request.dealership,
        by=request.user,
        at=timezone.now(),
        what=_("Proof: %(rule)s") % {"rule": found.rule.name},
        filters=asked.filters() | {"share": str(found.share)},
        header=[*(str(column.label) for column in _columns())],
        rows=_cells(rows),
        form=form,
    )
    return exports.as_download(written)


def _cells(rows: QuerySet[Any]) -> Iterator[list[exports.Cell]]:
    words = {True: _("yes"), False: _("no")}
    arms = {True: _("control group"), False: pgettext("group", "called")}
    found: Any = rows.iterator(chunk_size=2000)
    for row in found:
        yield [
            row.customer.full_name,
            arms[row.is_control],
            row.drawn_on,
            row.last_on,
            words[row.reached],
            words[row.visited],
            words[row.bought],
            row.money,
        ]

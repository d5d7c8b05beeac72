"""The dealer head's dashboard, and the page of all figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from complaints.models import Complaint
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.formatting import calendar_day, readers_language
from kpis.definitions import BY_CODE, GROUPS, HEADLINES
from kpis.definitions.kpi import Kpi
from kpis.permissions import may_see_figures, may_set_targets
from kpis.services.targets import targets_of
from kpis.views.figures import Figures, read
from kpis.views.questions import Question, asked
from kpis.views.shown import Shown, show, show_cells


@dataclass(frozen=True, kw_only=True)
class Headline:
    """A large figure: with its target, how far it is from it, and its months."""

    shown: Shown
    target: Decimal | None
    months: list[dict[str, Any]]

    @property
    def target_share(self) -> Decimal | None:
        """The target as a share of one, as templates format it."""
        return None if self.target is None else self.target / 100

    @property
    def gap(self) -> float | None:
        """Percentage points short of the target; None without one or when it is reached."""
        if self.target is None or self.shown.value is None:
            return None
        short = float(self.target) - self.shown.value * 100
        return short if short > 0 else None


@dataclass(frozen=True, kw_only=True)
class Channel:
    """What one source brings and costs."""

    label: str
    contacts: Shown | None
    cost_per_contact: Shown | None
    sales: Shown | None
    cost_per_sale: Shown | None


@dealership_member(may_see_figures)
def dashboard(request: DealershipRequest) -> HttpResponse:
    """Repeat purchase, service retention, recommendation; the base, money and channels below."""
    question = asked(request)
    figures = read(question)
    context = _page(request, question, figures)
    if figures.now and not _has_facts(figures):
        return render(request, "kpis/dashboard_empty.html", context)
    if figures.now:
        context |= _sections(request, question, figures)
    return render(request, "kpis/dashboard.html", context)


@dealership_member(may_see_figures)
def figure_list(request: DealershipRequest) -> HttpResponse:
    """Every KPI of the registry with its figure, definition and list."""
    question = asked(request)
    figures = read(question)
    slug = request.dealership.slug
    groups = [
        (label, [(kpi, *_shown(kpi, figures, question, slug)) for kpi in kpis])
        for label, kpis in GROUPS
    ]
    context = _page(request, question, figures) | {"groups": groups}
    return render(request, "kpis/figure_list.html", context)


def _shown(
    kpi: Kpi, figures: Figures, question: Question, slug: str
) -> tuple[Shown | None, list[Shown]]:
    """A figure by itself, or the cells of a table."""
    now, before = figures.now.get(kpi.code), figures.before.get(kpi.code)
    if kpi.is_table:
        return None, show_cells(kpi, now, before, question, slug)
    return show(kpi, now, before, question, slug), []


def _page(request: DealershipRequest, question: Question, figures: Figures) -> dict[str, Any]:
    return {
        "question": question,
        "figures": figures,
        "currency": request.dealership.currency,
        "may_set_targets": may_set_targets(request.member),
    }


def _has_facts(figures: Figures) -> bool:
    base = figures.now["active_base"]
    capture = figures.now["capture_rate"]
    return bool((isinstance(base, list) and base[1]) or (isinstance(capture, list) and capture[1]))


def _sections(request: DealershipRequest, question: Question, figures: Figures) -> dict[str, Any]:
    slug = request.dealership.slug

    def one(code: str) -> Shown | None:
        now, before = figures.now.get(code), figures.before.get(code)
        return show(BY_CODE[code], now, before, question, slug)

    def many(code: str) -> list[Shown]:
        now, before = figures.now.get(code), figures.before.get(code)
        return show_cells(BY_CODE[code], now, before, question, slug)

    headlines = _headlines(request, question, figures)
    names = (
        "active_base churn churn_cost regular_customers"
        " average_repair_order referral_invitation acquisition_cost capture_rate"
    )
    return {
        "headlines": headlines,
        "curve": many("retention_by_year"),
        "growth": many("growth"),
        "revenue": many("revenue"),
        "channels": _channels(question, figures, slug),
        "late_complaints": _late_complaints(request, question),
        "charts": {
            "headlines": [
                {
                    "code": each.shown.kpi.code,
                    "label": str(each.shown.kpi.label),
                    "target": None if each.target is None else float(each.target),
                    "points": [[month["label"], month["percent"]] for month in each.months],
                }
                for each in headlines
            ],
            "curve": [
                [each.label, None if each.value is None else round(each.value * 100, 1)]
                for each in many("retention_by_year")
            ],
        },
    } | {code: one(code) for code in names.split()}


def _headlines(request: DealershipRequest, question: Question, figures: Figures) -> list[Headline]:
    targets = targets_of(dealership=request.dealership, year=question.selection.as_of.year)
    headlines = []
    for code in HEADLINES:
        kpi = BY_CODE[code]
        shown = show(
            kpi, figures.now[code], figures.before.get(code), question, request.dealership.slug
        )
        if shown:
            headlines.append(
                Headline(
                    shown=shown,
                    # a dealership's target says nothing of a group or of companies alone
                    target=targets.get(code) if _is_whole(question) else None,
                    months=[_month(day, values.get(code)) for day, values in figures.trend],
                )
            )
    return headlines


def _is_whole(question: Question) -> bool:
    return len(question.selection.dealerships) == 1 and not question.selection.kind


def _month(day: date, value: Any) -> dict[str, Any]:
    numerator, denominator = value if isinstance(value, list) else (0, 0)
    return {
        "day": day,
        "label": calendar_day(day, readers_language()),
        "numerator": numerator,
        "denominator": denominator,
        "percent": round(numerator / denominator * 100, 1) if denominator else None,
        "share": numerator / denominator if denominator else None,
    }


def _channels(question: Question, figures: Figures, slug: str) -> list[Channel]:
    codes = ("contacts_by_source", "cost_per_contact", "sales_by_source", "cost_per_sale")
    tables = {code: figures.now.get(code) for code in codes}
    sources: dict[str, float] = {}
    for code in ("sales_by_source", "contacts_by_source"):
        table = tables[code]
        if isinstance(table, dict):
            for source, count in table.items():
                sources[source] = sources.get(source, 0) + count
    channels = []
    for source in sorted(sources, key=lambda each: (-sources[each], each)):
        cells = [
            show(BY_CODE[code], tables[code], figures.before.get(code), question, slug, source)
            for code in codes
        ]
        label = next(each.label for each in cells if each)
        channels.append(Channel(label=label, **dict(zip(_CHANNEL_FIELDS, cells, strict=True))))
    return channels


_CHANNEL_FIELDS = ("contacts", "cost_per_contact", "sales", "cost_per_sale")


def _late_complaints(request: DealershipRequest, question: Question) -> int:
    """Of this dealership, now: complaints have no part in figures of the past."""
    if not question.is_today:
        return 0
    return Complaint.objects.for_dealership(request.dealership).overdue(at=question.at).count()

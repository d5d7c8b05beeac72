"""The rows behind a figure: a page of them, and all of them as a file."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dealerships import exports
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.refusals import NotOffered
from kpis.definitions import BY_CODE
from kpis.definitions.kpi import Kpi
from kpis.definitions.words import cell_label
from kpis.permissions import may_export_rows, may_see_figures
from kpis.queries import asking, describing
from kpis.queries.asking import Place, Side
from kpis.selection import Selection
from kpis.services import figures as live
from kpis.views.questions import Question, asked

PAGE = 50


@dealership_member(may_see_figures)
def row_list(request: DealershipRequest, code: str) -> HttpResponse:
    """One page of the rows behind one side of a figure, in a constant number of queries."""
    kpi, cell, side = _asked_rows(request, code)
    question = _asked_question(request)
    head = _head(question, kpi, cell, side)
    head["currency"] = request.dealership.currency
    selection = question.selection
    if selection.kind and not kpi.by_kind:
        return render(request, "kpis/row_list.html", head)
    after = _place(request.GET.get("after", ""))
    rows = asking.page(kpi.relation, selection, cell=cell, side=side, after=after, limit=PAGE + 1)
    lines = describing.describe(rows[:PAGE], selection)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    names = describing.columns(
        {line.noun for line in lines}, with_amount=kpi.adds_money(side, cell)
    )
    context = head | {
        "columns": [(name, describing.COLUMNS[name]) for name in names],
        "lines": lines,
        "older": last and question.query(cell=cell, side=side, after=f"{last.noun}:{last.id}"),
        "newer": after and question.query(cell=cell, side=side),
        "numbers": _numbers(kpi, cell, live.figure(kpi, selection)),
    }
    return render(request, "kpis/row_list.html", context)


def _numbers(kpi: Kpi, cell: str, figure: Any) -> list[tuple[Side, float, bool]]:
    """What each side's figure says, and whether it is money."""
    value = figure.get(cell, 0) if kpi.is_table else figure
    numbers = value if isinstance(value, list) else [value] + [0] * (len(kpi.sides) - 1)
    return [
        (side, number, kpi.adds_money(side, cell))
        for side, number in zip(kpi.sides, numbers, strict=True)
    ]


@require_POST
@dealership_member(may_export_rows)
def row_export(request: DealershipRequest, code: str) -> HttpResponse:
    """All rows behind one side of a figure as XLSX or CSV; who took them is recorded."""
    kpi, cell, side = _asked_rows(request, code)
    question = _asked_question(request)
    try:
        form = exports.Format(request.POST.get("format", ""))
    except ValueError as error:
        raise Http404 from error
    nouns = asking.nouns(kpi.relation, question.selection, cell=cell, side=side)
    names = describing.columns(nouns, with_amount=kpi.adds_money(side, cell))
    written = exports.export(
        dealership=request.dealership,
        by=request.user,
        at=question.at,
        what=f"{kpi.code} {cell} {side} {question.selection.as_of}",
        filters={
            "dealerships": sorted(question.chosen_slugs),
            "as_of": question.selection.as_of.isoformat(),
            "kind": question.selection.kind,
        },
        header=[str(describing.COLUMNS[name]) for name in names],
        rows=_cells(kpi, question.selection, cell, side, names),
        form=form,
    )
    return exports.as_download(written)


def _cells(
    kpi: Kpi, selection: Selection, cell: str, side: Side, names: list[str]
) -> Iterator[list[exports.Cell]]:
    if selection.kind and not kpi.by_kind:
        return
    for batch in asking.all_rows(kpi.relation, selection, cell=cell, side=side):
        for line in describing.describe(batch, selection):
            yield [getattr(line, name) for name in names]


def _head(question: Question, kpi: Kpi, cell: str, side: Side) -> dict[str, Any]:
    return {
        "question": question,
        "kpi": kpi,
        "cell": cell,
        "cell_label": cell_label(cell),
        "side": side,
        "side_label": kpi.numerator if side is Side.NUMERATOR else kpi.denominator,
        "sides": [
            (
                each,
                kpi.numerator if each is Side.NUMERATOR else kpi.denominator,
                question.query(cell=cell, side=each),
            )
            for each in kpi.sides
        ],
    }


def _asked_rows(request: DealershipRequest, code: str) -> tuple[Kpi, str, Side]:
    kpi = BY_CODE.get(code)
    values = request.POST if request.method == "POST" else request.GET
    side = values.get("side", Side.NUMERATOR)
    cell = values.get("cell", "")
    if kpi is None or side not in kpi.sides or bool(cell) != kpi.is_table:
        raise Http404(_("There is no such list."))
    return kpi, cell, Side(side)


def _asked_question(request: DealershipRequest) -> Question:
    """A list of people never answers another question than it was asked."""
    question = asked(request)
    if question.problems:
        raise NotOffered(question.problems[0])
    return question


def _place(text: str) -> Place | None:
    noun, _colon, number = text.partition(":")
    return Place(noun, int(number)) if noun and number.isdecimal() else None

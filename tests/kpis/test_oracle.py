"""Every figure equals the slow plain-Python count, and the list behind it has its rows."""

import pytest

from kpis.definitions import DEFINITIONS
from kpis.definitions.kpi import Shape
from kpis.queries import asking
from kpis.queries.asking import Side
from kpis.selection import Selection
from kpis.services import figures as live
from tests.kpis.oracle import Oracle
from tests.kpis.scenario import AS_OF, random_dealerships

pytestmark = pytest.mark.django_db

CHOICES = {"alone": slice(0, 1), "sisters": slice(0, 2), "holdings": slice(0, 3)}


@pytest.mark.parametrize("kind", ["", "person", "company"])
@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_equals_the_plain_count(seed, choice, kind):
    dealerships = random_dealerships(seed)[CHOICES[choice]]

    for as_of in AS_OF:
        expected = Oracle(dealerships, as_of, kind).figures()
        figures = live.figures(dealerships=dealerships, as_of=as_of, kind=kind)

        counts, expected_counts = figures.pop("counts"), expected.pop("counts")
        assert {**counts, **expected_counts} == counts
        assert {kpi.code: figures[kpi.code] for kpi in DEFINITIONS} == expected


def number_of(figure, kpi, cell, side):
    value = figure[cell] if kpi.is_table else figure
    if kpi.shape in (Shape.PAIR, Shape.PAIRS):
        return value[0 if side is Side.NUMERATOR else 1]
    return value


def lists_of(selection):
    """(kpi, cell, side, number) of every list of every KPI that says anything."""
    for kpi in DEFINITIONS:
        figure = live.figure(kpi, selection)
        if figure is None:
            continue
        for cell, value in figure.items() if kpi.is_table else [("", figure)]:
            pair = value if kpi.shape in (Shape.PAIR, Shape.PAIRS) else [value]
            for side, number in zip(kpi.sides, pair, strict=True):
                yield kpi, cell, side, number


@pytest.mark.parametrize("as_of", AS_OF[:3])
@pytest.mark.parametrize("kind", ["", "company"])
@pytest.mark.parametrize("choice", CHOICES)
def test_every_list_has_as_many_rows_as_the_number_says(choice, kind, as_of):
    selection = Selection(random_dealerships(3, size=20)[CHOICES[choice]], as_of, kind)

    for kpi, cell, side, number in lists_of(selection):
        batches = asking.all_rows(kpi.relation, selection, cell=cell, side=side, batch=50)
        rows = [row for batch in batches for row in batch]

        assert float(sum(row.amount for row in rows)) == pytest.approx(number)
        assert len({(row.noun, row.id) for row in rows}) == len(rows)
        assert len(rows) == number or isinstance(number, float), kpi.code


def test_the_pages_of_a_list_are_the_whole_list():
    selection = Selection(random_dealerships(3, size=20)[:2], AS_OF[0])

    for kpi, cell, side, _number in lists_of(selection):
        batches = asking.all_rows(kpi.relation, selection, cell=cell, side=side)
        whole = [row for batch in batches for row in batch]

        assert paged(kpi, selection, cell, side) == whole


def paged(kpi, selection, cell, side):
    rows, after = [], None
    while page := asking.page(kpi.relation, selection, cell=cell, side=side, after=after, limit=30):
        rows += page
        after = asking.Place(page[-1].noun, page[-1].id)
    return rows


def test_one_query_gives_a_figure_however_many_rows_there_are(django_assert_num_queries):
    small, large = random_dealerships(4, size=5)[:1], random_dealerships(5, size=60)[:1]

    for dealerships in (small, large):
        for kpi in DEFINITIONS:
            with django_assert_num_queries(1):
                live.figure(kpi, Selection(dealerships, AS_OF[0]))

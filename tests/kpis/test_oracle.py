"""Every figure equals the slow plain-Python count, and the list behind it has its rows."""

import pytest

from kpis.services.figures import figure, figures
from kpis.definitions import DEFINITIONS, Shape
from kpis.queries import asking
from kpis.queries.asking import Side
from kpis.selection import Selection
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
        figures = figures(dealerships=dealerships, as_of=as_of, kind=kind)

        counts, expected_counts = figures.pop("counts"), expected.pop("counts")
        assert {**counts, **expected_counts} == counts
        assert {kpi.code: figures[kpi.code] for kpi in DEFINITIONS} == expected


def number_of(figure, kpi, cell, side):
    value = figure[cell] if kpi.is_table else figure
    if kpi.shape in (Shape.PAIR, Shape.PAIRS):
        return value[0 if side is Side.NUMERATOR else 1]
    return value


@pytest.mark.parametrize("kind", ["", "person", "company"])
@pytest.mark.parametrize("choice", CHOICES)
def test_every_list_has_as_many_rows_as_the_number_says(choice, kind):
    dealerships = random_dealerships(3)[CHOICES[choice]]

    for as_of in AS_OF:
        selection = Selection(dealerships, as_of, kind)
        for kpi in DEFINITIONS:
            figure = figure(kpi, selection)
            if figure is None:
                continue
            for cell in figure if kpi.is_table else [""]:
                for side in kpi.sides:
                    batches = asking.all_rows(
                        kpi.relation, selection, cell=cell, side=side, batch=7
                    )
                    rows = [row for batch in batches for row in batch]

                    number = number_of(figure, kpi, cell, side)
                    assert float(sum(row.amount for row in rows)) == pytest.approx(number)
                    assert len({(row.noun, row.id) for row in rows}) == len(rows)
                    if isinstance(number, int):
                        assert len(rows) == number
                    assert paged(kpi, selection, cell, side) == rows


def paged(kpi, selection, cell, side):
    rows, after = [], None
    while page := asking.page(kpi.relation, selection, cell=cell, side=side, after=after, limit=50):
        rows += page
        after = asking.Place(page[-1].noun, page[-1].id)
    return rows


def test_one_query_gives_a_figure_however_many_rows_there_are(django_assert_num_queries):
    small, large = random_dealerships(4, size=5)[:1], random_dealerships(5, size=60)[:1]

    for dealerships in (small, large):
        for kpi in DEFINITIONS:
            with django_assert_num_queries(1):
                figure(kpi, Selection(dealerships, AS_OF[0]))

"""Kept and broken are counted per person and in all: on the team's page, in the day, in lists."""

from datetime import time, timedelta

import pytest

from followups import team_board
from followups.day_figures import Figures, figures_by_day
from followups.day_summary import day_of
from promises.models import Promise
from promises.services.handover import hand_over_late, take
from promises.services.promises import close_promise
from tests.promises.conftest import MONDAY

HOUR = timedelta(hours=1)
EVENING = MONDAY + 8 * HOUR


@pytest.fixture
def a_day_of_promises(promise, dealership, operator, receptionist):
    """The operator keeps one, breaks one and lets one lie, which the receptionist then does."""
    kept, broken, late = promise(), promise(), promise(hours=1)
    close_promise(promise=kept, is_kept=True, by=operator, at=MONDAY + HOUR)
    close_promise(promise=broken, is_kept=False, why="No part", by=operator, at=MONDAY + HOUR)
    hand_over_late(dealership=dealership, at=MONDAY + 2 * HOUR)
    taken = take(promise=late, by=receptionist, at=MONDAY + 3 * HOUR)
    close_promise(promise=taken, is_kept=True, by=receptionist, at=MONDAY + 3 * HOUR)


def test_the_teams_page_counts_each_promise_once(
    a_day_of_promises, dealership, operator, receptionist
):
    board = team_board.board(dealership=dealership, at=EVENING)

    seats = {seat.person: (seat.kept, seat.broken) for seat in board.seats}
    assert (board.kept, board.broken) == (1, 2)
    assert seats == {operator: (1, 2), receptionist: (0, 0)}


def test_the_day_the_board_and_the_list_agree(a_day_of_promises, dealership, operator):
    on = dealership.local_date(MONDAY)

    figures = day_of(dealership=dealership, person=operator, on=on, at=EVENING).figures

    own = Promise.objects.for_dealership(dealership).answered_by(operator.pk)
    assert (figures.made, figures.kept, figures.broken) == (3, 1, 2)
    assert (own.kept().count(), own.broken().count()) == (1, 2)


def test_yesterdays_are_not_todays(a_day_of_promises, dealership):
    board = team_board.board(dealership=dealership, at=EVENING + timedelta(days=1))

    assert (board.kept, board.broken) == (0, 0)


def test_the_part_of_a_day_counts_what_was_settled_until_then(
    a_day_of_promises, dealership, operator
):
    """Given at noon, kept and broken at one, the team's at two, all by the dealership's clock."""
    start = dealership.start_of_day(dealership.local_date(MONDAY))

    def figures(until):
        days = figures_by_day(
            dealership=dealership, person=operator, start=start, end=start + 24 * HOUR, until=until
        )
        found = days.get(dealership.local_date(MONDAY), Figures())
        return found.made, found.kept, found.broken

    assert figures(time(12)) == (0, 0, 0)
    assert figures(time(12, 30)) == (3, 0, 0)
    assert figures(time(13, 30)) == (3, 1, 1)
    assert figures(time(14, 30)) == figures(None) == (3, 1, 2)

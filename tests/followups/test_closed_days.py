"""Days on which a dealership is closed: nobody is called, nothing is lost."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from communications.rules.hours import ContactHours
from dealerships.services.settings import add_closed_day
from followups.services import queue
from tests.factories import NOW, TODAY
from tests.followups.cards import make_card, member

FRIDAY = date(2026, 11, 20)
HOURS = ContactHours(ZoneInfo("Europe/Moscow"), time(9), time(20), frozenset({FRIDAY}))


def test_no_hour_of_a_closed_day_allows_a_call():
    hours = [datetime(2026, 11, 20, hour, tzinfo=UTC) for hour in range(20)]

    assert [HOURS.allow(each) for each in hours] == [False] * 20
    assert HOURS.allow(datetime(2026, 11, 21, 9, tzinfo=UTC))


def test_the_next_call_is_on_the_first_open_day():
    closed = frozenset(FRIDAY + timedelta(days=days) for days in range(12))
    hours = ContactHours(HOURS.zone, HOURS.start, HOURS.end, closed)

    assert hours.next_allowed(NOW) == datetime(2026, 12, 2, 6, tzinfo=UTC)
    another = hours.at_another_time(than=NOW, earliest=NOW)
    assert another.astimezone(HOURS.zone).date() == date(2026, 12, 2)


@pytest.mark.django_db
def test_on_a_closed_day_the_queue_gives_nothing_and_the_day_after_everything(
    dealership, operator, django_assert_num_queries
):
    card = make_card(dealership)
    add_closed_day(dealership=dealership, day=TODAY, name="Stock-taking")
    dealership.refresh_from_db()
    caller = member(operator, dealership)

    with django_assert_num_queries(1):  # the card in hand, if there were one
        assert queue.claim_next(member=caller, at=NOW) is None
    assert queue.claim_next(member=caller, at=NOW + timedelta(days=1)).pk == card.pk

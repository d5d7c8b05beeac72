"""After "no answer" the next try is at the best hour that was not tried yet."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communications.models import ReachedHour, Touch
from followups.services.outcomes import Report, record_outcome
from followups.services.queue import claim_own
from tests.factories import NOW, call_at_any_hour
from tests.followups.cards import make_card, member

MOSCOW_EVENING, MOSCOW_MORNING = 9, 5  # 17–19 and 9–11, by communications.rules.best_hours


@pytest.fixture
def alike(dealership):
    """Persons here are reached in the evening, and next best at 13–15."""
    for band, reached in ((MOSCOW_EVENING, 90), (7, 60), (MOSCOW_MORNING, 10)):
        ReachedHour.objects.create(
            dealership=dealership, customer_kind="person", is_weekend=False, band=band,
            calls=100, reached=reached, counted_at=NOW,
        )  # fmt: skip


@pytest.fixture
def no_answer(dealership, operator):
    """no_answer(card, at): the card is taken and nobody answers."""

    def call(card, at):
        taken = claim_own(member=member(operator, dealership), task=card, at=at)
        report = Report(outcome="no_answer")
        record_outcome(task=taken, fence=taken.fence, report=report, by=operator, at=at)
        card.refresh_from_db()
        return card.not_before.astimezone(dealership.tz)

    return call


def test_the_next_try_is_at_the_best_hour_then_at_the_next_best(dealership, alike, no_answer):
    card = make_card(dealership)
    monday = NOW + timedelta(days=3)  # noon

    first = no_answer(card, monday)
    second = no_answer(card, first)

    assert (first.weekday(), first.hour) == (1, 17)
    assert second.hour == 13


def test_without_a_history_it_is_another_part_of_the_day(dealership, no_answer):
    card, monday = make_card(dealership), NOW + timedelta(days=3)

    retry = no_answer(card, monday)

    assert not ReachedHour.objects.exists()
    assert (retry.hour, retry.minute) == (12, 40)  # the second third of 9 to 20


def test_on_the_last_day_of_the_window_it_comes_sooner_rather_than_not(
    dealership, alike, no_answer
):
    monday = NOW + timedelta(days=3)
    card = make_card(dealership, due_until=dealership.local_date(monday))
    card.reasons.update(due_until=dealership.local_date(monday))

    retry = no_answer(card, monday)

    assert retry.date() == dealership.local_date(monday)
    assert Touch.objects.count() == 1


def test_the_card_says_the_best_hour(client_as, dealership, alike, operator):
    call_at_any_hour(dealership)
    ReachedHour.objects.create(
        dealership=dealership, customer_kind="person", is_weekend=True, band=MOSCOW_EVENING,
        calls=100, reached=90, counted_at=NOW,
    )  # fmt: skip
    make_card(dealership)

    page = client_as(operator).post(reverse("followups:call_next", args=["north"]), follow=True)

    assert "people like this are reached best 17:00–19:00" in page.text

"""The team's page and my list: who holds what, what is late, the list as a file."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communications.models import Touch
from dealerships.models import ExportRecord
from followups import team_board
from followups.models import CallTask
from followups.rules.standing import Line
from followups.services import queue
from tests.factories import call_at_any_hour, make_customer, make_user
from tests.followups.cards import make_card, make_rule, member, run_out
from tests.promises.promised import promised

HTMX = {"HX-Request": "true", "HX-Target": "call"}


@pytest.fixture(autouse=True)
def _always_open(dealership):
    """The views read the clock; the tests run at any hour."""
    call_at_any_hour(dealership)
    dealership.refresh_from_db()


def url(name, *args):
    return reverse(f"followups:{name}", args=["north", *args])


def today(dealership):
    return dealership.local_date(timezone.now())


def seat_of(person, dealership) -> team_board.Seat:
    seats = team_board.board(dealership=dealership, at=timezone.now()).seats
    return next(seat for seat in seats if seat.person == person)


def read_csv(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_board_says_who_holds_what_and_what_waits(dealership, operator, salesperson):
    queue_card = make_card(dealership)
    make_card(dealership, assigned_to=salesperson)
    make_card(dealership, assigned_to=salesperson, due_until=today(dealership) - timedelta(days=2))
    queue.claim_next(member=member(operator, dealership), at=timezone.now())

    board = team_board.board(dealership=dealership, at=timezone.now())

    assert board.seats[0].person == operator
    assert board.seats[0].hand.card == queue_card
    assert board.seats[0].hand.line == Line.THERE
    seat = seat_of(salesperson, dealership)
    assert (seat.hand, seat.waiting, seat.late) == (None, 2, 1)
    assert (board.in_hands, board.on_lists, board.late_on_lists) == (1, 2, 1)


def test_the_board_counts_calls_and_conversations_of_today(client_as, dealership, operator):
    desk = client_as(operator)
    for choice in ("reached", "no_answer"):
        make_card(dealership)
        desk.post(url("call_next"), headers=HTMX)
        task = CallTask.objects.get(status="held")
        entered = {"outcome": choice, "fence": task.fence, "address": queue.numbers_of(task)[0]}
        reasons = list(task.reasons.values_list("pk", flat=True))
        desk.post(url("call_outcome", task.pk), entered | {"handled": reasons}, headers=HTMX)

    board = team_board.board(dealership=dealership, at=timezone.now())

    assert (board.calls, board.reached, board.share) == (2, 1, 0.5)


def touch_at(dealership, operator, hour, **fields):
    start = dealership.start_of_day(today(dealership))
    values = {"outcome": "no_answer", "customer": make_customer(dealership), "by": operator}
    at = start + timedelta(hours=hour, minutes=59)
    return Touch.objects.create(dealership=dealership, at=at, **values | fields)


def test_the_board_counts_reach_by_hour_of_the_dealerships_clock(dealership, operator, dealer_head):
    touch_at(dealership, operator, 9, outcome="reached", is_conversation=True)
    touch_at(dealership, operator, 9)
    touch_at(dealership, dealer_head, 11)
    touch_at(dealership, operator, 8, undone_at=timezone.now())

    hours = team_board.board(dealership=dealership, at=timezone.now()).hours

    assert [(row.hour, row.calls, row.reached, row.most) for row in hours] == [
        (9, 2, 1, 2), (10, 0, 0, 2), (11, 1, 0, 2),
    ]  # fmt: skip


def test_the_board_says_what_is_promised_and_what_of_it_is_late(dealership, operator):
    at = dealership.start_of_day(today(dealership)) + timedelta(hours=12)
    for hours in (-1, 2, 48):
        due_at = at + timedelta(hours=hours)
        card = make_card(dealership, assigned_to=operator)
        CallTask.objects.filter(pk=card.pk).update(callback_at=due_at, not_before=due_at)
        promised(
            dealership=dealership, customer=card.customer, text="Send the price", owner=operator,
            made_at=at - timedelta(days=1), made_by=operator, due_at=due_at,
        )  # fmt: skip

    board = team_board.board(dealership=dealership, at=at)

    assert board.callbacks == team_board.Due(today=2, late=1)
    assert board.promises == team_board.Due(today=2, late=1)


def test_the_fragment_costs_the_same_for_one_and_five_people(
    client_as, dealership, operator, dealer_head, django_assert_max_num_queries
):
    desk = client_as(dealer_head)
    asked = {"HX-Request": "true", "HX-Target": "team-now"}
    make_card(dealership)
    queue.claim_next(member=member(operator, dealership), at=timezone.now())
    desk.get(url("team_page"), headers=asked)
    with CaptureQueriesContext(connection) as for_one:
        desk.get(url("team_page"), headers=asked)

    for number in range(4):
        person = make_user(dealership=dealership, roles=["operator"])
        make_card(dealership)
        queue.claim_next(member=member(person, dealership), at=timezone.now())
        touch_at(dealership, person, 9 + number)
    with django_assert_max_num_queries(len(for_one)):
        answer = desk.get(url("team_page"), headers=asked)

    assert answer.text.count('id="take-back-') == 5


def test_a_vanished_browser_is_seen_on_the_team_page(client_as, dealership, operator, dealer_head):
    task = make_card(dealership)
    queue.claim_next(member=member(operator, dealership), at=timezone.now())
    run_out(task)

    page = client_as(dealer_head).get(url("team_page"))

    assert "gone since" in page.text
    assert seat_of(operator, dealership).hand.line == Line.GONE


def test_an_operator_without_a_call_is_shown_too(dealership, operator):
    seat = seat_of(operator, dealership)

    assert (seat.hand, seat.calls, seat.waiting) == (None, 0, 0)


@pytest.mark.parametrize(
    ("days", "words"),
    [(-3, "late by 3 days"), (0, "last day today"), (4, "waiting")],
)
def test_a_row_says_how_late_its_card_is(client_as, dealership, dealer_head, days, words):
    make_card(dealership)
    CallTask.objects.update(due_until=today(dealership) + timedelta(days=days))

    page = client_as(dealer_head).get(url("team_page"), {"sort": "due"})

    row = page.text.partition('id="task-')[2]
    assert words in " ".join(row.split())


def test_the_open_calls_are_exported_as_filtered(client_as, dealership, dealer_head, salesperson):
    mine = make_card(dealership, assigned_to=salesperson, rules=[make_rule(dealership, name="MOT")])
    make_card(dealership)

    file = client_as(dealer_head).get(url("team_export", "csv"), {"who": salesperson.pk})

    (row,) = read_csv(file)
    assert row["Customer"] == mine.customer.full_name
    assert row["Why"] == "MOT"
    assert row["Whose"] == str(salesperson)
    assert row["Phones"].startswith("+7916")
    record = ExportRecord.objects.get()
    assert (record.user, record.rows, record.filters) == (
        dealer_head, 1, {"who": str(salesperson.pk)},
    )  # fmt: skip


def test_the_export_costs_the_same_for_one_and_three(
    client_as, dealership, dealer_head, django_assert_num_queries
):
    desk = client_as(dealer_head)
    make_card(dealership)
    with django_assert_num_queries(6) as one:
        read_csv(desk.get(url("team_export", "csv")))
    for _number in range(2):
        make_card(dealership)
    with django_assert_num_queries(len(one)):
        rows = read_csv(desk.get(url("team_export", "csv")))
    assert len(rows) == 3


def test_a_name_that_computes_is_inert_in_the_file(client_as, dealership, dealer_head):
    make_card(dealership, customer=make_customer(dealership, "=2+5", phone="+79160000001"))

    (row,) = read_csv(client_as(dealer_head).get(url("team_export", "csv")))

    assert row["Customer"] == "'=2+5"


def test_an_operator_takes_no_export(client_as, operator):
    assert client_as(operator).get(url("team_export", "csv")).status_code == 403


@pytest.mark.parametrize(("days", "offered"), [(-1, False), (1, True)])
def test_only_a_card_that_waits_for_later_can_be_called_earlier(
    client_as, dealership, dealer_head, days, offered
):
    card = make_card(dealership, not_before=timezone.now() + timedelta(days=days))

    page = client_as(dealer_head).get(url("team_page"))

    assert (url("card_take_back", card.pk) in page.text) == offered


def test_after_an_action_the_filter_is_still_there(client_as, dealership, dealer_head):
    card = make_card(dealership)

    answer = client_as(dealer_head).post(
        url("card_take_back", card.pk), {"back": "state=late&q=ива"}
    )

    assert answer.url == f"{url('team_page')}?state=late&q=%D0%B8%D0%B2%D0%B0"


def test_a_card_given_away_comes_back_by_the_undo_of_the_notice(
    client_as, dealership, dealer_head, salesperson
):
    card = make_card(dealership)
    desk = client_as(dealer_head)

    given = desk.post(
        url("card_reassign", card.pk), {"to": salesperson.pk, "back": "state=late"}, follow=True
    )
    undo = re.search(r'action="([^"]+)" data-undo', given.text)[1].replace("&amp;", "&")
    card.refresh_from_db()
    assert card.assigned_to == salesperson
    answer = desk.post(undo)

    card.refresh_from_db()
    assert card.assigned_to is None
    assert answer.url == f"{url('team_page')}?state=late"


def test_my_list_is_grouped_and_marks_what_is_late(client_as, dealership, salesperson):
    now = timezone.now()
    make_card(dealership, assigned_to=salesperson, due_until=today(dealership) - timedelta(days=1))
    make_card(dealership, assigned_to=salesperson, due_until=today(dealership) + timedelta(days=9))
    make_card(
        dealership,
        assigned_to=salesperson,
        not_before=now + timedelta(days=3),
        due_until=today(dealership) + timedelta(days=9),
    )

    page = client_as(salesperson).get(url("my_list"))

    groups = [(group.name, len(group.lines)) for group in page.context["groups"]]
    assert groups == [("late", 1), ("today", 1), ("later", 1)]
    assert (page.context["to_do"], page.context["late"]) == (2, 1)
    assert "late by 1 day" in " ".join(page.text.split())


def test_my_list_explains_why(client_as, dealership, salesperson):
    card = make_card(dealership, assigned_to=salesperson)
    reason = card.reasons.get()
    reason.facts = {
        "due_on": "2026-11-25", "tolerance_days": 20, "months": 12, "km": 15000,
        "km_per_day": 41, "readings": 3,
    }  # fmt: skip
    reason.save()

    page = client_as(salesperson).get(url("my_list"))

    assert "41 km a day from 3 visits" in page.text


def test_my_list_costs_the_same_for_one_and_three(
    client_as, dealership, salesperson, django_assert_num_queries
):
    desk = client_as(salesperson)
    make_card(dealership, assigned_to=salesperson)
    with django_assert_num_queries(10) as one:
        desk.get(url("my_list"))
    for _number in range(2):
        make_card(dealership, assigned_to=salesperson)
    with django_assert_num_queries(len(one)):
        desk.get(url("my_list"))

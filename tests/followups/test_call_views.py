"""The operator's screen, my list and the team's page over HTTP."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communications.models import Touch
from customers.models import ContactPoint
from dealerships.services import end_membership
from followups.models import CallTask
from followups.services import leases, queue
from promises.models import Promise
from tests.factories import call_at_any_hour, make_vehicle, make_visit
from tests.followups.cards import make_card, make_rule, member, run_out
from tests.promises.promised import promised

HTMX = {"HX-Request": "true", "HX-Target": "call"}


@pytest.fixture(autouse=True)
def _always_open(dealership):
    """The views read the clock; the tests run at any hour."""
    call_at_any_hour(dealership)
    dealership.refresh_from_db()


@pytest.fixture
def desk(client_as, operator):
    return client_as(operator)


def url(name, *args):
    return reverse(f"followups:{name}", args=["north", *args])


def take(desk) -> CallTask:
    desk.post(url("call_next"), headers=HTMX)
    return CallTask.objects.get(status="held")


def outcome(desk, task, choice, *, htmx=True, **fields):
    values = {
        "outcome": choice,
        "fence": task.fence,
        "handled": list(task.reasons.values_list("pk", flat=True)),
        "address": queue.numbers_of(task)[0],
    } | fields
    return desk.post(url("call_outcome", task.pk), values, headers=HTMX if htmx else {})


def test_an_empty_queue_says_why_and_when(desk, dealership):
    make_card(dealership, not_before=timezone.now() + timedelta(days=1))

    page = desk.get(url("call_page"))

    assert page.status_code == 200
    assert "Nothing to call now" in page.text
    assert "tomorrow" in page.text


def test_next_call_shows_the_card(desk, dealership):
    card = make_card(dealership)
    script = {"ru": "Добрый день, {address}! Это {dealership}."}
    rule = card.reasons.get().rule
    rule.script = dealership.scripts.create(name="Hello", texts=script)
    rule.save()

    answer = desk.post(url("call_next"), headers=HTMX)

    assert answer.status_code == 200
    assert answer.text.count("<html") == 0
    assert f"Добрый день, {card.customer}! Это North Cars." in answer.text
    assert rule.name in answer.text


def test_one_request_saves_and_brings_the_next_card(desk, dealership, operator):
    first, second = make_card(dealership), make_card(dealership)
    task = take(desk)

    answer = outcome(desk, task, "reached", note="will come")

    other = second if task.pk == first.pk else first
    task.refresh_from_db()
    other.refresh_from_db()
    assert (task.status, other.status, other.held_by) == ("done", "held", operator)
    assert str(other.customer) in answer.text
    assert "undo" in answer["HX-Trigger"]
    assert Touch.objects.get().note == "will come"


def test_without_javascript_everything_works_by_redirects(desk, dealership):
    make_card(dealership)
    answer = desk.post(url("call_next"))
    assert answer.url == url("call_page")
    task = CallTask.objects.get(status="held")
    assert str(task.customer) in desk.get(url("call_page")).text

    answer = outcome(desk, task, "no_answer", htmx=False)

    assert answer.url == url("call_page")
    assert "No answer" in desk.get(url("call_page")).text


def test_an_outcome_is_asked_for(desk, dealership):
    make_card(dealership)
    task = take(desk)

    answer = outcome(desk, task, "", note="typed")

    assert answer.status_code == 422
    assert "Choose what came of the call." in answer.text
    assert "typed" in answer.text


def test_a_callback_in_the_past_is_refused_with_the_hours(desk, dealership):
    make_card(dealership)
    task = take(desk)

    answer = outcome(desk, task, "call_back", callback_at="2020-01-01T10:00")

    assert answer.status_code == 422
    assert "Calls on this day are made at 00:00–23:59" in answer.text


def test_a_late_operator_gets_409_and_the_notes(desk, dealership, relations_manager):
    make_card(dealership)
    task = take(desk)
    run_out(task)
    at = timezone.now()
    queue.claim_next(member=member(relations_manager, dealership), at=at)

    answer = outcome(desk, task, "refused", note="very angry")

    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#call"
    assert "very angry" in answer.text
    assert str(relations_manager) in answer.text
    task.refresh_from_db()
    assert (task.status, task.held_by) == ("held", relations_manager)


def test_fifty_late_outcomes_are_all_refused(desk, dealership, relations_manager):
    """R2 over HTTP; the control stands in test_queue_races."""
    quick = member(relations_manager, dealership)
    refused = 0
    for number in range(50):
        make_card(dealership)
        task = take(desk)
        run_out(task)
        theirs = queue.claim_next(member=quick, at=timezone.now())
        answer = outcome(desk, task, "refused", note=f"note {number}")
        refused += answer.status_code == 409 and f"note {number}" in answer.text
        theirs.refresh_from_db()
        leases.drop(task=theirs, reason="cancelled", by=None, at=timezone.now())

    assert refused == 50
    assert not Touch.objects.exclude(outcome="").exists()


def test_a_heartbeat_keeps_the_draft(desk, dealership):
    make_card(dealership)
    task = take(desk)

    answer = desk.post(
        url("call_heartbeat", task.pk), {"fence": task.fence, "note": "half a sen"}, headers=HTMX
    )

    assert answer.status_code == 204
    task.refresh_from_db()
    assert task.draft_note == "half a sen"


@pytest.mark.parametrize("last_word", ["outcome", "release"])
def test_a_heartbeat_that_the_own_last_word_overtook_means_nothing(desk, dealership, last_word):
    make_card(dealership)
    task = take(desk)
    if last_word == "outcome":
        outcome(desk, task, "refused", note="said all")
    else:
        desk.post(url("call_release", task.pk), {"fence": task.fence, "note": "said all"})

    late = {"fence": task.fence, "note": "said all"}
    answer = desk.post(url("call_heartbeat", task.pk), late, headers=HTMX)

    assert answer.status_code == 204
    assert Touch.objects.filter(note="said all").count() == (1 if last_word == "outcome" else 0)


def test_a_card_given_back_keeps_its_draft(desk, dealership):
    make_card(dealership)
    task = take(desk)

    desk.post(url("call_release", task.pk), {"fence": task.fence, "note": "later"})

    task.refresh_from_db()
    assert (task.status, task.draft_note) == ("waiting", "later")


def test_undo_brings_the_card_back(desk, dealership, operator):
    make_card(dealership)
    task = take(desk)
    outcome(desk, task, "do_not_call")
    event = task.events.get(kind="outcome")

    answer = desk.post(url("call_undo", event.pk))

    task.refresh_from_db()
    assert answer.url == url("call_page")
    assert (task.status, task.held_by) == ("held", operator)


def test_undo_of_somebody_elses_outcome_changes_nothing(
    desk, dealership, client_as, relations_manager
):
    make_card(dealership)
    task = take(desk)
    outcome(desk, task, "reached")
    event = task.events.get(kind="outcome")

    client_as(relations_manager).post(url("call_undo", event.pk))

    task.refresh_from_db()
    assert task.status == "done"


@pytest.mark.parametrize("count", [1, 4])
def test_the_card_costs_a_constant_number_of_queries(
    desk, dealership, django_assert_max_num_queries, count
):
    rules = [make_rule(dealership) for _number in range(count)]
    card = make_card(dealership, rules=rules)
    for number in range(count):
        make_visit(dealership, card.customer, make_vehicle(dealership, owner=card.customer))
        ContactPoint.objects.create(
            customer=card.customer, kind="phone", value=f"+7495111223{number}"
        )
    take(desk)

    with django_assert_max_num_queries(16):  # of these three: session, user, member
        desk.get(url("call_page"))


def test_my_list_shows_what_is_assigned_and_takes_it(client_as, dealership, salesperson):
    card = make_card(dealership, assigned_to=salesperson)
    make_card(dealership)
    desk = client_as(salesperson)

    page = desk.get(url("my_list"))
    assert page.text.count('id="task-') == 1

    answer = desk.post(url("call_take", card.pk))

    card.refresh_from_db()
    assert (answer.url, card.held_by) == (url("call_page"), salesperson)
    assert str(card.customer) in desk.get(url("call_page")).text


def test_a_salesperson_never_takes_from_the_teams_queue(client_as, dealership, salesperson):
    make_card(dealership)

    client_as(salesperson).post(url("call_next"))

    assert not CallTask.objects.filter(status="held").exists()


def test_a_salesperson_goes_on_with_the_own_list(client_as, dealership, salesperson):
    for _number in range(2):
        make_card(dealership, assigned_to=salesperson)
    desk = client_as(salesperson)
    task = take(desk)

    outcome(desk, task, "reached")

    assert CallTask.objects.get(status="held").pk != task.pk


def test_the_team_page_shows_who_holds_what(client_as, desk, dealership, relations_manager):
    make_card(dealership)
    task = take(desk)

    page = client_as(relations_manager).get(url("team_page"))

    assert str(task.held_by) in page.text
    assert str(task.customer) in page.text


@pytest.mark.parametrize("state", ["late", "held", "callback", "stuck", ""])
@pytest.mark.parametrize("sort", ["due", "-due", "from", "priority", ""])
def test_the_open_cards_can_be_filtered_and_sorted(
    client_as, dealership, relations_manager, state, sort
):
    make_card(dealership)

    page = client_as(relations_manager).get(
        url("team_page"), {"state": state, "sort": sort, "q": "customer", "who": "team"}
    )

    assert page.status_code == 200


def test_the_team_page_costs_the_same_for_one_and_three(
    client_as, dealership, relations_manager, django_assert_num_queries
):
    desk = client_as(relations_manager)
    make_card(dealership)
    with django_assert_num_queries(18) as one:
        desk.get(url("team_page"))
    for _number in range(2):
        make_card(dealership)
    with django_assert_num_queries(len(one)):
        desk.get(url("team_page"))


def test_a_supervisor_reassigns_and_cancels(client_as, dealership, relations_manager, salesperson):
    card = make_card(dealership)
    desk = client_as(relations_manager)

    desk.post(url("card_reassign", card.pk), {"to": salesperson.pk})
    card.refresh_from_db()
    assert card.assigned_to == salesperson

    desk.post(url("card_take_back", card.pk))
    desk.post(url("card_cancel", card.pk))
    card.refresh_from_db()
    assert (card.status, card.drop_reason) == ("dropped", "cancelled")


def test_an_operator_does_not_supervise(desk, dealership):
    card = make_card(dealership)

    assert desk.get(url("team_page")).status_code == 403
    assert desk.post(url("card_cancel", card.pk)).status_code == 403


def test_another_dealerships_card_does_not_exist(desk, sister):
    card = make_card(sister)

    for name in ("call_take", "call_outcome", "call_heartbeat", "call_release"):
        assert desk.post(url(name, card.pk)).status_code == 404


def test_a_dismissed_operator_is_out_at_the_next_request(desk, dealership, operator):
    """S18: the card is free with the next sweep."""
    make_card(dealership)
    task = take(desk)

    end_membership(user=operator, dealership=dealership, role="operator", at=timezone.now())

    assert outcome(desk, task, "reached").status_code == 404
    assert leases.free_expired(at=timezone.now()) == 1
    task.refresh_from_db()
    assert (task.status, task.held_by) == ("waiting", None)


def test_calls_on_the_customer_page(desk, dealership):
    card = make_card(dealership)

    page = desk.get(url("customer_reasons", card.customer.pk))

    assert page.status_code == 200
    assert card.reasons.get().rule.name in page.text


def test_a_promise_is_made_listed_and_kept(desk, dealership, operator):
    customer = make_card(dealership).customer
    due = timezone.localtime() + timedelta(days=2)
    make = reverse("promises:promise_make", args=["north", customer.pk])
    entered = {"text": "send the price", "due_at": f"{due:%Y-%m-%dT%H:%M}"}

    assert desk.post(make, entered, headers=HTMX).status_code == 200
    listing = reverse("promises:promise_list", args=["north"])
    assert "send the price" in desk.get(listing).text
    promise = Promise.objects.get(owner=operator)
    desk.post(reverse("promises:promise_keep", args=["north", promise.pk]))

    promise.refresh_from_db()
    assert promise.is_kept is True
    assert "send the price" not in desk.get(listing).text


def test_a_promise_in_the_past_is_refused(desk, dealership):
    customer = make_card(dealership).customer
    make = reverse("promises:promise_make", args=["north", customer.pk])

    answer = desk.post(make, {"text": "x", "due_at": "2020-01-01T10:00"}, headers=HTMX)

    assert answer.status_code == 422
    assert "This time has passed." in answer.text


def test_a_promise_of_a_colleague_is_not_mine_to_close(desk, dealership, salesperson):
    promise = promised(
        dealership=dealership, customer=make_card(dealership).customer, text="x",
        made_at=timezone.now(), made_by=salesperson, owner=salesperson, due_at=timezone.now(),
    )  # fmt: skip

    answer = desk.post(reverse("promises:promise_keep", args=["north", promise.pk]))

    assert answer.status_code == 403


def test_a_promise_marked_broken_by_mistake_is_taken_back(desk, dealership, operator):
    promise = promised(
        dealership=dealership, customer=make_card(dealership).customer, text="x",
        made_at=timezone.now(), made_by=operator, owner=operator, due_at=timezone.now(),
    )  # fmt: skip
    broken = reverse("promises:promise_break", args=["north", promise.pk])

    answer = desk.post(broken, {"back": url("my_list"), "why": "x"})
    assert answer.url == url("my_list")
    desk.post(reverse("promises:promise_undo", args=["north", promise.pk]))

    promise.refresh_from_db()
    assert (promise.closed_at, promise.is_kept) == (None, None)


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example", "", "javascript:x"])
def test_the_way_back_never_leads_out_of_the_house(desk, dealership, operator, page):
    promise = promised(
        dealership=dealership, customer=make_card(dealership).customer, text="x",
        made_at=timezone.now(), made_by=operator, owner=operator, due_at=timezone.now(),
    )  # fmt: skip

    answer = desk.post(reverse("promises:promise_keep", args=["north", promise.pk]), {"back": page})

    assert answer.url == reverse("promises:promise_list", args=["north"])

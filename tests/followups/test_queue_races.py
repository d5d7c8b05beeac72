"""R1, R2, R13: many operators at once. Each promise has its control: the guard off, it fails."""

import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from communications.models import Touch
from dealerships.members import member_of
from dealerships.models import User
from followups.models import CallTask
from followups.rules.outcomes import Outcome
from followups.services import leases, queue, team
from followups.services.outcomes import Report, record_outcome
from tests.factories import NOW, make_dealership, make_user
from tests.followups.cards import make_card, make_rule, member, run_out
from tests.followups.racing import in_processes, make_cards

CLOSE = "UPDATE followups_calltask SET status = 'done', held_by_id = NULL, lease_until = NULL, closed_at = now() WHERE id = %s"  # noqa: E501


# --- R1: no card is ever held by two operators --------------------------------------------------


def claim_many(username: str, slug: str, turns: int) -> list[tuple[int, int, float]]:
    """(card, fence, seconds) of each claim; each card is closed before the next is asked for."""
    caller = member_of(User.objects.get(username=username), slug)
    taken = []
    for _turn in range(turns):
        started = time.perf_counter()
        task = queue.claim_next(member=caller, at=NOW)
        if task is None:
            break
        taken.append((task.pk, task.fence, time.perf_counter() - started))
        with connection.cursor() as cursor:
            cursor.execute(CLOSE, [task.pk])
    return taken


def claim_many_naively(username: str, slug: str, turns: int) -> list[tuple[int, int, float]]:
    """The control: look first, take then."""
    user = User.objects.get(username=username)
    taken = []
    for _turn in range(turns):
        task = (
            CallTask.objects.filter(dealership__slug=slug, status="waiting")
            .order_by("priority", "not_before", "pk")
            .first()
        )
        if task is None:
            break
        CallTask.objects.filter(pk=task.pk).update(
            status="held", held_by=user, lease_until=NOW, fence=task.fence + 1, closed_at=None
        )
        taken.append((task.pk, task.fence + 1, 0.0))
        with connection.cursor() as cursor:
            cursor.execute(CLOSE, [task.pk])
    return taken


def race_for_cards(claim, *, operators: int, turns: int) -> tuple[Counter, list]:
    dealership = make_dealership("race")
    names = [
        make_user(f"racer{number}", dealership=dealership, roles=["operator"]).username
        for number in range(operators)
    ]
    make_cards(dealership, make_rule(dealership), operators * turns)
    # whoever is quicker takes more; nobody stops while cards are left
    shifts = in_processes(claim, [(name, "race", operators * turns) for name in names])
    return Counter(pk for shift in shifts for pk, _fence, _seconds in shift), shifts


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("operators", "turns"),
    [(50, 40), pytest.param(50, 2000, marks=pytest.mark.nightly)],
)
def test_fifty_operators_never_hold_one_card_twice(operators, turns):
    taken, shifts = race_for_cards(claim_many, operators=operators, turns=turns)

    assert len(taken) == operators * turns, "a card was left unclaimed"
    assert set(taken.values()) == {1}, "a card was taken twice"
    assert {fence for shift in shifts for _pk, fence, _seconds in shift} == {1}


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_cards_are_taken_twice():
    """The control of R1."""
    taken, _shifts = race_for_cards(claim_many_naively, operators=8, turns=40)

    assert max(taken.values()) > 1


# --- R2: a late operator overwrites nothing -----------------------------------------------------


def force_expiries(dealership, late, quick, count: int) -> tuple[int, int]:
    """(refused outcomes, kept notes) of `count` cards whose lease ran out during the call."""
    refused = 0
    for number in range(count):
        card = make_card(dealership)
        task = queue.claim_next(member=late, at=NOW)
        run_out(card)
        queue.claim_next(member=quick, at=NOW)
        report = Report(outcome=Outcome.REFUSED, note=f"note {number}")
        at = NOW + timedelta(hours=2 * number)
        try:
            record_outcome(task=task, fence=task.fence, report=report, by=late.user, at=at)
        except leases.LeaseLost:
            refused += 1
        card.refresh_from_db()
        leases.drop(task=card, reason="cancelled", by=None, at=NOW)
    return refused, Touch.objects.filter(outcome="", note__startswith="note ").count()


@pytest.mark.parametrize("count", [50, pytest.param(1000, marks=pytest.mark.nightly)])
def test_a_late_outcome_never_reaches_the_new_holder(
    dealership, operator, relations_manager, count
):
    late, quick = (member(user, dealership) for user in (operator, relations_manager))

    assert force_expiries(dealership, late, quick, count) == (count, count)


def test_without_the_fence_late_outcomes_overwrite(
    dealership, operator, relations_manager, monkeypatch
):
    """The control of R2."""
    monkeypatch.setattr(leases, "check_lease", lambda **_given: None)
    late, quick = (member(user, dealership) for user in (operator, relations_manager))

    assert force_expiries(dealership, late, quick, 5) == (0, 0)


# --- R13: no lost update while operators and supervisors work on the same cards -------------------


def add_to_draft(username: str, slug: str, turns: int, *, check: bool = True) -> int:
    """Take the one card, add a stroke to its note, give it back; returns how often it worked."""
    caller = member_of(User.objects.get(username=username), slug)
    written = 0
    while written < turns:
        task = queue.claim_next(member=caller, at=NOW)
        if task is None:
            continue
        note = task.draft_note + "|"
        if check:
            leases.release(task=task, fence=task.fence, by=caller.user, at=NOW, note=note)
        written += 1
    return written


def add_without_claim(username: str, slug: str, turns: int) -> int:
    """The control: read, then write what was read plus one."""
    for _turn in range(turns):
        task = CallTask.objects.get(dealership__slug=slug)
        CallTask.objects.filter(pk=task.pk).update(draft_note=task.draft_note + "|")
    return turns


def strokes_after(work, *, people: int = 6, turns: int = 10) -> int:
    dealership = make_dealership("race")
    card = make_card(dealership)
    names = [
        make_user(f"writer{number}", dealership=dealership, roles=["operator"]).username
        for number in range(people)
    ]
    assert sum(in_processes(work, [(name, "race", turns) for name in names])) == people * turns
    card.refresh_from_db()
    return len(card.draft_note)


@pytest.mark.django_db(transaction=True)
def test_no_stroke_of_a_note_is_lost():
    assert strokes_after(add_to_draft) == 60


@pytest.mark.django_db(transaction=True)
def test_without_the_lease_strokes_are_lost():
    """The control of R13."""
    assert strokes_after(add_without_claim) < 60


def mix(username: str, slug: str, seconds: float) -> Counter:
    """Claim and close, while also reassigning and taking back cards of others; counts errors."""
    user = User.objects.get(username=username)
    caller = member_of(user, slug)
    met: Counter = Counter()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            task = queue.claim_next(member=caller, at=NOW)
            other = CallTask.objects.filter(dealership__slug=slug, status="held").order_by("?")[0]
            team.take_back(task=other, by=user, at=NOW)
            outcome = list(Outcome)[met.total() % 2]
            report = Report(outcome=outcome)
            record_outcome(task=task, fence=task.fence, report=report, by=user, at=NOW)
            met["saved"] += 1
        except (leases.LeaseLost, team.AlreadyClosed, IndexError, AttributeError) as expected:
            met[type(expected).__name__] += 1
    return met


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seconds", [4, pytest.param(600, marks=pytest.mark.nightly)])
def test_mixed_work_never_deadlocks(seconds):
    dealership = make_dealership("race")
    make_cards(dealership, make_rule(dealership), 300)
    names = [
        make_user(f"mixer{number}", dealership=dealership, roles=["operator", "sales_manager"])
        for number in range(8)
    ]

    results = in_processes(mix, [(user.username, "race", seconds) for user in names])

    assert sum(result["saved"] for result in results) > 0
    saved = Touch.objects.exclude(outcome="").count()
    assert saved == sum(result["saved"] for result in results)

"""R3: no sequence of events brings a card into an illegal state; R10: no card stops the others."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Q
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from dealerships import services as dealerships
from dealerships.models import Dealership, Membership
from followups.models import CallReason, CallTask, TaskEvent
from followups.rules.lateness import MOST_LAPSES
from followups.rules.outcomes import Outcome
from followups.services import events, handover, leases, queue, team
from followups.services.outcomes import CallbackNotAllowed, Report, record_outcome
from followups.services.undo import TooLateToUndo, undo_outcome
from tests.factories import NOW, make_user
from tests.followups.cards import make_card, make_rule, member, run_out
from tests.followups.racing import make_cards

CALLERS = 3
WHO = st.integers(0, CALLERS - 1)
OUTCOMES = st.sampled_from(list(Outcome))


class Queue(RuleBasedStateMachine):
    """One dealership, three callers and a supervisor; every step is a service call."""

    world: "World"
    visited: Counter = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.at = NOW
        self.dealership = Dealership.objects.get(pk=self.world.dealership.pk)
        self.callers = [member(user, self.dealership) for user in self.world.users]
        self.last_event = None

    def teardown(self) -> None:
        moves = TaskEvent.objects.filter(dealership=self.dealership)
        self.visited.update(moves.values_list("kind", "from_status", "to_status"))
        connection.check_constraints()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @rule(attempts=st.integers(1, 3), mine=st.booleans(), who=WHO)
    def create(self, attempts, mine, who):
        rules = [make_rule(self.dealership, max_attempts=attempts)]
        user = self.callers[who].user
        make_card(
            self.dealership, rules=rules, not_before=self.at, assigned_to=user if mine else None
        )

    @initialize(count=st.integers(1, 4))
    def start(self, count):
        for _number in range(count):
            make_card(self.dealership, not_before=self.at)
        self.claim(0)

    @rule(who=WHO)
    def claim(self, who):
        if Dealership.objects.filter(pk=self.dealership.pk, is_active=True).exists():
            queue.claim_next(member=self.callers[who], at=self.at)

    @rule(who=WHO, note=st.text("ab", max_size=3))
    def heartbeat(self, who, note):
        task = self._held(who)
        if task:
            leases.heartbeat(task=task, fence=task.fence, by=task.held_by, note=note)

    @rule(who=WHO, outcome=OUTCOMES, hours=st.integers(1, 3))
    def finish(self, who, outcome, hours):
        task = self._held(who)
        if not task:
            return
        report = Report(
            outcome=outcome,
            callback_at=self.at + timedelta(hours=hours),
            address=(queue.numbers_of(task) or [""])[0],
        )
        by = task.held_by
        with suppress(CallbackNotAllowed):
            self.last_event = record_outcome(
                task=task, fence=task.fence, report=report, by=by, at=self.at
            )

    @rule(who=WHO)
    def reach(self, who):
        """The ends of a card are as likely as its detours."""
        self.finish(who, Outcome.REACHED, 1)

    @rule(who=WHO)
    def ring_in_vain(self, who):
        self.finish(who, Outcome.NO_ANSWER, 1)

    @rule(who=WHO)
    def forbid(self, who):
        self.finish(who, Outcome.DO_NOT_CALL, 1)

    @rule(who=WHO)
    def finish_with_an_old_fence(self, who):
        task = self._held(who)
        if task:
            with pytest.raises(leases.LeaseLost):
                record_outcome(
                    task=task, fence=task.fence - 1, by=self.callers[who].user, at=self.at,
                    report=Report(outcome=Outcome.REFUSED),
                )  # fmt: skip

    @rule()
    def undo(self):
        if self.last_event:
            with suppress(TooLateToUndo):
                undo_outcome(event=self.last_event, by=self.last_event.by, at=self.at)

    @rule(who=WHO)
    def give_back(self, who):
        task = self._held(who)
        if task:
            leases.release(task=task, fence=task.fence, by=task.held_by, at=self.at)

    @rule(who=WHO)
    def expire(self, who):
        task = self._held(who)
        if task:
            run_out(task)
            leases.free_expired(at=self.at)

    @rule(to=st.one_of(st.none(), WHO))
    def reassign(self, to):
        task = self._open()
        if task:
            user = None if to is None else self.callers[to].user
            with suppress(team.NotInTeam):
                team.reassign(task=task, to=user, by=self.world.boss, at=self.at)

    @rule()
    def take_back(self):
        task = self._open()
        if task:
            team.take_back(task=task, by=self.world.boss, at=self.at)

    @rule()
    def cancel(self):
        task = self._open()
        if task:
            team.cancel(task=task, by=self.world.boss, at=self.at)

    @rule(who=WHO)
    def fire_and_hire(self, who):
        user = self.callers[who].user
        ended = dealerships.end_membership(
            user=user, dealership=self.dealership, role="operator", at=self.at
        )
        if ended:
            leases.free_expired(at=self.at)
            assert not CallTask.objects.filter(held_by=user).exists()
        dealerships.add_role(user=user, dealership=self.dealership, role="operator")

    @rule()
    def close_and_open_the_dealership(self):
        self._active(False)
        leases.free_expired(at=self.at)
        assert not CallTask.objects.filter(status="held").exists()
        self._active(True)

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours):
        self.at += timedelta(hours=hours)
        handover.hand_over_late(dealership=self.dealership, at=self.at)

    @invariant()
    def what_is_stored_is_legal(self):
        """After each of thousands of steps: one look at the cards, one at their history."""
        is_open = Q(reasons__status=CallReason.Status.OPEN)
        cards = list(
            CallTask.objects.filter(dealership=self.dealership)
            .values(
                "pk", "status", "held_by", "attempts", "max_attempts", "lease_until", "closed_at"
            )
            .annotate(left=Count("reasons", filter=is_open))
        )
        self._check_one_card_a_person(cards)
        for card in cards:
            self._check_state(card)
        self._check_history({card["pk"]: card["status"] for card in cards})

    def _check_one_card_a_person(self, cards):
        held = [card["held_by"] for card in cards if card["status"] == "held"]
        assert len(held) == len(set(held))

    def _check_state(self, card):
        is_held, is_open = card["status"] == "held", card["status"] in ("waiting", "held")
        assert card["attempts"] <= card["max_attempts"]
        assert is_held == (card["lease_until"] is not None)
        assert is_open == (card["closed_at"] is None)
        assert is_open == bool(card["left"]), (card["status"], card["left"])

    def _check_history(self, now):
        where = dict.fromkeys(now, "waiting")
        moves = TaskEvent.objects.filter(dealership=self.dealership).order_by("pk")
        for task, before, after in moves.values_list("task", "from_status", "to_status"):
            assert where[task] == before, (task, where[task], before)
            where[task] = after
        assert where == now

    def _held(self, who):
        """One of the cards in hand, whoever has it: a step that finds nothing tests nothing."""
        cards = leases.with_customer().select_related("dealership", "customer", "held_by")
        held = list(cards.filter(status="held").order_by("pk"))
        return held[who % len(held)] if held else None

    def _open(self):
        cards = CallTask.objects.filter(dealership=self.dealership).open()
        return cards.order_by("status", "pk").first()  # those in hand first

    def _active(self, is_active):
        Dealership.objects.filter(pk=self.dealership.pk).update(is_active=is_active)


class World:
    def __init__(self, dealership) -> None:
        self.dealership = dealership
        self.users = [
            make_user(f"caller{number}", dealership=dealership, roles=["operator"])
            for number in range(CALLERS)
        ]
        self.boss = make_user("boss", dealership=dealership, roles=["sales_manager"])


def live(world, *, examples: int, steps: int, phases=tuple(Phase)) -> Counter:
    visited: Counter = Counter()
    machine = type("Life", (Queue,), {"world": world, "visited": visited})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return visited


@pytest.fixture
def world(dealership):
    return World(dealership)


MOVES = {
    ("claimed", "waiting", "held"),
    ("outcome", "held", "waiting"),
    ("outcome", "held", "done"),
    ("outcome", "held", "dropped"),
    ("released", "held", "waiting"),
    ("expired", "held", "waiting"),
    ("reassigned", "waiting", "waiting"),
    ("reassigned", "held", "waiting"),
    ("dropped", "waiting", "dropped"),
    ("dropped", "held", "dropped"),
}


@pytest.mark.once
@pytest.mark.parametrize(
    ("examples", "steps"), [(200, 30), pytest.param(5000, 50, marks=pytest.mark.nightly)]
)
def test_no_sequence_of_events_breaks_a_card(world, examples, steps):
    visited = live(world, examples=examples, steps=steps)
    for more in (1, 2, 3):  # every move is to be seen; what chance left out gets longer lives
        if not set(visited) >= MOVES:
            visited += live(world, examples=examples // 4, steps=steps + 10 * more)

    assert set(visited) >= MOVES


def test_a_move_without_history_is_noticed(world, monkeypatch):
    """The control of R3: one transition forgets to write its event."""
    record = events.record

    def forgetful(**given):
        return None if given["kind"] == "released" else record(**given)

    monkeypatch.setattr(events, "record", forgetful)

    with pytest.raises(AssertionError):
        # the first sequence will do: the shortest takes minutes to find
        live(world, examples=200, steps=30, phases=[Phase.generate])


CHECKS = [
    ("call_task_attempts_bounded", "attempts = max_attempts + 1"),
    ("call_task_held_has_lease", "status = 'held'"),
    ("call_task_closed_has_time", "status = 'done'"),
    ("call_task_dropped_has_reason", "status = 'dropped', closed_at = now()"),
]


@pytest.mark.parametrize(("name", "change"), CHECKS)
def test_the_database_refuses_what_its_check_forbids(dealership, name, change):
    """And takes it once the check is gone (the control)."""
    card = make_card(dealership)
    broken = f"UPDATE followups_calltask SET {change} WHERE id = {card.pk}"

    with connection.cursor() as cursor:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            cursor.execute(broken)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE followups_calltask DROP CONSTRAINT {name}")
        cursor.execute(broken)
        assert cursor.rowcount == 1


# --- R10 ------------------------------------------------------------------------------------------


def test_a_card_nobody_can_finish_is_set_aside(dealership, operator, relations_manager):
    caller = member(operator, dealership)
    poison = make_card(dealership, rules=[make_rule(dealership, priority=1)])
    good = make_card(dealership)

    for _time in range(MOST_LAPSES):
        assert queue.claim_next(member=caller, at=NOW).pk == poison.pk
        run_out(poison)
        leases.free_expired(at=NOW)

    assert queue.claim_next(member=caller, at=NOW).pk == good.pk
    poison.refresh_from_db()
    assert (poison.status, poison.lapses) == ("waiting", MOST_LAPSES)
    assert TaskEvent.objects.filter(task=poison, why="lapsed").count() == 1

    team.take_back(task=poison, by=relations_manager, at=NOW)
    poison.refresh_from_db()
    assert (poison.lapses, poison.not_before <= NOW) == (0, True)


@pytest.mark.parametrize("count", [2500, pytest.param(10_000, marks=pytest.mark.nightly)])
def test_the_sweep_clears_more_than_one_page(dealership, salesperson, count):
    make_cards(dealership, make_rule(dealership), count, assigned_to=salesperson)
    Membership.objects.filter(user=salesperson).update(ended_at=NOW)

    assert handover.hand_over_late(dealership=dealership, at=NOW) == count
    assert not CallTask.objects.filter(assigned_to__isnull=False).exists()


# --- The adversarial queue: the urgent priorities are full of future cards ------------------------


def test_future_cards_are_never_visited(dealership, operator):
    urgent = [make_rule(dealership, priority=number) for number in (1, 2, 3)]
    for one in urgent:
        make_cards(dealership, one, 1000, not_before=NOW + timedelta(days=1))
    make_cards(dealership, make_rule(dealership, priority=5), 1000)
    caller = member(operator, dealership)
    seen = []

    def explain(execute, sql, params, many, context):
        if sql == queue.CLAIM:
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql, params)
                seen.append(cursor.fetchone()[0][0]["Plan"])
            transaction.set_rollback(True)
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE followups_calltask")
    try:
        with transaction.atomic(), connection.execute_wrapper(explain):
            queue._take_next(member=caller, at=NOW)
    except (CallTask.DoesNotExist, transaction.TransactionManagementError):
        pass

    scans = [node for node in _nodes(seen[0]) if node.get("Index Name") == "call_task_queue"]
    assert scans, "the queue's index is not used"
    assert all("not_before" in node["Index Cond"] for node in scans)
    assert sum(node.get("Rows Removed by Filter", 0) for node in scans) == 0
    visited = sum(node["Actual Rows"] * node["Actual Loops"] for node in scans)
    assert visited <= 3


def _nodes(plan):
    yield plan
    for child in plan.get("Plans", []):
        yield from _nodes(child)

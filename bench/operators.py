"""Fifty operators at once, over HTTP, on one queue of 2,000 cards; a third of them vanish.

No card is in two hands, none is lost: said by the history the database keeps, not by us.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from bench.browser import Answer, Browser, session_of
from bench.results import Result, Target, Unit, percentile
from bench.run import Run
from bench.server import serving
from customers.models import Consent, ContactPoint, Customer, CustomerRelation
from dealerships import services as dealerships
from dealerships.models import Dealership, Holding, Role, User
from followups.models import CallReason, CallTask, Rule, TaskEvent

OPERATORS = 50
CARDS = 2000
VANISH_AFTER = 5
CARD = re.compile(
    r'/calls/(?P<task>\d+)/outcome/".*?name="fence"\s+value="(?P<fence>\d+)"', re.DOTALL
)
REASON = re.compile(r'name="handled"\s+value="(\d+)"')
# the lease of those who are gone is over now, so that nobody has to wait for it
LET_LEASES_END = (
    "UPDATE followups_calltask SET lease_until = statement_timestamp() - interval '1 second'"
    " WHERE dealership_id = %s AND status = 'held'"
)


@dataclass(frozen=True)
class Held:
    """A card on a screen, the token it came with, and its reasons."""

    task: int
    fence: int
    reasons: tuple[str, ...]


@dataclass
class Shift:
    """What the operators of a queue did; `waits` are the milliseconds of each answer."""

    finished: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    left_behind: list[tuple[str, Held]] = field(default_factory=list)
    late: Counter[int] = field(default_factory=Counter)


def measure(run: Run) -> list[Result]:
    """All stay to the end; then on a new queue a third close the window with a card in hand."""
    cards = min(CARDS, run.sizes.tasks)
    with serving(run.url) as port:
        calm = open_queue("rush", cards=cards, operators=OPERATORS)
        stayed = work(calm, port)
        torn = open_queue("rush-torn", cards=cards, operators=OPERATORS)
        vanished = work(torn, port, vanishing=OPERATORS // 3)
    return [
        *_results("operators", calm, stayed, cards),
        *_results("operators, a third vanish", torn, vanished, cards),
        Result("operators, late outcomes accepted", vanished.late[200], None, Unit.COUNT,
               Target(at_most=0, of_ours=True), f"answers: {dict(vanished.late)}"),
    ]  # fmt: skip


def open_queue(slug: str, *, cards: int, operators: int) -> Dealership:
    """A dealership of its own, day and night, with so many customers to call."""
    dealership = dealerships.create_dealership(
        slug=slug, name=slug, time_zone="Europe/Moscow", country="RU",
        holding=Holding.objects.create(name=slug),
    )  # fmt: skip
    Dealership.objects.filter(pk=dealership.pk).update(
        law="own", calls_from="00:00", calls_until="23:59:59"
    )
    for number in range(operators):
        user = User.objects.create(username=f"{slug}-{number}", language="en")
        dealerships.add_role(user=user, dealership=dealership, role=Role.OPERATOR)
    customers = Customer.objects.bulk_create(
        Customer(holding=dealership.holding, full_name=f"Rush {number}",
                 search_name=f"rush {number}", sort_name=f"rush {number}")
        for number in range(cards)
    )  # fmt: skip
    CustomerRelation.objects.bulk_create(
        CustomerRelation(holding=dealership.holding, dealership=dealership, customer=customer)
        for customer in customers
    )
    _make_reachable(dealership, customers)
    _add_cards(dealership, customers)
    return dealership


def _make_reachable(dealership: Dealership, customers: Sequence[Customer]) -> None:
    ContactPoint.objects.bulk_create(
        ContactPoint(customer=customer, kind="phone", value=f"+7900{customer.pk:07d}")
        for customer in customers
    )
    Consent.objects.bulk_create(
        Consent(customer=customer, dealership=dealership, purpose="service", channel="any",
                is_granted=True, given_at=timezone.now(), evidence="import")
        for customer in customers
    )  # fmt: skip


def _add_cards(dealership: Dealership, customers: Sequence[Customer]) -> None:
    now = timezone.now()
    today = dealership.local_date(now)
    rule = Rule.objects.for_dealership(dealership).filter(purpose="service").order_by("pk")[0]
    tasks = CallTask.objects.bulk_create(
        CallTask(dealership=dealership, customer=customer, priority=1 + number % 9, not_before=now,
                 due_until=today, max_attempts=4, planned_on=today, created_at=now)
        for number, customer in enumerate(customers)
    )  # fmt: skip
    CallReason.objects.bulk_create(
        CallReason(dealership=dealership, task=task, customer=task.customer, rule=rule,
                   subject_id=task.customer_id, cycle_on=today, due_on=today, due_from=today,
                   due_until=today, planned_on=today)
        for task in tasks
    )  # fmt: skip


def work(dealership: Dealership, port: int, *, vanishing: int = 0) -> Shift:
    """Everybody takes and closes cards until the queue is empty.

    The first `vanishing` operators close the window with a card in hand after a few calls; when
    the others find nothing more, the leases end, the others finish, and the vanished come back
    and send their outcome after all.
    """
    users = User.objects.filter(memberships__dealership=dealership, memberships__role=Role.OPERATOR)
    sessions = [session_of(user) for user in users.order_by("pk")]
    shift = Shift()
    with ThreadPoolExecutor(len(sessions)) as pool:
        go = partial(_operate, shift, dealership.slug, port)
        few = [VANISH_AFTER if place < vanishing else None for place in range(len(sessions))]
        list(pool.map(go, sessions, few))
        if shift.left_behind:
            with connection.cursor() as cursor:
                cursor.execute(LET_LEASES_END, [dealership.pk])
            list(pool.map(go, sessions[vanishing:], [None] * (len(sessions) - vanishing)))
    for session, held in shift.left_behind:
        with closing(Browser(port, session=session)) as browser:
            shift.late[close(browser, dealership.slug, held).status] += 1
    return shift


def _operate(shift: Shift, slug: str, port: int, session: str, most: int | None) -> None:
    done = 0
    with closing(Browser(port, session=session)) as browser:
        page = timed(shift, partial(browser.post, reverse("followups:call_next", args=[slug])))
        while held := card_on(page.body):
            if done == most:
                shift.left_behind.append((session, held))
                break
            # the answer to an outcome carries the next card
            page = timed(shift, partial(close, browser, slug, held))
            shift.finished.append(held.task)
            done += 1


def close(browser: Browser, slug: str, held: Held) -> Answer:
    """Sends "reached" with all reasons handled; the answer carries the next card."""
    path = reverse("followups:call_outcome", args=[slug, held.task])
    fields = {"fence": held.fence, "outcome": "reached", "handled": held.reasons}
    return browser.post(path, fields)


def card_on(body: str) -> Held | None:
    """The card that a page shows; None: the queue is empty."""
    found = CARD.search(body)
    if not found:
        return None
    return Held(int(found["task"]), int(found["fence"]), tuple(REASON.findall(body)))


def timed(shift: Shift, ask: Callable[[], Answer]) -> Answer:
    """The answer, its milliseconds noted; raises AssertionError for any but 200."""
    begun = time.perf_counter()
    answer = ask()
    shift.waits.append((time.perf_counter() - begun) * 1000)
    if answer.status != 200:
        raise AssertionError(f"answered with {answer.status}: {answer.body[:500]}")
    return answer


def held_twice(dealership: Dealership) -> int:
    """Cards that were taken while somebody had them, by the history of each card."""
    in_hand: set[int] = set()
    twice: set[int] = set()
    events = TaskEvent.objects.for_dealership(dealership).order_by("pk")
    for task, kind in events.values_list("task", "kind"):
        if kind == TaskEvent.Kind.CLAIMED:
            twice |= {task} & in_hand
            in_hand.add(task)
        else:
            in_hand.discard(task)
    return len(twice)


def unfinished(dealership: Dealership) -> int:
    """Cards that are not done, when all should be."""
    return CallTask.objects.for_dealership(dealership).exclude(status="done").count()


def _results(name: str, dealership: Dealership, shift: Shift, cards: int) -> list[Result]:
    none = Target(at_most=0, of_ours=True)
    closed_twice = len(shift.finished) - len(set(shift.finished))
    p50, p99 = percentile(shift.waits, 0.5), percentile(shift.waits, 0.99)
    said = f"{len(shift.finished):,} of {cards:,} cards, p95 {percentile(shift.waits, 0.95):.0f} ms"
    return [
        Result(f"{name}: cards held twice", held_twice(dealership), None, Unit.COUNT, none, said),
        Result(f"{name}: cards closed twice", closed_twice, None, Unit.COUNT, none),
        Result(f"{name}: cards lost", unfinished(dealership), None, Unit.COUNT, none),
        Result(f"{name}: p99 against p50", p99, p50, target=Target(at_most=3),
               note="outcome saved, next card taken and rendered; one run"),
    ]  # fmt: skip

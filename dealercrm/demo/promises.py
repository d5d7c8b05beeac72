"""What became of the demo's promises, and some between colleagues, through the pages' services."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from customers.models import Customer
from dealerships.models import Dealership, User
from promises.models import Promise
from promises.services.handover import hand_over_late, take
from promises.services.promises import close_promise, make_promise, move_promise

GIVEN = 28
"""To customers, in each dealership."""


@dataclass(frozen=True)
class Words:
    """What colleagues promise each other, why a promise was not kept, and why it was moved."""

    inner: tuple[str, ...]
    broken: tuple[str, ...]
    moved: str


WORDS = {
    "ru": Words(
        inner=(
            "Подготовить автомобиль к тест-драйву",
            "Передать договор в бухгалтерию",
            "Уточнить наличие колодок на складе",
        ),
        broken=("Поставщик не подтвердил срок", "Клиент не ответил на письмо"),
        moved="Клиент просил позже: в командировке",
    ),
    "zh-hans": Words(
        inner=("准备试驾车辆", "把合同交给财务", "确认刹车片库存"),
        broken=("供应商未确认到货时间", "客户没有回复"),
        moved="客户出差，希望晚几天",
    ),
}


def live(
    *,
    dealership: Dealership,
    operators: list[User],
    sellers: list[User],
    texts: Sequence[str],
    chance: random.Random,
    at: datetime,
) -> None:
    """Most of what was due is kept, some not; some lie until the team has them, up to now."""
    words = WORDS[str(dealership.language)]
    _give(dealership, [*operators, *sellers], texts, chance, at)
    _settle(dealership, words, operators, chance, at)
    hand_over_late(dealership=dealership, at=at)
    _make_now(dealership, words, operators, sellers, at)


def _give(
    dealership: Dealership,
    givers: list[User],
    texts: Sequence[str],
    chance: random.Random,
    at: datetime,
) -> None:
    """To customers of theirs in the last two weeks; the last ones are due today and tomorrow."""
    customers = Customer.objects.for_dealership(dealership).current().order_by("-pk")
    for number, customer in enumerate(customers[:GIVEN]):
        given_at = at - timedelta(days=14) * (GIVEN - number) / GIVEN
        make_promise(
            dealership=dealership,
            customer=customer,
            text=texts[number % len(texts)],
            due_at=given_at + timedelta(hours=chance.randint(15, 40)),
            by=givers[number % len(givers)],
            at=given_at,
        )


def _settle(
    dealership: Dealership,
    words: Words,
    operators: list[User],
    chance: random.Random,
    at: datetime,
) -> None:
    due = Promise.objects.for_dealership(dealership).open().filter(due_at__lt=at)
    for number, promise in enumerate(due.select_related("owner").order_by("due_at", "pk")):
        owner = promise.owner or operators[0]
        if number % 7 == 3:
            continue  # it lies
        if number % 7 == 5:
            _move(promise, words, owner, chance)
            continue
        is_kept = chance.random() < 0.85
        why = "" if is_kept else chance.choice(words.broken)
        before = promise.due_at - timedelta(minutes=chance.randint(10, 300))
        close_promise(promise=promise, is_kept=is_kept, why=why, by=owner, at=before)


def _move(promise: Promise, words: Words, owner: User, chance: random.Random) -> None:
    """Half of them without asking, which breaks them; kept in the end."""
    asked_at = promise.due_at - timedelta(hours=2)
    moved = move_promise(
        promise=promise,
        due_at=promise.due_at + timedelta(days=1),
        is_agreed=chance.random() < 0.5,
        why=words.moved,
        by=owner,
        at=asked_at,
    )
    close_promise(promise=moved, is_kept=True, by=owner, at=promise.due_at + timedelta(hours=20))


def _make_now(
    dealership: Dealership, words: Words, operators: list[User], sellers: list[User], at: datetime
) -> None:
    """Between colleagues: due soon, due later, and one with the team that was taken."""
    givers = [*operators, *sellers]
    for number, text in enumerate(words.inner):
        giver, colleague = givers[number % len(givers)], givers[(number + 1) % len(givers)]
        if giver != colleague:
            make_promise(
                dealership=dealership,
                customer=None,
                colleague=colleague,
                text=text,
                due_at=at + timedelta(hours=1 + 26 * number),
                by=giver,
                at=at - timedelta(minutes=30),
            )
    lying = Promise.objects.for_dealership(dealership).open().filter(owner=None)
    for promise in lying.order_by("-due_at", "pk")[:1]:
        take(promise=promise, by=operators[-1], at=at)

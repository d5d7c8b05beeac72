"""Open cards as lists show them: why, how each stands, how late it is. No query a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils.translation import gettext, pgettext

from dealerships.models import Dealership
from followups.explanations import explain
from followups.models import CallReason, CallTask
from followups.querysets import CallTaskQuerySet
from followups.rules.standing import LATE_STANDINGS, Standing, Urgency, standing_of, urgency_of


@dataclass(frozen=True)
class Why:
    """A reason in the reader's words."""

    name: str
    car: str
    explanation: str


@dataclass(frozen=True)
class CardLine:
    card: CallTask
    why: list[Why]
    standing: Standing
    days_late: int
    is_callable: bool

    @property
    def is_late(self) -> bool:
        return self.standing in LATE_STANDINGS

    @property
    def urgency(self) -> Urgency:
        return urgency_of(self.card.priority)


def with_why(cards: CallTaskQuerySet) -> CallTaskQuerySet:
    """Adds the customer, the persons and the open reasons (one more query)."""
    reasons = CallReason.objects.open().select_related("rule", "vehicle")
    return cards.select_related("customer", "assigned_to", "held_by").prefetch_related(
        Prefetch(
            "reasons", reasons.order_by("rule__priority", "due_until", "pk"), to_attr="open_reasons"
        )
    )


def lines(cards: Iterable[CallTask], *, dealership: Dealership, at: datetime) -> list[CardLine]:
    """The rows of `with_why` as they stand at `at`, cut in the dealership's days."""
    today = dealership.local_date(at)
    return [_line(card, at, today) for card in cards]


def standing_now(card: CallTask, *, at: datetime, today: date) -> Standing:
    return standing_of(
        is_held=card.status == CallTask.Status.HELD,
        callback_at=card.callback_at,
        lapses=card.lapses,
        not_before=card.not_before,
        due_until=card.due_until,
        at=at,
        today=today,
    )


def standing_in_words(standing: Standing) -> str:
    """For a file, where neither colour nor the name beside it helps."""
    words = {
        Standing.HELD: gettext("in somebody's hands"),
        Standing.PROMISE_LATE: gettext("the promised time has passed"),
        Standing.PROMISED: gettext("promised"),
        Standing.SET_ASIDE: gettext("set aside: taken several times without an outcome"),
        Standing.LATER: gettext("later"),
        Standing.LATE: pgettext("call", "late"),
        Standing.LAST_DAY: gettext("last day today"),
        Standing.WAITING: pgettext("one call", "waiting"),
    }
    return words[standing]


def urgency_in_words(urgency: Urgency) -> str:
    words = {
        Urgency.HIGH: pgettext("urgency", "urgent"),
        Urgency.USUAL: pgettext("urgency", "usual"),
        Urgency.LOW: pgettext("urgency", "can wait"),
    }
    return words[urgency]


def _line(card: CallTask, at: datetime, today: date) -> CardLine:
    reasons: list[CallReason] = getattr(card, "open_reasons", [])
    return CardLine(
        card=card,
        why=[
            Why(
                name=reason.rule.name,
                car=str(reason.vehicle or ""),
                explanation=explain(reason, today=today),
            )
            for reason in reasons
        ],
        standing=standing_now(card, at=at, today=today),
        days_late=max((today - card.due_until).days, 0),
        is_callable=card.status == CallTask.Status.WAITING and card.not_before <= at,
    )

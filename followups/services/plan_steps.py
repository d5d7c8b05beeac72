"""The steps of a plan that are messages, and the places that open reasons have in their plans.

A message is queued in the outbox once a reason and step, whoever asks how often; the channel, the
hours, the budget and the consent are the outbox's affair. One that cannot go out is passed over.
Where the customer may not be called about it, the reason has no card and its plan no calls.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from communications import wording
from communications.models import Message
from communications.services import outbox
from customers.models import Customer
from dealerships.models import Dealership
from followups.models import CallReason, CallTask, PlanStep, TaskEvent
from followups.rules.plans import Place
from followups.services import events

LOT = 500
"""So many reasons a turn of the sweep; the rest comes with the next turn."""
ASKED_BY = "plan"
"""What the outbox's key of such a message begins with."""
DAY = timedelta(days=1)


def send_due(*, dealership: Dealership, at: datetime, day: date | None = None) -> int:
    """Take the message steps whose day has come; the number of messages queued. Idempotent.

    day  the dealership's calendar day (default: that of `at`)
    """
    day = day or dealership.local_date(at)
    due = CallReason.objects.for_dealership(dealership).open().filter(message_on__lte=day)
    numbers = list(due.order_by("message_on", "pk").values_list("pk", flat=True)[:LOT])
    return sum(_take(pk, dealership=dealership, day=day, at=at) for pk in numbers)


@transaction.atomic
def _take(pk: int, *, dealership: Dealership, day: date, at: datetime) -> bool:
    """Whether a message was queued. A card in somebody's hands, or promised, is left alone."""
    reason = _locked(pk, day)
    if reason is None:
        return False
    step = _step(reason)
    if step is None or step.template is None or day > _last_day(reason):
        _go_on(reason, step, message=None, why="late", at=at)
        return False
    try:
        message = _queue(reason, step, dealership, day, at)
    except outbox.MayNotSend as refused:
        if refused.why == Message.Why.HOLD:
            CallReason.objects.filter(pk=pk).update(message_on=day + DAY)
            return False
        _go_on(reason, step, message=None, why=refused.why.value, at=at)
        return False
    except outbox.NothingToSay:
        _go_on(reason, step, message=None, why="empty", at=at)
        return False
    _go_on(reason, step, message=message, why="", at=at)
    return True


def _locked(pk: int, day: date) -> CallReason | None:
    """The reason with its card locked, if it is still due.

    The customer's row comes first, as withdrawals take it; the card is never waited for. Of a
    reason without a card the customer's row keeps others out.
    """
    Customer.objects.select_for_update(no_key=True, of=("self",)).get(call_reasons=pk)
    waiting = CallTask.objects.filter(status=CallTask.Status.WAITING, callback_at__isnull=True)
    card = waiting.select_for_update(skip_locked=True).filter(
        pk__in=CallReason.objects.filter(pk=pk).values("task")
    )
    due = CallReason.objects.open().filter(pk=pk, message_on__lte=day)
    free = due.filter(Q(task=card.first()) | Q(task__isnull=True))
    return free.select_related("customer", "vehicle", "rule", "task").first()


def _last_day(reason: CallReason) -> date:
    """The last day for its messages: the last of the window belongs to the call, if there is one"""
    return reason.due_until if reason.task is None else reason.due_until - DAY


def _step(reason: CallReason) -> PlanStep | None:
    steps = PlanStep.objects.filter(rule=reason.rule_id, position=reason.step)
    return steps.select_related("template__dealership").first()


def _queue(
    reason: CallReason, step: PlanStep, dealership: Dealership, day: date, at: datetime
) -> Message:
    template = step.template
    assert template is not None  # noqa: S101 - the caller asked
    return outbox.queue_message(
        dealership=dealership,
        customer=reason.customer,
        channel=step.channel,
        purpose=reason.rule.purpose,
        words=wording.from_template(
            template,
            customer=reason.customer,
            caller=None,
            vehicle=reason.vehicle,
            day=reason.due_on,
        ),
        template=template,
        by=None,
        at=at,
        not_before=dealership.start_of_day(day),
        expires_at=dealership.start_of_day(_last_day(reason) + DAY),
        dedupe_key=f"{ASKED_BY}:{reason.pk}:{step.position}",
    )


def _go_on(
    reason: CallReason, step: PlanStep | None, *, message: Message | None, why: str, at: datetime
) -> None:
    """The next step, and what became of this one in the card's history."""
    if reason.task is None:
        _write_on(reason)
        return
    plan = reason.rule.plan()
    put(reason, plan.after_message(Place(reason.step, reason.step_failures)))
    events.record(
        task=reason.task,
        kind=TaskEvent.Kind.STEP,
        from_status=reason.task.status,
        at=at,
        by=None,
        before={
            "reason": reason.pk,
            "step": step.position if step else reason.step,
            "channel": step.channel if step else "",
            "message": message.pk if message else None,
            "passed_over": why,
        },
    )


def _write_on(reason: CallReason) -> None:
    """To the next message of what is told in writing alone; behind the last one it has no day."""
    ahead = reason.rule.plan().written_from(
        reason.step + 1, planned_on=reason.planned_on, due_until=reason.due_until
    )
    reason.step, reason.message_on = ahead[0] if ahead else (reason.step, None)
    reason.save(update_fields=["step", "message_on"])


def put(reason: CallReason, place: Place) -> None:
    """Store a reason's place in its plan, and the day of the message that it is."""
    reason.step, reason.step_failures = place.position, place.failures
    reason.message_on = reason.rule.plan().message_on(
        place, planned_on=reason.planned_on, due_until=reason.due_until
    )
    reason.save(update_fields=["step", "step_failures", "message_on"])


def uses_of_templates(dealership: Dealership) -> Mapping[int, int]:
    """How many steps of plans name each template (one query)."""
    steps = PlanStep.objects.for_dealership(dealership).filter(template__isnull=False)
    rows = steps.order_by().values_list("template").annotate(many=Count("pk"))
    return {template: many for template, many in rows if template is not None}


def is_wanted(message: Message) -> bool:
    """Whether the reason that asked for a queued message is still open."""
    _asked_by, reason, _step = message.dedupe_key.split(":")
    return CallReason.objects.open().filter(pk=reason).exists()


def move_on(card: CallTask, *, is_failure: bool, by: str, on: date) -> None:
    """A call was made: where it failed it counts in the plan of each open reason of the card.

    by  a channel that the customer would rather have: the plan goes on with its next step of it,
        if it has one, on the day `on`
    """
    for reason in _open(card) if is_failure or by else ():
        plan = reason.rule.plan()
        place = Place(reason.step, reason.step_failures)
        after = plan.after_failed_call(place) if is_failure else place
        wished = plan.next_by(by, after)
        put(reason, wished)
        if wished != after:
            CallReason.objects.filter(pk=reason.pk, message_on__gt=on).update(message_on=on)


def calls_from(reasons: Sequence[CallReason]) -> date | None:
    """The first day on which a plan of one of them calls again; None: there is no reason."""
    return min((call_on(reason) for reason in reasons), default=None)


def call_on(reason: CallReason) -> date:
    """The first day of the next call in the plan of a reason (rule with its steps)."""
    return reason.rule.plan().call_on(
        Place(reason.step, reason.step_failures),
        planned_on=reason.planned_on,
        due_until=reason.due_until,
    )


def _open(card: CallTask) -> list[CallReason]:
    reasons = CallReason.objects.filter(task=card).open().select_related("rule")
    return list(reasons.prefetch_related("rule__steps").order_by("pk"))

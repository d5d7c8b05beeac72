"""Celery entry points: sweeps that find their own due rows. Run twice, they find nothing."""

from collections.abc import Callable

from celery import shared_task
from django.utils import timezone

from dealerships.models import Dealership
from dealerships.periodic import periodic_task
from followups.services import (
    handover,
    in_writing,
    leases,
    mornings,
    plan_steps,
    replies,
    sweeping,
)


@periodic_task("followups.free_leases")
def free_leases(**_future: object) -> int:
    """Cards whose browser is gone, or whose holder was dismissed, go back to the queue."""
    return leases.free_expired(at=timezone.now())


@periodic_task("followups.hand_over_late")
def hand_over_late(**_future: object) -> int:
    """Late promises and cards of absent people go to the team."""
    return _everywhere(handover.hand_over_late)


@periodic_task("followups.plan_mornings")
def plan_mornings(**_future: object) -> int:
    """Find the dealerships whose morning has come; each lot is planned by a task of its own."""
    at = timezone.now()
    due = mornings.due(at=at)
    for lot in mornings.lots(due, at=at):
        plan_lot.delay(dealership_ids=[dealership.pk for dealership in lot])
    return len(due)


@shared_task(name="followups.plan_lot")
def plan_lot(*, dealership_ids: list[int], **_future: object) -> int:
    """Plan the day of some dealerships; a repeated message finds it planned."""
    dealerships = list(Dealership.objects.open().filter(pk__in=dealership_ids).order_by("pk"))
    planned = mornings.plan_lot(dealerships=dealerships, at=timezone.now())
    return sum(each.reasons for each in planned.values())


@periodic_task("followups.send_plan_steps")
def send_plan_steps(**_future: object) -> int:
    """Steps of plans that are messages go into the outbox when their day has come."""
    return _everywhere(plan_steps.send_due)


@periodic_task("followups.close_what_is_told")
def close_what_is_told(**_future: object) -> int:
    """What is told in writing alone ends with its last message, or when it no longer holds."""
    return _everywhere(in_writing.close_finished)


@periodic_task("followups.drop_what_no_longer_holds")
def drop_what_no_longer_holds(**_future: object) -> int:
    """Consent withdrawn, car sold, window passed, already done: the waiting cards are dropped."""
    return _everywhere(sweeping.drop_what_no_longer_holds)


@periodic_task("followups.plan_replies")
def plan_replies(**_future: object) -> int:
    """Calls about what customers wrote while their dealership was being planned, or was on a card
    in somebody's hands."""
    at = timezone.now()
    return sum(replies.plan_now(dealership=one, at=at) for one in replies.waiting(at=at))


def _everywhere(sweep: Callable[..., int]) -> int:
    """Of each open dealership, one after the other; what the sweeps return, summed up."""
    at = timezone.now()
    places = Dealership.objects.open().order_by("pk")
    return sum(sweep(dealership=dealership, at=at) for dealership in places)

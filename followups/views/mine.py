"""My list: the cards assigned to this person, the promises they gave, and how the day goes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.models import Dealership
from followups import counters, open_cards
from followups.models import CallTask
from followups.open_cards import CardLine
from followups.permissions import may_call, may_work_list
from promises.models import Promise
from promises.permissions import departments_of

LONGEST_LIST = 200


@dataclass(frozen=True)
class Group:
    """Cards of the list that stand alike: late, today, later."""

    name: str
    label: Words
    lines: list[CardLine]


@require_GET
@dealership_member(may_work_list)
def my_list(request: DealershipRequest) -> HttpResponse:
    """Waiting cards of this person, late ones first: promised calls, then by urgency."""
    at = timezone.now()
    cards = (
        CallTask.objects.for_dealership(request.dealership)
        .open()
        .assigned(request.user)
        .order_by(F("callback_at").asc(nulls_last=True), "priority", "not_before", "pk")
    )
    lines = open_cards.lines(
        open_cards.with_why(cards)[:LONGEST_LIST], dealership=request.dealership, at=at
    )
    departments = departments_of(request.member.roles)
    promises = _promises(request, departments)
    mine = [promise for promise in promises if promise.owner_id]
    context = {
        "groups": _groups(lines, request.dealership, at),
        "to_do": sum(1 for line in lines if line.is_callable),
        "late": sum(1 for line in lines if line.is_late),
        "promises": len(mine),
        "promises_now": [promise for promise in mine if promise.remind_at <= at],
        "promises_later": [promise for promise in mine if promise.remind_at > at],
        "late_promises": sum(1 for promise in mine if promise.due_at <= at),
        "team_promises": len(promises) - len(mine),
        "counters": counters.counters(dealership=request.dealership, caller=request.user, at=at),
        "is_full": len(lines) == LONGEST_LIST,
        "now": at,
        "may_call": may_call(request.member),
    }
    return render(request, "followups/my_list.html", context)


def _promises(request: DealershipRequest, departments: Collection[str]) -> list[Promise]:
    """Open ones of this person and of their team, the first due first."""
    rows = Promise.objects.for_dealership(request.dealership).open()
    own = rows.filter(owner=request.user) | rows.of_team(departments)
    related = own.select_related("customer", "colleague", "owner", "late_of")
    return list(related.order_by("due_at", "pk")[:LONGEST_LIST])


def _groups(lines: list[CardLine], dealership: Dealership, at: datetime) -> list[Group]:
    """Late, then what may be called until midnight, then the rest; empty groups are left out."""
    tomorrow = dealership.local_date(at) + timedelta(days=1)
    midnight = dealership.start_of_day(tomorrow)
    late = [line for line in lines if line.is_late]
    rest = [line for line in lines if not line.is_late]
    groups = [
        Group("late", _("Late"), late),
        Group("today", _("Today"), [line for line in rest if line.card.not_before < midnight]),
        Group("later", _("Later"), [line for line in rest if line.card.not_before >= midnight]),
    ]
    return [group for group in groups if group.lines]

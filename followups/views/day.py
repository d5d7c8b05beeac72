"""What came of a day of calling: one's own, and for a supervisor that of each person."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from communications.models import CallOutcome
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.filters import Asked, understood
from dealerships.models import Membership, User
from followups import day_summary
from followups.day_summary import MOST_LISTED, TALKS
from followups.forms.day import DayForm
from followups.permissions import may_supervise, may_work_list


@require_GET
@dealership_member(may_work_list)
def my_day(request: DealershipRequest) -> HttpResponse:
    """One's own day: today, or ?on=."""
    return _page(request, request.user)


@require_GET
@dealership_member(may_supervise)
def person_day(request: DealershipRequest, user_id: int) -> HttpResponse:
    """The day of anybody who works or has worked here."""
    here = Membership.objects.for_dealership(request.dealership).values("user")
    return _page(request, get_object_or_404(User.objects.filter(pk__in=here), pk=user_id))


def _page(request: DealershipRequest, person: User) -> HttpResponse:
    at = timezone.now()
    dealership = request.dealership
    today = dealership.local_date(at)
    outcomes = list(CallOutcome.objects.for_dealership(dealership).order_by("position", "pk"))
    asked = understood(DayForm(request.GET, today=today, outcomes=outcomes))
    on = asked.values.get("on", today)
    came_to = asked.values.get("came_to", "")
    calls = list(
        day_summary.calls_of(dealership=dealership, person=person, on=on, came_to=came_to)[
            : MOST_LISTED + 1
        ]
    )
    context = {
        "day": day_summary.day_of(dealership=dealership, person=person, on=on, at=at),
        "calls": calls[:MOST_LISTED],
        "is_full": len(calls) > MOST_LISTED,
        "came_to": _words(asked, came_to),
        "talks": TALKS,
        "is_mine": person == request.user,
        "may_supervise": may_supervise(request.member),
        **_around(request, person, on, today),
        "promises_of": f"&start={on}&end={on}"
        + (f"&person={person.pk}" if person != request.user else ""),
        "form": asked.form,
        "now": at,
    }
    return render(request, "followups/day_page.html", context)


def _words(asked: Asked[DayForm], came_to: str) -> str:
    """What the list of calls is narrowed to, as its filter says it."""
    field: Any = asked.form.fields["came_to"]
    return str(dict(field.choices)[came_to]) if came_to else ""


def _around(request: DealershipRequest, person: User, on: date, today: date) -> dict[str, str]:
    """The addresses of this day, the day before and the next; none after today."""
    slug = request.dealership.slug
    if person == request.user:
        page = reverse("followups:my_day", args=[slug])
    else:
        page = reverse("followups:person_day", args=[slug, person.pk])
    after = on + timedelta(days=1)
    return {
        "here": f"{page}?on={on.isoformat()}",
        "day_before": f"{page}?on={(on - timedelta(days=1)).isoformat()}",
        "day_after": f"{page}?on={after.isoformat()}" if on < today else "",
    }

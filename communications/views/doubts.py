"""Outcomes worth a second look, openable: who, when, what the exchange saw of it (N8)."""

from datetime import date, datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from communications import doubts
from communications.forms import DoubtFilterForm
from communications.permissions import may_supervise_calls
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.filters import understood
from dealerships.forms.staff import colleagues

DAYS = 7
LONGEST_LIST = 200
LONGEST_PERIOD = timedelta(days=92)


@require_GET
@dealership_member(may_supervise_calls)
def doubt_list(request: DealershipRequest) -> HttpResponse:
    """Of the last seven days, unless a period is asked for (three months at most)."""
    people = list(colleagues(request.dealership))
    asked = understood(DoubtFilterForm(request.GET, people=people))
    today = request.dealership.local_date(timezone.now())
    last = asked.values.get("end", today)
    first = asked.values.get("start", last - timedelta(days=DAYS - 1))
    first = max(first, last - LONGEST_PERIOD)
    found = doubts.outcomes(
        request.dealership,
        start=_midnight(first, request),
        end=_midnight(last + timedelta(days=1), request),
    )
    kept = doubts.keep(found, asked.values.get("why", ""), asked.values.get("person", ""))
    rows = list(kept[: LONGEST_LIST + 1])
    context = {
        "rows": rows[:LONGEST_LIST],
        "is_full": len(rows) > LONGEST_LIST,
        "first": first,
        "last": last,
        **asked.context(request),
    }
    return render(request, "communications/doubt_list.html", context)


def _midnight(day: date, request: DealershipRequest) -> datetime:
    return datetime.combine(day, time.min, request.dealership.tz)

"""Promises as a list, filtered and sorted, as a file, and those of one customer."""

from datetime import datetime, timedelta

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from customers import record_lists
from customers.views.scope import customer_or_404
from dealerships import exports as files
from dealerships import sorting
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.exports import Format, as_download
from dealerships.filters import Asked, FilterForm, understood
from dealerships.forms.staff import colleagues
from dealerships.sorting import Column
from promises import exports
from promises.forms import PromiseFilterForm
from promises.models import Promise
from promises.permissions import departments_of, may_export, may_promise, sees_all
from promises.querysets import PromiseQuerySet

LATEST = 10
"""Promises on the customer page: open ones by when they are due, then those closed last."""


@require_GET
@dealership_member(may_promise)
def promise_list(request: DealershipRequest) -> HttpResponse:
    asked, at = _asked(request), timezone.now()
    rows = _found(request, asked, at=at).select_related(
        "customer", "colleague", "owner", "made_by", "late_of"
    )
    departments = departments_of(request.member.roles)
    team = Promise.objects.for_dealership(request.dealership).open().of_team(departments)
    context = {
        **record_lists.page(
            request,
            asked,
            rows,
            columns=_columns(asked),
            first=_first(asked),
            title=_("Promises"),
        ),
        "is_settled": _is_settled(asked),
        "team": team.count(),
        "exports": files.links(request, "promises:promise_export", allowed=may_export),
        "now": at,
    }
    return render(request, "promises/promise_list.html", context)


@require_GET
@dealership_member(may_export)
def promise_export(request: DealershipRequest, form: Format) -> HttpResponse:
    """The filtered list as a file, in the order of the page; who took it is recorded."""
    asked, at = _asked(request), timezone.now()
    order = sorting.order_of(request.GET, _columns(asked), _first(asked))
    written = files.export(
        dealership=request.dealership,
        by=request.user,
        at=at,
        what=_("Promises"),
        filters=asked.filters(),
        header=exports.header(),
        rows=exports.rows(_found(request, asked, at=at).order_by(*order), at=at),
        form=form,
    )
    return as_download(written)


@require_GET
@dealership_member(may_promise)
def customer_promises(request: DealershipRequest, customer_id: int) -> HttpResponse:
    """Fragment of the customer page: open promises, then the last closed ones."""
    customer = customer_or_404(request, customer_id)
    rows = Promise.objects.for_dealership(request.dealership).to_customers()
    latest = rows.filter(customer=customer).select_related("owner", "late_of")
    context = {
        "customer": customer,
        "promises": latest.order_by(F("closed_at").desc(nulls_first=True), "due_at", "pk")[:LATEST],
        "now": timezone.now(),
    }
    return render(request, "promises/_customer_promises.html", context)


def _asked(request: DealershipRequest) -> Asked[FilterForm]:
    people = list(colleagues(request.dealership)) if sees_all(request.member) else []
    return understood(
        PromiseFilterForm(request.GET, people=people, sees_all=sees_all(request.member))
    )


def _columns(asked: Asked[FilterForm]) -> tuple[Column, ...]:
    """Kept and broken ones stand by when they were settled, the others by when they are due."""
    is_settled = _is_settled(asked)
    return (
        Column(key="promise", label=_("Promise")),
        Column(key="to", label=_("To whom")),
        Column(
            key="day",
            label=_("Settled") if is_settled else _("By when"),
            order=("day_at",) if is_settled else ("due_at",),
        ),
        Column(key="whose", label=pgettext("promise", "Whose")),
        Column(key="state", label=_("State")),
        Column(key="action", label=_("Action")),
    )


def _is_settled(asked: Asked[FilterForm]) -> bool:
    return asked.values.get("state") in (PromiseFilterForm.KEPT, PromiseFilterForm.BROKEN)


def _first(asked: Asked[FilterForm]) -> str:
    return "day" if asked.values.get("state") in (None, PromiseFilterForm.LATE) else "-day"


def _found(
    request: DealershipRequest, asked: Asked[FilterForm], *, at: datetime
) -> PromiseQuerySet:
    values = asked.values
    rows = _whose(request, asked, Promise.objects.for_dealership(request.dealership))
    state = values.get("state")
    if state is None:
        rows = rows.open()
    elif state == PromiseFilterForm.LATE:
        rows = rows.overdue(at=at)
    elif state == PromiseFilterForm.KEPT:
        rows = rows.kept()
    elif state == PromiseFilterForm.BROKEN:
        rows = rows.broken()
    rows = rows.with_day()
    if start := values.get("start"):
        rows = rows.since(request.dealership.start_of_day(start))
    if end := values.get("end"):
        rows = rows.before(request.dealership.start_of_day(end + timedelta(days=1)))
    if words := values.get("find"):
        rows = rows.mentioning(words)
    return rows


def _whose(
    request: DealershipRequest, asked: Asked[FilterForm], rows: PromiseQuerySet
) -> PromiseQuerySet:
    """Of one's own also what one let lie; a person chosen by a head comes before the rest."""
    whose = asked.values.get("whose")
    if person := asked.values.get("person"):
        return rows.answered_by(int(person))
    if whose == PromiseFilterForm.TO_ME:
        return rows.filter(colleague=request.user)
    if whose == PromiseFilterForm.TEAM:
        return rows.of_team(departments_of(request.member.roles))
    if whose == PromiseFilterForm.EVERYBODY:
        return rows
    if _is_settled(asked):
        return rows.answered_by(request.user.pk)
    return rows.filter(owner=request.user)

"""The list of customers: filters as chips in the URL, keyset pages by name."""

from django.core.exceptions import BadRequest
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import render

from customers import list_filters
from customers.list_filters import ListFilter
from customers.models import ContactPoint, Customer, Ownership
from customers.permissions import may_export_customers, may_merge_customers, may_see_customers
from customers.querysets import CustomerQuerySet
from customers.search import PHONES_FIRST
from dealerships.decorators import DealershipRequest, dealership_member

PAGE = 50
Chosen = list[tuple[ListFilter, str]]


@dealership_member(may_see_customers)
def customer_list(request: DealershipRequest) -> HttpResponse:
    chosen = chosen_filters(request)
    rows, newer, older = _page(request, filtered(request, chosen))
    context = {
        "customers": rows,
        "filters": [
            (each, list(each.choices()), dict((f.name, v) for f, v in chosen).get(each.name, ""))
            for each in list_filters.filters()
        ],
        "chips": [_chip(request, each, value) for each, value in chosen],
        "newer": newer,
        "older": older,
        "query": _without(request, "after", "before"),
        "may_export": may_export_customers(request.member),
        "may_merge": may_merge_customers(request.member),
    }
    return render(request, "customers/customer_list.html", context)


def chosen_filters(request: DealershipRequest) -> Chosen:
    """Filters of the URL with a value they know; anything else is refused, never ignored (S2)."""
    chosen: Chosen = []
    for each in list_filters.filters():
        value = request.GET.get(each.name, "")
        if value and value not in dict(each.choices()):
            raise BadRequest(each.name)
        if value:
            chosen.append((each, value))
    return chosen


def filtered(request: DealershipRequest, chosen: Chosen) -> CustomerQuerySet:
    """The dealership's customers that every chosen filter keeps."""
    customers = (
        Customer.objects.filter(holding=request.dealership.holding_id)
        .for_dealership(request.dealership)
        .current()
    )
    for each, value in chosen:
        customers = each.keep(customers, request.dealership, value)
    return customers


def _page(
    request: DealershipRequest, customers: CustomerQuerySet
) -> tuple[list[Customer], str, str]:
    """A page by (sort_name, id), and the query strings of the pages before and after it."""
    before = _place(request.GET.get("before", ""))
    after = _place(request.GET.get("after", ""))
    order = ("-sort_name", "-pk") if before else ("sort_name", "pk")
    if before:
        name, pk = before
        customers = customers.filter(Q(sort_name__lt=name) | Q(sort_name=name, pk__lt=pk))
    elif after:
        name, pk = after
        customers = customers.filter(Q(sort_name__gt=name) | Q(sort_name=name, pk__gt=pk))
    rows = list(_with_columns(customers.order_by(*order))[: PAGE + 1])
    has_more, rows = len(rows) > PAGE, rows[:PAGE]
    if before:
        rows.reverse()
    if not rows:
        return [], "", ""
    shows_newer = has_more if before else bool(after)
    shows_older = bool(before) or has_more
    newer = _with(request, "before", rows[0]) if shows_newer else ""
    older = _with(request, "after", rows[-1]) if shows_older else ""
    return rows, newer, older


def _with_columns(customers: CustomerQuerySet) -> CustomerQuerySet:
    phones = ContactPoint.objects.filter(kind="phone").order_by(*PHONES_FIRST)
    owned = Ownership.objects.filter(until__isnull=True).select_related("vehicle")
    return customers.prefetch_related(
        Prefetch("contact_points", phones, to_attr="phones"),
        Prefetch("ownerships", owned.order_by("-since", "pk"), to_attr="owned"),
    )


def _place(key: str) -> tuple[str, int] | None:
    pk, _sep, name = key.partition("|")
    return (name.replace("\0", ""), int(pk)) if pk.isdecimal() and len(pk) < 19 else None


def _with(request: DealershipRequest, name: str, row: Customer) -> str:
    query = request.GET.copy()
    for each in ("after", "before"):
        query.pop(each, None)
    query[name] = f"{row.pk}|{row.sort_name}"
    return query.urlencode()


def _without(request: DealershipRequest, *names: str) -> str:
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()


def _chip(request: DealershipRequest, each: ListFilter, value: str) -> tuple[str, str]:
    words = dict(each.choices())[value]
    return f"{each.label}: {words}", _without(request, each.name, "after", "before")

"""Bare pages behind the whole middleware and the login: what Django itself costs on the machine."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bench.claiming import D6
from customers.models import Customer, Vehicle


@login_required
def bare_list(request: HttpRequest) -> HttpResponse:
    """So many rows of the first dealership's customers by name, as one query gives them."""
    rows = int(request.GET.get("rows", 50))
    customers = Customer.objects.filter(holding=int(request.GET.get("holding", 1)))
    found = customers.order_by("sort_name", "pk")[:rows]
    return render(request, "bare/list.html", {"rows": found})


@login_required
def bare_row(request: HttpRequest, pk: int) -> HttpResponse:
    """One row by its key, and its cars."""
    return render(request, "bare/row.html", _row(pk))


@login_required
def bare_claim(request: HttpRequest, dealership: int) -> HttpResponse:
    """One card of the bare table, rendered with its customer."""
    with connection.cursor() as cursor:
        cursor.execute(D6, {"dealership": dealership, "user": request.user.pk})
        taken = cursor.fetchone()
    return render(request, "bare/row.html", _row(taken[1]) if taken else {})


def _row(pk: int) -> dict[str, object]:
    cars = Vehicle.objects.filter(ownerships__customer=pk).order_by("pk")
    return {"row": Customer.objects.get(pk=pk), "cars": cars}

"""Sales on the customer's time line, and the day each car was bought on its life bar."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers import car_life, timeline
from customers.models import Customer
from customers.own_timeline import CAR, car_words
from customers.timeline import Event, Line, Source
from dealerships.models import Dealership
from sales.models import Sale, TrafficContact


def _sales(dealership: Dealership, customer: Customer) -> "QuerySet[Any, Any]":
    return timeline.as_events(
        Sale.objects.for_dealership(dealership).filter(customer=customer),
        kind="sale",
        at=timeline.start_of_day("delivered_on", dealership),
        amount=F("price") + F("accessories") + F("finance"),
        facts=JSONObject(
            **CAR,
            contract="contract_number",
            condition="condition",
            seller="salesperson__name",
            cancelled="cancelled_at",
        ),
    )


def _say_sale(event: Event, dealership: Dealership) -> Line:
    facts, words = event.facts, {"car": car_words(event.facts)}
    if facts["cancelled"]:
        return Line(_("Sale cancelled: %(car)s") % words, facts["contract"], "x", is_day=True)
    condition = str(dict(Sale.Condition.choices)[facts["condition"]])
    note = " · ".join(part for part in (condition, facts["contract"], facts["seller"]) if part)
    return Line(_("Bought %(car)s") % words, note, "key", is_day=True)


def _referrals(dealership: Dealership, customer: Customer) -> "QuerySet[Any, Any]":
    sales = Sale.objects.for_dealership(dealership).standing().filter(referrer=customer)
    return timeline.as_events(
        sales,
        kind="referral",
        at=timeline.start_of_day("delivered_on", dealership),
        facts=JSONObject(name="customer__full_name"),
    )


def _say_referral(event: Event, dealership: Dealership) -> Line:
    return Line(_("Brought %(name)s, who bought a car") % event.facts, icon="users", is_day=True)


def _traffic(dealership: Dealership, customer: Customer) -> "QuerySet[Any, Any]":
    return timeline.as_events(
        TrafficContact.objects.for_dealership(dealership).filter(customer=customer),
        kind="showroom",
        at=F("at"),
        facts=JSONObject(kind="kind", interest="interest", seller="salesperson__name"),
    )


def _say_traffic(event: Event, dealership: Dealership) -> Line:
    titles = {
        TrafficContact.Kind.VISIT: _("Visited the showroom"),
        TrafficContact.Kind.CALL: _("Called the showroom"),
        TrafficContact.Kind.WEB: _("Wrote through the web site"),
    }
    facts = event.facts
    note = " · ".join(part for part in (facts["interest"], facts["seller"]) if part)
    return Line(titles[facts["kind"]], note, "building-store")


def _bought(dealership: Dealership, vehicles: list[int]) -> "QuerySet[Any, Any]":
    sales = Sale.objects.for_dealership(dealership).standing().filter(vehicle__in=vehicles)
    return car_life.as_marks(sales, kind="bought", on="delivered_on")


def register() -> None:
    """Called once by the app when Django starts."""
    timeline.register(
        Source(kind="sale", label=gettext_lazy("Sales"), order=30, rows=_sales, say=_say_sale)
    )
    timeline.register(
        Source(
            kind="referral",
            label=gettext_lazy("Recommendations"),
            order=35,
            rows=_referrals,
            say=_say_referral,
        )
    )
    timeline.register(
        Source(
            kind="showroom",
            label=gettext_lazy("Showroom"),
            order=36,
            rows=_traffic,
            say=_say_traffic,
        )
    )
    car_life.register({"bought": gettext_lazy("Bought")}, _bought)

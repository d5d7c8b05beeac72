"""The definitions of the KPIs once more, slowly and plainly: what the SQL must equal.

Written from the definitions, over plain lists of rows; nothing of kpis/ is used here.
"""

import calendar
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from communications.models import Touch
from customers.models import Ownership
from sales.models import MarketingSpend, Sale, TrafficContact
from service.models import RepairOrder

DEPARTMENTS = ("vehicles", "accessories", "finance", "labour", "parts", "body")


def minus(day: date, months: int) -> date:
    total = day.year * 12 + (day.month - 1) - months
    year, month = total // 12, total % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


class Oracle:
    def __init__(self, dealerships, as_of: date, kind: str = "") -> None:
        ids = [dealership.pk for dealership in dealerships]
        self.kind = kind
        self.as_of = as_of
        self.next = as_of + timedelta(days=1)
        self.start = minus(self.next, 12)
        self.before = minus(self.start, 12)
        own = {"dealership_id__in": ids}
        sales = Sale.objects.filter(**own).select_related("vehicle", "customer", "lead_source")
        self.sales = sorted(
            (s for s in sales if s.cancelled_at is None and s.delivered_on <= as_of),
            key=lambda s: (s.delivered_on, [ord(letter) for letter in s.contract_number], s.pk),
        )
        orders = RepairOrder.objects.filter(**own).select_related("vehicle", "customer")
        self.orders = list(orders)
        self.visits = [o for o in orders if o.closed_on and o.closed_on <= as_of]
        traffic = TrafficContact.objects.filter(**own).select_related("lead_source")
        self.traffic = [t for t in traffic if self.start <= t.on <= as_of]
        spend = MarketingSpend.objects.filter(**own).select_related("lead_source")
        self.spend = [s for s in spend if self.start <= s.month <= as_of]
        touches = Touch.objects.filter(**own).select_related("dealership", "customer")
        self.attempts = [
            t for t in touches
            if (t.channel, t.direction, t.undone_at) == ("call", "out", None) and t.outcome
            and self.start <= t.dealership.local_date(t.at) <= as_of
        ]  # fmt: skip
        self.told = [o for o in Ownership.objects.all() if o.end_reason == "told"]

    # --- words of the definitions ---

    def is_wanted(self, customer) -> bool:
        return not self.kind or customer.kind == self.kind

    @staticmethod
    def car(row) -> object:
        return row.vehicle.vin or row.vehicle.pk

    def in_w(self, day: date) -> bool:
        return self.start <= day <= self.as_of

    def in_before(self, day: date) -> bool:
        return self.before <= day < self.start

    def purchases(self) -> dict:
        found = defaultdict(list)
        for sale in self.sales:
            if self.is_wanted(sale.customer):
                found[sale.customer_id].append(sale)
        return found

    def owned(self) -> list:
        """(car, owner, delivered on) of every car's latest sale, unless told otherwise."""
        latest = {}
        for sale in self.sales:
            latest[self.car(sale)] = sale
        kept = []
        for car, sale in latest.items():
            ended = any(
                told.customer_id == sale.customer_id
                and (told.vehicle.vin or told.vehicle_id) == car
                and sale.delivered_on <= told.until <= self.as_of
                for told in self.told
            )
            if not ended and self.is_wanted(sale.customer):
                kept.append((car, sale.customer_id, sale.delivered_on))
        return kept

    def cohort(self) -> list:
        oldest = minus(self.next, 60)
        return [each for each in self.owned() if oldest <= each[2] < self.start]

    def came_in_w(self) -> set:
        return {self.car(visit) for visit in self.visits if self.in_w(visit.closed_on)}

    def days(self) -> dict:
        found = defaultdict(set)
        for sale in self.sales:
            if self.is_wanted(sale.customer):
                found[sale.customer_id].add(sale.delivered_on)
        for visit in self.visits:
            if self.is_wanted(visit.customer):
                found[visit.customer_id].add(visit.closed_on)
        return found

    def money(self, is_in, *, of=None) -> Decimal:
        def counts(row, day) -> bool:
            return (
                is_in(day)
                and self.is_wanted(row.customer)
                and (of is None or row.customer_id in of)
            )

        sold = sum(
            s.price + s.accessories + s.finance for s in self.sales if counts(s, s.delivered_on)
        )
        served = sum(v.labour + v.parts + v.body for v in self.visits if counts(v, v.closed_on))
        return Decimal(sold + served)

    # --- figures ---

    def figures(self) -> dict:
        return {
            **self.purchase_figures(),
            **self.retention_figures(),
            **self.base_figures(),
            **self.workshop_figures(),
            **self.channel_figures(),
            **self.call_figures(),
            "counts": {
                "customers": 0,
                "vehicles": len({self.car(row) for row in [*self.sales, *self.orders]}),
                "sales": len(self.sales),
                "repair_orders": len(self.orders),
            },
        }

    def purchase_figures(self) -> dict:
        purchases = self.purchases()
        cars = {who: {self.car(s) for s in sales} for who, sales in purchases.items()}
        in_w = {
            who for who, sales in purchases.items() if any(self.in_w(s.delivered_on) for s in sales)
        }
        firsts = [sales[0] for sales in purchases.values() if self.in_w(sales[0].delivered_on)]
        of_w = [
            (place, sale)
            for sales in purchases.values()
            for place, sale in enumerate(sales)
            if self.in_w(sale.delivered_on)
        ]
        names = [sale for sale in firsts if sale.referrer_code or sale.referrer_id]
        by_code = [sale for sale in firsts if source(sale) == "referral"]
        return {
            **{
                f"repeat_purchase_stock_{n}": [
                    sum(len(each) >= n for each in cars.values()),
                    len(cars),
                ]
                for n in (2, 3, 4)
            },
            "repeat_purchase_flow": [sum(len(cars[who]) >= 2 for who in in_w), len(in_w)],
            "repeat_sales_share": [sum(place > 0 for place, _ in of_w), len(of_w)],
            "referral_customer": [
                len({sale.pk for sale in [*names, *by_code]}),
                len(firsts),
            ],
            "referral_invitation": [
                sum(source(sale) == "invitation" and sale not in names for sale in firsts),
                len(firsts),
            ],
            "invitation_share": [
                sum(source(sale) == "invitation" for _, sale in of_w),
                len(of_w),
            ],
        }

    def retention_figures(self) -> dict:
        cohort, came = self.cohort(), self.came_in_w()
        years = {}
        for year in (2, 3, 4, 5):
            of_year = [
                car
                for car, _, on in cohort
                if minus(self.next, 12 * year) <= on < minus(self.next, 12 * (year - 1))
            ]
            years[str(year)] = [sum(car in came for car in of_year), len(of_year)]
        return {
            "service_retention": [
                len({owner for car, owner, _ in cohort if car in came}),
                len({owner for _, owner, _ in cohort}),
            ],
            "service_retention_vehicles": [
                sum(car in came for car, _, _ in cohort),
                len(cohort),
            ],
            "retention_by_year": years,
            "retention_13_month": self.thirteen_months(),
            "loss_six_months": self.six_months(),
        }

    def brought_last(self, visits) -> dict:
        """{car: its last visit among these}, of customers of the kind asked for."""
        last = {}
        for visit in sorted(visits, key=lambda v: (v.closed_at, v.pk)):
            last[self.car(visit)] = visit
        return {car: visit for car, visit in last.items() if self.is_wanted(visit.customer)}

    def thirteen_months(self) -> list:
        month = minus(self.as_of.replace(day=1), 13)
        then = self.brought_last(
            v
            for v in self.visits
            if (v.closed_on.year, v.closed_on.month) == (month.year, month.month)
        )
        later = {
            self.car(v)
            for v in self.visits
            if (v.closed_on.year, v.closed_on.month) > (month.year, month.month)
        }
        return [len(then.keys() & later), len(then)]

    def six_months(self) -> list:
        cars = self.brought_last(v for v in self.visits if self.in_w(v.closed_on))
        recent = {self.car(v) for v in self.visits if v.closed_on >= minus(self.next, 6)}
        return [len(cars.keys() - recent), len(cars)]

    def base_figures(self) -> dict:
        days = self.days()
        active = {who for who, on in days.items() if any(map(self.in_w, on))}
        before = {who for who, on in days.items() if any(map(self.in_before, on))}
        visit_days = defaultdict(set)
        for visit in self.visits:
            if self.in_w(visit.closed_on) and self.is_wanted(visit.customer):
                visit_days[visit.customer_id].add(visit.closed_on)
        sales = [sale for sales in self.purchases().values() for sale in sales]
        return {
            "active_base": [len(active), len(days)],
            "churn": [len(before - active), len(before)],
            "churn_cost": [
                float(self.money(self.in_before, of=before - active)),
                float(self.money(self.in_before)),
            ],
            "regular_customers": sum(len(on) >= 4 for on in visit_days.values()),
            "growth": {
                "sales": [
                    sum(self.in_w(sale.delivered_on) for sale in sales),
                    sum(self.in_before(sale.delivered_on) for sale in sales),
                ],
                "revenue": [float(self.money(self.in_w)), float(self.money(self.in_before))],
                "base": [len(days), sum(min(on) < self.start for on in days.values())],
            },
        }

    def workshop_figures(self) -> dict:
        visits = [v for v in self.visits if self.in_w(v.closed_on) and self.is_wanted(v.customer)]
        sales = [s for s in self.sales if self.in_w(s.delivered_on) and self.is_wanted(s.customer)]
        kept = [v for v in visits if v.promised_at and v.closed_at <= v.promised_at]
        return {
            "average_repair_order": [
                float(sum(v.labour + v.parts + v.body for v in visits)),
                len(visits),
            ],
            "promised_time_kept": [len(kept), len(visits)],
            "repeat_repairs": [sum(v.is_repeat_repair for v in visits), len(visits)],
            "revenue": {
                "vehicles": float(sum(s.price for s in sales)),
                "accessories": float(sum(s.accessories for s in sales)),
                "finance": float(sum(s.finance for s in sales)),
                "labour": float(sum(v.labour for v in visits)),
                "parts": float(sum(v.parts for v in visits)),
                "body": float(sum(v.body for v in visits)),
            },
        }

    def channel_figures(self) -> dict:
        sold = defaultdict(int)
        for sale in self.sales:
            if self.in_w(sale.delivered_on) and self.is_wanted(sale.customer):
                sold[source(sale)] += 1
        if self.kind:
            nothing = (
                "marketing_spend acquisition_cost capture_rate contacts_by_source"
                " cost_per_contact cost_per_sale"
            )
            return dict.fromkeys(nothing.split()) | {"sales_by_source": dict(sold)}
        captured = [t for t in self.traffic if t.phone_as_given or t.phone or t.email]
        contacts = defaultdict(int)
        for contact in captured:
            contacts[source(contact)] += 1
        spent = defaultdict(Decimal)
        for row in self.spend:
            spent[source(row)] += row.amount
        new = [s[0] for s in self.purchases().values() if self.in_w(s[0].delivered_on)]
        return {
            "marketing_spend": {code: float(amount) for code, amount in spent.items()},
            "acquisition_cost": [float(sum(spent.values())), len(new)] if new else [0, 0],
            "capture_rate": [len(captured), len(self.traffic)],
            "contacts_by_source": dict(contacts),
            "sales_by_source": dict(sold),
            "cost_per_contact": {c: [float(spent[c]), n] for c, n in contacts.items()},
            "cost_per_sale": {c: [float(spent[c]), n] for c, n in sold.items()},
        }

    def call_figures(self) -> dict:
        attempts = [t for t in self.attempts if self.is_wanted(t.customer)]
        talks = [t for t in attempts if t.is_conversation]
        return {
            "reached_share": [len(talks), len(attempts)],
            "verified_attempts": [
                len([t for t in attempts if t.evidence == "telephony"]), len(attempts)
            ],
            "verified_conversations": [
                len([t for t in talks if t.evidence == "telephony"]), len(talks)
            ],
        }  # fmt: skip


def source(row) -> str:
    return row.lead_source.code if row.lead_source else "unknown"

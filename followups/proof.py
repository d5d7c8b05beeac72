"""What the rules bring (N4): called customers against the control group, by the draws.

Every customer counts once a rule, by their first draw: who was called is chosen differently ever
after. What came of it counts from the day of the draw for so many days, whoever called. Customers
drawn under different shares are never thrown together: a share is a time, and times differ.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import (
    Avg,
    BooleanField,
    Case,
    Count,
    DateField,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    Variance,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from communications.models import Touch
from dealerships.models import Dealership
from followups.models import Draw, Rule
from followups.rules import effect
from followups.rules.arms import HIGHEST_SHARE
from followups.rules.effect import Difference, Finding, Sample
from followups.triggers import TRIGGERS
from followups.triggers.base import Result
from sales.models import Sale
from service.models import RepairOrder

RATE_DAYS = 90
"""How far back it is looked how many customers a rule finds in a month."""
DAYS_OF_A_MONTH = 30

MONEY = DecimalField(max_digits=16, decimal_places=2)


@dataclass(frozen=True)
class Arm:
    """The customers of one arm; the results are of those whose time is over (`number`)."""

    is_control: bool
    number: int = 0
    running: int = 0
    occasions: int = 0
    reached: int = 0
    visited: int = 0
    bought: int = 0
    money_mean: float = 0.0
    money_variance: float = 0.0

    def of(self, result: str) -> tuple[int, int]:
        """How many of them did it, of how many."""
        return getattr(self, result), self.number

    def share(self, result: str) -> float | None:
        """Which part of them did it; None of nobody."""
        count, number = self.of(result)
        return count / number if number else None

    @property
    def money(self) -> Sample:
        return Sample(self.number, self.money_mean, self.money_variance)


@dataclass(frozen=True)
class Proof:
    """What is known of a rule with customers drawn under one share.

    shares   all under which customers were drawn, the present one first if it is among them
    monthly  customers that come into both arms in a month
    """

    rule: Rule
    days: int
    share: int
    shares: tuple[int, ...]
    called: Arm
    control: Arm
    monthly: float
    first_on: date | None

    @property
    def running(self) -> int:
        """Customers whose time is not over, in both arms."""
        return self.called.running + self.control.running

    @property
    def result(self) -> Result:
        return TRIGGERS[self.rule.trigger].result

    @property
    def ready_on(self) -> date | None:
        """The day on which the first customer's time is over."""
        return self.first_on and self.first_on + timedelta(days=self.days)

    @cached_property
    def finding(self) -> Finding:
        return effect.find(
            called=self.called.of(self.result),
            control=self.control.of(self.result),
            share=self.share,
            highest=HIGHEST_SHARE,
            monthly=self.monthly,
        )

    def difference(self, result: str) -> Difference | None:
        """Of a share ("reached", "visited", "bought") or of "money"; None of too few."""
        if min(self.called.number, self.control.number) < effect.FEWEST:
            return None
        if result == "money":
            return effect.of_means(self.called.money, self.control.money)
        return effect.of_shares(self.called.of(result), self.control.of(result))


def outcome_days(rule: Rule) -> int:
    """How long a rule's results count."""
    return rule.outcome_days or TRIGGERS[rule.trigger].outcome_days


def cases(*, dealership: Dealership, today: date) -> QuerySet[Any]:
    """Each customer's first draw of each rule, with what came of it.

    last_on   the last day that counts; is_over: it is past
    reached, visited, bought   whether, from the day of the draw until last_on: a talk
              with us, a closed visit, a delivered car that was not cancelled
    money     what they paid for those visits and cars, as the KPI "revenue" counts it
    """
    draws = Draw.objects.for_dealership(dealership)
    earlier = draws.filter(rule=OuterRef("rule"), customer=OuterRef("customer")).filter(
        Q(drawn_on__lt=OuterRef("drawn_on"))
        | Q(drawn_on=OuterRef("drawn_on"), pk__lt=OuterRef("pk"))
    )
    visits = _while("closed_on", RepairOrder.objects.for_dealership(dealership))
    sales = _while("delivered_on", Sale.objects.for_dealership(dealership).standing())
    spoken = Touch.objects.for_dealership(dealership).standing().filter(is_conversation=True)
    talks = _while("on_day", spoken.annotate(on_day=TruncDate("at", tzinfo=dealership.tz)))
    return (
        draws.filter(~Exists(earlier))
        .annotate(last_on=_last_on())
        .annotate(
            is_over=ExpressionWrapper(Q(last_on__lt=today), output_field=BooleanField()),
            reached=Exists(talks),
            visited=Exists(visits),
            bought=Exists(sales),
            money=_paid(visits, F("labour") + F("parts") + F("body"))
            + _paid(sales, F("price") + F("accessories") + F("finance")),
        )
    )


def _last_on() -> Any:
    usual = Case(
        *(
            When(rule__trigger=code, then=Value(each.outcome_days))
            for code, each in TRIGGERS.items()
        ),
        output_field=IntegerField(),
    )
    days = Coalesce("rule__outcome_days", usual)
    return ExpressionWrapper(F("drawn_on") + days - 1, output_field=DateField())


def _while(day: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """What the customer of a draw did from its day on, while its time ran."""
    kept = {f"{day}__gte": OuterRef("drawn_on"), f"{day}__lte": OuterRef("last_on")}
    return rows.filter(customer=OuterRef("customer"), **kept)


def _paid(rows: QuerySet[Any], amount: Any) -> Any:
    """The sum over these rows, 0 where there are none."""
    whole = rows.order_by().values("customer").annotate(paid=Sum(amount)).values("paid")
    return Coalesce(Subquery(whole, output_field=MONEY), Value(Decimal(0), output_field=MONEY))


def of_rules(*, dealership: Dealership, today: date) -> list[Proof]:
    """Of every rule that has a control group or had one; with the present share, else the last."""
    figures = _figures(dealership, today)
    rules = Rule.objects.for_dealership(dealership).filter(
        Q(control_share__gt=0) | Q(pk__in={pk for pk, _share in figures})
    )
    ordered = rules.order_by("-is_active", "priority", "name", "pk")
    return [_proof(rule, figures, None, today) for rule in ordered]


def of_rule(*, rule: Rule, dealership: Dealership, today: date, share: int | None = None) -> Proof:
    """Of one rule; share: of customers drawn under this one (None: the present, else the last)."""
    return _proof(rule, _figures(dealership, today, rule), share, today)


# by rule and share: what is counted of the called (False) and of the control group (True)
Arms = dict[bool, dict[str, Any]]
Figures = dict[tuple[int, int], Arms]


def _figures(dealership: Dealership, today: date, rule: Rule | None = None) -> Figures:
    found = cases(dealership=dealership, today=today)
    drawn = Draw.objects.for_dealership(dealership)
    if rule:
        found, drawn = found.filter(rule=rule), drawn.filter(rule=rule)
    figures: Figures = {}
    keys = ("rule_id", "share", "is_control")
    for row in found.values(*keys).annotate(**_counted(today)).order_by(*keys):
        key = row["rule_id"], row["share"]
        figures.setdefault(key, {})[row["is_control"]] = row
    for row in drawn.values(*keys).annotate(occasions=Count("pk")).order_by(*keys):
        arms = figures.setdefault((row["rule_id"], row["share"]), {})
        arms.setdefault(row["is_control"], {})["occasions"] = row["occasions"]
    return figures


def _counted(today: date) -> dict[str, Any]:
    over = Q(is_over=True)
    since = today - timedelta(days=RATE_DAYS)
    return {
        "number": Count("pk", filter=over),
        "running": Count("pk", filter=~over),
        "reached_count": Count("pk", filter=over & Q(reached=True)),
        "visited_count": Count("pk", filter=over & Q(visited=True)),
        "bought_count": Count("pk", filter=over & Q(bought=True)),
        "money_mean": Avg("money", filter=over),
        "money_variance": Variance("money", sample=True, filter=over),
        "lately": Count("pk", filter=Q(drawn_on__gt=since, drawn_on__lte=today)),
        "first_on": Min("drawn_on"),
    }


def _proof(rule: Rule, figures: Figures, share: int | None, today: date) -> Proof:
    own = {key[1]: arms for key, arms in figures.items() if key[0] == rule.pk}
    # the last share is the one with the latest beginning
    by_age = sorted(own, key=lambda each: _first_on(own[each]) or today, reverse=True)
    shares = sorted(by_age, key=lambda each: each != rule.control_share)
    chosen = share if share is not None and share in own else (*shares, rule.control_share)[0]
    arms = own.get(chosen, {})
    first_on = _first_on(arms)
    days = min(RATE_DAYS, (today - first_on).days + 1) if first_on else RATE_DAYS
    lately = sum(row.get("lately", 0) for row in arms.values())
    return Proof(
        rule=rule,
        days=outcome_days(rule),
        share=chosen,
        shares=tuple(shares),
        called=_arm(arms.get(False, {}), is_control=False),
        control=_arm(arms.get(True, {}), is_control=True),
        monthly=lately * DAYS_OF_A_MONTH / max(days, 1),
        first_on=first_on,
    )


def _first_on(arms: Arms) -> date | None:
    return min((row["first_on"] for row in arms.values() if row.get("first_on")), default=None)


def _arm(row: dict[str, Any], *, is_control: bool) -> Arm:
    return Arm(
        is_control=is_control,
        number=row.get("number", 0),
        running=row.get("running", 0),
        occasions=row.get("occasions", 0),
        reached=row.get("reached_count", 0),
        visited=row.get("visited_count", 0),
        bought=row.get("bought_count", 0),
        money_mean=float(row.get("money_mean") or 0),
        money_variance=float(row.get("money_variance") or 0),
    )

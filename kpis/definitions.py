"""The registry: every KPI with its code, version, words and relation. All else comes from here.

Pages, export, API, command and docs read DEFINITIONS; a change of meaning raises the version.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kpis.queries import channels, customer_base, money, purchases, retention, workshop
from kpis.queries.asking import Side
from kpis.queries.facts import Relation


class Shape(StrEnum):
    """What a figure looks like: one or many, with a denominator or without."""

    PAIR = "pair"
    NUMBER = "number"
    TABLE = "table"
    PAIRS = "pairs"


class Unit(StrEnum):
    PERCENT = "percent"
    MONEY = "money"
    COUNT = "count"


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, kw_only=True)
class Kpi:
    """One KPI.

    numerator, denominator   what the rows of each side are, in words
    cells                    the keys a table always has; others come from the data
    by_kind                  False: nothing can be said of one kind of customer alone
    """

    code: str
    version: int = 1
    label: Promise
    definition: Promise
    numerator: Promise
    denominator: Promise | None = None
    unit: Unit
    better: Better
    shape: Shape = Shape.PAIR
    cells: tuple[str, ...] = ()
    by_kind: bool = True
    relation: Relation

    @property
    def sides(self) -> tuple[Side, ...]:
        return (Side.NUMERATOR, Side.DENOMINATOR) if self.denominator else (Side.NUMERATOR,)

    @property
    def is_table(self) -> bool:
        return self.shape in (Shape.TABLE, Shape.PAIRS)


DEPARTMENTS = ("vehicles", "accessories", "finance", "labour", "parts", "body")
YEARS_OF_OWNERSHIP = ("2", "3", "4", "5")

_BUYERS = _("all buyers")
_NEW_BUYERS = _("buyers whose first purchase is in the period")
_SALES = _("sales in the period")
_VISITS = _("closed visits in the period")

_PURCHASES = (
    *(
        Kpi(
            code=f"repeat_purchase_stock_{cars}",
            label=label,
            definition=definition,
            numerator=numerator,
            denominator=_BUYERS,
            unit=Unit.PERCENT,
            better=Better.HIGHER,
            relation=purchases.bought_at_least(cars),
        )
        for cars, label, definition, numerator in (
            (
                2,
                _("Bought a second car"),
                _("Of all customers who ever bought a car here, those who bought two or more."),
                _("buyers of two or more cars"),
            ),
            (
                3,
                _("Bought a third car"),
                _("Of all customers who ever bought a car here, those who bought three or more."),
                _("buyers of three or more cars"),
            ),
            (
                4,
                _("Bought a fourth car"),
                _("Of all customers who ever bought a car here, those who bought four or more."),
                _("buyers of four or more cars"),
            ),
        )
    ),
    Kpi(
        code="repeat_purchase_flow",
        label=_("Repeat purchase"),
        definition=_(
            "Of the customers who bought a car in the last 12 months, those who have bought two"
            " or more different cars here by now."
        ),
        numerator=_("buyers of the period with two or more cars"),
        denominator=_("customers who bought in the period"),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        relation=purchases.FLOW,
    ),
    Kpi(
        code="repeat_sales_share",
        label=_("Sales to earlier buyers"),
        definition=_(
            "Of the sales of the last 12 months, those to a customer who had bought here before."
        ),
        numerator=_("sales to earlier buyers"),
        denominator=_SALES,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        relation=purchases.REPEAT_SALES,
    ),
    Kpi(
        code="referral_customer",
        label=_("Recommended by customers"),
        definition=_(
            "Of the customers whose first purchase is in the last 12 months, those whose first"
            " sale has the source “customer referral” or names who recommended us."
        ),
        numerator=_("new buyers recommended by a customer"),
        denominator=_NEW_BUYERS,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        relation=purchases.REFERRED_CUSTOMERS,
    ),
    Kpi(
        code="referral_invitation",
        label=_("Invited by a salesperson"),
        definition=_(
            "Of the customers whose first purchase is in the last 12 months, those whose first"
            " sale has the source “salesperson's invitation” and names nobody who recommended us."
        ),
        numerator=_("new buyers invited by a salesperson"),
        denominator=_NEW_BUYERS,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        relation=purchases.INVITED_CUSTOMERS,
    ),
    Kpi(
        code="invitation_share",
        label=_("Sales by invitation"),
        definition=_(
            "Of the sales of the last 12 months, those with the source “salesperson's invitation”."
        ),
        numerator=_("sales by invitation"),
        denominator=_SALES,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        relation=purchases.INVITED_SALES,
    ),
)

_CARS_OF_THE_COHORT = _("cars sold here 12 to 60 months ago, still with their buyer")

_RETENTION = (
    Kpi(
        code="service_retention",
        label=_("Service retention"),
        definition=_(
            "Of the customers who own a car that we last sold 12 to 60 months ago, those of whom"
            " at least one such car had a closed visit in the last 12 months."
        ),
        numerator=_("owners with a visit"),
        denominator=_("owners of a car sold here 12 to 60 months ago"),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        relation=retention.OWNERS,
    ),
    Kpi(
        code="service_retention_vehicles",
        label=_("Service retention, cars"),
        definition=_(
            "Of the cars that we last sold 12 to 60 months ago and that are still with their"
            " buyer, those with a closed visit in the last 12 months."
        ),
        numerator=_("cars with a visit"),
        denominator=_CARS_OF_THE_COHORT,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        relation=retention.CARS,
    ),
    Kpi(
        code="retention_by_year",
        label=_("Service retention by year of ownership"),
        definition=_(
            "Service retention of cars, apart for each year of ownership from the 2nd to the 5th:"
            " the curve shows when customers leave."
        ),
        numerator=_("cars with a visit"),
        denominator=_CARS_OF_THE_COHORT,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        shape=Shape.PAIRS,
        cells=YEARS_OF_OWNERSHIP,
        relation=retention.CARS_BY_YEAR,
    ),
    Kpi(
        code="retention_13_month",
        label=_("13-month retention"),
        definition=_(
            "Of the cars with a closed visit in the calendar month 13 months ago, those with"
            " another closed visit in a later month."
        ),
        numerator=_("cars that came again"),
        denominator=_("cars with a visit in that month"),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        relation=retention.THIRTEEN_MONTHS,
    ),
    Kpi(
        code="loss_six_months",
        label=_("Not seen for six months"),
        definition=_(
            "Of the cars with a closed visit in the last 12 months, those with none in the last"
            " six."
        ),
        numerator=_("cars without a visit for six months"),
        denominator=_("cars with a visit in the period"),
        unit=Unit.PERCENT,
        better=Better.LOWER,
        relation=retention.LOST_FOR_SIX_MONTHS,
    ),
)

_BASE = (
    Kpi(
        code="active_base",
        label=_("Active customers"),
        definition=_(
            "Of all customers who ever bought a car or had a closed visit here, those who did so"
            " in the last 12 months."
        ),
        numerator=_("active customers"),
        denominator=_("customers who ever bought or came"),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        relation=customer_base.ACTIVE,
    ),
    Kpi(
        code="churn",
        label=_("Lost customers"),
        definition=_(
            "Of the customers with a purchase or closed visit in the 12 months before the last"
            " 12, those with neither in the last 12."
        ),
        numerator=_("lost customers"),
        denominator=_("customers active in the 12 months before"),
        unit=Unit.PERCENT,
        better=Better.LOWER,
        relation=customer_base.CHURN,
    ),
    Kpi(
        code="churn_cost",
        label=_("Money of lost customers"),
        definition=_(
            "What the lost customers paid (cars and service) in the 12 months before the last 12,"
            " out of all revenue of those months. Revenue, not profit: margins are not known yet."
        ),
        numerator=_("purchases and visits of lost customers"),
        denominator=_("all sales and visits of the 12 months before"),
        unit=Unit.PERCENT,
        better=Better.LOWER,
        relation=customer_base.CHURNED_REVENUE,
    ),
    Kpi(
        code="regular_customers",
        label=_("Regular customers"),
        definition=_(
            "Customers with closed visits on four or more different days in the last 12 months."
        ),
        numerator=_("customers with visits on four or more days"),
        unit=Unit.COUNT,
        better=Better.HIGHER,
        shape=Shape.NUMBER,
        relation=customer_base.REGULARS,
    ),
    Kpi(
        code="growth",
        label=_("Growth"),
        definition=_(
            "Sales and revenue of the last 12 months beside those of the 12 months before; and"
            " the customers who ever bought or came, now and 12 months ago."
        ),
        numerator=_("the last 12 months"),
        denominator=_("the 12 months before"),
        unit=Unit.COUNT,
        better=Better.HIGHER,
        shape=Shape.PAIRS,
        cells=("sales", "revenue", "base"),
        relation=customer_base.GROWTH,
    ),
)

_MONEY = (
    Kpi(
        code="revenue",
        label=_("Revenue by department"),
        definition=_(
            "Revenue of the last 12 months: cars, accessories, finance and insurance from sales;"
            " labour, parts and body work from closed visits."
        ),
        numerator=_("sales and visits that brought it"),
        unit=Unit.MONEY,
        better=Better.HIGHER,
        shape=Shape.TABLE,
        cells=DEPARTMENTS,
        relation=money.REVENUE,
    ),
    Kpi(
        code="average_repair_order",
        label=_("Average repair order"),
        definition=_(
            "Labour, parts and body work of the closed visits of the last 12 months, divided by"
            " their number."
        ),
        numerator=_VISITS,
        denominator=_VISITS,
        unit=Unit.MONEY,
        better=Better.HIGHER,
        relation=workshop.AVERAGE_ORDER,
    ),
    Kpi(
        code="promised_time_kept",
        label=_("Promised time kept"),
        definition=_(
            "Of the closed visits of the last 12 months, those closed no later than promised."
        ),
        numerator=_("visits closed in time"),
        denominator=_VISITS,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        relation=workshop.IN_TIME,
    ),
    Kpi(
        code="repeat_repairs",
        label=_("Repeat repairs"),
        definition=_(
            "Of the closed visits of the last 12 months, those marked as a repeat repair by the"
            " dealer's system or by staff."
        ),
        numerator=_("visits marked as repeat repairs"),
        denominator=_VISITS,
        unit=Unit.PERCENT,
        better=Better.LOWER,
        relation=workshop.REPEATED,
    ),
)

_SPEND = _("budgets of the period")
_CAPTURED = _("contacts with a phone or e-mail")

_CHANNELS = (
    Kpi(
        code="marketing_spend",
        label=_("Marketing spend"),
        definition=_("Marketing budgets of the last 12 months, by source."),
        numerator=_SPEND,
        unit=Unit.MONEY,
        better=Better.NEITHER,
        shape=Shape.TABLE,
        by_kind=False,
        relation=channels.SPEND,
    ),
    Kpi(
        code="acquisition_cost",
        label=_("Cost of a new buyer"),
        definition=_(
            "Marketing spend of the last 12 months, divided by the customers whose first purchase"
            " is in them."
        ),
        numerator=_SPEND,
        denominator=_NEW_BUYERS,
        unit=Unit.MONEY,
        better=Better.LOWER,
        by_kind=False,
        relation=channels.ACQUISITION,
    ),
    Kpi(
        code="capture_rate",
        label=_("Contacts captured"),
        definition=_(
            "Of the showroom traffic of the last 12 months (visits, calls, web leads), the"
            " contacts who left a phone or e-mail, valid or not."
        ),
        numerator=_CAPTURED,
        denominator=_("all showroom traffic"),
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        by_kind=False,
        relation=channels.CAPTURED,
    ),
    Kpi(
        code="contacts_by_source",
        label=_("Contacts by source"),
        definition=_(
            "Showroom contacts of the last 12 months who left a phone or e-mail, by source."
        ),
        numerator=_CAPTURED,
        unit=Unit.COUNT,
        better=Better.HIGHER,
        shape=Shape.TABLE,
        by_kind=False,
        relation=channels.CONTACTS,
    ),
    Kpi(
        code="cost_per_contact",
        label=_("Cost of a contact"),
        definition=_(
            "Marketing spend of a source in the last 12 months, divided by its contacts who left a"
            " phone or e-mail."
        ),
        numerator=_SPEND,
        denominator=_CAPTURED,
        unit=Unit.MONEY,
        better=Better.LOWER,
        shape=Shape.PAIRS,
        by_kind=False,
        relation=channels.COST_PER_CONTACT,
    ),
    Kpi(
        code="sales_by_source",
        label=_("Sales by source"),
        definition=_("Sales of the last 12 months, by source."),
        numerator=_SALES,
        unit=Unit.COUNT,
        better=Better.HIGHER,
        shape=Shape.TABLE,
        relation=channels.SALES,
    ),
    Kpi(
        code="cost_per_sale",
        label=_("Cost of a sale"),
        definition=_("Marketing spend of a source in the last 12 months, divided by its sales."),
        numerator=_SPEND,
        denominator=_SALES,
        unit=Unit.MONEY,
        better=Better.LOWER,
        shape=Shape.PAIRS,
        by_kind=False,
        relation=channels.COST_PER_SALE,
    ),
)

DEFINITIONS: tuple[Kpi, ...] = (*_PURCHASES, *_RETENTION, *_BASE, *_MONEY, *_CHANNELS)
BY_CODE = {kpi.code: kpi for kpi in DEFINITIONS}
HEADLINES = ("repeat_purchase_flow", "service_retention", "referral_customer")
# a target is a percentage that should be reached
TARGETED = tuple(kpi for kpi in DEFINITIONS if kpi.shape is Shape.PAIR and kpi.unit is Unit.PERCENT)

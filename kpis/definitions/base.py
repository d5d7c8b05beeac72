"""The base of customers and its health."""

from django.utils.translation import gettext_lazy as _

from kpis.definitions.kpi import Better, Kpi, Shape, Unit
from kpis.definitions.words import GROWTH
from kpis.queries import customer_base
from kpis.queries.asking import Side

KPIS = (
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
        money=(Side.NUMERATOR, Side.DENOMINATOR),
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
        cells=GROWTH,
        money=(Side.NUMERATOR, Side.DENOMINATOR),
        money_cells=("revenue",),
        relation=customer_base.GROWTH,
    ),
)

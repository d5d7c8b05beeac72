"""Revenue, and how the workshop keeps its word."""

from django.utils.translation import gettext_lazy as _

from kpis.definitions.kpi import Better, Kpi, Shape, Unit
from kpis.definitions.words import DEPARTMENTS, VISITS
from kpis.queries import money, workshop

KPIS = (
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
        numerator=VISITS,
        denominator=VISITS,
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
        denominator=VISITS,
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
        denominator=VISITS,
        unit=Unit.PERCENT,
        better=Better.LOWER,
        relation=workshop.REPEATED,
    ),
)

"""Who comes back to the workshop."""

from django.utils.translation import gettext_lazy as _

from kpis.definitions.kpi import Better, Kpi, Shape, Unit
from kpis.definitions.words import YEARS_OF_OWNERSHIP
from kpis.queries import retention

_CARS_OF_THE_COHORT = _("cars sold here 12 to 60 months ago, still with their buyer")

KPIS = (
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

"""What each source of customers brings and costs."""

from django.utils.translation import gettext_lazy as _

from kpis.definitions.kpi import Better, Kpi, Shape, Unit
from kpis.definitions.words import NEW_BUYERS, SALES
from kpis.queries import channels

_SPEND = _("budgets of the period")
_CAPTURED = _("contacts with a phone or e-mail")

KPIS = (
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
        denominator=NEW_BUYERS,
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
        numerator=SALES,
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
        denominator=SALES,
        unit=Unit.MONEY,
        better=Better.LOWER,
        shape=Shape.PAIRS,
        by_kind=False,
        relation=channels.COST_PER_SALE,
    ),
)

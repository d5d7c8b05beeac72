"""Who buys again, and who brings new buyers."""

from django.utils.translation import gettext_lazy as _

from kpis.definitions.kpi import Better, Kpi, Unit
from kpis.definitions.words import BUYERS, NEW_BUYERS, SALES
from kpis.queries import purchases

KPIS = (
    *(
        Kpi(
            code=f"repeat_purchase_stock_{cars}",
            label=label,
            definition=definition,
            numerator=numerator,
            denominator=BUYERS,
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
        denominator=SALES,
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
        denominator=NEW_BUYERS,
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
        denominator=NEW_BUYERS,
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
        denominator=SALES,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        relation=purchases.INVITED_SALES,
    ),
)

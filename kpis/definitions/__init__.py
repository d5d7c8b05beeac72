"""The registry: every KPI with its code, version, words and relation. All else comes from here.

Pages, export, API, command and docs read DEFINITIONS; a change of meaning raises the version.
"""

from kpis.definitions import base, channels, money, purchases, retention
from kpis.definitions.kpi import Kpi, Shape, Unit

DEFINITIONS: tuple[Kpi, ...] = (
    *purchases.KPIS,
    *retention.KPIS,
    *base.KPIS,
    *money.KPIS,
    *channels.KPIS,
)
BY_CODE = {kpi.code: kpi for kpi in DEFINITIONS}
HEADLINES = ("repeat_purchase_flow", "service_retention", "referral_customer")
# a target is a percentage that should be reached
TARGETED = tuple(kpi for kpi in DEFINITIONS if kpi.shape is Shape.PAIR and kpi.unit is Unit.PERCENT)

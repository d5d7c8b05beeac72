"""The registry: every KPI with its code, version, words and relation. All else comes from here.

Pages, export, API, command and docs read DEFINITIONS; a change of meaning raises the version.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kpis.definitions import base, calls, channels, money, purchases, retention
from kpis.definitions.kpi import Kpi, Shape, Unit

# as pages with all of them order them: the department that answers for the figure
GROUPS: tuple[tuple[str | Promise, tuple[Kpi, ...]], ...] = (
    (_("Showroom"), purchases.KPIS),
    (_("Service"), retention.KPIS),
    (_("Customer base"), base.KPIS),
    (_("Money and workshop"), money.KPIS),
    (_("Traffic and channels"), channels.KPIS),
    (_("Calls"), calls.KPIS),
)
DEFINITIONS: tuple[Kpi, ...] = tuple(kpi for _group, kpis in GROUPS for kpi in kpis)
BY_CODE = {kpi.code: kpi for kpi in DEFINITIONS}
HEADLINES = ("repeat_purchase_flow", "service_retention", "referral_customer")
# a target is a percentage that should be reached
TARGETED = tuple(kpi for kpi in DEFINITIONS if kpi.shape is Shape.PAIR and kpi.unit is Unit.PERCENT)

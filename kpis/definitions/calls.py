"""KPIs of the calls made: attempts, conversations, and what the telephone exchange saw (N8)."""

from django.utils.translation import gettext_lazy as _

from kpis.definitions.kpi import Better, Kpi, Unit
from kpis.queries import calls

_ATTEMPTS = _("calls reported in the period")
_TALKS = _("conversations reported in the period")

KPIS = (
    Kpi(
        code="reached_share",
        label=_("Customers reached"),
        definition=_(
            "Of the outgoing calls that staff reported in the last 12 months, those in which"
            " they spoke with the customer, as they say."
        ),
        numerator=_TALKS,
        denominator=_ATTEMPTS,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        relation=calls.REACHED,
    ),
    Kpi(
        code="verified_attempts",
        label=_("Calls seen by telephony"),
        definition=_(
            "Of the outgoing calls that staff reported in the last 12 months, those that the"
            " telephone exchange saw."
        ),
        numerator=_("of those, seen by the exchange"),
        denominator=_ATTEMPTS,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        relation=calls.SEEN,
    ),
    Kpi(
        code="verified_conversations",
        label=_("Conversations seen by telephony"),
        definition=_(
            "Of the conversations that staff reported in the last 12 months, those whose call"
            " the telephone exchange saw."
        ),
        numerator=_("of those, seen by the exchange"),
        denominator=_TALKS,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        relation=calls.TALKS_SEEN,
    ),
)

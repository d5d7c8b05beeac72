"""What the three triggers on an agreement's last day have in common."""

from typing import Any

from customers.models import Agreement
from followups.models import Rule
from followups.triggers.base import Trigger


class AgreementEnding(Trigger):
    """An agreement ends and none of its kind on the same car ends later.

    A moved end date is a new occasion and settles the old one, as does an agreement taken back.
    """

    kinds: tuple[Agreement.Kind, ...]
    occasions = """
        SELECT a.customer_id, a.vehicle_id, a.id AS subject_id, a.ends_on AS cycle_on,
            a.ends_on AS event_on, NULL::bigint AS salesperson_id, NULL::bigint AS advisor_id,
            jsonb_build_object('on', a.ends_on, 'kind', a.kind, 'provider', a.provider) AS facts
        FROM customers_agreement a
        WHERE a.dealership_id = %(dealership)s AND a.kind = ANY(%(kinds)s)
          AND a.ends_on BETWEEN %(first)s AND %(last)s
          AND NOT EXISTS (
            SELECT 1 FROM customers_agreement newer
            WHERE newer.vehicle_id = a.vehicle_id AND newer.kind = a.kind
              AND newer.dealership_id = a.dealership_id
              AND (newer.ends_on, newer.id) > (a.ends_on, a.id)
          )
    """
    settled = """
        NOT EXISTS (SELECT 1 FROM customers_agreement a
            WHERE a.id = x.subject_id AND a.ends_on = x.cycle_on
              AND NOT EXISTS (SELECT 1 FROM customers_agreement newer
                WHERE newer.vehicle_id = a.vehicle_id AND newer.kind = a.kind
                  AND newer.dealership_id = a.dealership_id AND newer.ends_on > a.ends_on))
    """

    def parameters(self, rule: Rule) -> dict[str, Any]:
        return {"kinds": [kind.value for kind in self.kinds]}

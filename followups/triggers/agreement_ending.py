"""What the three triggers on an agreement's last day have in common."""

from customers.models import Agreement
from followups.triggers.base import Trigger


class AgreementEnding(Trigger):
    """An agreement ends and none of its kind on the same car ends later.

    A moved end date is a new occasion and settles the old one, as does an agreement taken back.
    """

    kinds: tuple[Agreement.Kind, ...]
    settled = """
        NOT EXISTS (SELECT 1 FROM customers_agreement a
            WHERE a.id = x.subject_id AND a.ends_on = x.cycle_on
              AND NOT EXISTS (SELECT 1 FROM customers_agreement newer
                WHERE newer.vehicle_id = a.vehicle_id AND newer.kind = a.kind
                  AND newer.dealership_id = a.dealership_id AND newer.ends_on > a.ends_on))
    """

    def __init_subclass__(cls) -> None:
        kinds = ", ".join(f"'{kind.value}'" for kind in cls.kinds)
        cls.occasions = f"""
            SELECT a.customer_id, a.vehicle_id, a.id AS subject_id, a.ends_on AS cycle_on,
                a.ends_on AS event_on, NULL::bigint AS salesperson_id, NULL::bigint AS advisor_id,
                jsonb_build_object('on', a.ends_on, 'kind', a.kind, 'provider', a.provider)
                    AS facts
            FROM customers_agreement a
            WHERE a.dealership_id = rule.dealership_id AND a.kind IN ({kinds})
              AND a.ends_on BETWEEN rule.first AND rule.last
              AND NOT EXISTS (
                SELECT 1 FROM customers_agreement newer
                WHERE newer.vehicle_id = a.vehicle_id AND newer.kind = a.kind
                  AND newer.dealership_id = a.dealership_id
                  AND (newer.ends_on, newer.id) > (a.ends_on, a.id)
              )
        """  # noqa: S608 - constants of the code

"""A car is due for maintenance, as the persisted forecast says (N5).

One reason a maintenance interval: when a new reading moves the due date, nobody is called twice.
"""

from followups.models import Rule
from followups.triggers.base import Trigger


class MaintenanceDue(Trigger):
    code = Rule.Trigger.MAINTENANCE_DUE
    finds_owner = True
    # ANY: by the plain index; the one that keeps owners apart in time takes four times as long
    occasions = """
        SELECT o.customer_id, f.vehicle_id, f.vehicle_id AS subject_id, f.anchor_on AS cycle_on,
            f.due_on AS event_on, NULL::bigint AS salesperson_id, NULL::bigint AS advisor_id,
            jsonb_build_object(
                'due_on', f.due_on, 'tolerance_days', f.tolerance_days,
                'months', p.months, 'km', p.km, 'km_per_day', f.km_per_day,
                'readings', f.readings, 'anchor_on', f.anchor_on,
                'by_time_on', f.due_by_time_on, 'by_km_on', f.due_by_km_on
            ) AS facts
        FROM service_maintenanceforecast f
        JOIN service_maintenanceplan p ON p.id = f.plan_id
        JOIN customers_ownership o ON o.vehicle_id = ANY (ARRAY[f.vehicle_id])
            AND o.since <= rule.day AND (o.until IS NULL OR o.until > rule.day)
        JOIN customers_customerrelation known
            ON known.dealership_id = f.dealership_id AND known.customer_id = o.customer_id
        WHERE f.dealership_id = rule.dealership_id AND f.due_on BETWEEN rule.first AND rule.last
    """
    settled = """
        EXISTS (SELECT 1 FROM service_maintenanceforecast f
            WHERE f.dealership_id = x.dealership_id AND f.vehicle_id = x.subject_id
              AND f.anchor_on > x.cycle_on)
    """

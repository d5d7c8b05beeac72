"""A customer has written to us, and nobody has handled it yet.

Planned the moment it arrives (followups.services.replies). Who only wants no more advertising is
not called about it.
"""

from followups.models import Rule
from followups.triggers.base import Trigger


class ReplyReceived(Trigger):
    code = Rule.Trigger.REPLY_RECEIVED
    needs_owner = False
    owes_contact = True
    at_once = True
    occasions = """
        SELECT i.customer_id, NULL::bigint AS vehicle_id, i.id AS subject_id,
            written.on_day AS cycle_on, written.on_day AS event_on,
            NULL::bigint AS salesperson_id, NULL::bigint AS advisor_id,
            jsonb_build_object(
                'on', written.on_day, 'channel', i.channel,
                'text', left(concat_ws(E'\\n', nullif(i.subject, ''), i.text), 500)
            ) AS facts
        FROM communications_inboundmessage i
        CROSS JOIN LATERAL (
            SELECT (i.received_at AT TIME ZONE rule.time_zone)::date AS on_day
        ) written
        WHERE i.dealership_id = rule.dealership_id AND i.handled_at IS NULL
          AND i.customer_id IS NOT NULL AND NOT i.is_opt_out
          AND written.on_day BETWEEN rule.first AND rule.last
    """
    settled = """
        EXISTS (SELECT 1 FROM communications_inboundmessage i
            WHERE i.id = x.subject_id AND i.handled_at IS NOT NULL)
    """

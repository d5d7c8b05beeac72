"""Who may be called or written to about an occasion, as SQL; for planner, sweep and why / why not.

Over an alias `o` with dealership_id, customer_id, vehicle_id, needs_owner, purpose, is_presumed,
trigger and day, an alias `c` of its customer, and the parameter at. Each check is false or NULL
where it does not hold.
"""

# both statements that cover a call, at most one row each
CONSENT_JOINS = """
    LEFT JOIN customers_consent said_call ON said_call.customer_id = o.customer_id
        AND said_call.purpose = o.purpose AND said_call.channel = 'call'
        AND said_call.superseded_at IS NULL
    LEFT JOIN customers_consent said_any ON said_any.customer_id = o.customer_id
        AND said_any.purpose = o.purpose AND said_any.channel = 'any'
        AND said_any.superseded_at IS NULL
"""

# the newest statement holds; of two at one moment the stricter; where nothing was said, the law
# says whether the purpose may rest on notice
CONSENTED = """
    coalesce(CASE
        WHEN said_any.id IS NULL OR said_call.given_at > said_any.given_at
            THEN said_call.is_granted
        WHEN said_call.id IS NULL OR said_any.given_at > said_call.given_at
            THEN said_any.is_granted
        ELSE said_call.is_granted AND said_any.is_granted
    END, o.is_presumed)
"""

NOT_SILENT = "c.do_not_call_since IS NULL"

# a number that libphonenumber calls invalid cannot be dialled
REACHABLE = """
    EXISTS (SELECT 1 FROM customers_contactpoint p
        WHERE p.customer_id = o.customer_id AND p.kind = 'phone'
          AND p.is_valid AND p.wrong_since IS NULL)
"""

# as communications.may_send asks it of a message: a step of the plan (the rule with its id and
# first_message) that the customer agrees to and that has an address; what they wrote is answered
# by a person
WRITABLE = """
    CASE WHEN o.first_message IS NULL OR o.trigger = 'reply_received' THEN false ELSE EXISTS (
        SELECT 1 FROM followups_planstep step
        WHERE step.rule_id = o.id AND step.channel <> 'call'
          AND (step.channel NOT IN ('sms', 'messenger') OR c.do_not_call_since IS NULL)
          AND coalesce((
              SELECT said.is_granted FROM customers_consent said
              WHERE said.customer_id = o.customer_id AND said.purpose = o.purpose
                AND said.channel IN (step.channel, 'any') AND said.superseded_at IS NULL
              ORDER BY said.given_at DESC, said.is_granted LIMIT 1), o.is_presumed)
          AND CASE step.channel
              WHEN 'letter' THEN btrim(c.street) <> '' AND btrim(c.city) <> ''
              ELSE EXISTS (SELECT 1 FROM customers_contactpoint p
                  WHERE p.customer_id = o.customer_id AND p.is_valid AND p.wrong_since IS NULL
                    AND p.kind = ANY (CASE step.channel
                        WHEN 'sms' THEN ARRAY['phone']
                        WHEN 'messenger' THEN ARRAY['messenger', 'phone']
                        ELSE ARRAY[step.channel] END))
          END)
    END
"""

# who may not be called is told what the plan says in writing, without a card
IN_WRITING = f"""
    CASE WHEN o.first_message IS NULL THEN false
        ELSE ({NOT_SILENT} AND {CONSENTED} AND {REACHABLE}) IS NOT TRUE
    END
"""

NOT_ON_HOLD = """
    NOT EXISTS (SELECT 1 FROM communications_contacthold h
        WHERE h.customer_id = o.customer_id AND h.dealership_id = o.dealership_id
          AND h.since <= %(at)s AND (h.until IS NULL OR h.until > %(at)s))
"""

OWNS_THE_CAR = """
    (NOT o.needs_owner OR EXISTS (SELECT 1 FROM customers_ownership w
        WHERE w.customer_id = o.customer_id AND w.vehicle_id = o.vehicle_id
          AND w.since <= o.day AND (w.until IS NULL OR w.until > o.day)))
"""

# who has written to us waits for a person: nothing else is planned before they had their answer
IS_ANSWERED = """
    (o.trigger = 'reply_received' OR NOT EXISTS (SELECT 1 FROM communications_inboundmessage i
        WHERE i.customer_id = o.customer_id AND i.dealership_id = o.dealership_id
          AND i.handled_at IS NULL))
"""

# what must hold, the gravest first: the first that does not is the answer to "why not" (N3)
CHECKS = {
    "silent": f"({NOT_SILENT} OR {WRITABLE})",
    "no_consent": f"({CONSENTED} OR {WRITABLE})",
    "not_owner": OWNS_THE_CAR,
    "no_number": f"({REACHABLE} OR {WRITABLE})",
    "hold": NOT_ON_HOLD,
    "reply": IS_ANSWERED,
}
ALL_HOLD = " AND ".join(CHECKS.values())

# the contact budget (N2), as communications.rules.budget says it: over time_zone and the budget's
# columns of the dealership too
RESTED_FROM_COMPLAINT = """
    NOT EXISTS (SELECT 1 FROM communications_contacthold h
        WHERE h.customer_id = o.customer_id AND h.dealership_id = o.dealership_id
          AND h.reason = 'complaint' AND h.until <= %(at)s
          AND (h.until AT TIME ZONE o.time_zone)::date + o.days_after_complaint > o.day)
"""

# by the days of the contacts: a midnight comes twice where clocks are put back at one; the bound
# of an instant before is for the index
ROOM_FOR_ADVERTISING = """
    o.marketing_contacts > (SELECT count(*) FROM communications_touch t
        WHERE t.customer_id = o.customer_id AND t.dealership_id = o.dealership_id
          AND t.is_advertising AND t.undone_at IS NULL
          AND (t.is_conversation OR t.channel <> 'call') AND t.at <= %(at)s
          AND t.at >= (o.day - o.marketing_days)::timestamp AT TIME ZONE o.time_zone
          AND (t.at AT TIME ZONE o.time_zone)::date > o.day - o.marketing_days)
"""

# of an occasion whose checks hold; rides_along: the customer is called anyway, and this with it
BUDGET_CHECKS = {
    "complaint": f"(o.purpose <> 'advertising' OR {RESTED_FROM_COMPLAINT})",
    "budget": f"""(o.purpose <> 'advertising' OR (o.rides_along AND NOT o.in_writing)
        OR {ROOM_FOR_ADVERTISING})""",
}
WITHIN_BUDGET = " AND ".join(BUDGET_CHECKS.values())
RIDES_ALONG = """
    NOT in_writing AND (standing_id IS NOT NULL OR (purpose <> 'advertising' AND NOT is_control))
"""


def why_not(checks: dict[str, str]) -> str:
    """The first check that does not hold, as SQL; NULL where all do."""
    cases = " ".join(f"WHEN ({check}) IS NOT TRUE THEN '{code}'" for code, check in checks.items())
    return f"CASE {cases} END"

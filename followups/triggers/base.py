"""What a trigger is: SQL that finds its occasions. The planner does the rest, for all alike."""

from enum import StrEnum

from followups.models import Rule


class Result(StrEnum):
    """What a rule is called for, as followups.proof counts it."""

    VISITED = "visited"
    BOUGHT = "bought"


class Trigger:
    """One kind of event. One class in one file, named in followups.triggers.

    `occasions` is a SELECT of these columns, one row an occasion:

    customer_id, vehicle_id   whom to call, about which car (NULL: none)
    subject_id, cycle_on      the occasion's identity: it gives a rule one reason, for ever
    event_on                  the day the rule's offset and window are counted from
    salesperson_id, advisor_id  staff of the occasion itself (NULL: the customer's last ones)
    facts                     jsonb for followups.explanations

    It stands LATERAL to a row `rule`: the columns of the rule, its dealership_id, the day that is
    planned, first and last (inclusive: event_on must lie between them).
    """

    code: Rule.Trigger
    # the customer must own the car on the day
    needs_owner = True
    # the occasions are the owner's of that day already: nothing is left to check
    finds_owner = False
    occasions: str
    # SQL on a reason `x`: true where the occasion has settled itself (they came, it was renewed)
    settled = "false"
    # the customer is owed the contact (a recall, a complaint): no control group goes without it
    owes_contact = False
    # planned the moment it happens (followups.services.replies), not in the morning with the rest
    at_once = False
    # what the rule shall bring, within so many days of the day it could be called (N4)
    result = Result.VISITED
    outcome_days = 60

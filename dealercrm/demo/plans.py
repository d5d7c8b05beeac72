"""A plan of the demo with messages between its calls, and customers who want messages alone."""

import random
from datetime import datetime

from communications.models import MessageTemplate
from customers.models import Consent, Customer
from customers.services.consents import record_consent
from dealerships.models import Dealership, User
from followups.models import PlanStep, Rule
from followups.services import rule_changes

# (channel or the code of a message's template, from day, tries)
STEPS = (
    ("call", 0, 2),
    ("service_due_sms", 4, 1),
    ("call", 7, 2),
    ("service_due_email", 14, 1),
    ("call", 21, 1),
)
WRITTEN_TO = 0.1
"""Share of the customers who agreed to messages about the service and not to calls."""


def write_between_calls(*, dealership: Dealership, by: User, at: datetime) -> None:
    """Give the maintenance rule an SMS and an e-mail for those whom its calls do not reach."""
    standard = MessageTemplate.objects.for_dealership(dealership).exclude(code="")
    templates = {template.code: template for template in standard}
    rule = Rule.objects.for_dealership(dealership).get(trigger=Rule.Trigger.MAINTENANCE_DUE)
    steps = []
    for what, day, attempts in STEPS:
        template = templates.get(what)
        channel = template.channel if template else what
        steps.append(PlanStep(channel=channel, day=day, attempts=attempts, template=template))
    rule_changes.save_rule(rule=rule, steps=steps, by=by, at=at)


def ask_for_messages(*, dealership: Dealership, chance: random.Random, at: datetime) -> None:
    """Some customers say so on a form; it is newer than what the import brought."""
    people = Customer.objects.for_dealership(dealership).current().order_by("pk")
    for customer in people:
        if chance.random() < WRITTEN_TO:
            for channel in Consent.Channel.CALL, Consent.Channel.SMS, Consent.Channel.EMAIL:
                record_consent(
                    customer=customer,
                    dealership=dealership,
                    purpose=Consent.Purpose.SERVICE,
                    channel=channel,
                    is_granted=channel != Consent.Channel.CALL,
                    evidence=Consent.Evidence.FORM,
                    by=None,
                    at=at,
                )

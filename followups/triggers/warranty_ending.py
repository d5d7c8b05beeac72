"""The warranty of a car ends."""

from customers.models import Agreement
from followups.models import Rule
from followups.triggers.agreement_ending import AgreementEnding


class WarrantyEnding(AgreementEnding):
    code = Rule.Trigger.WARRANTY_ENDING
    kinds = (Agreement.Kind.WARRANTY,)

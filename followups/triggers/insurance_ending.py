"""A policy ends: compulsory and own-damage apart, each with its end (B15)."""

from customers.models import Agreement
from followups.models import Rule
from followups.triggers.agreement_ending import AgreementEnding


class InsuranceEnding(AgreementEnding):
    code = Rule.Trigger.INSURANCE_ENDING
    kinds = (Agreement.Kind.COMPULSORY_INSURANCE, Agreement.Kind.OWN_DAMAGE_INSURANCE)

"""The loan on a car ends: often the moment of the next car."""

from customers.models import Agreement
from followups.models import Rule
from followups.triggers.agreement_ending import AgreementEnding


class LoanEnding(AgreementEnding):
    code = Rule.Trigger.LOAN_ENDING
    kinds = (Agreement.Kind.LOAN,)

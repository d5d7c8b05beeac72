"""The loan on a car ends: often the moment of the next car."""

from customers.models import Agreement
from followups.models import Rule
from followups.triggers.agreement_ending import AgreementEnding
from followups.triggers.base import Result


class LoanEnding(AgreementEnding):
    code = Rule.Trigger.LOAN_ENDING
    result = Result.BOUGHT
    outcome_days = 180
    kinds = (Agreement.Kind.LOAN,)

"""Every trigger a rule can have. A new one: its class in a file here, its choice in Rule."""

from followups.triggers.base import Trigger
from followups.triggers.birthday import Birthday
from followups.triggers.car_age import CarAge
from followups.triggers.car_delivered import CarDelivered
from followups.triggers.complaint_closed import ComplaintClosed
from followups.triggers.holiday_greeting import HolidayGreeting
from followups.triggers.insurance_ending import InsuranceEnding
from followups.triggers.loan_ending import LoanEnding
from followups.triggers.long_absence import LongAbsence
from followups.triggers.low_answer import LowAnswer
from followups.triggers.maintenance_due import MaintenanceDue
from followups.triggers.referral_thanks import ReferralThanks
from followups.triggers.reply_received import ReplyReceived
from followups.triggers.visit_closed import VisitClosed
from followups.triggers.warranty_ending import WarrantyEnding

TRIGGERS: dict[str, Trigger] = {
    trigger.code.value: trigger
    for trigger in (
        CarDelivered(),
        VisitClosed(),
        MaintenanceDue(),
        WarrantyEnding(),
        InsuranceEnding(),
        LoanEnding(),
        Birthday(),
        LongAbsence(),
        ReplyReceived(),
        HolidayGreeting(),
        CarAge(),
        ReferralThanks(),
        ComplaintClosed(),
        LowAnswer(),
    )
}

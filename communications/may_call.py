"""What speaks against calling a customer now; a person may call all the same, and knows it then."""

from datetime import datetime

from django.utils.translation import gettext as _

from communications.contact_hours import hours_for, is_presumed
from communications.models import ContactHold
from customers.models import Consent, Customer
from dealerships.formatting import calendar_day, readers_language
from dealerships.models import Dealership


def warnings(*, customer: Customer, dealership: Dealership, at: datetime) -> list[str]:
    """Reasons in the reader's words, the gravest first; empty: nothing (two queries)."""
    found = []
    if customer.do_not_call_since:
        found.append(_("This customer asked not to be called."))
    if not _may_speak_of_anything(customer, dealership):
        found.append(_("There is no consent to calls, for any purpose."))
    holds = ContactHold.objects.for_dealership(dealership).filter(customer=customer)
    for hold in holds.active(at=at).order_by("-until", "pk")[:1]:
        found.append(_on_hold(hold, dealership))
    if not hours_for(customer, dealership).allow(at):
        found.append(_("It is outside of the hours in which this customer may be called."))
    return found


def _on_hold(hold: ContactHold, dealership: Dealership) -> str:
    reason = hold.get_reason_display()
    if hold.until is None:
        return _("The customer may not be contacted now: %(reason)s.") % {"reason": reason}
    day = calendar_day(dealership.local_date(hold.until), readers_language())
    said = _("The customer may not be contacted until %(day)s: %(reason)s.")
    return said % {"reason": reason, "day": day}


def _may_speak_of_anything(customer: Customer, dealership: Dealership) -> bool:
    said: dict[str, bool] = {}
    standing = Consent.objects.filter(customer=customer, channel__in=["call", "any"]).current()
    newest = standing.order_by("-given_at", "is_granted", "pk")
    for purpose, is_granted in newest.values_list("purpose", "is_granted"):
        said.setdefault(purpose, is_granted)
    return any(
        said.get(purpose, is_presumed(purpose, dealership)) for purpose in Consent.Purpose.values
    )

"""Letters of the demo: a letterhead, some postal addresses, and a few letters that wait."""

from dataclasses import dataclass
from datetime import datetime

from communications import wording
from communications.models import MessageTemplate
from communications.services import outbox
from communications.template_preview import car_of
from customers.models import Consent, Customer
from customers.services.consents import record_consent
from dealerships.models import Dealership, User

ADDRESSES = 40
LETTERS = 4
CODES = ("service_due_letter", "service_due_postcard")


@dataclass(frozen=True)
class Post:
    """The letterhead of the house, and a street of its town (with {house} and {flat})."""

    address: str
    phone: str
    web_page: str
    street: str
    postcode: str


def prepare(*, dealership: Dealership, words: Post, by: User, at: datetime) -> None:
    """Give the dealership its letterhead, and the newest customers streets and letters."""
    dealership.postal_address = words.address
    dealership.phone = words.phone
    dealership.web_page = words.web_page
    dealership.save(update_fields=["postal_address", "phone", "web_page"])
    customers = list(
        Customer.objects.for_dealership(dealership)
        .current()
        .filter(kind=Customer.Kind.PERSON)
        .exclude(city="")
        .order_by("-pk")[:ADDRESSES]
    )
    for number, customer in enumerate(customers):
        customer.street = words.street.format(house=number + 1, flat=3 * number + 2)
        customer.postcode = words.postcode
    Customer.objects.bulk_update(customers, ["street", "postcode"])
    templates = MessageTemplate.objects.for_dealership(dealership).filter(code__in=CODES)
    for template in templates.select_related("dealership").order_by("code"):
        _queue(template, customers, by, at)


def _queue(template: MessageTemplate, customers: list[Customer], by: User, at: datetime) -> None:
    """To the first customers who may get one and whose car is known."""
    dealership, queued = template.dealership, 0
    today = dealership.local_date(at)
    for customer in customers:
        car = car_of(customer, dealership, on=today)
        if car is None or queued == LETTERS:
            continue
        record_consent(
            customer=customer,
            dealership=dealership,
            purpose=template.purpose,
            channel=template.channel,
            is_granted=True,
            evidence=Consent.Evidence.FORM,
            by=by,
            at=at,
        )
        words = wording.from_template(
            template, customer=customer, caller=by, vehicle=car, day=today
        )
        try:
            outbox.queue_message(
                dealership=dealership,
                customer=customer,
                channel=template.channel,
                purpose=template.purpose,
                words=words,
                template=template,
                by=by,
                at=at,
            )
        except outbox.MayNotSend:
            continue
        queued += 1

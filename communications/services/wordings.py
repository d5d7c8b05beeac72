"""The standard wordings of consent: those of the law profile that binds the dealership."""

from datetime import datetime

from communications.contact_hours import law_profile
from customers.services import wordings
from dealerships.models import Dealership


def publish_standard(*, dealership: Dealership, at: datetime) -> None:
    """Publish the profile's text of every purpose and language; what stands already is left."""
    wordings.publish_all(
        dealership=dealership,
        texts={
            (purpose, language): text
            for purpose, texts in law_profile(dealership.law).wordings.items()
            for language, text in texts.items()
        },
        by=None,
        at=at,
    )


def start_with_standard(dealership: Dealership) -> None:
    """What a new dealership begins with."""
    publish_standard(dealership=dealership, at=dealership.created_at)

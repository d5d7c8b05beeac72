"""What customers are asked to agree to: published by version, never changed afterwards."""

from datetime import datetime

from django.db import transaction

from customers.models import ConsentWording
from dealerships.models import Dealership, User


@transaction.atomic
def publish(
    *,
    dealership: Dealership,
    purpose: str,
    language: str,
    text: str,
    by: User | None,
    at: datetime,
) -> ConsentWording:
    """A new version from `at` on; the same text again is no new version.

    by=None: the standard text of the law profile.
    """
    Dealership.objects.select_for_update(no_key=True).get(pk=dealership.pk)  # one at a time
    versions = ConsentWording.objects.for_dealership(dealership)
    newest = versions.filter(purpose=purpose, language=language).newest().first()
    if newest and newest.text == text:
        return newest
    return ConsentWording.objects.create(
        dealership=dealership,
        purpose=purpose,
        language=language,
        version=newest.version + 1 if newest else 1,
        text=text,
        published_at=at,
        published_by=by,
    )

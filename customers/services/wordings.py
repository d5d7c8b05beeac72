"""What customers are asked to agree to: published by version, never changed afterwards."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from customers.models import ConsentWording
from dealerships.models import Dealership, User


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
    key = purpose, language
    return publish_all(dealership=dealership, texts={key: text}, by=by, at=at)[key]


@transaction.atomic
def publish_all(
    *,
    dealership: Dealership,
    texts: Mapping[tuple[str, str], str],
    by: User | None,
    at: datetime,
) -> dict[tuple[str, str], ConsentWording]:
    """As publish, for several texts by (purpose, language); which wording stands for each."""
    Dealership.objects.select_for_update(no_key=True).get(pk=dealership.pk)  # one at a time
    newest = ConsentWording.objects.for_dealership(dealership).newest()
    standing = {(wording.purpose, wording.language): wording for wording in newest}
    changed = [
        ConsentWording(
            dealership=dealership,
            purpose=purpose,
            language=language,
            version=before.version + 1 if before else 1,
            text=text,
            published_at=at,
            published_by=by,
        )
        for (purpose, language), text in texts.items()
        if not (before := standing.get((purpose, language))) or before.text != text
    ]
    for wording in ConsentWording.objects.bulk_create(changed):
        standing[wording.purpose, wording.language] = wording
    return {key: standing[key] for key in texts}

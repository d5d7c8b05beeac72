"""Consent as evidence (N10). Every statement of a customer is written here and never edited."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from customers.models import Consent, ConsentWording, Customer
from customers.withdrawals import Withdrawal, stop_everything
from dealerships.models import Dealership, User


@transaction.atomic
def record_consent(
    *,
    customer: Customer,
    dealership: Dealership,
    purpose: str,
    channel: str,
    is_granted: bool,
    evidence: str,
    by: User | None,
    at: datetime,
    wording: str = "",
    agreed_to: ConsentWording | None = None,
    evidence_id: int | None = None,
) -> Consent:
    """Write down what a customer said about a purpose and a channel; returns the new row.

    `at` is when it was said. The statement supersedes the one before it about the same purpose
    and channel. One that arrives late (an older export, say) takes its place in the history and
    leaves the newer one standing. Two of one instant: the one recorded later stands.
    by=None: a machine wrote it (import).

    wording      the customer's own words
    agreed_to    the published text that was read out or shown
    evidence_id  the number of the call, merge or message, where `evidence` is one

    A refusal that stands stops whatever was waiting for the consent, in this transaction.
    """
    # one writer a customer: a second statement waits here and then supersedes the first
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    same = Consent.objects.filter(customer=customer, purpose=purpose, channel=channel)
    later = _supersede(same, at)
    consent = Consent.objects.create(
        customer=customer,
        dealership=dealership,
        purpose=purpose,
        channel=channel,
        is_granted=is_granted,
        given_at=at,
        evidence=evidence,
        wording=wording,
        agreed_to=agreed_to,
        evidence_id=evidence_id,
        recorded_by=by,
        superseded_at=later.given_at if later else None,
    )
    if not is_granted and later is None:
        _stop_what_waits_for(consent)
    return consent


def _supersede(same: QuerySet[Consent], at: datetime) -> Consent | None:
    """Statements up to `at` are superseded then; the next one after it is returned, if any."""
    later = same.filter(given_at__gt=at).order_by("given_at", "pk").first()
    same.filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=at), given_at__lte=at).update(
        superseded_at=at
    )
    return later


def _stop_what_waits_for(refused: Consent) -> None:
    stop_everything(
        Withdrawal(
            customer=refused.customer,
            purposes=frozenset({refused.purpose}),
            channel=refused.channel,
            by=refused.recorded_by,
            at=refused.given_at,
        )
    )


def take_back_consents(*, made: Collection[int], superseded: Collection[int]) -> None:
    """Statements entered by mistake moments ago go; those they superseded stand again.

    The customer never said them, so they are no evidence; the audit trail keeps that they were.
    """
    Consent.objects.filter(pk__in=made).delete()
    Consent.objects.filter(pk__in=superseded).update(superseded_at=None)

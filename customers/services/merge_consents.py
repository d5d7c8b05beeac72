"""The stricter consent wins: a refusal on either card is written anew on the kept one."""

from datetime import datetime

from customers.merge_steps import Merge
from customers.models import Consent, Customer
from customers.services.consents import record_consent
from customers.services.merge_ledger import Ledger

CHANNELS = [channel for channel in Consent.Channel if channel != Consent.Channel.ANY]
Refusals = dict[tuple[str, str], Consent]


def refusals(*, kept: Customer, merged: Customer, at: datetime) -> Refusals:
    """The refusals that decide on either card, by (purpose, channel). Called before the move."""
    found: Refusals = {}
    for customer in (kept, merged):
        standing = list(Consent.objects.filter(customer=customer).standing(at))
        for purpose in Consent.Purpose:
            for channel in CHANNELS:
                decision = _decision(standing, purpose, channel)
                if decision and not decision.is_granted:
                    found.setdefault((purpose, channel), decision)
    return found


def _decision(standing: list[Consent], purpose: str, channel: str) -> Consent | None:
    covering = [
        consent
        for consent in standing
        if consent.purpose == purpose and consent.channel in (channel, Consent.Channel.ANY)
    ]
    return max(covering, key=lambda c: (c.given_at, not c.is_granted), default=None)


def make_way(merge: Merge, ledger: Ledger) -> None:
    """Of two current statements about one purpose and channel the newer one stays current."""
    kept = Consent.objects.filter(customer=merge.kept).current()
    current = {(row.purpose, row.channel): row for row in kept}
    for theirs in Consent.objects.filter(customer=merge.merged).current().order_by("pk"):
        ours = current.get((theirs.purpose, theirs.channel))
        if ours:
            older, newer = sorted((ours, theirs), key=lambda c: (c.given_at, not c.is_granted))
            ledger.change(older, superseded_at=newer.given_at)


def write_refusals(merge: Merge, ledger: Ledger, wanted: Refusals) -> None:
    """New evidence for each refusal that the joined statements would have outvoted."""
    standing = list(Consent.objects.filter(customer=merge.kept).standing(merge.at))
    for purpose in Consent.Purpose:
        refused = {
            channel: wanted[purpose, channel]
            for channel in CHANNELS
            if (purpose, channel) in wanted
        }
        outvoted = [
            channel
            for channel in refused
            if (decision := _decision(standing, purpose, channel)) and decision.is_granted
        ]
        if outvoted and len(refused) == len(CHANNELS):
            _write(merge, ledger, refused[outvoted[0]], Consent.Channel.ANY)
        else:
            for channel in outvoted:
                _write(merge, ledger, refused[channel], channel)


def _write(merge: Merge, ledger: Ledger, refusal: Consent, channel: str) -> None:
    same = Consent.objects.filter(
        customer=merge.kept, purpose=refusal.purpose, channel=channel, given_at__lte=merge.at
    )
    for older in same.current():
        ledger.change(older, superseded_at=merge.at)
    ledger.wrote(
        record_consent(
            customer=merge.kept,
            dealership=refusal.dealership,
            purpose=refusal.purpose,
            channel=channel,
            is_granted=False,
            evidence=Consent.Evidence.MERGE,
            by=merge.by,
            at=merge.at,
            wording=refusal.wording,
        )
    )

"""What the sweep walks through of messages and letters: each carries the canary."""

from datetime import timedelta
from typing import Any

from communications.models import BatchLetter, LetterBatch, Message
from dealerships.models import Dealership, User
from tests.factories import NOW


def make_message(dealership: Dealership, customer: Any, canary: str) -> Message:
    return Message.objects.create(
        dealership=dealership,
        customer=customer,
        channel="sms",
        purpose="service",
        address=canary,
        language="ru",
        text=canary,
        state="needs_attention",
        why="unknown",
        error=canary,
        not_before=NOW,
        expires_at=NOW + timedelta(days=1),
        dedupe_key=canary,
        queued_at=NOW,
    )


def make_letters(dealership: Dealership, customer: Any, user: User, canary: str) -> LetterBatch:
    letter = Message.objects.create(
        dealership=dealership,
        customer=customer,
        channel="letter",
        paper="a4",
        purpose="service",
        address=canary,
        language="ru",
        text=canary,
        not_before=NOW,
        expires_at=NOW + timedelta(days=7),
        dedupe_key=f"letter {canary}",
        queued_at=NOW,
    )
    batch = LetterBatch.objects.create(
        dealership=dealership, paper="a4", state="ready", total=1, asked_at=NOW, asked_by=user,
        made_at=NOW,
    )  # fmt: skip
    BatchLetter.objects.create(dealership=dealership, batch=batch, message=letter, place=1)
    return batch

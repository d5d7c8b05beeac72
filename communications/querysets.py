"""Reads of touches, messages and holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from dealerships.querysets import TenantQuerySet

if TYPE_CHECKING:
    from communications.models import (
        ContactHold,
        InboundMessage,
        Message,
        MessageTemplate,
        PhoneCall,
        Touch,
    )
    from dealerships.models import User


class TouchQuerySet(TenantQuerySet["Touch"]):
    def standing(self) -> Self:
        """Without those that were taken back."""
        return self.filter(undone_at__isnull=True)

    def reaching(self) -> Self:
        """Talks, and messages that were sent: what the customer noticed."""
        return self.filter(Q(is_conversation=True) | ~Q(channel="call"))

    def within(self, *, start: datetime, end: datetime) -> Self:
        """Half-open [start, end)."""
        return self.filter(at__gte=start, at__lt=end)


class HoldQuerySet(TenantQuerySet["ContactHold"]):
    def active(self, *, at: datetime) -> Self:
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)

    def longest(self, *, customer: int, at: datetime) -> Self:
        """The active one that ends last; one without an end stands first. At most one row."""
        return self.filter(customer=customer).active(at=at).order_by("-until", "pk")[:1]


class TemplateQuerySet(TenantQuerySet["MessageTemplate"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def named_like(self, text: str) -> Self:
        """Every word of `text` stands in the name or in one of the texts, in any case."""
        found = self
        for word in text.split():
            places = Q(name__icontains=word)
            for language in ("en", "ru", "zh-hans"):
                places |= Q(**{f"texts__{language}__icontains": word})
                places |= Q(**{f"subjects__{language}__icontains": word})
            found = found.filter(places)
        return found


GROUPING = str.maketrans("", "", " \u00a0-()")


class MessageQuerySet(TenantQuerySet["Message"]):
    def queued(self) -> Self:
        """Waiting, also in the hands of a sender that has not begun to call the provider."""
        return self.filter(state="queued")

    def due(self, *, at: datetime) -> Self:
        """Queued, their time has come, and in nobody's hands; in the order they became due."""
        free = Q(locked_until__isnull=True) | Q(locked_until__lt=Now())
        return self.queued().filter(free, not_before__lte=at).order_by("not_before", "pk")

    def mentioning(self, words: str) -> Self:
        """The words in the text, the address or the customer's name."""
        return self.filter(_mentions(words))

    def left_behind(self) -> Self:
        """The provider was called, or about to be, by a sender whose lease has run out."""
        return self.filter(state="sending", locked_until__lt=Now()).order_by("locked_until", "pk")


class InboundQuerySet(TenantQuerySet["InboundMessage"]):
    def open(self) -> Self:
        """Nobody has handled them yet."""
        return self.filter(handled_at__isnull=True)

    def handled(self) -> Self:
        return self.filter(handled_at__isnull=False)

    def from_strangers(self) -> Self:
        return self.filter(customer__isnull=True)

    def mentioning(self, words: str) -> Self:
        """The words in the text, the sender's address or the customer's name."""
        return self.filter(_mentions(words))


def _mentions(words: str) -> Q:
    """Of a message or a reply; a number may be grouped as the pages show it."""
    number = words.translate(GROUPING)
    address = number if number.lstrip("+").isdecimal() else words
    return (
        Q(text__icontains=words)
        | Q(subject__icontains=words)
        | Q(address__icontains=address)
        | Q(customer__full_name__icontains=words)
    )


RINGS_AT_MOST = timedelta(minutes=3)
TALKS_AT_MOST = timedelta(hours=2)
NOT_REACHED = ("missed", "busy", "failed")


class PhoneCallQuerySet(TenantQuerySet["PhoneCall"]):
    @staticmethod
    def live_since(at: datetime) -> tuple[datetime, datetime]:
        """Calls that ring, or talk, since before these have ended unheard."""
        return at - RINGS_AT_MOST, at - TALKS_AT_MOST

    def live_at(
        self, telephone_of: User, *, ringing_since: datetime, talking_since: datetime
    ) -> Self:
        """Incoming calls that ring at this person's telephone, or that they are talking in.

        An end that never came is not waited for.
        """
        ringing = Q(state="ringing", started_at__gt=ringing_since)
        talking = Q(state="talking", started_at__gt=talking_since)
        return self.filter(ringing | talking, user=telephone_of, direction="in")

    def missed(self) -> Self:
        """Customers who called and whom nobody answered."""
        return self.filter(direction="in", state__in=NOT_REACHED)

    def unanswered(self) -> Self:
        """Missed, nobody has taken care of it, and no talk with the number came after."""
        later = self.model._default_manager.filter(
            dealership=OuterRef("dealership"),
            number=OuterRef("number"),
            started_at__gte=OuterRef("started_at"),
            answered_at__isnull=False,
        )
        spoken = Q(Exists(later)) & ~Q(number="")
        return self.missed().filter(handled_at__isnull=True).exclude(spoken)

    def to_fetch(self) -> Self:
        """Their recordings lie with the exchange still."""
        return self.filter(recording="").exclude(recording_url="")

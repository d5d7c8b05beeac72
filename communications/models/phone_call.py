"""Calls as the telephone exchange saw them, and the events it told us of them."""

import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communications.models.touch import Touch
from communications.querysets import PhoneCallQuerySet
from communications.rules import calls
from customers.models import Customer
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User
from dealerships.querysets import TenantQuerySet

IN_PROGRESS = sorted(state.value for state in calls.IN_PROGRESS)


class PrivateStorage(FileSystemStorage):
    """Beside the other data of the installation, where no web server looks: it has no address."""

    @property
    def base_location(self) -> Path:
        return Path(settings.RECORDINGS_ROOT)

    @property
    def location(self) -> str:
        return str(self.base_location.absolute())

    def url(self, name: str | None) -> str:
        raise ValueError("a recording is served by communications.views.recordings")


def private_storage() -> PrivateStorage:
    """Where the recordings are."""
    return PrivateStorage()


class PhoneCall(models.Model):
    """One call between a telephone of ours and a number; its state is folded from its events."""

    class State(models.TextChoices):
        DIALLING = calls.State.DIALLING.value, _("dialling")
        RINGING = calls.State.RINGING.value, _("ringing")
        TALKING = calls.State.TALKING.value, _("talking")
        TALKED = calls.State.TALKED.value, _("talked")
        MISSED = calls.State.MISSED.value, _("not answered")
        BUSY = calls.State.BUSY.value, _("busy")
        FAILED = calls.State.FAILED.value, _("failed")

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, related_name="phone_calls", db_index=False
    )
    # our number of it, which the exchange is told when we dial
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider_id = models.CharField(max_length=200, blank=True)
    direction = models.CharField(_("direction"), max_length=3, choices=Touch.Direction)
    is_dialled = models.BooleanField(default=False)  # by a click here: then started_at is ours
    extension = models.CharField(_("telephone extension"), max_length=20, blank=True)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="phone_calls", db_index=False
    )
    # None: nobody has the number, or several people have
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="phone_calls",
        db_constraint=False,
    )
    number = models.CharField(_("number"), max_length=20, blank=True)  # E.164; empty: hidden
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DIALLING)
    started_at = models.DateTimeField(_("started"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    rings = models.SmallIntegerField(default=0)
    error = models.CharField(_("answer of the provider"), max_length=500, blank=True)
    # the reported contact that this call proves (N8)
    touch = models.OneToOneField(
        Touch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="phone_call",
        db_constraint=False,
    )
    # a missed call that somebody has taken care of
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    recording = models.FileField(storage=private_storage, max_length=200, blank=True)
    recording_type = models.CharField(max_length=40, blank=True)
    # where the exchange keeps it, until we have fetched it
    recording_url = models.CharField(max_length=1000, blank=True)
    recording_attempts = models.SmallIntegerField(default=0)
    recording_error = models.CharField(max_length=200, blank=True)

    objects = PhoneCallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="phone_call_tenant"),
            models.UniqueConstraint(
                fields=["dealership", "provider_id"],
                condition=~Q(provider_id=""),
                name="phone_call_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["talking", "talked"]) | Q(answered_at__isnull=False),
                name="phone_call_talk_was_answered",
            ),
            models.CheckConstraint(
                condition=Q(recording="") | ~Q(recording_type=""),
                name="phone_call_recording_has_type",
            ),
            SameTenant(
                name="phone_call_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
            SameTenant(
                name="phone_call_touch_tenant",
                field="touch",
                references="communications.Touch",
            ),
        ]
        indexes = [
            # the page of calls, newest first
            models.Index(fields=["dealership", "-started_at", "-id"], name="phone_call_newest"),
            # who is ringing at my telephone, asked every two seconds
            models.Index(
                fields=["user", "dealership"],
                condition=Q(state__in=IN_PROGRESS),
                name="phone_call_in_progress",
            ),
            # one person's calls of a day: which of them proves this outcome
            models.Index(fields=["user", "started_at"], name="phone_call_of_person"),
            # was this number called back; whose is it
            models.Index(fields=["dealership", "number", "started_at"], name="phone_call_number"),
            # recordings still to be fetched
            models.Index(
                fields=["id"],
                condition=Q(recording="") & ~Q(recording_url=""),
                name="phone_call_to_fetch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.state} {self.uid}"

    @property
    def seconds(self) -> int | None:
        """How long they talked; None while they do, or where nobody answered."""
        return calls.talk_seconds(self.answered_at, self.ended_at)

    @property
    def talk(self) -> timedelta | None:
        return None if self.seconds is None else timedelta(seconds=self.seconds)

    @property
    def is_missed(self) -> bool:
        """A customer called and nobody answered."""
        return self.direction == Touch.Direction.IN and self.state in ("missed", "busy", "failed")


class CallEvent(models.Model):
    """The inbox: what the exchange told, each event once by its own number. Never edited."""

    class Kind(models.TextChoices):
        RINGING = calls.Kind.RINGING.value, _("it rings")
        ANSWERED = calls.Kind.ANSWERED.value, _("answered")
        ENDED = calls.Kind.ENDED.value, _("ended")
        RECORDING = "recording", _("recording")

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    call = models.ForeignKey(PhoneCall, models.CASCADE, related_name="events", db_constraint=False)
    # the webhook's id: the provider's number of the event
    event_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()  # by the exchange's clock
    received_at = models.DateTimeField()
    direction = models.CharField(max_length=3, blank=True)
    extension = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=20, blank=True)
    cause = models.CharField(max_length=10, blank=True)
    # as it came, numbers and unknown values masked
    payload = models.JSONField(default=dict)

    objects = TenantQuerySet["CallEvent"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "event_id"], name="call_event_once"),
            SameTenant(
                name="call_event_tenant",
                field="call",
                references="communications.PhoneCall",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.kind} {self.at:%Y-%m-%d %H:%M:%S}"

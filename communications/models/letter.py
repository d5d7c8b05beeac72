"""Batches of letters: printed as one file, then posted by a person."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communications.models.message import Message
from communications.models.template import Paper
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User
from dealerships.querysets import TenantQuerySet


class LetterBatch(models.Model):
    """One PDF of up to 500 letters of one paper.

    making → ready → posted (and back, while it may be undone); else dropped, and its letters
    wait again. Every write goes through communications.services.letters and .letter_making.
    """

    class State(models.TextChoices):
        MAKING = "making", _("Being made")
        READY = "ready", _("Ready to print")
        POSTED = "posted", _("Posted")
        DROPPED = "dropped", _("Put back")
        FAILED = "failed", _("Could not be made")

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="letter_batches")
    paper = models.CharField(_("paper"), max_length=2, choices=Paper)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.MAKING)
    # the name of its file, which nobody can guess
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # letters asked for, and how many of them have been put into the file so far
    total = models.PositiveSmallIntegerField()
    done = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    # lease on the database's clock
    locked_until = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(_("asked for"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    posted_at = models.DateTimeField(_("posted"), null=True, blank=True)
    posted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = TenantQuerySet["LetterBatch"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="letter_batch_tenant"),
            models.CheckConstraint(
                condition=(Q(state="posted", posted_at__isnull=False))
                | (~Q(state="posted") & Q(posted_at__isnull=True)),
                name="letter_batch_posted_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "posted"]) | Q(made_at__isnull=False),
                name="letter_batch_ready_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["dealership", "-asked_at", "-id"], name="letter_batch_newest"),
            # the sweep: what is still to be made
            models.Index(
                fields=["asked_at"], condition=Q(state="making"), name="letter_batch_making"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper} {self.state} {self.uid}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.MAKING, self.State.READY)


class BatchLetter(models.Model):
    """A letter in a batch, and in no other one; `place` is printed on it."""

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    batch = models.ForeignKey(
        LetterBatch, models.PROTECT, related_name="letters", db_constraint=False
    )
    message = models.OneToOneField(
        Message, models.PROTECT, related_name="in_batch", db_constraint=False
    )
    place = models.PositiveSmallIntegerField()

    objects = TenantQuerySet["BatchLetter"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="batch_letter_place_once"),
            SameTenant(
                name="batch_letter_batch_tenant",
                field="batch",
                references="communications.LetterBatch",
            ),
            SameTenant(
                name="batch_letter_message_tenant",
                field="message",
                references="communications.Message",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} of {self.batch_id}"

"""The sound of a call that no exchange told of, added by hand to what was entered about it."""

from django.db import models

from communications.models.phone_call import private_storage
from communications.models.touch import Touch
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User
from dealerships.querysets import TenantQuerySet


class EnteredRecording(models.Model):
    """One recording of an entered call; a call that the exchange knows keeps its sound itself."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="+", db_index=False)
    touch = models.OneToOneField(
        Touch, models.PROTECT, related_name="added_recording", db_constraint=False
    )
    recording = models.FileField(storage=private_storage, max_length=200)
    recording_type = models.CharField(max_length=40)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    objects = TenantQuerySet["EnteredRecording"].as_manager()

    class Meta:
        constraints = [
            SameTenant(
                name="entered_recording_touch_tenant",
                field="touch",
                references="communications.Touch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.touch_id} {self.recording_type}"

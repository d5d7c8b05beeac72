"""Who was sent the sound of which call (law 8): rows that are added and never changed."""

import pgtrigger
from django.db import models
from django.db.models import Q

from communications.models.phone_call import PhoneCall
from communications.models.touch import Touch
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User
from dealerships.querysets import TenantQuerySet


class Listening(models.Model):
    """Somebody heard or saved the recording of a call: who is sent the sound, has it.

    Of a call of the exchange `phone_call` says which; of an entered one `touch`.
    """

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    phone_call = models.ForeignKey(
        PhoneCall,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listenings",
        db_constraint=False,
    )
    touch = models.ForeignKey(
        Touch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listenings",
        db_constraint=False,
    )

    objects = TenantQuerySet["Listening"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(phone_call__isnull=True, touch__isnull=False)
                | Q(phone_call__isnull=False, touch__isnull=True),
                name="listening_is_of_one",
            ),
            SameTenant(
                name="listening_call_tenant",
                field="phone_call",
                references="communications.PhoneCall",
            ),
            SameTenant(
                name="listening_touch_tenant", field="touch", references="communications.Touch"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="listening_stays", operation=pgtrigger.Delete),
            # two rows of one call may turn out to be the same call: then it goes with the sound
            pgtrigger.Protect(
                name="listening_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["phone_call"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d %H:%M}"

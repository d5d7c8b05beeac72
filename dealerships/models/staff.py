"""People who work here: login (User), role (Membership), name in the DMS (StaffMember)."""

import pghistory
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dealerships.models.dealership import Dealership
from dealerships.querysets import MembershipQuerySet, TenantQuerySet

# where the Chinese characters begin
FIRST_HAN = "\u4e00"


class Role(models.TextChoices):
    OPERATOR = "operator", _("Call-centre operator")
    RECEPTIONIST = "receptionist", _("Receptionist")
    SALESPERSON = "salesperson", _("Salesperson")
    SALES_MANAGER = "sales_manager", _("Sales manager")
    SERVICE_ADVISOR = "service_advisor", _("Service advisor")
    SERVICE_MANAGER = "service_manager", _("Service manager")
    RELATIONS_MANAGER = "relations_manager", _("Customer-relations manager")
    DEALER_HEAD = "dealer_head", _("Dealer head")
    ADMINISTRATOR = "administrator", _("Administrator")


class User(AbstractUser):
    class Theme(models.TextChoices):
        SYSTEM = "", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    language = models.CharField(
        _("language"), max_length=10, choices=Dealership.Language, blank=True
    )
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, blank=True)

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        """As the name is written: Chinese family name first and without a space."""
        if self.last_name[:1] >= FIRST_HAN:
            return f"{self.last_name}{self.first_name}".strip()
        return super().get_full_name()


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Membership(models.Model):
    """A user holds a role in a dealership; several roles are several rows."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "dealership", "role"],
                condition=Q(ended_at__isnull=True),
                name="membership_role_once",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class StaffMember(models.Model):
    """A seller or advisor by the name the DMS knows; a page links it to a user."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="staff")
    name = models.CharField(_("name"), max_length=200)
    user = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="staff_names"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet["StaffMember"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "name"], name="staff_name_once"),
            models.UniqueConstraint(fields=["dealership", "id"], name="staff_tenant"),
        ]

    def __str__(self) -> str:
        return self.name


class Extension(models.Model):
    """The telephone of a person in a dealership, as the exchange there numbers it."""

    dealership = models.ForeignKey(Dealership, models.CASCADE, related_name="extensions")
    user = models.ForeignKey(User, models.CASCADE, related_name="extensions")
    number = models.CharField(_("telephone extension"), max_length=20)

    objects = TenantQuerySet["Extension"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "number"], name="extension_once"),
            models.UniqueConstraint(fields=["user", "dealership"], name="extension_of_person"),
        ]

    def __str__(self) -> str:
        return self.number

"""Keys for machines, and the record of who took which list out."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from dealerships.models.dealership import Dealership
from dealerships.models.staff import User
from dealerships.querysets import TenantQuerySet


class ApiKey(models.Model):
    """A machine's key to one dealership; only its SHA-256 is kept."""

    class Scope(models.TextChoices):
        TASKS_READ = "tasks:read", _("read call tasks")
        TASKS_WRITE = "tasks:write", _("claim and close call tasks")
        KPIS_READ = "kpis:read", _("read KPIs")

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="api_keys")
    name = models.CharField(_("name"), max_length=100)
    # the person in whose name the machine acts; their dismissal ends the key too
    user = models.ForeignKey(User, models.PROTECT, related_name="api_keys")
    prefix = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = TenantQuerySet["ApiKey"].as_manager()

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class ExportRecord(models.Model):
    """Who took which list out of the system, when, and how many rows (law 8)."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="exports")
    user = models.ForeignKey(User, models.PROTECT, related_name="exports")
    at = models.DateTimeField()
    what = models.CharField(max_length=200)
    filters = models.JSONField(default=dict)
    rows = models.PositiveIntegerField()

    objects = TenantQuerySet["ExportRecord"].as_manager()

    def __str__(self) -> str:
        return f"{self.what}: {self.rows}"

"""One import: its files, how they were understood, how far it is, and which rows must be mended."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dealerships.constraints import SameTenant
from dealerships.models import Dealership, SourceSystem, User
from dealerships.querysets import TenantQuerySet


class Table(models.TextChoices):
    """The five tables of a dealer's export, in the order they are imported."""

    CUSTOMERS = "customers", _("Customers")
    SALES = "sales", _("Sales")
    REPAIR_ORDERS = "repair_orders", _("Repair orders")
    TRAFFIC = "traffic", _("Showroom traffic")
    MARKETING = "marketing", _("Marketing spend")


class ImportRun(models.Model):
    """One import of a dealership, from the upload of its files to its report."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    UNDER_WAY = (Status.QUEUED, Status.RUNNING)

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="imports")
    source = models.ForeignKey(
        SourceSystem, models.PROTECT, related_name="imports", db_constraint=False
    )
    exported_on = models.DateField(_("exported on"))
    status = models.CharField(max_length=10, choices=Status, default=Status.UPLOADED)
    is_dry_run = models.BooleanField(default=False)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    # the worker that runs it, by lease: a killed worker's run is taken up again (see Task leases)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=40, blank=True)
    # {"customers": {"rows": n, "created": n, "updated": n, "unchanged": n, "rejected": n}, …}
    counts = models.JSONField(default=dict)
    duplicate_candidates = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    objects = TenantQuerySet["ImportRun"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="import_run_tenant"),
            # two imports into one dealership would race for the same identities
            models.UniqueConstraint(
                fields=["dealership"],
                condition=Q(status="running"),
                name="import_one_running",
            ),
            SameTenant(
                name="import_run_source_tenant",
                field="source",
                references="dealerships.SourceSystem",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dealership_id} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_under_way(self) -> bool:
        """Waiting for the worker, or in its hands."""
        return self.status in self.UNDER_WAY

    @property
    def is_open(self) -> bool:
        """Its files may still be changed and it may be started: nothing of it was imported."""
        if self.status == self.Status.DONE:
            return self.is_dry_run
        return not self.is_under_way


class ImportFile(models.Model):
    """An uploaded file (or a sheet of a workbook) and how it was understood."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="+", db_index=False)
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="files", db_constraint=False)
    name = models.CharField(_("file"), max_length=300)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    path = models.CharField(max_length=500)
    table = models.CharField(_("table"), max_length=20, choices=Table, blank=True)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    delimiter = models.CharField(_("delimiter"), max_length=1, blank=True)
    header_row = models.PositiveIntegerField(_("header row"), null=True, blank=True)
    # {"column header": "field code" or ""}
    mapping = models.JSONField(default=dict)
    unknown_columns = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)

    objects = TenantQuerySet["ImportFile"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="import_file_tenant"),
            SameTenant(
                name="import_file_run_tenant",
                field="run",
                references="exchange.ImportRun",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RejectedRow(models.Model):
    """A row that was not taken, or taken with a warning: where, which value, what is wrong."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(
        ImportFile, models.CASCADE, related_name="rejected_rows", db_constraint=False
    )
    row_number = models.PositiveIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=200, blank=True)
    value = models.TextField(_("value"), blank=True)
    # code of exchange.problems; shown in the reader's language
    problem = models.CharField(_("problem"), max_length=40)
    is_warning = models.BooleanField(default=False)
    raw = models.JSONField()

    objects = TenantQuerySet["RejectedRow"].as_manager()

    class Meta:
        constraints = [
            SameTenant(
                name="rejected_row_file_tenant",
                field="file",
                references="exchange.ImportFile",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_number}: {self.problem}"


class ColumnMapping(models.Model):
    """A mapping a person changed, remembered for files of the same shape."""

    dealership = models.ForeignKey(Dealership, models.CASCADE, related_name="column_mappings")
    # md5 of the folded headers in order
    shape = models.UUIDField()
    table = models.CharField(max_length=20, choices=Table)
    mapping = models.JSONField()

    objects = TenantQuerySet["ColumnMapping"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "shape"], name="column_mapping_once"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.shape}"

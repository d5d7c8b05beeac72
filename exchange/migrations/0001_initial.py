import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dealerships.constraints


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("dealerships", "0001_initial"),
        ("dealerships", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("exported_on", models.DateField(verbose_name="exported on")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("uploaded", "uploaded"),
                            ("queued", "waiting"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="uploaded",
                        max_length=10,
                    ),
                ),
                ("is_dry_run", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("cancel_requested_at", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("rows_total", models.PositiveIntegerField(default=0)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("step", models.CharField(blank=True, max_length=40)),
                ("counts", models.JSONField(default=dict)),
                ("duplicate_candidates", models.PositiveIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="dealerships.sourcesystem",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dealership", "id"), name="import_run_tenant"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "running")),
                        fields=("dealership",),
                        name="import_one_running",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="source",
                        name="import_run_source_tenant",
                        references="dealerships.SourceSystem",
                        tenant="dealership",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="file")),
                ("sheet", models.CharField(blank=True, max_length=100, verbose_name="sheet")),
                ("path", models.CharField(max_length=500)),
                (
                    "table",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("customers", "Customers"),
                            ("sales", "Sales"),
                            ("repair_orders", "Repair orders"),
                            ("traffic", "Showroom traffic"),
                            ("marketing", "Marketing spend"),
                        ],
                        max_length=20,
                        verbose_name="table",
                    ),
                ),
                ("encoding", models.CharField(blank=True, max_length=20, verbose_name="encoding")),
                ("delimiter", models.CharField(blank=True, max_length=1, verbose_name="delimiter")),
                (
                    "header_row",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="header row"),
                ),
                ("mapping", models.JSONField(default=dict)),
                ("unknown_columns", models.JSONField(default=list)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("problem", models.TextField(blank=True)),
                (
                    "dealership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="exchange.importrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dealership", "id"), name="import_file_tenant"),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="run",
                        name="import_file_run_tenant",
                        references="exchange.ImportRun",
                        tenant="dealership",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RejectedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row_number", models.PositiveIntegerField(verbose_name="row")),
                ("column", models.CharField(blank=True, max_length=200, verbose_name="column")),
                ("value", models.TextField(blank=True, verbose_name="value")),
                ("problem", models.CharField(max_length=40, verbose_name="problem")),
                ("is_warning", models.BooleanField(default=False)),
                ("raw", models.JSONField()),
                (
                    "dealership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rejected_rows",
                        to="exchange.importfile",
                    ),
                ),
            ],
            options={
                "constraints": [
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="file",
                        name="rejected_row_file_tenant",
                        references="exchange.ImportFile",
                        tenant="dealership",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shape", models.UUIDField()),
                (
                    "table",
                    models.CharField(
                        choices=[
                            ("customers", "Customers"),
                            ("sales", "Sales"),
                            ("repair_orders", "Repair orders"),
                            ("traffic", "Showroom traffic"),
                            ("marketing", "Marketing spend"),
                        ],
                        max_length=20,
                    ),
                ),
                ("mapping", models.JSONField()),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="column_mappings",
                        to="dealerships.dealership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "shape"), name="column_mapping_once"
                    )
                ],
            },
        ),
    ]

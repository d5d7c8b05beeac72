"""The tables as 0001 to 0002 leave them, made at once; a database that has run some runs the rest."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import dealerships.constraints


class Migration(migrations.Migration):
    replaces = [("kpis", "0001_initial"), ("kpis", "0002_series_of_snapshots")]

    initial = True

    dependencies = [
        ("dealerships", "0001_squashed_0007_telephone_extensions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="KPI")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "percent",
                    models.DecimalField(decimal_places=1, max_digits=5, verbose_name="target, %"),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kpi_targets",
                        to="dealerships.dealership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "code", "year"), name="kpi_target_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gte", 0), ("percent__lte", 100)),
                        name="kpi_target_percent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "others",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "customer_kind",
                    models.CharField(
                        blank=True,
                        choices=[("person", "Person"), ("company", "Company")],
                        max_length=7,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kpi_series",
                        to="dealerships.dealership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "others", "customer_kind"), name="kpi_series_once"
                    ),
                    models.UniqueConstraint(fields=("dealership", "id"), name="kpi_series_tenant"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                ("as_of", models.DateField()),
                ("value", models.JSONField(null=True)),
                ("computed_at", models.DateTimeField()),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kpi_snapshots",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="snapshots",
                        to="kpis.series",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("series", "as_of", "code"), name="kpi_snapshot_once"
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="series",
                        name="kpi_snapshot_series",
                        references="kpis.Series",
                        tenant="dealership",
                    ),
                ],
            },
        ),
    ]

"""The tables as 0001 to 0002 leave them, made at once; a database that has run some runs the rest."""

import django.db.models.deletion
from django.db import migrations, models

import dealerships.constraints


class Migration(migrations.Migration):
    replaces = [("service", "0001_initial"), ("service", "0002_fewer_checks_and_indexes")]

    initial = True

    dependencies = [
        ("customers", "0001_squashed_0010_evidence_of_both"),
        ("dealerships", "0001_squashed_0007_telephone_extensions"),
    ]

    operations = [
        migrations.CreateModel(
            name="MaintenancePlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("make", models.CharField(blank=True, max_length=60, verbose_name="make")),
                ("model", models.CharField(blank=True, max_length=100, verbose_name="model")),
                ("months", models.PositiveSmallIntegerField(default=12, verbose_name="months")),
                ("km", models.PositiveIntegerField(default=15000, verbose_name="kilometres")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="maintenance_plans",
                        to="dealerships.dealership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "make", "model"), name="maintenance_plan_once"
                    ),
                    models.UniqueConstraint(
                        fields=("dealership", "id"), name="maintenance_plan_tenant"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("km__gte", 1), ("months__gte", 1)),
                        name="maintenance_plan_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("model", ""), models.Q(("make", ""), _negated=True), _connector="OR"
                        ),
                        name="maintenance_plan_model_has_make",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MaintenanceForecast",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("anchor_on", models.DateField()),
                ("anchor_km", models.PositiveIntegerField(null=True)),
                ("km_per_day", models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ("readings", models.PositiveSmallIntegerField(default=0)),
                ("due_by_time_on", models.DateField()),
                ("due_by_km_on", models.DateField(null=True)),
                ("due_on", models.DateField()),
                ("tolerance_days", models.PositiveSmallIntegerField()),
                ("computed_at", models.DateTimeField()),
                (
                    "dealership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="maintenance_forecasts",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "vehicle",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="maintenance_forecasts",
                        to="customers.vehicle",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="service.maintenanceplan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "vehicle"), name="maintenance_forecast_once"
                    ),
                    dealerships.constraints.SameTenant(
                        column="vehicle_id",
                        field="vehicle",
                        name="forecast_vehicle_tenant",
                        references="customers.VehicleRelation",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="plan",
                        name="forecast_plan_tenant",
                        references="service.MaintenancePlan",
                        tenant="dealership",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["dealership", "due_on"], name="maintenance_forecast_due")
                ],
            },
        ),
        migrations.CreateModel(
            name="RepairOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=100, verbose_name="number")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                (
                    "promised_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="promised for"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                (
                    "odometer_km",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="odometer, km"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("maintenance", "Maintenance"),
                            ("repair", "Repair"),
                            ("warranty", "Warranty repair"),
                            ("body", "Body work"),
                            ("wash", "Car wash"),
                            ("tyres", "Tyres"),
                        ],
                        max_length=11,
                        verbose_name="kind",
                    ),
                ),
                (
                    "labour",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="labour"
                    ),
                ),
                (
                    "parts",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="parts"
                    ),
                ),
                (
                    "body",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="body work"
                    ),
                ),
                (
                    "is_repeat_repair",
                    models.BooleanField(default=False, verbose_name="repeat repair"),
                ),
                ("recommendations", models.TextField(blank=True, verbose_name="recommendations")),
                ("row_digest", models.UUIDField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "advisor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repair_orders",
                        to="dealerships.staffmember",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repair_orders",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repair_orders",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "source_system",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="dealerships.sourcesystem",
                    ),
                ),
                (
                    "vehicle",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repair_orders",
                        to="customers.vehicle",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "source_system", "number"),
                        name="repair_order_once",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        fields=("dealership", "id"), name="repair_order_tenant"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_on__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="repair_order_closed_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            ("closed_at__gte", models.F("opened_at")),
                            _connector="OR",
                        ),
                        name="repair_order_in_order",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="source_system",
                        name="repair_order_source_tenant",
                        references="dealerships.SourceSystem",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="repair_order_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="vehicle_id",
                        field="vehicle",
                        name="repair_order_vehicle_tenant",
                        references="customers.VehicleRelation",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="advisor",
                        name="repair_order_advisor_tenant",
                        references="dealerships.StaffMember",
                        tenant="dealership",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["vehicle", "closed_on"], name="repair_order_of_vehicle"),
                    models.Index(fields=["dealership", "closed_on"], name="repair_order_by_day"),
                ],
            },
        ),
    ]

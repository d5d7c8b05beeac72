"""The tables as 0001 to 0002 leave them, made at once; a database that has run some runs the rest."""

import django.db.models.deletion
from django.db import migrations, models

import dealerships.constraints


class Migration(migrations.Migration):
    replaces = [("sales", "0001_initial"), ("sales", "0002_fewer_checks_and_indexes")]

    initial = True

    dependencies = [
        ("customers", "0001_squashed_0010_evidence_of_both"),
        ("dealerships", "0001_squashed_0007_telephone_extensions"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeadSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(verbose_name="code")),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lead_sources",
                        to="dealerships.dealership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dealership", "code"), name="lead_source_once"),
                    models.UniqueConstraint(fields=("dealership", "id"), name="lead_source_tenant"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MarketingSpend",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount"),
                ),
                ("row_digest", models.UUIDField(editable=False, null=True)),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marketing_spend",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "lead_source",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spend",
                        to="sales.leadsource",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "month", "lead_source"), name="marketing_spend_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="marketing_spend_first_day"
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="lead_source",
                        name="spend_lead_source_tenant",
                        references="sales.LeadSource",
                        tenant="dealership",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sale",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("contract_number", models.CharField(max_length=100, verbose_name="contract")),
                ("delivered_on", models.DateField(verbose_name="delivered on")),
                (
                    "condition",
                    models.CharField(
                        choices=[("new", "New"), ("used", "Used")],
                        max_length=4,
                        verbose_name="condition",
                    ),
                ),
                (
                    "price",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="price"),
                ),
                (
                    "accessories",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="accessories"
                    ),
                ),
                (
                    "finance",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=14,
                        verbose_name="finance and insurance",
                    ),
                ),
                (
                    "referrer_code",
                    models.CharField(blank=True, max_length=100, verbose_name="referrer's code"),
                ),
                ("has_trade_in", models.BooleanField(default=False, verbose_name="trade-in")),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="cancelled at"),
                ),
                ("row_digest", models.UUIDField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "lead_source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales",
                        to="sales.leadsource",
                    ),
                ),
                (
                    "referrer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referred_sales",
                        to="customers.customer",
                    ),
                ),
                (
                    "salesperson",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales",
                        to="dealerships.staffmember",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales",
                        to="customers.vehicle",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "source_system", "contract_number"),
                        name="sale_contract_once",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(fields=("dealership", "id"), name="sale_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accessories__gte", 0), ("finance__gte", 0), ("price__gte", 0)
                        ),
                        name="sale_amounts_not_negative",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="source_system",
                        name="sale_source_tenant",
                        references="dealerships.SourceSystem",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="sale_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="vehicle_id",
                        field="vehicle",
                        name="sale_vehicle_tenant",
                        references="customers.VehicleRelation",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="referrer",
                        name="sale_referrer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="salesperson",
                        name="sale_salesperson_tenant",
                        references="dealerships.StaffMember",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="lead_source",
                        name="sale_lead_source_tenant",
                        references="sales.LeadSource",
                        tenant="dealership",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["dealership", "delivered_on"], name="sale_by_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="TrafficContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("identity", models.UUIDField(editable=False)),
                ("at", models.DateTimeField(verbose_name="at")),
                ("on", models.DateField(verbose_name="on")),
                (
                    "kind",
                    models.CharField(
                        choices=[("visit", "Visit"), ("call", "Call"), ("web", "Web lead")],
                        max_length=5,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=300, verbose_name="name")),
                (
                    "phone_as_given",
                    models.CharField(blank=True, max_length=100, verbose_name="phone as given"),
                ),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="phone")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-mail")),
                ("interest", models.CharField(blank=True, max_length=200, verbose_name="interest")),
                ("row_digest", models.UUIDField(editable=False, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="traffic",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="traffic",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "lead_source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="traffic",
                        to="sales.leadsource",
                    ),
                ),
                (
                    "salesperson",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="traffic",
                        to="dealerships.staffmember",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "source_system", "identity"),
                        name="traffic_once",
                        nulls_distinct=False,
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="source_system",
                        name="traffic_source_tenant",
                        references="dealerships.SourceSystem",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="lead_source",
                        name="traffic_lead_source_tenant",
                        references="sales.LeadSource",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="salesperson",
                        name="traffic_salesperson_tenant",
                        references="dealerships.StaffMember",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="traffic_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                ],
                "indexes": [models.Index(fields=["dealership", "on"], name="traffic_by_day")],
            },
        ),
    ]

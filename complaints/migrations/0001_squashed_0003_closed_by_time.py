"""The tables as 0001 to 0003 leave them, made at once; a database that has run some runs the rest."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import dealerships.constraints


class Migration(migrations.Migration):
    replaces = [
        ("complaints", "0001_initial"),
        ("complaints", "0002_complaint_changes"),
        ("complaints", "0003_closed_by_time"),
    ]

    initial = True

    dependencies = [
        ("customers", "0001_squashed_0010_evidence_of_both"),
        ("dealerships", "0001_squashed_0007_telephone_extensions"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("vehicle", "The car"),
                            ("sales", "Sales staff"),
                            ("service_quality", "Quality of work"),
                            ("service_time", "Time and deadlines"),
                            ("price", "Price"),
                            ("parts", "Parts"),
                            ("behaviour", "Behaviour"),
                            ("calls", "Calls and messages"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="category",
                    ),
                ),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Low"), (2, "Medium"), (3, "High")],
                        default=2,
                        verbose_name="severity",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("in_work", "In work"),
                            ("solved", "Solved"),
                            ("closed", "Closed"),
                            ("rejected", "Not justified"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("text", models.TextField(verbose_name="what happened")),
                ("solution", models.TextField(blank=True, verbose_name="solution")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("answer_due_at", models.DateTimeField(verbose_name="answer due")),
                ("solved_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints_opened",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints_owned",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "vehicle",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="customers.vehicle",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dealership", "id"), name="complaint_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False), ("status__in", ["closed", "rejected"])
                            ),
                            models.Q(
                                models.Q(("status__in", ["closed", "rejected"]), _negated=True),
                                ("closed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="complaint_closed_has_time",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="complaint_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="vehicle_id",
                        field="vehicle",
                        name="complaint_vehicle_tenant",
                        references="customers.VehicleRelation",
                        tenant="dealership",
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["dealership", "status", "answer_due_at"], name="complaint_board"
                    ),
                    models.Index(
                        condition=models.Q(("status", "closed")),
                        fields=["dealership", "closed_at"],
                        name="complaint_closed_by_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplaintEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "from_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "Open"),
                            ("in_work", "In work"),
                            ("solved", "Solved"),
                            ("closed", "Closed"),
                            ("rejected", "Not justified"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "to_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "Open"),
                            ("in_work", "In work"),
                            ("solved", "Solved"),
                            ("closed", "Closed"),
                            ("rejected", "Not justified"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="complaints.complaint",
                    ),
                ),
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
                    "owner",
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
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="complaint",
                        name="complaint_event_tenant",
                        references="complaints.Complaint",
                        tenant="dealership",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplaintChange",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("vehicle", "The car"),
                            ("sales", "Sales staff"),
                            ("service_quality", "Quality of work"),
                            ("service_time", "Time and deadlines"),
                            ("price", "Price"),
                            ("parts", "Parts"),
                            ("behaviour", "Behaviour"),
                            ("calls", "Calls and messages"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="category",
                    ),
                ),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Low"), (2, "Medium"), (3, "High")],
                        default=2,
                        verbose_name="severity",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("in_work", "In work"),
                            ("solved", "Solved"),
                            ("closed", "Closed"),
                            ("rejected", "Not justified"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("text", models.TextField(verbose_name="what happened")),
                ("solution", models.TextField(blank=True, verbose_name="solution")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("answer_due_at", models.DateTimeField(verbose_name="answer due")),
                ("solved_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="changes",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "vehicle",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.vehicle",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "complaints_complaintchange" ("answer_due_at", "category", "closed_at", "customer_id", "dealership_id", "id", "opened_at", "opened_by_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "severity", "solution", "solved_at", "status", "text", "vehicle_id") VALUES (OLD."answer_due_at", OLD."category", OLD."closed_at", OLD."customer_id", OLD."dealership_id", OLD."id", OLD."opened_at", OLD."opened_by_id", OLD."owner_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."severity", OLD."solution", OLD."solved_at", OLD."status", OLD."text", OLD."vehicle_id"); RETURN NULL;',
                    hash="7921d62681a435b6b22136124e1db8cc1c497001",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_36c30",
                    table="complaints_complaint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "complaints_complaintchange" ("answer_due_at", "category", "closed_at", "customer_id", "dealership_id", "id", "opened_at", "opened_by_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "severity", "solution", "solved_at", "status", "text", "vehicle_id") VALUES (OLD."answer_due_at", OLD."category", OLD."closed_at", OLD."customer_id", OLD."dealership_id", OLD."id", OLD."opened_at", OLD."opened_by_id", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."severity", OLD."solution", OLD."solved_at", OLD."status", OLD."text", OLD."vehicle_id"); RETURN NULL;',
                    hash="1494660111ea77b73ccaf35a75e8b1e596919340",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a79b8",
                    table="complaints_complaint",
                    when="AFTER",
                ),
            ),
        ),
    ]

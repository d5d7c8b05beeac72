import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import dealerships.constraints


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("communications", "0001_initial"),
        ("customers", "0001_initial"),
        ("dealerships", "0001_initial"),
        ("dealerships", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "only_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("operator", "Call-centre operator"),
                            ("receptionist", "Receptionist"),
                            ("salesperson", "Salesperson"),
                            ("sales_manager", "Sales manager"),
                            ("service_advisor", "Service advisor"),
                            ("service_manager", "Service manager"),
                            ("relations_manager", "Customer-relations manager"),
                            ("dealer_head", "Dealer head"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("held", "In somebody's hands"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("priority", models.PositiveSmallIntegerField()),
                ("not_before", models.DateTimeField()),
                ("due_until", models.DateField()),
                ("callback_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("max_attempts", models.PositiveSmallIntegerField()),
                ("last_address", models.CharField(blank=True, max_length=254)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("fence", models.PositiveIntegerField(default=0)),
                ("draft_note", models.TextField(blank=True)),
                (
                    "drop_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("expired", "window passed"),
                            ("attempts", "most attempts reached"),
                            ("no_consent", "no consent"),
                            ("do_not_call", "do not call"),
                            ("not_owner", "no longer owns the car"),
                            ("no_number", "no number left to call"),
                            ("cancelled", "cancelled by staff"),
                            ("merged", "joined with the card of the same person"),
                        ],
                        max_length=12,
                    ),
                ),
                ("planned_on", models.DateField()),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_tasks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_tasks",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_tasks",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held_tasks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("assigned_to__isnull", True), ("status", "waiting")),
                        fields=["dealership", "priority", "not_before", "id"],
                        name="call_task_queue",
                    ),
                    models.Index(
                        condition=models.Q(("assigned_to__isnull", False), ("status", "waiting")),
                        fields=["dealership", "assigned_to", "priority", "not_before", "id"],
                        name="call_task_assigned",
                    ),
                    models.Index(
                        condition=models.Q(("status", "held")),
                        fields=["lease_until"],
                        name="call_task_leases",
                    ),
                    models.Index(
                        condition=models.Q(("status", "waiting")),
                        fields=["due_until"],
                        name="call_task_windows",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", False)),
                        fields=["dealership", "closed_at"],
                        name="call_task_closed",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("dealership", "id"), name="call_task_tenant"),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["waiting", "held"])),
                        fields=("dealership", "customer", "only_role"),
                        name="call_task_one_open_card",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "held")),
                        fields=("held_by",),
                        name="call_task_one_held",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("held_by__isnull", False),
                                ("lease_until__isnull", False),
                                ("status", "held"),
                            ),
                            models.Q(
                                models.Q(("status", "held"), _negated=True),
                                ("held_by__isnull", True),
                                ("lease_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="call_task_held_has_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False), ("status__in", ["done", "dropped"])
                            ),
                            models.Q(
                                ("closed_at__isnull", True), ("status__in", ["waiting", "held"])
                            ),
                            _connector="OR",
                        ),
                        name="call_task_closed_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "dropped"), models.Q(("drop_reason", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("status", "dropped"), _negated=True), ("drop_reason", "")
                            ),
                            _connector="OR",
                        ),
                        name="call_task_dropped_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attempts__lte", models.F("max_attempts"))),
                        name="call_task_attempts_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("priority__gte", 1), ("priority__lte", 9)),
                        name="call_task_priority_1_to_9",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="call_task_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("car_delivered", "Car delivered"),
                            ("visit_closed", "Service visit closed"),
                            ("maintenance_due", "Maintenance due"),
                            ("warranty_ending", "Warranty ending"),
                            ("insurance_ending", "Insurance ending"),
                            ("loan_ending", "Loan ending"),
                            ("birthday", "Birthday"),
                            ("long_absence", "Long absence"),
                        ],
                        max_length=20,
                        verbose_name="trigger",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("offset_days", models.SmallIntegerField(verbose_name="days after the event")),
                ("window_days", models.PositiveSmallIntegerField(verbose_name="window, days")),
                (
                    "absence_months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="months of absence"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("service", "Service notices"),
                            ("satisfaction", "Satisfaction questions"),
                            ("advertising", "Advertising"),
                        ],
                        max_length=12,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "assignee",
                    models.CharField(
                        choices=[
                            ("team", "The call team (queue)"),
                            ("salesperson", "Salesperson of the deal"),
                            ("advisor", "Service advisor of the last visit"),
                            ("person", "One named person"),
                        ],
                        default="team",
                        max_length=12,
                        verbose_name="who calls",
                    ),
                ),
                (
                    "only_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("operator", "Call-centre operator"),
                            ("receptionist", "Receptionist"),
                            ("salesperson", "Salesperson"),
                            ("sales_manager", "Sales manager"),
                            ("service_advisor", "Service advisor"),
                            ("service_manager", "Service manager"),
                            ("relations_manager", "Customer-relations manager"),
                            ("dealer_head", "Dealer head"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                        verbose_name="only by",
                    ),
                ),
                ("priority", models.PositiveSmallIntegerField(default=5, verbose_name="priority")),
                (
                    "max_attempts",
                    models.PositiveSmallIntegerField(default=4, verbose_name="most attempts"),
                ),
                (
                    "retry_no_answer_hours",
                    models.PositiveSmallIntegerField(
                        default=24, verbose_name="after no answer, hours"
                    ),
                ),
                (
                    "retry_busy_minutes",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="after busy, minutes"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("first_planned_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "fallback_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
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
                    models.UniqueConstraint(fields=("dealership", "name"), name="rule_name_once"),
                    models.UniqueConstraint(fields=("dealership", "id"), name="rule_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(("priority__gte", 1), ("priority__lte", 9)),
                        name="rule_priority_1_to_9",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("max_attempts__gte", 1), ("window_days__gte", 1)),
                        name="rule_window_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("trigger", "long_absence"), ("absence_months__gte", 1)),
                            models.Q(
                                models.Q(("trigger", "long_absence"), _negated=True),
                                ("absence_months__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="rule_absence_months",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assignee", "person"), ("person__isnull", False)),
                            models.Q(
                                models.Q(("assignee", "person"), _negated=True),
                                ("person__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="rule_person_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_id", models.BigIntegerField()),
                ("cycle_on", models.DateField()),
                ("due_on", models.DateField()),
                ("due_from", models.DateField()),
                ("due_until", models.DateField()),
                ("facts", models.JSONField(default=dict)),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("handled", "Handled"), ("dropped", "Dropped")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("planned_on", models.DateField()),
                ("handled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_reasons",
                        to="customers.customer",
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
                    "vehicle",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_reasons",
                        to="customers.vehicle",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reasons",
                        to="followups.calltask",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reasons",
                        to="followups.rule",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule", "subject_id", "cycle_on"), name="call_reason_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_from__lte", models.F("due_until"))),
                        name="call_reason_in_order",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="task",
                        name="call_reason_task_tenant",
                        references="followups.CallTask",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="rule",
                        name="call_reason_rule_tenant",
                        references="followups.Rule",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="call_reason_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="vehicle_id",
                        field="vehicle",
                        name="call_reason_vehicle_tenant",
                        references="customers.VehicleRelation",
                        tenant="dealership",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Script",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("texts", models.JSONField(default=dict, verbose_name="texts")),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scripts",
                        to="dealerships.dealership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dealership", "name"), name="script_name_once"),
                    models.UniqueConstraint(fields=("dealership", "id"), name="script_tenant"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("car_delivered", "Car delivered"),
                            ("visit_closed", "Service visit closed"),
                            ("maintenance_due", "Maintenance due"),
                            ("warranty_ending", "Warranty ending"),
                            ("insurance_ending", "Insurance ending"),
                            ("loan_ending", "Loan ending"),
                            ("birthday", "Birthday"),
                            ("long_absence", "Long absence"),
                        ],
                        max_length=20,
                        verbose_name="trigger",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("offset_days", models.SmallIntegerField(verbose_name="days after the event")),
                ("window_days", models.PositiveSmallIntegerField(verbose_name="window, days")),
                (
                    "absence_months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="months of absence"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("service", "Service notices"),
                            ("satisfaction", "Satisfaction questions"),
                            ("advertising", "Advertising"),
                        ],
                        max_length=12,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "assignee",
                    models.CharField(
                        choices=[
                            ("team", "The call team (queue)"),
                            ("salesperson", "Salesperson of the deal"),
                            ("advisor", "Service advisor of the last visit"),
                            ("person", "One named person"),
                        ],
                        default="team",
                        max_length=12,
                        verbose_name="who calls",
                    ),
                ),
                (
                    "only_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("operator", "Call-centre operator"),
                            ("receptionist", "Receptionist"),
                            ("salesperson", "Salesperson"),
                            ("sales_manager", "Sales manager"),
                            ("service_advisor", "Service advisor"),
                            ("service_manager", "Service manager"),
                            ("relations_manager", "Customer-relations manager"),
                            ("dealer_head", "Dealer head"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                        verbose_name="only by",
                    ),
                ),
                ("priority", models.PositiveSmallIntegerField(default=5, verbose_name="priority")),
                (
                    "max_attempts",
                    models.PositiveSmallIntegerField(default=4, verbose_name="most attempts"),
                ),
                (
                    "retry_no_answer_hours",
                    models.PositiveSmallIntegerField(
                        default=24, verbose_name="after no answer, hours"
                    ),
                ),
                (
                    "retry_busy_minutes",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="after busy, minutes"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("first_planned_on", models.DateField(blank=True, editable=False, null=True)),
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
                    "fallback_person",
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
                    "person",
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
                        related_name="events",
                        to="followups.rule",
                    ),
                ),
                (
                    "script",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="followups.script",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="rule",
            name="script",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rules",
                to="followups.script",
            ),
        ),
        migrations.CreateModel(
            name="TaskEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("claimed", "taken"),
                            ("outcome", "outcome"),
                            ("released", "given back"),
                            ("expired", "lease ran out"),
                            ("reassigned", "reassigned"),
                            ("dropped", "dropped"),
                            ("undone", "taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "from_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("waiting", "Waiting"),
                            ("held", "In somebody's hands"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "to_status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("held", "In somebody's hands"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=8,
                    ),
                ),
                ("before", models.JSONField(default=dict)),
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
                    "dealership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="followups.calltask",
                    ),
                ),
                (
                    "touch",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communications.touch",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["dealership", "at"], name="task_event_by_time")],
                "constraints": [
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="task",
                        name="task_event_task_tenant",
                        references="followups.CallTask",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="touch",
                        name="task_event_touch_tenant",
                        references="communications.Touch",
                        tenant="dealership",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "followups_ruleevent" ("absence_months", "assignee", "created_at", "dealership_id", "fallback_person_id", "first_planned_on", "id", "is_active", "max_attempts", "name", "offset_days", "only_role", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "purpose", "retry_busy_minutes", "retry_no_answer_hours", "script_id", "trigger", "window_days") VALUES (OLD."absence_months", OLD."assignee", OLD."created_at", OLD."dealership_id", OLD."fallback_person_id", OLD."first_planned_on", OLD."id", OLD."is_active", OLD."max_attempts", OLD."name", OLD."offset_days", OLD."only_role", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."priority", OLD."purpose", OLD."retry_busy_minutes", OLD."retry_no_answer_hours", OLD."script_id", OLD."trigger", OLD."window_days"); RETURN NULL;',
                    hash="8e046ebcf888c1b27a180c6ca0d2f155bdf9828b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_87114",
                    table="followups_rule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rule",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "followups_ruleevent" ("absence_months", "assignee", "created_at", "dealership_id", "fallback_person_id", "first_planned_on", "id", "is_active", "max_attempts", "name", "offset_days", "only_role", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "purpose", "retry_busy_minutes", "retry_no_answer_hours", "script_id", "trigger", "window_days") VALUES (OLD."absence_months", OLD."assignee", OLD."created_at", OLD."dealership_id", OLD."fallback_person_id", OLD."first_planned_on", OLD."id", OLD."is_active", OLD."max_attempts", OLD."name", OLD."offset_days", OLD."only_role", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."priority", OLD."purpose", OLD."retry_busy_minutes", OLD."retry_no_answer_hours", OLD."script_id", OLD."trigger", OLD."window_days"); RETURN NULL;',
                    hash="2ea2a5752090deb832faa2eb787ee38dfe98d869",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9da9b",
                    table="followups_rule",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=dealerships.constraints.SameTenant(
                column="id",
                field="script",
                name="rule_script_tenant",
                references="followups.Script",
                tenant="dealership",
            ),
        ),
    ]

"""The tables as 0001 to 0021 leave them, made at once; a database that has run some runs the rest."""

import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import dealerships.constraints


class Migration(migrations.Migration):
    replaces = [
        ("followups", "0001_initial"),
        ("followups", "0002_queue_storage"),
        ("followups", "0003_planning_run"),
        ("followups", "0004_claims"),
        ("followups", "0005_settled"),
        ("followups", "0006_birthday_index"),
        ("followups", "0007_fewer_checks_and_indexes"),
        ("followups", "0008_indexes_nobody_asks"),
        ("followups", "0009_causes_of_contact_rules"),
        ("followups", "0010_plan_steps"),
        ("followups", "0011_calls_as_steps"),
        ("followups", "0012_attempts_of_steps"),
        ("followups", "0013_steps_in_history"),
        ("followups", "0014_retries_of_outcomes"),
        ("followups", "0015_retries_left_the_rule"),
        ("followups", "0016_control_groups"),
        ("followups", "0017_reply_received"),
        ("followups", "0018_rule_of_replies"),
        ("followups", "0019_messenger_steps"),
        ("followups", "0020_steps_by_letter"),
        ("followups", "0021_more_triggers"),
    ]

    initial = True

    dependencies = [
        ("communications", "0001_squashed_0014_phone_calls"),
        ("customers", "0001_squashed_0010_evidence_of_both"),
        ("dealerships", "0001_squashed_0007_telephone_extensions"),
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
                ("priority", models.SmallIntegerField()),
                ("not_before", models.DateTimeField()),
                ("due_until", models.DateField()),
                ("callback_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("max_attempts", models.SmallIntegerField()),
                ("last_address", models.CharField(blank=True, max_length=254)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("fence", models.IntegerField(default=0)),
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
                            ("settled", "no longer needed"),
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
                        db_constraint=False,
                        db_index=False,
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
                ("lapses", models.SmallIntegerField(db_default=0, default=0)),
            ],
            options={
                "constraints": [
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("attempts__gte", 0),
                            ("attempts__lte", models.F("max_attempts")),
                            ("fence__gte", 0),
                            ("lapses__gte", 0),
                        ),
                        name="call_task_attempts_bounded",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("assigned_to__isnull", False), ("status", "waiting")),
                        fields=["dealership", "assigned_to", "priority", "not_before", "id"],
                        name="call_task_assigned",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", False)),
                        fields=["dealership", "closed_at"],
                        name="call_task_closed",
                    ),
                    models.Index(
                        condition=models.Q(("assigned_to__isnull", True), ("status", "waiting")),
                        fields=["dealership", "priority", "only_role", "not_before", "id"],
                        name="call_task_queue",
                    ),
                    models.Index(
                        condition=models.Q(("callback_at__isnull", False), ("status", "waiting")),
                        fields=["dealership", "callback_at"],
                        name="call_task_callbacks",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="CallTask",
            constraint=models.UniqueConstraint(
                fields=("dealership", "id"), name="call_task_tenant"
            ),
        ),
        migrations.AddConstraint(
            model_name="CallTask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["waiting", "held"])),
                fields=("dealership", "customer", "only_role"),
                name="call_task_one_open_card",
            ),
        ),
        migrations.AddConstraint(
            model_name="CallTask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "held")),
                fields=("held_by",),
                name="call_task_one_held",
            ),
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
                            ("reply_received", "Reply received"),
                            ("holiday_greeting", "Holiday greeting"),
                            ("car_age", "Car age"),
                            ("referral_thanks", "Referral: a car delivered"),
                            ("complaint_closed", "Complaint closed"),
                            ("low_answer", "Bad survey answer"),
                        ],
                        max_length=20,
                        verbose_name="trigger",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("offset_days", models.SmallIntegerField(verbose_name="days after the event")),
                ("window_days", models.PositiveSmallIntegerField(verbose_name="window, days")),
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
                (
                    "script",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="followups.script",
                    ),
                ),
                (
                    "control_share",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, verbose_name="control group, %"
                    ),
                ),
                (
                    "outcome_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="results count for, days"
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="months"),
                ),
                (
                    "holiday",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new_year", "New Year"),
                            ("spring_festival", "Chinese New Year"),
                            ("mid_autumn", "Mid-Autumn Festival"),
                            ("defenders_day", "23 February (men)"),
                            ("womens_day", "8 March (women)"),
                            ("christmas", "Christmas, 25 December"),
                        ],
                        max_length=15,
                        verbose_name="holiday",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("priority__gte", 1), ("priority__lte", 9)),
                        name="rule_priority_1_to_9",
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
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="script",
                        name="rule_script_tenant",
                        references="followups.Script",
                        tenant="dealership",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("window_days__gte", 1)), name="rule_window_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("control_share__lte", 20)),
                        name="rule_control_share_0_to_20",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome_days__isnull", True),
                            ("outcome_days__range", (1, 730)),
                            _connector="OR",
                        ),
                        name="rule_outcome_days_1_to_730",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("months__gte", 1),
                                ("trigger__in", ("car_age", "holiday_greeting", "long_absence")),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "trigger__in",
                                        ("car_age", "holiday_greeting", "long_absence"),
                                    ),
                                    _negated=True,
                                ),
                                ("months__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="rule_months",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("trigger", "holiday_greeting"),
                                models.Q(("holiday", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("trigger", "holiday_greeting"), _negated=True),
                                ("holiday", ""),
                            ),
                            _connector="OR",
                        ),
                        name="rule_holiday",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="Rule",
            constraint=models.UniqueConstraint(
                fields=("dealership", "name"), name="rule_name_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="Rule",
            constraint=models.UniqueConstraint(fields=("dealership", "id"), name="rule_tenant"),
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
                        db_constraint=False,
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
                        db_index=False,
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
                ("message_on", models.DateField(blank=True, null=True)),
                ("step", models.SmallIntegerField(db_default=1, default=1)),
                ("step_failures", models.SmallIntegerField(db_default=0, default=0)),
            ],
            options={
                "constraints": [
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("message_on__isnull", False), ("status", "open")),
                        fields=["dealership", "message_on"],
                        name="call_reason_messages",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="CallReason",
            constraint=models.UniqueConstraint(
                fields=("rule", "subject_id", "cycle_on"), name="call_reason_once"
            ),
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
                            ("reply_received", "Reply received"),
                            ("holiday_greeting", "Holiday greeting"),
                            ("car_age", "Car age"),
                            ("referral_thanks", "Referral: a car delivered"),
                            ("complaint_closed", "Complaint closed"),
                            ("low_answer", "Bad survey answer"),
                        ],
                        max_length=20,
                        verbose_name="trigger",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("offset_days", models.SmallIntegerField(verbose_name="days after the event")),
                ("window_days", models.PositiveSmallIntegerField(verbose_name="window, days")),
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
                (
                    "control_share",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, verbose_name="control group, %"
                    ),
                ),
                (
                    "outcome_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="results count for, days"
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="months"),
                ),
                (
                    "holiday",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new_year", "New Year"),
                            ("spring_festival", "Chinese New Year"),
                            ("mid_autumn", "Mid-Autumn Festival"),
                            ("defenders_day", "23 February (men)"),
                            ("womens_day", "8 March (women)"),
                            ("christmas", "Christmas, 25 December"),
                        ],
                        max_length=15,
                        verbose_name="holiday",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
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
                            ("postponed", "put off"),
                            ("step", "step of the plan"),
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
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
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
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communications.touch",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hold", "the customer may not be contacted now"),
                            ("hours", "outside the calling hours of the customer"),
                            ("budget", "the contact budget of the customer is used up"),
                            ("callback_late", "the promised call is late"),
                            ("assignee_late", "its person did not call in time"),
                            ("assignee_left", "its person no longer works here"),
                            ("lapsed", "taken several times without an outcome"),
                            ("withdrawn", "the customer withdrew the consent"),
                            ("undo", "the call before it was taken back"),
                            ("reply", "a reply of the customer waits for a person"),
                            ("handled", "the reply was handled"),
                        ],
                        db_default="",
                        max_length=15,
                    ),
                ),
            ],
            options={
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("touch__isnull", False)),
                        fields=["touch"],
                        name="task_event_touch",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanningRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("planned_at", models.DateTimeField()),
                ("cards", models.PositiveIntegerField(default=0)),
                ("reasons", models.PositiveIntegerField(default=0)),
                ("postponed", models.PositiveIntegerField(default=0)),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planning_runs",
                        to="dealerships.dealership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "day"), name="planning_run_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("call", "Call"),
                            ("email", "E-mail"),
                            ("sms", "SMS"),
                            ("messenger", "Messenger"),
                            ("letter", "Letter"),
                        ],
                        default="call",
                        max_length=10,
                        verbose_name="by",
                    ),
                ),
                ("day", models.PositiveSmallIntegerField(default=0, verbose_name="from day")),
                ("attempts", models.PositiveSmallIntegerField(default=1, verbose_name="tries")),
                (
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="followups.rule",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_steps",
                        to="communications.messagetemplate",
                        verbose_name="template",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("rule", "position"),
                        name="plan_step_position_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attempts__gte", 1), ("position__gte", 1)),
                        name="plan_step_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "call"), ("template__isnull", True)),
                            models.Q(
                                models.Q(("channel", "call"), _negated=True),
                                ("attempts", 1),
                                ("template__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="plan_step_message_has_template",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="rule",
                        name="plan_step_rule_tenant",
                        references="followups.Rule",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="template",
                        name="plan_step_template_tenant",
                        references="communications.MessageTemplate",
                        tenant="dealership",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanStepEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("call", "Call"),
                            ("email", "E-mail"),
                            ("sms", "SMS"),
                            ("messenger", "Messenger"),
                            ("letter", "Letter"),
                        ],
                        default="call",
                        max_length=10,
                        verbose_name="by",
                    ),
                ),
                ("day", models.PositiveSmallIntegerField(default=0, verbose_name="from day")),
                ("attempts", models.PositiveSmallIntegerField(default=1, verbose_name="tries")),
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
                        to="followups.planstep",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="followups.rule",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="communications.messagetemplate",
                        verbose_name="template",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_id", models.BigIntegerField()),
                ("cycle_on", models.DateField()),
                ("due_from", models.DateField()),
                ("due_until", models.DateField()),
                ("is_control", models.BooleanField(verbose_name="control group")),
                ("share", models.PositiveSmallIntegerField(verbose_name="control share, %")),
                ("drawn_on", models.DateField()),
                ("drawn_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="followups.rule",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule", "subject_id", "cycle_on"), name="draw_once"
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="rule",
                        name="draw_rule_tenant",
                        references="followups.Rule",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="draw_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_control", True)),
                        fields=["rule", "due_until"],
                        name="draw_of_controls",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "followups_ruleevent" ("assignee", "control_share", "created_at", "dealership_id", "fallback_person_id", "first_planned_on", "holiday", "id", "is_active", "months", "name", "offset_days", "only_role", "outcome_days", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "purpose", "script_id", "trigger", "window_days") VALUES (OLD."assignee", OLD."control_share", OLD."created_at", OLD."dealership_id", OLD."fallback_person_id", OLD."first_planned_on", OLD."holiday", OLD."id", OLD."is_active", OLD."months", OLD."name", OLD."offset_days", OLD."only_role", OLD."outcome_days", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."priority", OLD."purpose", OLD."script_id", OLD."trigger", OLD."window_days"); RETURN NULL;',
                    hash="52542974cbe2f4167f215d0cceb20cfda3946cb0",
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
                    func='INSERT INTO "followups_ruleevent" ("assignee", "control_share", "created_at", "dealership_id", "fallback_person_id", "first_planned_on", "holiday", "id", "is_active", "months", "name", "offset_days", "only_role", "outcome_days", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "purpose", "script_id", "trigger", "window_days") VALUES (OLD."assignee", OLD."control_share", OLD."created_at", OLD."dealership_id", OLD."fallback_person_id", OLD."first_planned_on", OLD."holiday", OLD."id", OLD."is_active", OLD."months", OLD."name", OLD."offset_days", OLD."only_role", OLD."outcome_days", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."priority", OLD."purpose", OLD."script_id", OLD."trigger", OLD."window_days"); RETURN NULL;',
                    hash="97f0244f6a9be9de45948f44f5dafc15c21cc6ad",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9da9b",
                    table="followups_rule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planstep",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "followups_planstepevent" ("attempts", "channel", "day", "dealership_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "rule_id", "template_id") VALUES (OLD."attempts", OLD."channel", OLD."day", OLD."dealership_id", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."position", OLD."rule_id", OLD."template_id"); RETURN NULL;',
                    hash="b5a0d401baf391f76bf6ed77c0f8c25dc5be0c8b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b8506",
                    table="followups_planstep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planstep",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "followups_planstepevent" ("attempts", "channel", "day", "dealership_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "rule_id", "template_id") VALUES (OLD."attempts", OLD."channel", OLD."day", OLD."dealership_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."rule_id", OLD."template_id"); RETURN NULL;',
                    hash="75c62b9f88f8c88e7114b4acc93b44ffd6561b18",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e0b0a",
                    table="followups_planstep",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(
            sql="ALTER TABLE followups_calltask SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01)",
            reverse_sql="ALTER TABLE followups_calltask RESET (fillfactor, autovacuum_vacuum_scale_factor)",
        ),
        migrations.RunSQL(
            sql="CREATE INDEX customer_birthday ON customers_customer ((extract(month FROM birth_date) * 100 + extract(day FROM birth_date)))",
            reverse_sql="DROP INDEX customer_birthday",
        ),
    ]

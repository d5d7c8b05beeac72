import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dealerships.constraints


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_initial"),
        ("dealerships", "0001_initial"),
        ("dealerships", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("complaint", "open complaint"),
                            ("asked", "the customer asked for a pause"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="dealerships.dealership",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["customer", "until"], name="hold_of_customer")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="hold_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("subject_id__isnull", False)),
                        fields=("dealership", "reason", "subject_id"),
                        name="hold_once_per_subject",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="hold_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="promise")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("is_kept", models.BooleanField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises_made",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises_owned",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["dealership", "due_at"],
                        name="promise_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("is_kept__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("is_kept__isnull", False)),
                            _connector="OR",
                        ),
                        name="promise_closed_is_judged",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="promise_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Touch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("call", "Call"),
                            ("sms", "SMS"),
                            ("email", "E-mail"),
                            ("messenger", "Messenger"),
                            ("letter", "Letter"),
                        ],
                        default="call",
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("out", "outgoing"), ("in", "incoming")],
                        default="out",
                        max_length=3,
                        verbose_name="direction",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "Reached"),
                            ("no_answer", "No answer"),
                            ("busy", "Busy"),
                            ("wrong_number", "Wrong number"),
                            ("call_back", "Call back"),
                            ("refused", "Refused"),
                            ("do_not_call", "Do not call"),
                            ("not_owner", "No longer owns the car"),
                        ],
                        max_length=15,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "is_conversation",
                    models.BooleanField(default=False, verbose_name="conversation"),
                ),
                (
                    "address",
                    models.CharField(blank=True, max_length=254, verbose_name="number or address"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "evidence",
                    models.CharField(
                        choices=[("self", "reported by staff"), ("telephony", "seen by telephony")],
                        default="self",
                        max_length=10,
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="touches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="touches",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="touches",
                        to="dealerships.dealership",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "-at"], name="touch_of_customer"),
                    models.Index(fields=["dealership", "at"], name="touch_of_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("dealership", "id"), name="touch_tenant"),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="touch_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                ],
            },
        ),
    ]

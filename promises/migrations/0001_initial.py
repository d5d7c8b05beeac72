"""Promises get an app of their own, their table staying where it is; then a clock and a team."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dealerships.constraints


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("communications", "0015_promises_moved_out"),
        ("customers", "0010_evidence_of_both"),
        ("dealerships", "0007_telephone_extensions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Promise",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                        "db_table": "communications_promise",
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
                                    models.Q(
                                        ("closed_at__isnull", True), ("is_kept__isnull", True)
                                    ),
                                    models.Q(
                                        ("closed_at__isnull", False), ("is_kept__isnull", False)
                                    ),
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
                )
            ]
        ),
        migrations.CreateModel(
            name="PromiseEvent",
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
                            ("made", "given"),
                            ("moved", "moved, as agreed"),
                            ("late", "late: the team's now"),
                            ("left", "its owner no longer works here: the team's now"),
                            ("given", "handed over"),
                            ("kept", "kept"),
                            ("called", "kept by a call"),
                            ("broken", "not kept"),
                            ("reopened", "taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("from_due_at", models.DateTimeField(blank=True, null=True)),
                ("to_due_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.AddField(
            model_name="promise",
            name="colleague",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="promises_received",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="department",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "everybody"),
                    ("sales", "sales"),
                    ("service", "service"),
                    ("relations", "customer relations"),
                ],
                max_length=10,
                verbose_name="department",
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="instead_of",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="instead",
                to="promises.promise",
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="is_call",
            field=models.BooleanField(default=False, verbose_name="a call to the customer"),
        ),
        migrations.AddField(
            model_name="promise",
            name="late_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="promise",
            name="late_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="promises_late",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="remind_at",
            field=models.DateTimeField(null=True, verbose_name="reminder"),
        ),
        migrations.AddField(
            model_name="promise",
            name="team_at",
            field=models.DateTimeField(null=True, verbose_name="the team's from"),
        ),
        migrations.AddField(
            model_name="promise",
            name="why",
            field=models.CharField(blank=True, max_length=300, verbose_name="why it was not kept"),
        ),
        # two hours before and one hour after, by the wall clock; their owners move them anew
        migrations.RunSQL(
            "UPDATE communications_promise SET"
            " remind_at = greatest(due_at - interval '2 hours', least(made_at, due_at)),"
            " team_at = due_at + interval '1 hour'",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="promise",
            name="remind_at",
            field=models.DateTimeField(verbose_name="reminder"),
        ),
        migrations.AlterField(
            model_name="promise",
            name="team_at",
            field=models.DateTimeField(verbose_name="the team's from"),
        ),
        migrations.AlterField(
            model_name="promise",
            name="customer",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="promises",
                to="customers.customer",
            ),
        ),
        migrations.AlterField(
            model_name="promise",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="promises_owned",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.UniqueConstraint(fields=("dealership", "id"), name="promise_tenant"),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("customer__isnull", False), ("colleague__isnull", False), _connector="OR"
                ),
                name="promise_is_to_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_call", False), ("customer__isnull", False), _connector="OR"
                ),
                name="promise_call_has_customer",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("late_at__isnull", True), ("late_of__isnull", True)),
                    models.Q(("late_at__isnull", False), ("late_of__isnull", False)),
                    _connector="OR",
                ),
                name="promise_late_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=dealerships.constraints.SameTenant(
                column="id",
                field="instead_of",
                name="promise_instead_tenant",
                references="promises.Promise",
                tenant="dealership",
            ),
        ),
        migrations.AddField(
            model_name="promiseevent",
            name="by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="promiseevent",
            name="dealership",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="dealerships.dealership",
            ),
        ),
        migrations.AddField(
            model_name="promiseevent",
            name="from_owner",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="promiseevent",
            name="promise",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="events",
                to="promises.promise",
            ),
        ),
        migrations.AddField(
            model_name="promiseevent",
            name="to_owner",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="promiseevent",
            constraint=dealerships.constraints.SameTenant(
                column="id",
                field="promise",
                name="promise_event_tenant",
                references="promises.Promise",
                tenant="dealership",
            ),
        ),
    ]

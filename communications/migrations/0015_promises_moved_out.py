"""Promises have an app of their own, their table stays; at which hours customers are reached."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communications", "0014_phone_calls"),
        ("dealerships", "0007_telephone_extensions"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="Promise")]
        ),
        migrations.CreateModel(
            name="ReachedHour",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "customer_kind",
                    models.CharField(
                        choices=[("person", "Person"), ("company", "Company")], max_length=10
                    ),
                ),
                ("is_weekend", models.BooleanField()),
                ("band", models.PositiveSmallIntegerField()),
                ("calls", models.PositiveIntegerField()),
                ("reached", models.PositiveIntegerField()),
                ("counted_at", models.DateTimeField()),
                (
                    "dealership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reached_hours",
                        to="dealerships.dealership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "customer_kind", "is_weekend", "band"),
                        name="reached_hour_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reached__lte", models.F("calls"))),
                        name="reached_hour_in_calls",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("band__lte", 12)), name="reached_hour_band"
                    ),
                ],
            },
        ),
    ]

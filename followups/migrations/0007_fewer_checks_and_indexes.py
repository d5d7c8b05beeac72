# What a claim and a plan pay for a row: keys another key proves, and indexes nobody asks.


import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communications", "0001_initial"),
        ("customers", "0002_fewer_checks_and_indexes"),
        ("dealerships", "0001_initial"),
        ("followups", "0006_birthday_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="calltask",
            name="call_task_attempts_bounded",
        ),
        migrations.RemoveIndex(
            model_name="calltask",
            name="call_task_leases",
        ),
        migrations.AlterField(
            model_name="callreason",
            name="dealership",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="dealerships.dealership",
            ),
        ),
        migrations.AlterField(
            model_name="calltask",
            name="attempts",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="calltask",
            name="dealership",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="call_tasks",
                to="dealerships.dealership",
            ),
        ),
        migrations.AlterField(
            model_name="calltask",
            name="fence",
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="calltask",
            name="lapses",
            field=models.SmallIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="calltask",
            name="max_attempts",
            field=models.SmallIntegerField(),
        ),
        migrations.AlterField(
            model_name="calltask",
            name="priority",
            field=models.SmallIntegerField(),
        ),
        migrations.AlterField(
            model_name="taskevent",
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
        migrations.AlterField(
            model_name="taskevent",
            name="dealership",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="dealerships.dealership",
            ),
        ),
        migrations.AlterField(
            model_name="taskevent",
            name="touch",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="communications.touch",
            ),
        ),
        migrations.AddIndex(
            model_name="taskevent",
            index=models.Index(
                condition=models.Q(("touch__isnull", False)),
                fields=["touch"],
                name="task_event_touch",
            ),
        ),
        migrations.AddConstraint(
            model_name="calltask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("attempts__gte", 0),
                    ("attempts__lte", models.F("max_attempts")),
                    ("fence__gte", 0),
                    ("lapses__gte", 0),
                ),
                name="call_task_attempts_bounded",
            ),
        ),
    ]

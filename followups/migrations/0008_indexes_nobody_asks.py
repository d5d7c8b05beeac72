# Indexes that no query uses: every planned reason paid for them.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0005_agreement_history"),
        ("followups", "0007_fewer_checks_and_indexes"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="calltask",
            name="call_task_windows",
        ),
        migrations.RemoveIndex(
            model_name="taskevent",
            name="task_event_by_time",
        ),
        migrations.AlterField(
            model_name="callreason",
            name="vehicle",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="call_reasons",
                to="customers.vehicle",
            ),
        ),
    ]

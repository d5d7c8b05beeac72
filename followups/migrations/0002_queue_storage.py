"""The queue's table is updated all day: room for in-page updates, early clean-up."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("followups", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE followups_calltask SET (fillfactor = 80,"
            " autovacuum_vacuum_scale_factor = 0.01)",
            "ALTER TABLE followups_calltask RESET (fillfactor, autovacuum_vacuum_scale_factor)",
        )
    ]

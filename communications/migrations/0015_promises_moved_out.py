"""Promises have an app of their own; their table stays where it is."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("communications", "0014_phone_calls")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="Promise")]
        )
    ]

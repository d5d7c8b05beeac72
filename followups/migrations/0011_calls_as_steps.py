"""Every rule called so far: its most attempts become the one step of its plan."""

from django.db import migrations

CALLS = """
    INSERT INTO followups_planstep (dealership_id, rule_id, position, channel, day, attempts)
    SELECT dealership_id, id, 1, 'call', 0, max_attempts FROM followups_rule
"""


class Migration(migrations.Migration):
    dependencies = [("followups", "0010_plan_steps")]

    operations = [migrations.RunSQL(CALLS, migrations.RunSQL.noop)]

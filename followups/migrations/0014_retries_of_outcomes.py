"""What most rules of a dealership waited after a failed call becomes the wait of the outcome.

A day of a rule is a day of calling hours now: 24 hours are 660 minutes of them.
"""

from django.db import migrations

WAITS = """
    UPDATE communications_calloutcome o SET retry_minutes = CASE o.kind
        WHEN 'no_answer' THEN greatest(30, usual.no_answer * 660 / 24) ELSE usual.busy END
    FROM (
        SELECT dealership_id,
            mode() WITHIN GROUP (ORDER BY retry_no_answer_hours) AS no_answer,
            mode() WITHIN GROUP (ORDER BY retry_busy_minutes) AS busy
        FROM followups_rule GROUP BY dealership_id
    ) usual
    WHERE o.dealership_id = usual.dealership_id AND o.is_standard
        AND o.kind IN ('no_answer', 'busy')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0013_steps_in_history"),
        ("communications", "0007_standard_outcomes"),
    ]

    operations = [migrations.RunSQL(WAITS, migrations.RunSQL.noop)]

"""The standard outcomes, for the dealerships there are."""

from django.db import migrations

STANDARD = """
    INSERT INTO communications_calloutcome (
        dealership_id, kind, is_standard, names, position, is_active, is_terminal, retry_minutes,
        other_number, other_time, is_productive, opens_complaint, withdraws, books_appointment,
        next_channel
    )
    SELECT d.id, kind, true, '{}', position, true, is_terminal, retry_minutes,
        other_number, other_time, is_productive, false, '', false, ''
    FROM dealerships_dealership d CROSS JOIN (VALUES
        ('reached', 1, true, 660, false, false, true),
        ('no_answer', 2, false, 660, true, true, false),
        ('busy', 3, false, 30, false, false, false),
        ('wrong_number', 4, false, 0, true, false, false),
        ('call_back', 5, false, 0, false, false, false),
        ('refused', 6, true, 0, false, false, false),
        ('do_not_call', 7, true, 0, false, false, false),
        ('not_owner', 8, true, 660, false, false, false)
    ) AS standard (kind, position, is_terminal, retry_minutes, other_number, other_time,
        is_productive)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("communications", "0006_call_outcomes"),
        ("dealerships", "0005_contact_budget"),
    ]

    operations = [migrations.RunSQL(STANDARD, migrations.RunSQL.noop)]

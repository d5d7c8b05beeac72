"""Birthdays of a few days among a million customers: the planner looks them up by day and month.

The index stands on the customers' table and serves the trigger of this app (birthday.py).
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("followups", "0005_settled"), ("customers", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX customer_birthday ON customers_customer"
            " ((extract(month FROM birth_date) * 100 + extract(day FROM birth_date)))",
            "DROP INDEX customer_birthday",
        )
    ]

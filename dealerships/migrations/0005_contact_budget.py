from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dealerships", "0004_rules_of_contact"),
    ]

    operations = [
        migrations.AddField(
            model_name="dealership",
            name="calls_a_day",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="talks a day"),
        ),
        migrations.AddField(
            model_name="dealership",
            name="days_after_complaint",
            field=models.PositiveSmallIntegerField(
                default=7, verbose_name="days without advertising after a complaint"
            ),
        ),
        migrations.AddField(
            model_name="dealership",
            name="marketing_contacts",
            field=models.PositiveSmallIntegerField(
                default=2, verbose_name="contacts of advertising"
            ),
        ),
        migrations.AddField(
            model_name="dealership",
            name="marketing_days",
            field=models.PositiveSmallIntegerField(default=30, verbose_name="in so many days"),
        ),
        migrations.AddConstraint(
            model_name="dealership",
            constraint=models.CheckConstraint(
                condition=models.Q(("calls_a_day__gte", 1), ("marketing_days__gte", 1)),
                name="dealership_budget_positive",
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0008_indexes_nobody_asks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="taskevent",
            name="why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("hold", "the customer may not be contacted now"),
                    ("hours", "outside the calling hours of the customer"),
                    ("budget", "the contact budget of the customer is used up"),
                    ("callback_late", "the promised call is late"),
                    ("assignee_late", "its person did not call in time"),
                    ("assignee_left", "its person no longer works here"),
                    ("lapsed", "taken several times without an outcome"),
                    ("withdrawn", "the customer withdrew the consent"),
                    ("undo", "the call before it was taken back"),
                ],
                db_default="",
                max_length=15,
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dealerships", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="dealership",
            name="closed_days",
            field=models.JSONField(blank=True, default=dict, verbose_name="own closed days"),
        ),
    ]

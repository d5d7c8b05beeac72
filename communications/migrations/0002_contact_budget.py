from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communications", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="touch",
            name="is_advertising",
            field=models.BooleanField(db_default=False, default=False, verbose_name="advertising"),
        ),
    ]

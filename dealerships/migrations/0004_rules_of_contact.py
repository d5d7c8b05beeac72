from datetime import time

from django.db import migrations, models

LAW_OF_COUNTRY = {"RU": "ru", "CN": "cn"}


def follow_the_country(apps, schema_editor):
    """Dealerships that stand already are bound by the law of their country."""
    dealerships = apps.get_model("dealerships", "Dealership").objects
    for country, law in LAW_OF_COUNTRY.items():
        dealerships.filter(country=country).update(law=law)


class Migration(migrations.Migration):
    dependencies = [("dealerships", "0003_periodic_tick")]

    operations = [
        migrations.AddField(
            model_name="dealership",
            name="law",
            field=models.CharField(
                choices=[
                    ("ru", "Russia"),
                    ("eu", "European Union"),
                    ("cn", "China"),
                    ("own", "none: our own hours, and every purpose is asked for"),
                ],
                default="own",
                max_length=3,
                verbose_name="rules of contact",
            ),
        ),
        migrations.AlterField(
            model_name="dealership",
            name="calls_from",
            field=models.TimeField(default=time(9), verbose_name="calls from"),
        ),
        migrations.AlterField(
            model_name="dealership",
            name="calls_until",
            field=models.TimeField(default=time(20), verbose_name="calls until"),
        ),
        migrations.RunPython(follow_the_country, migrations.RunPython.noop),
    ]

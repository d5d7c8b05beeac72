from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="mood",
            field=models.CharField(
                choices=[("good", "good"), ("neutral", "neutral"), ("bad", "bad")],
                default="neutral",
                max_length=7,
            ),
            preserve_default=False,
        ),
    ]

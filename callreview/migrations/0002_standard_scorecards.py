"""Dealerships that are there already get the scorecards that a new one starts with."""

from django.db import migrations

from callreview.standard import STANDARD


def add(apps, schema_editor):
    Dealership = apps.get_model("dealerships", "Dealership")
    Scorecard = apps.get_model("callreview", "Scorecard")
    ScorecardVersion = apps.get_model("callreview", "ScorecardVersion")
    ScorecardItem = apps.get_model("callreview", "ScorecardItem")
    for dealership in Dealership.objects.filter(scorecards__isnull=True).order_by("pk"):
        for card in STANDARD:
            scorecard = Scorecard.objects.create(dealership=dealership, call_type=card.call_type)
            version = ScorecardVersion.objects.create(
                dealership=dealership, scorecard=scorecard, names=card.names
            )
            ScorecardItem.objects.bulk_create(
                ScorecardItem(dealership=dealership, version=version, position=position, **item)
                for position, item in enumerate(card.items, start=1)
            )


class Migration(migrations.Migration):
    dependencies = [("callreview", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

"""plan_followups: plan the calls and messages of a day by hand. A second run adds nothing."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dealerships.models import Dealership
from followups.services import plan_steps, planning


class Command(BaseCommand):
    help = "Plan the calls and messages due on a day (default: each dealership's today)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dealership", metavar="CODE", help="default: all")
        parser.add_argument("--date", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--json", action="store_true", help="one JSON object, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        total, messages = planning.Planned(), 0
        for dealership in _dealerships(options["dealership"]):
            day = options["date"] or dealership.local_date(at)
            total += planning.plan(dealership=dealership, day=day, at=at)
            while queued := plan_steps.send_due(dealership=dealership, at=at, day=day):
                messages += queued
        if options["json"]:
            created = total.cards + messages
            figures = {"created": created, "reasons": total.reasons, "by_rule": total.by_rule}
            self.stdout.write(json.dumps(figures))
        else:
            said = f"{total.cards} cards with {total.reasons} reasons, {messages} messages"
            self.stdout.write(said)
            for slug, count in total.by_rule.items():
                self.stdout.write(f"{count:>8}  {slug}")


def _dealerships(code: str | None) -> list[Dealership]:
    found = Dealership.objects.open().order_by("slug")
    if code is None:
        return list(found)
    chosen = list(found.filter(slug=code))
    if not chosen:
        raise CommandError(f"There is no dealership with the code {code!r}.")
    return chosen

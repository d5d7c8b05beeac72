"""Prints pairs of cards of one customer, sure or possible: proposals and automatic merges."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from customers.duplicates import pairs_of
from dealerships.models import Dealership


class Command(BaseCommand):
    help = "List the duplicates of a dealership by external code, most certain first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dealership", required=True, metavar="CODE")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        dealership = Dealership.objects.filter(slug=options["dealership"]).first()
        if dealership is None:
            raise CommandError(f"There is no dealership {options['dealership']}.", returncode=2)
        pairs = pairs_of(dealership=dealership)
        if options["json"]:
            self.stdout.write(json.dumps({"pairs": pairs}, ensure_ascii=False))
            return
        for first, second in pairs:
            self.stdout.write(f"{first} = {second}")

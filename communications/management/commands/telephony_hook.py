"""`manage.py telephony_hook SLUG`: where the exchange tells of calls, and its secret."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from communications.telephony import secrets_of
from dealerships.models import Dealership


class Command(BaseCommand):
    help = "Prints the webhook address and secret of a dealership, for its telephone exchange."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dealership", help="the dealership's code")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["dealership"]
        if not Dealership.objects.filter(slug=slug).exists():
            raise CommandError(f"There is no dealership {slug}.")
        secrets = secrets_of(slug)
        if not secrets:
            raise CommandError("Set TELEPHONY_SECRETS first (see .env.example).")
        self.stdout.write(reverse("telephony_hook", args=[slug]))
        self.stdout.write(secrets[0])

"""`manage.py simulate_telephony`: the demo's telephone exchange, in the foreground."""

import signal
import threading
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from communications.telephony import secrets_of
from communications.telephony.simulator import Simulator


class Command(BaseCommand):
    help = "Runs a telephone exchange for trying things out, at the address of TELEPHONY_URL."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--hook", required=True, help="where it tells of calls, with / at end")

    def handle(self, *args: Any, **options: Any) -> None:
        address = urlsplit(settings.TELEPHONY_URL)
        if address.hostname != "127.0.0.1" or not address.port or not settings.TELEPHONY_SECRETS:
            raise CommandError("Set TELEPHONY_URL=http://127.0.0.1:<port> and TELEPHONY_SECRETS.")
        over = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_given: over.set())
        exchange = Simulator(
            hook=options["hook"],
            secret_of=lambda slug: secrets_of(slug)[0],
            clock=timezone.now,
            token=settings.TELEPHONY_TOKEN,
        )
        with exchange.serve(address.port):
            self.stdout.write(f"telephone exchange at {exchange.url}")
            over.wait()

"""`manage.py seed_demo`: the demo dealerships; a repeat changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from dealercrm.demo import logins
from dealercrm.demo.seed import seed


class Command(BaseCommand):
    help = "Create the demo: two dealerships with history, staff for every role, calls to make."

    def handle(self, *args: Any, **options: Any) -> None:
        seed(at=timezone.now(), say=self.stdout.write)
        logins.write()
        self.stdout.write(logins.TEXT)

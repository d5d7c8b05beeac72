"""Gives a dealership its first administrator, who then hires everybody else in the browser."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dealerships.invitations import password_path
from dealerships.models import Dealership, Role, User
from dealerships.services import staff


class Command(BaseCommand):
    """`manage.py add_administrator anna --dealership mine`: prints the link for a password."""

    help = "Makes a person administrator of a dealership and prints a link to choose a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--address is where the pages are reached, for the link."""
        parser.add_argument("username")
        parser.add_argument("--dealership", required=True, metavar="CODE")
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")
        parser.add_argument("--email", default="")
        parser.add_argument(
            "--address", default=f"http://localhost:{os.environ.get('PORT') or 8000}", metavar="URL"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Repeating it changes nothing but the link."""
        dealership = Dealership.objects.filter(slug=options["dealership"]).first()
        if dealership is None:
            raise CommandError(f"There is no dealership {options['dealership']!r}.")
        try:
            user = self._administrator(dealership, options)
        except staff.UsernameTaken:
            raise CommandError(
                f"The name {options['username']!r} belongs to somebody else; choose another."
            ) from None
        self.stdout.write(f"{user.username} is administrator of {dealership.name}.")
        self.stdout.write(f"To choose a password: {options['address']}{password_path(user)}")

    def _administrator(self, dealership: Dealership, options: dict[str, Any]) -> User:
        roles = dealership.memberships.filter(user__username=options["username"], ended_at=None)
        return staff.hire(
            dealership=dealership,
            username=options["username"],
            roles={Role.ADMINISTRATOR, *map(Role, roles.values_list("role", flat=True))},
            first_name=options["first_name"],
            last_name=options["last_name"],
            email=options["email"],
            by=None,
            at=timezone.now(),
        )

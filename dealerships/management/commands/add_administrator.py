"""Gives a dealership its first administrator, who then hires everybody else in the browser.

The dealership itself is opened here too, so that its first files may come by the browser.
"""

import os
import zoneinfo
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from dealerships.invitations import password_path
from dealerships.models import Dealership, Role, User
from dealerships.services import create_dealership, staff


class Command(BaseCommand):
    """`manage.py add_administrator anna --dealership mine`: prints the link for a password."""

    help = "Makes a person administrator of a dealership and prints a link to choose a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--address is where the pages are reached, for the link.

        --beside names a dealership of the same holding: one person may then work in both.
        """
        parser.add_argument("username")
        parser.add_argument("--dealership", required=True, metavar="CODE")
        parser.add_argument("--create-dealership", metavar="NAME")
        parser.add_argument("--timezone", default="Europe/Moscow", metavar="TZ")
        parser.add_argument("--country", default="RU", choices=Dealership.Country.values)
        parser.add_argument("--beside", metavar="CODE")
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")
        parser.add_argument("--email", default="")
        parser.add_argument(
            "--address", default=f"http://localhost:{os.environ.get('PORT') or 8000}", metavar="URL"
        )

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        """Repeating it changes nothing but the link."""
        dealership = self._dealership(options)
        try:
            user = self._administrator(dealership, options)
        except staff.UsernameTaken:
            raise CommandError(
                f"The name {options['username']!r} belongs to somebody else; choose another."
            ) from None
        self.stdout.write(f"{user.username} is administrator of {dealership.name}.")
        self.stdout.write(f"To choose a password: {options['address']}{password_path(user)}")

    def _dealership(self, options: dict[str, Any]) -> Dealership:
        code, name = options["dealership"], options["create_dealership"]
        found = Dealership.objects.filter(slug=code).first()
        if found:
            return found
        if not name:
            raise CommandError(
                f"There is no dealership {code!r}; --create-dealership NAME would open it."
            )
        if options["timezone"] not in zoneinfo.available_timezones():
            raise CommandError(f"There is no time zone {options['timezone']!r}.")
        beside = Dealership.objects.filter(slug=options["beside"]).first()
        if options["beside"] and beside is None:
            raise CommandError(f"There is no dealership {options['beside']!r}.")
        return create_dealership(
            slug=code,
            name=name,
            time_zone=options["timezone"],
            country=options["country"],
            holding=beside.holding if beside else None,
        )

    def _administrator(self, dealership: Dealership, options: dict[str, Any]) -> User:
        here = dealership.memberships.filter(
            user__username=options["username"], user__is_active=True, ended_at=None
        ).select_related("user")
        roles = {Role(each.role) for each in here}
        if roles:
            user = here[0].user
            staff.change_roles(
                user=user,
                dealership=dealership,
                roles=roles | {Role.ADMINISTRATOR},
                by=None,
                at=timezone.now(),
            )
            return user
        return staff.hire(
            dealership=dealership,
            username=options["username"],
            roles={Role.ADMINISTRATOR},
            first_name=options["first_name"],
            last_name=options["last_name"],
            email=options["email"],
            by=None,
            at=timezone.now(),
        )

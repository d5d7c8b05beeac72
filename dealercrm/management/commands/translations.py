"""Keeps the catalogues in step with the sources; needs no gettext programs."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dealercrm.translations import catalogues


class Command(BaseCommand):
    help = (
        "Merge the texts of the sources into locale/<app>/<language>/ and compile. "
        "With names of apps only theirs. --compile only compiles; --check changes nothing "
        "and fails on missing, fuzzy or stale entries."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("apps", nargs="*", metavar="app", help="merge only these apps")
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--compile", action="store_true", help="only compile what is stale")
        group.add_argument("--check", action="store_true", help="change nothing, report, fail")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            return self.report(catalogues.check(settings.BASE_DIR))
        if not options["compile"]:
            changed = catalogues.update(settings.BASE_DIR, only=options["apps"])
            self.stdout.write(f"{changed} catalogues changed")
        compiled = catalogues.compile_all(settings.BASE_DIR)
        self.stdout.write(f"{compiled} catalogues compiled")

    def report(self, findings: catalogues.Findings) -> None:
        if findings.same_as_english:
            self.stdout.write("Equal to the English; look at them, then translate them or")
            self.stdout.write(f"add them to locale/{catalogues.ALLOWED_SAME}:")
            for line in findings.same_as_english:
                self.stdout.write(f"  {line}")
        if findings.problems:
            raise CommandError("\n".join(findings.problems))
        self.stdout.write("The catalogues are complete.")

"""Brings an installation up to date before its processes start; repeating it changes nothing."""

import hashlib
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    """`manage.py prepare`: migrations, checks, translations, static files, on request the demo."""

    help = "Migrates, checks the database, compiles translations and collects static files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--demo fills a database that has no dealership."""
        parser.add_argument("--demo", action="store_true", help="fill an empty database")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Runs the steps in order; the first that fails ends it with its own words."""
        self._migrate()
        call_command("check", databases=["default"], stdout=StringIO())
        if "translations" in get_commands():
            call_command("translations", "--compile", stdout=StringIO())
        self._collect_static()
        if options["demo"] and "seed_demo" in get_commands() and not _has_dealership():
            self.stdout.write("The database is empty: making the demo dealerships …")
            call_command("seed_demo", stdout=self.stdout)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if pending:
            self.stdout.write(f"Bringing the database up to date ({len(pending)} steps) …")
            call_command("migrate", interactive=False, verbosity=0)

    def _collect_static(self) -> None:
        stamp = Path(settings.STATIC_ROOT) / ".sources"
        digest = _static_digest()
        if stamp.exists() and stamp.read_text() == digest:
            return
        self.stdout.write("Collecting the static files …")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(digest)


def _has_dealership() -> bool:
    return bool(apps.get_model("dealerships", "Dealership").objects.exists())


def _static_digest() -> str:
    """Names, sizes and times of all static files: changes whenever one of them does."""
    lines = [settings.STORAGES["staticfiles"]["BACKEND"]]
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            lines.append(f"{path} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()

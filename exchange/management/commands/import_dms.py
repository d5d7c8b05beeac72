"""Imports exports of a dealer's system: `import_dms PATH… --dealership CODE`."""

import json
from argparse import ArgumentParser
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dealerships import services as dealerships
from dealerships.models import Dealership
from exchange.models import ImportRun
from exchange.services import reports, runs
from exchange.services.locks import ImportRunningError

ALL_TAKEN, SOME_REJECTED, NOTHING_READ = 0, 3, 2
WAIT_SECONDS = 3600  # for another import of the dealership


class Command(BaseCommand):
    help = "Import files of a dealer's system of record; exit 0: all rows, 3: some, 2: none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
        parser.add_argument("--dealership", required=True, metavar="CODE")
        parser.add_argument("--create-dealership", metavar="NAME")
        parser.add_argument("--timezone", default="Europe/Moscow")
        parser.add_argument("--country", default="RU", choices=Dealership.Country.values)
        parser.add_argument("--source", default="dms")
        parser.add_argument("--exported-on", type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        files = list(_files(options["paths"]))
        if not files:
            raise CommandError("There is no such file.", returncode=NOTHING_READ)
        dealership = _dealership(options)
        run = runs.create_run(
            dealership=dealership,
            source=options["source"],
            exported_on=options["exported_on"] or _newest_day(files, dealership),
            by=None,
            is_dry_run=options["dry_run"],
        )
        self._recognise(run, files, options["paths"])
        try:
            runs.execute(run=run, at=timezone.now(), wait_seconds=WAIT_SECONDS)
        except runs.NothingReadableError:
            self._print(run, as_json=options["json"])
            raise SystemExit(NOTHING_READ) from None
        except ImportRunningError:
            raise CommandError(
                "Another import of this dealership is under way.", returncode=NOTHING_READ
            ) from None
        self._print(run, as_json=options["json"])
        if reports.rejected(run):
            raise SystemExit(SOME_REJECTED)

    def _recognise(self, run: ImportRun, files: list[Path], paths: list[Path]) -> None:
        """In a folder lie other files too: those that hold no table are told of, no more."""
        for file in files:
            for sheet in runs.add_file(run=run, path=file, name=file.name):
                if sheet.problem:
                    self.stderr.write(f"{sheet}: {reports.problem_of_file(sheet)}")
                if sheet.unknown_columns:
                    self.stderr.write(
                        f"{sheet}: columns left out: {', '.join(sheet.unknown_columns)}"
                    )
                if sheet.problem == "unknown_table" and file not in paths:
                    sheet.delete()

    def _print(self, run: ImportRun, *, as_json: bool) -> None:
        rejected = reports.rejected(run)
        if as_json:
            result = {
                "tables": run.counts,
                "rejected": rejected,
                "duplicate_candidates": run.duplicate_candidates,
            }
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        for table, counts in run.counts.items():
            numbers = ", ".join(f"{name} {number}" for name, number in counts.items())
            self.stdout.write(f"{table}: {numbers}")
        for row in rejected:
            place = (
                f"{row['file']}, row {row['row']}, {row['column']}" if row["row"] else row["file"]
            )
            said = [row["value"], row["problem"]] if row["value"] else [row["problem"]]
            self.stdout.write(f"{place}: {' – '.join(said)}")
        self.stdout.write(f"possible duplicates: {run.duplicate_candidates}")


def _files(paths: list[Path]) -> Any:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                file.resolve()
                for file in path.iterdir()
                if file.is_file() and not file.name.startswith((".", "~$"))
            )
        elif path.exists():
            yield path.resolve()


def _dealership(options: dict[str, Any]) -> Dealership:
    code = options["dealership"]
    dealership = Dealership.objects.filter(slug=code).first()
    if dealership:
        return dealership
    if not options["create_dealership"]:
        raise CommandError(f"There is no dealership {code}.", returncode=NOTHING_READ)
    return dealerships.create_dealership(
        slug=code,
        name=options["create_dealership"],
        time_zone=options["timezone"],
        country=options["country"],
    )


def _newest_day(files: list[Path], dealership: Dealership) -> date:
    """The files' own date stands for the day of the export."""
    newest = max(file.stat().st_mtime for file in files)
    return dealership.local_date(datetime.fromtimestamp(newest, UTC))

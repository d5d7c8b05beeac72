"""`kpis`: every figure of one dealership, of several, and of them as one."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dealerships.models import Dealership
from kpis.definitions import BY_CODE
from kpis.rules import EARLIEST, LATEST, may_be_asked
from kpis.services import figures as live

EVERYONE = "all"


class Command(BaseCommand):
    help = "Print the KPIs of dealerships as of a day (default: today where they are)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dealership", required=True, metavar="CODE[,CODE…]|all")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, dealership: str, as_of: date | None, **options: Any) -> None:
        if as_of and not may_be_asked(as_of):
            raise CommandError(f"--as-of must be a day from {EARLIEST} to {LATEST}.")
        dealerships = _dealerships(dealership)
        now = timezone.now()
        day = as_of or max(each.local_date(now) for each in dealerships)
        selection = live.figures(dealerships=dealerships, as_of=day)
        answer = selection
        if dealership == EVERYONE or "," in dealership:
            answer = {
                "selection": selection,
                "dealerships": {
                    each.slug: live.figures(dealerships=[each], as_of=as_of or each.local_date(now))
                    for each in dealerships
                },
            }
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self._table(answer.get("selection", answer))
            for code, figures in answer.get("dealerships", {}).items():
                self.stdout.write(f"\n{code}")
                self._table(figures)

    def _table(self, figures: dict[str, Any]) -> None:
        start, end = figures["window"]
        self.stdout.write(f"{start} … {end}")
        for code, value in figures.items():
            if code in BY_CODE:
                self.stdout.write(f"{code:28} {_line(value)}  {BY_CODE[code].label}")
        self.stdout.write(f"{'counts':28} {_line(figures['counts'])}")


def _dealerships(codes: str) -> Sequence[Dealership]:
    """Active dealerships in the order asked for; CommandError names a code nobody has."""
    everyone = Dealership.objects.open().order_by("slug")
    if codes == EVERYONE:
        found = list(everyone)
        if not found:
            raise CommandError("There is no dealership yet.")
        return found
    by_slug = everyone.in_bulk([code.strip() for code in codes.split(",")], field_name="slug")
    wanted = dict.fromkeys(code.strip() for code in codes.split(","))
    unknown = [code for code in wanted if code not in by_slug]
    if unknown:
        raise CommandError(f"No such dealership: {', '.join(unknown)}")
    return [by_slug[code] for code in wanted]


def _line(value: Any) -> str:
    """A figure for a person's eyes: a share in percent, tables in one line."""
    match value:
        case None:
            return "—"
        case dict():
            return ", ".join(f"{cell} {_line(each)}" for cell, each in value.items())
        case [above, 0]:
            return f"{above:,} / 0"
        case [above, below]:
            return f"{above:,} / {below:,} ({above / below:,.3f})"
        case _:
            return f"{value:,}"

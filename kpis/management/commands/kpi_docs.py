"""`kpi_docs`: the page of all KPIs in docs/, written from the registry or checked against it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from kpis.definitions import DEFINITIONS
from kpis.definitions.kpi import Kpi

PAGE = Path("docs/kpis.md")
HEAD = """# KPIs

Written by `python manage.py kpi_docs --write` from `kpis/definitions`; do not edit by hand.

Every figure is a numerator and a denominator as of a day T (to its end where the dealership is).
*The period*, or *the last 12 months*, are the 12 calendar months that end with T. Several
dealerships count as one. Every figure opens the rows behind it, each side apart. Without margins
`churn_cost` is revenue: what the lost customers paid in the 12 months before the last 12, of all
revenue of those months. Traffic and budgets know no kind of customer: figures made of them are
`null` for persons or companies alone. A ratio's denominator of 0 is "no data".

| Code | Name | Definition | Numerator | Denominator | Unit | Better | Version |
|---|---|---|---|---|---|---|---|
"""


class Command(BaseCommand):
    help = "Write docs/kpis.md from the registry, or check that it is up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--write", action="store_true")
        how.add_argument("--check", action="store_true")

    def handle(self, *, write: bool, **options: Any) -> None:
        path = settings.BASE_DIR / PAGE
        page = _page()
        if write:
            path.write_text(page, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != page:
            raise CommandError(f"{PAGE} is not what the registry says: run kpi_docs --write")


def _page() -> str:
    with translation.override("en"):
        return HEAD + "".join(_row(kpi) for kpi in DEFINITIONS)


def _row(kpi: Kpi) -> str:
    cells = (
        f"`{kpi.code}`",
        kpi.label,
        kpi.definition,
        kpi.numerator,
        kpi.denominator or "",
        kpi.unit,
        kpi.better,
        kpi.version,
    )
    return f"| {' | '.join(str(cell) for cell in cells)} |\n"

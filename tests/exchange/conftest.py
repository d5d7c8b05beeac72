"""Imports in tests: files given as text, one dealership, the way the command goes."""

from datetime import date
from pathlib import Path

import pytest

from exchange.models import ImportRun
from exchange.services import reports, runs
from tests.factories import NOW, make_dealership

EXPORTS = Path(__file__).resolve().parent.parent / "exports"
COUNTRIES = {
    "1c-ru": ("RU", "Europe/Moscow"),
    "xlsx-ru": ("RU", "Europe/Moscow"),
    "zh": ("CN", "Asia/Shanghai"),
    "en": ("RU", "Europe/Samara"),
}


class Importer:
    """Imports files into one dealership and remembers the last run."""

    def __init__(self, dealership, folder: Path) -> None:
        self.dealership, self.folder = dealership, folder

    def file(self, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def run(self, *paths: Path, exported_on=date(2026, 11, 1), at=NOW, **options) -> ImportRun:
        run = runs.create_run(
            dealership=self.dealership, source="dms", exported_on=exported_on, by=None, **options
        )
        for path in paths:
            runs.add_file(run=run, path=path, name=path.name)
        return runs.execute(run=run, at=at)

    def texts(self, exported_on=date(2026, 11, 1), **tables: str) -> ImportRun:
        paths = [self.file(f"{name}.csv", text) for name, text in tables.items()]
        return self.run(*paths, exported_on=exported_on)


def problems(run: ImportRun) -> list[tuple]:
    return [(row["row"], row["column"], row["value"], row["code"]) for row in reports.rejected(run)]


def warnings(run: ImportRun) -> list[tuple]:
    rows = [row for file in run.files.all() for row in file.rejected_rows.all()]
    return [(row.row_number, row.column, row.value, row.problem) for row in rows if row.is_warning]


@pytest.fixture
def importer(db, tmp_path) -> Importer:
    return Importer(make_dealership("import"), tmp_path)


@pytest.fixture
def media(settings, tmp_path):
    """Where uploaded files lie during the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def desk(client_as, administrator):
    return client_as(administrator)

"""The four sample exports: every figure of expected.json, at every of its dates."""

import json
from contextlib import suppress

import pytest
from django.core.management import call_command

from tests.exchange.conftest import COUNTRIES, EXPORTS

pytestmark = pytest.mark.django_db


@pytest.fixture(params=COUNTRIES)
def imported(request, db, capsys):
    """A dialect whose sample has been imported into a dealership of that name."""
    dialect = request.param
    country, zone = COUNTRIES[dialect]
    with suppress(SystemExit):  # with 3, where rows of the sample are refused
        call_command(
            "import_dms", str(EXPORTS / dialect), "--dealership", dialect, "--timezone", zone,
            "--create-dealership", dialect, "--country", country, "--exported-on", "2026-11-01",
            "--json",
        )  # fmt: skip
    capsys.readouterr()
    return dialect


def test_every_figure_of_a_sample_is_the_expected_one(imported, capsys):
    wanted = json.loads((EXPORTS / imported / "expected.json").read_text())["kpis"]

    for figures in wanted:
        call_command("kpis", "--dealership", imported, "--as-of", figures["as_of"], "--json")
        printed = json.loads(capsys.readouterr().out)
        differing = {
            code: (printed.get(code), value)
            for code, value in figures.items()
            if printed.get(code) != value
        }
        assert differing == {}, figures["as_of"]

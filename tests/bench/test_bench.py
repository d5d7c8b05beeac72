"""`python -m bench` from beginning to end, with few rows; what it measures is not judged here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
FEW = ["--customers", "300", "--vehicles", "400", "--visits", "600", "--tasks", "200"]
BRIEF = ["--rounds", "1", "--seconds", "0.2"]


def _bench(*arguments: str, database: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bench", *FEW, *BRIEF, "--database", database, *arguments],
        cwd=PROJECT,
        env={**os.environ, "SECRET_KEY": "only-for-tests", "DJANGO_SETTINGS_MODULE": ""},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.launcher
def test_the_bench_prints_a_table_and_ends_as_its_verdicts_say():
    done = _bench("--only", "claim,search,shift,kpi,plan,rules", database="dealercrm_bench_test")

    assert "Traceback" not in done.stderr, done.stderr
    heading, *lines = done.stdout.splitlines()
    assert heading.split()[:4] == ["what", "ours", "limit", "ratio"]
    measured = {line.split()[0].rstrip(",") for line in lines}
    assert {"claim", "search", "shift:", "kpi", "plan"} <= measured
    assert "absent" not in done.stdout
    assert done.returncode == int(any("  below" in line for line in lines))


def test_the_bench_refuses_to_take_the_installations_own_database():
    own = os.environ["DATABASE_URL"].split("?")[0].rsplit("/", 1)[1]

    done = _bench("--only", "claim", database=own)

    assert done.returncode != 0
    assert f"DATABASE_URL names {own}" in done.stderr

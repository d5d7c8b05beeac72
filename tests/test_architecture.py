"""The shape of the project: what the documents promise about files, imports and commands."""

import io
import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from dealercrm.commands import PREPARE, PROCESSES

PROJECT = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())


@pytest.mark.django_db
def test_no_model_change_waits_for_its_migration() -> None:
    said, code = io.StringIO(), 0
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit as end:
        code = end.code

    assert code == 0, said.getvalue()


def test_imports_go_down_only() -> None:
    done = _run("-c", "from importlinter.cli import lint_imports_command as main; main()")

    assert done.returncode == 0, done.stdout


def test_the_compose_file_fits_its_schema() -> None:
    done = _run(
        "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", sorted(PROCESSES))
def test_compose_starts_what_the_supervisor_starts(name: str) -> None:
    service = COMPOSE["services"][name]

    assert service["command"] == ["python", *PROCESSES[name].arguments]
    assert PROCESSES[name].environment.items() <= service["environment"].items()


def test_compose_prepares_as_the_supervisor_does() -> None:
    assert COMPOSE["services"]["migrate"]["command"] == ["python", *PREPARE.arguments]


def test_only_web_is_reached_from_outside() -> None:
    assert {name for name, service in COMPOSE["services"].items() if "ports" in service} == {"web"}


def test_every_service_but_the_one_that_ends_has_a_health_check() -> None:
    healthy = {name for name, service in COMPOSE["services"].items() if "healthcheck" in service}

    assert healthy == set(COMPOSE["services"]) - {"migrate"}


def test_the_image_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (\w+)$", (PROJECT / "Dockerfile").read_text(), re.MULTILINE)

    assert users
    assert "root" not in users


def test_the_example_environment_names_every_variable_of_the_settings() -> None:
    settings = (PROJECT / "dealercrm" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    example = (PROJECT / ".env.example").read_text()

    assert read
    assert {
        name for name in read if not re.search(rf"^#? ?{name}=", example, re.MULTILINE)
    } == set()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_for_pip_is_the_lock_of_uv(name: str) -> None:
    groups = ["--all-groups"] if "dev" in name else ["--no-dev"]
    uv = PROJECT / ".venv" / "tools" / "bin" / "uv"
    if not uv.exists():
        pytest.skip("uv is installed by ./test")
    exported = subprocess.run(
        [uv, "export", "--frozen", "--quiet", "--no-emit-project", "--no-header", *groups],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    kept = (PROJECT / name).read_text().splitlines(keepends=True)
    header = list(itertools.takewhile(lambda line: line.startswith("#"), kept))

    assert "".join(kept[len(header) :]) == exported


def _run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )

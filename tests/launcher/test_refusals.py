"""What cannot work is refused in one line that names the remedy."""

import os
import shutil
import subprocess

import pytest

pytestmark = pytest.mark.launcher


def test_data_of_another_major_version_is_left_alone(installation) -> None:
    (installation.data / "postgres" / "PG_VERSION").write_text("17\n")

    done = installation.manage("check")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "made by PostgreSQL 17" in done.stderr


def test_without_a_python_that_will_do_the_package_is_named(installation, tmp_path) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        stub = tmp_path / "bin" / name
        stub.parent.mkdir(exist_ok=True)
        stub.write_text("#!/bin/sh\nexit 1\n")
        stub.chmod(0o755)
    environment = {**installation.environment, "PATH": f"{tmp_path / 'bin'}:{os.defpath}"}

    done = subprocess.run(
        [installation.project / "run"], env=environment, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "apt-get install python3 python3-venv" in done.stderr


def test_libraries_that_cannot_be_fetched_are_told(installation, tmp_path) -> None:
    """Also where a virtual environment is left whose Python was upgraded away."""
    bare = tmp_path / "bare"
    shutil.copytree(
        installation.project, bare, ignore=shutil.ignore_patterns(".venv", "tests", "static")
    )
    (bare / ".venv" / "bin").mkdir(parents=True)
    (bare / ".venv" / "bin" / "python").symlink_to("/nowhere/python3.11")
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}

    done = subprocess.run(
        [bare / "run", "manage", "check"],
        env={**installation.environment, **nowhere, "PIP_CONFIG_FILE": os.devnull},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert (bare / ".venv" / "bin" / "python").exists(), "the environment was made anew"
    *_installing, told = done.stderr.splitlines()
    assert "the libraries could not be installed" in told
    assert "Check the network" in told


def test_a_full_disk_is_told(installation, tmp_path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=20m", "none", str(small)], capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("only root may mount a small disk")
    installation.data = small / "var"

    try:
        done = installation.manage("check")
    finally:
        subprocess.run(["umount", str(small)], check=True)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "is full" in done.stderr


def test_a_data_folder_that_cannot_be_made_is_told(installation) -> None:
    installation.data = installation.project / "manage.py" / "var"

    done = installation.manage("check")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "DEALERCRM_DATA=" in done.stderr


def test_an_unknown_word_shows_the_usage(installation) -> None:
    done = subprocess.run(
        [installation.project / "run", "dance"],
        env=installation.environment,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 2
    assert "./run manage COMMAND" in done.stderr

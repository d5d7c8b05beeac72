"""./run manage: the command's own output and exit code, whoever else uses the servers."""

import json
import subprocess

import pytest

from tests.launcher.conftest import READY_SECONDS

pytestmark = pytest.mark.launcher
SLOW_QUERY = """
import json
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute('SELECT 1, pg_sleep(1)')
    print(json.dumps({'answer': cursor.fetchone()[0]}))
"""


def test_standard_output_belongs_to_the_command(installation) -> None:
    done = installation.manage("shell", "-v0", "-c", "import json; print(json.dumps({'имя': 1}))")

    assert json.loads(done.stdout) == {"имя": 1}
    assert installation.processes() == {}


def test_the_exit_code_is_the_command_s(installation) -> None:
    assert installation.manage("shell", "-v0", "-c", "import sys; sys.exit(3)").returncode == 3


def test_several_commands_share_the_servers_and_the_last_stops_them(installation) -> None:
    commands = [
        subprocess.Popen(
            [installation.project / "run", "manage", "shell", "-v0", "-c", SLOW_QUERY],
            env=installation.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]

    answers = [command.communicate(timeout=READY_SECONDS)[0] for command in commands]

    assert [json.loads(answer) for answer in answers] == [{"answer": 1}] * 3
    assert installation.processes() == {}


def test_a_command_leaves_the_servers_of_a_running_supervisor_alone(installation) -> None:
    run = installation.start()
    run.wait_for("ready:")

    assert installation.python("print(1)") == "1"

    assert run.health() == 200
    assert run.stop() == 0


def test_paths_are_relative_to_the_caller(installation, tmp_path) -> None:
    (tmp_path / "file.txt").write_text("here")

    done = subprocess.run(
        [
            installation.project / "run", "manage", "shell", "-v0", "-c",
            "print(open('file.txt').read())",
        ],
        cwd=tmp_path,
        env=installation.environment,
        capture_output=True,
        text=True,
    )  # fmt: skip

    assert done.stdout == "here\n"

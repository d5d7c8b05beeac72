"""./run: comes up by itself whatever happened before, and leaves nothing behind."""

import os
import signal
import socket
import time

import pytest

pytestmark = pytest.mark.launcher


def test_the_first_start_of_all_makes_everything_and_tells_the_logins(prepared) -> None:
    said = (prepared.parent / "run-0.log").read_text()

    assert "Bringing the database up to date" in said
    assert "The database is empty: making the demo dealerships" in said
    assert "ready: http://localhost:" in said
    for line in (prepared / "demo-logins.txt").read_text().splitlines():
        assert line in said.split("ready: ", 1)[1]


def test_a_later_start_makes_nothing_anew_serves_and_stops_cleanly_when_told(installation) -> None:
    run = installation.start()

    run.wait_for(f"ready: http://localhost:{installation.port}")

    assert run.health() == 200
    run.wait_for("celery@")
    assert run.stop() == 0
    assert installation.processes() == {}
    assert "Bringing the database up to date" not in run.said
    assert "The database is empty" not in run.said
    assert "password of all" in run.said


def test_data_survives_kill_9_of_everything(installation) -> None:
    run = installation.start()
    run.wait_for("ready:")
    create = "from dealerships.models import User; User.objects.create(username='Ирина')"
    installation.python(create)
    installation.kill_everything()
    run.process.wait(timeout=60)

    again = installation.start()
    again.wait_for("ready:")

    count = (
        "from dealerships.models import User; print(User.objects.filter(username='Ирина').count())"
    )
    assert again.health() == 200
    assert installation.python(count) == "1"
    assert again.stop() == 0
    assert installation.processes() == {}


def test_after_kill_9_of_the_supervisor_alone_the_next_start_takes_over(installation) -> None:
    run = installation.start()
    run.wait_for("ready:")
    run.process.kill()
    run.process.wait(timeout=60)

    again = installation.start()
    again.wait_for("ready:")

    assert again.health() == 200
    assert again.stop() == 0
    assert installation.processes() == {}


@pytest.mark.parametrize(
    ("part", "says"),
    [("granian", "web ended by itself"), ("postgres -D", "PostgreSQL ended by itself")],
)
def test_what_falls_is_started_again_and_said(installation, part: str, says: str) -> None:
    run = installation.start()
    run.wait_for("ready:")
    fallen = min(pid for pid, line in installation.processes().items() if part in line)

    os.kill(fallen, signal.SIGKILL)

    run.wait_for(says)
    _wait_until_healthy(run)
    assert run.stop() == 0
    assert installation.processes() == {}


def test_a_second_interrupt_stops_hard(installation) -> None:
    run = installation.start()
    run.wait_for("ready:")
    run.process.send_signal(signal.SIGINT)
    time.sleep(0.3)

    run.stop(signal.SIGINT)

    assert installation.processes() == {}


def test_a_second_supervisor_on_the_same_data_is_refused_in_one_line(installation) -> None:
    run = installation.start()
    run.wait_for("ready:")

    other = installation.start()
    code = other.process.wait(timeout=30)

    assert code == 1
    assert other.said.count("\n") == 1
    assert "already runs on the data" in other.said
    assert run.stop() == 0


def test_a_taken_port_is_told_in_one_line_with_the_remedy(installation) -> None:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", installation.port))
        stranger.listen()
        run = installation.start()
        code = run.process.wait(timeout=30)

    assert code == 1
    assert run.said.count("\n") == 1
    assert f"port {installation.port} is taken" in run.said
    assert f"PORT={installation.port + 1} ./run" in run.said
    assert installation.processes() == {}


def test_a_socket_s_folder_is_private_and_short(installation) -> None:
    run = installation.start()
    run.wait_for("ready:")
    with open(installation.data / "sockets") as note:
        folder = note.read()

    assert os.stat(folder).st_mode & 0o777 == 0o700
    assert len(f"{folder}/.s.PGSQL.5432") < 100
    assert run.stop() == 0


def _wait_until_healthy(run) -> None:
    for _ in range(300):
        try:
            assert run.health() == 200
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(run.said)

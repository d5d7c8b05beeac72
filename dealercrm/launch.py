"""What ./run does: `./run`, `./run manage …`, `./run bench …`."""

import os
import signal
import subprocess
import sys
from types import FrameType

from dealercrm.embedded.errors import LaunchError
from dealercrm.embedded.paths import PROJECT, DataFolder
from dealercrm.embedded.servers import in_use

USAGE = """\
./run                    start DealerCRM and print its address (Ctrl-C stops it)
./run manage COMMAND …   Django's manage.py in the same environment, on the same database
./run bench …            measure the speed (./run bench --help)

PORT=8000                the port
DEALERCRM_DATA=var       the folder of the data; another folder is another installation
DATABASE_URL, REDIS_URL  use these servers instead of the embedded ones
"""


def main(arguments: list[str]) -> int:
    """Runs one of the uses above; returns the exit code."""
    try:
        match arguments:
            case []:
                from dealercrm.supervisor import run

                return run()
            case ["manage", *rest]:
                return run_program([str(PROJECT / "manage.py"), *rest])
            case ["bench", *rest]:
                return run_program(["-m", "bench", *rest])
            case ["help" | "-h" | "--help"]:
                sys.stdout.write(USAGE)
                return 0
            case _:
                sys.stderr.write(f"dealercrm: unknown: {' '.join(arguments)}\n{USAGE}")
                return 2
    except LaunchError as error:
        print(f"dealercrm: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run_program(arguments: list[str]) -> int:
    """Runs Python with these arguments on running servers; its exit code is ours.

    Its standard output and input are left alone: scripts parse what it prints.
    """
    data = DataFolder.from_environment()
    with in_use(data) as servers:
        child = subprocess.Popen(
            [sys.executable, *arguments], env=environment(data, servers.environment())
        )

        def pass_on(number: int, _frame: FrameType | None) -> None:
            child.send_signal(number)

        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, pass_on)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to the child too
        code = child.wait()
    return code if code >= 0 else 128 - code


def environment(data: DataFolder, servers: dict[str, str]) -> dict[str, str]:
    """What every program of the project is told."""
    told = {
        "DJANGO_SETTINGS_MODULE": "dealercrm.settings",
        "DEALERCRM_DATA": str(data.root),
        "PYTHONUNBUFFERED": "1",
        **os.environ,
        **servers,
    }
    told["DEALERCRM_DATA"] = str(data.root)
    if not (told.get("SECRET_KEY") or told.get("SECRET_KEY_FILE")):
        told["SECRET_KEY"] = data.secret_key()
    return told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

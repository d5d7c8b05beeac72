"""`./run bench`: measures, prints one table, ends 1 when a target is not reached."""

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Sequence

import django

from bench import database
from bench.results import Result, absent, exit_code, table

# in this order: the claims need the open tasks that planning closes
MEASURES = (
    "start", "claim", "search", "pages", "shift", "operators", "kpi", "plan", "rules", "import",
)  # fmt: skip
# these look at the rows of the bench's database
WITH_ROWS = frozenset(MEASURES) - {"start"}
MODULES = {
    "start": "bench.starting",
    "claim": "bench.claiming",
    "search": "bench.searching",
    "pages": "bench.pages",
    "shift": "bench.shift",
    "operators": "bench.operators",
    "kpi": "bench.figures",
    "plan": "bench.planning",
    "rules": "bench.planning_rules",
    "import": "bench.importing",
}
FULL = {"customers": 1_000_000, "vehicles": 1_500_000, "visits": 5_000_000, "tasks": 1_000_000}
QUICK = {"customers": 20_000, "vehicles": 30_000, "visits": 60_000, "tasks": 15_000}


def main(arguments: Sequence[str]) -> int:
    """Runs what the options ask for; returns the exit code."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was started is stopped
    name = options.database
    url = database.url_of(name)
    needs_rows = bool(WITH_ROWS & set(options.only))
    fresh = needs_rows and not (options.reuse and database.exists(name))
    if fresh:
        database.create(name)
    os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "dealercrm.settings"}
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    try:
        django.setup()
        if needs_rows:
            _migrate()  # a database that was left may be of an earlier day
        results = _measure(options, url, fresh=fresh)
    finally:
        _close()
        if needs_rows and not options.keep:
            database.drop(name)
    sys.stdout.write(f"{table(results)}\n")
    return exit_code(results)


def _measure(options: argparse.Namespace, url: str, *, fresh: bool) -> list[Result]:
    # Django must be set up before the models are imported
    data = importlib.import_module("bench.data")
    run = importlib.import_module("bench.run")
    timezone = importlib.import_module("django.utils.timezone")
    chosen = QUICK if options.quick or not _sized(options) else FULL
    sizes = data.Sizes(
        **{key: getattr(options, key) or size for key, size in chosen.items()},
    )
    today = timezone.now().date()
    if fresh:
        today = data.fill(sizes)
    context = run.Run(
        url=url, today=today, sizes=sizes, rounds=options.rounds, seconds=options.seconds
    )
    results: list[Result] = []
    for measure in MEASURES:
        if measure in options.only:
            _tell(f"{measure} …")
            results += _results_of(measure, context)
    return results


def _migrate() -> None:
    management = importlib.import_module("django.core.management")
    management.call_command("migrate", interactive=False, verbosity=0)


def _results_of(measure: str, context: object) -> list[Result]:
    try:
        module = importlib.import_module(MODULES[measure])
    except ModuleNotFoundError as error:
        return [absent(measure, f"{error.name} is not there")]
    found: list[Result] = module.measure(context)
    for result in found:
        _tell(f"  {table([result]).splitlines()[-1]}")
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, the default")
    parser.add_argument("--full", action="store_true", help="the sizes the targets are meant for")
    for name, size in FULL.items():
        parser.add_argument(f"--{name}", type=int, metavar="N", help=f"with --full {size:,}")
    parser.add_argument("--only", type=_list, default=list(MEASURES), metavar=",".join(MEASURES))
    parser.add_argument("--rounds", type=int, default=5, help="turns of what is short (5)")
    parser.add_argument("--seconds", type=float, default=2.0, help="length of a throughput (2)")
    parser.add_argument("--keep", action="store_true", help="leave the database for --reuse")
    parser.add_argument("--reuse", action="store_true", help="measure in the database left there")
    parser.add_argument("--database", default=database.NAME, help="its name")
    return parser


def _list(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    if unknown := set(names) - set(MEASURES):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return names


def _sized(options: argparse.Namespace) -> bool:
    return options.full or any(getattr(options, name) for name in FULL)


def _close() -> None:
    if "django.db" in sys.modules:
        importlib.import_module("django.db").connections.close_all()


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

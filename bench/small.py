"""The latencies of the pages at another number of customers, printed as JSON (for bench.pages)."""

import importlib
import json
import os
import sys

import django

from bench import database

NAME = "dealercrm_bench_small"


def main(customers: int) -> None:
    """Makes the small installation, measures, removes it."""
    url = database.create(NAME)
    os.environ["DATABASE_URL"] = url
    try:
        django.setup()
        sys.stdout.write(json.dumps(_latencies(url, customers)))
    finally:
        importlib.import_module("django.db").connections.close_all()
        database.drop(NAME)


def _latencies(url: str, customers: int) -> dict[str, float]:
    data = importlib.import_module("bench.data")
    pages = importlib.import_module("bench.pages")
    server = importlib.import_module("bench.server")
    browser = importlib.import_module("bench.browser")
    models = importlib.import_module("dealerships.models")
    importlib.import_module("django.core.management").call_command(
        "migrate", interactive=False, verbosity=0
    )
    data.fill(data.Sizes(customers, customers * 3 // 2, customers * 5, customers))
    session = browser.session_of(pages.member_of_all_roles())
    with server.serving(url) as port:
        found: dict[str, float] = pages.latencies(
            port, session, models.Dealership.objects.order_by("pk")[0]
        )
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]))

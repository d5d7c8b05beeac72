"""What every test may ask for."""

import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest

from tests import connections
from tests.cast import *  # noqa: F403


def pytest_configure(config: pytest.Config) -> None:
    connections.watch()
    # the same examples each time, however slow the machine; new ones are looked for at night
    is_nightly = config.option.markexpr == "nightly or not nightly"
    hypothesis.settings.register_profile(
        "dealercrm",
        derandomize=not is_nightly,
        database=None,
        deadline=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
    hypothesis.settings.load_profile("dealercrm")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """pytest-django's; before it drops the database, nobody may be left in it."""
    yield
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright drives the Chromium that ./test found; root has no sandbox for it."""
    found = os.environ.get("DEALERCRM_BROWSER")
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    path = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **path, "args": arguments}

"""What every test may ask for."""

import os
from typing import Any

import pytest

from tests.cast import *  # noqa: F403


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright drives the Chromium that ./test found; root has no sandbox for it."""
    found = os.environ.get("DEALERCRM_BROWSER")
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    path = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **path, "args": arguments}

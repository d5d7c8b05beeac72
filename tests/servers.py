"""The servers the tests run on: a cluster kept between runs, or one thrown away at the end."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dealercrm.embedded.paths import PROJECT, DataFolder
from dealercrm.embedded.servers import in_use

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")


@contextmanager
def kept_servers() -> Iterator[dict[str, str]]:
    """What programs need to be told to use the servers kept in var/test."""
    data = DataFolder(Path(os.environ.get("DEALERCRM_TEST_DATA") or PROJECT / "var" / "test"))
    data.prepare()
    with in_use(data, durable=False) as servers:
        yield {**servers.environment(), "DEALERCRM_DATA": str(data.root)}


@contextmanager
def throw_away_servers(programs: Path | None = None) -> Iterator[dict[str, str]]:
    """The same on a new cluster that is removed at the end."""
    root = Path(tempfile.mkdtemp(prefix="dealercrm-test-"))
    root.chmod(0o755)
    data = DataFolder(root)
    try:
        data.prepare()
        with in_use(data, durable=False, programs=programs) as servers:
            yield {**servers.environment(), "DEALERCRM_DATA": str(root)}
            sockets = servers.postgres.sockets if servers.postgres else None
        if sockets:
            shutil.rmtree(sockets, ignore_errors=True)
    finally:
        shutil.rmtree(root, ignore_errors=True)

"""A process that dies in the middle of its work: a real one, on the database of the test."""

import multiprocessing
import os
import traceback
from collections.abc import Callable
from types import ModuleType
from typing import Any

from tests import connections

KILLED = 137


def killed_after(module: ModuleType, name: str, work: Callable[[], Any]) -> None:
    """Run work() in a process that is gone as soon as module.name has returned for the first time.

    Nothing of it is tidied up, as after SIGKILL. It sees the settings of the test. Not for what
    begins threads of its own (the PDF maker): those do not come along.
    """
    connections.close_all()  # a child must not speak on its parent's socket
    child = multiprocessing.get_context("fork").Process(target=_child, args=(module, name, work))
    child.start()
    child.join()
    assert child.exitcode == KILLED, "it did not come so far"


def _child(module: ModuleType, name: str, work: Callable[[], Any]) -> None:
    go_on = getattr(module, name)

    def and_die(*given: Any, **named: Any) -> None:
        go_on(*given, **named)
        os._exit(KILLED)

    setattr(module, name, and_die)
    try:
        work()
    except BaseException:
        traceback.print_exc()
    os._exit(1)

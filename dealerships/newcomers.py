"""What a new dealership gets from each app: upper apps register here in AppConfig.ready().

dealerships stands at the bottom and may not import them (standard sources, maintenance plan,
rules, questionnaire).
"""

from collections.abc import Callable

from dealerships.models import Dealership

SetUp = Callable[[Dealership], object]

_set_ups: list[SetUp] = []


def on_new_dealership(set_up: SetUp) -> SetUp:
    """Register an idempotent function that gives a new dealership an app's standard rows."""
    if set_up not in _set_ups:
        _set_ups.append(set_up)
    return set_up


def set_up(dealership: Dealership) -> None:
    """Run every registered set-up, in the order the apps are installed (lower apps first)."""
    for function in _set_ups:
        function(dealership)

"""Who may be called, for which purpose, on which number: plain values in and out."""

from collections.abc import Iterable, Mapping, Sequence


def decisions(statements: Iterable[tuple[str, bool]]) -> Mapping[str, bool]:
    """Standing (purpose, is granted) statements, newest first → the one that decides each."""
    deciding: dict[str, bool] = {}
    for purpose, is_granted in statements:
        deciding.setdefault(purpose, is_granted)
    return deciding


def in_calling_order(numbers: Sequence[str], last: str) -> list[str]:
    """The number tried last goes to the end, those after it come first."""
    if last not in numbers:
        return list(numbers)
    after = numbers.index(last) + 1
    return [*numbers[after:], *numbers[:after]]

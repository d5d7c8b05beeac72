"""The tree of a script from its rows: who answers to whom, in which order, by which key. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

# what is deeper nobody follows while talking
MOST_DEPTH = 3
# more than a caller sees at a glance
MOST_BRANCHES = 30
# Shift with a digit opens the first nine
MOST_KEYS = 9


R = TypeVar("R")


class Place(NamedTuple):
    """Where a branch stands: under which other (None: it answers the opening), as which."""

    branch: int
    parent: int | None
    position: int


@dataclass
class Node(Generic[R]):
    """A row with those below it; `key`: the digit that opens it, 0 where there is none left."""

    row: R
    key: int
    children: "list[Node[R]]" = field(default_factory=list)


def grown(rows: Mapping[Place, R]) -> list[Node[R]]:
    """The nodes of the first depth in their order, each with its own; keys in reading order.

    What hangs below a branch that is not there is left out.
    """
    below: dict[int | None, list[Place]] = {}
    for place in sorted(rows, key=lambda place: (place.position, place.branch)):
        below.setdefault(place.parent, []).append(place)
    return _under(None, below, rows, iter(range(1, MOST_KEYS + 1)))


def size(nodes: Iterable[Node[R]]) -> int:
    """How many stand in the tree."""
    return sum(1 + size(node.children) for node in nodes)


def _under(
    parent: int | None,
    below: Mapping[int | None, list[Place]],
    rows: Mapping[Place, R],
    keys: Iterator[int],
) -> list[Node[R]]:
    nodes = []
    for place in below.get(parent, ()):
        node = Node(rows[place], next(keys, 0))
        node.children = _under(place.branch, below, rows, keys)
        nodes.append(node)
    return nodes

"""How the text of a file is cut into cells, and what is then seen of it. Pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reading:
    """How the text of a file is cut into cells; its header stands in row `header_row`, from 1."""

    encoding: str
    delimiter: str
    header_row: int


@dataclass
class Look:
    """The headers of a file and a few values below each."""

    headers: list[str] = field(default_factory=list)
    samples: list[list[str]] = field(default_factory=list)

"""What is said of a row that cannot be taken, or only with a doubt."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Warned:
    field: str
    value: str
    problem: str


class RefusedRowError(Exception):
    """The row cannot be taken: field (code), value as given, problem (code)."""

    def __init__(self, field: str, value: str, problem: str) -> None:
        self.field, self.value, self.problem = field, value, problem
        super().__init__(problem)

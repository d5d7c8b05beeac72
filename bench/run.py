"""What every measurement is given: where the data is, how large, how long and how often to look."""

from dataclasses import dataclass
from datetime import date

from bench.data import Sizes


@dataclass(frozen=True)
class Run:
    """One run of the bench.

    url      the bench's database
    today    the day that is today in its rows
    rounds   how often measures that are short take turns
    seconds  how long a throughput is watched, each time
    """

    url: str
    today: date
    sizes: Sizes
    rounds: int
    seconds: float

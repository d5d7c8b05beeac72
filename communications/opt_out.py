"""The words of opting out, in all languages: data beside the code (opt_out_words.toml)."""

import tomllib
from functools import cache
from pathlib import Path

from communications.rules import opt_out

FILE = Path(__file__).parent / "opt_out_words.toml"


@cache
def words() -> opt_out.OptOutWords:
    return opt_out.read_words(tomllib.loads(FILE.read_text(encoding="utf-8")))


def is_opt_out(text: str) -> bool:
    """Whether nothing else is said than that advertising is unwanted."""
    return opt_out.is_opt_out(text, words())

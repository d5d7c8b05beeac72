"""A field of an export: the headers that name it in three languages, and what it demands."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise

from customers.rules import fold

_NOT_IN_HEADERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=5000)
def header_key(header: str) -> str:
    """A header as it is compared: case, white space and punctuation aside, ё as е."""
    return _NOT_IN_HEADERS.sub("", fold(header))


@dataclass(frozen=True)
class Field:
    code: str
    label: str | Promise
    headers: str  # synonyms separated by "|"
    is_required: bool = False  # the column must be there and its cell filled
    most: int = 0  # characters that are kept; 0: no bound

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(header_key(header) for header in [self.code, *self.headers.split("|")])

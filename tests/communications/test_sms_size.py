"""Parts of an SMS: known texts, and any text against a slow way of counting."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communications.rules.sms import size

# one of each kind: basic, extended (two septets), Cyrillic, Chinese, beyond the BMP (two units)
ALPHABET = "aZ9 é@\n€[~яЖ车您😀"
GSM = "aZ9 é@\n€[~"


@pytest.mark.parametrize(
    ("text", "units", "parts", "is_short"),
    [
        ("", 0, 0, True),
        ("a" * 160, 160, 1, True),
        ("a" * 161, 161, 2, True),
        ("a" * 306, 306, 2, True),
        ("a" * 307, 307, 3, True),
        ("€" * 80, 160, 1, True),
        ("a" * 159 + "€", 161, 2, True),
        ("я" * 70, 70, 1, False),
        ("я" * 71, 71, 2, False),
        ("车" * 134, 134, 2, False),
        ("车" * 135, 135, 3, False),
        ("😀" * 35, 70, 1, False),
        ("😀" * 36, 72, 2, False),
        ("a" * 69 + "я", 70, 1, False),
        # an escape is never parted from its character: 152 + 2 do not fit into 153
        ("a" * 152 + "€" + "a" * 152, 306, 3, True),
    ],
)
def test_known_texts(text, units, parts, is_short):
    found = size(text)

    assert (found.units, found.parts, found.is_short) == (units, parts, is_short)


def test_room_is_what_still_fits():
    assert size("").room == 160
    assert size("я" * 60).room == 10
    assert size("a" * 161).room == 145


@given(st.one_of(st.text(GSM, max_size=400), st.text(ALPHABET, max_size=200), st.text()))
def test_it_counts_as_the_slow_way_does(text):
    found = size(text)

    assert (found.units, found.parts, found.is_short) == slow(text)


@given(st.text(ALPHABET, max_size=300))
def test_the_last_part_takes_as_much_as_there_is_room(text):
    found = size(text)
    letter = "a" if found.is_short else "я"

    assert size(text + letter * found.room).parts == max(found.parts, 1)
    assert size(text + letter * (found.room + 1)).parts == max(found.parts, 1) + 1


def slow(text: str) -> tuple[int, int, bool]:
    """By encoding each piece, and by trying every way to part the text."""
    basic = (
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
        "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
    )
    is_short = set(text) <= set(basic + "\f^{}\\[~]|€")

    def units(piece: str) -> int:
        if is_short:
            return sum(1 if char in basic else 2 for char in piece)
        return len(piece.encode("utf-16-le", "surrogatepass")) // 2

    alone, part = (160, 153) if is_short else (70, 67)
    if units(text) <= alone:
        return units(text), min(len(text), 1), is_short

    @cache
    def fewest(start: int) -> int:
        if start == len(text):
            return 0
        ends = range(start + 1, min(start + part, len(text)) + 1)
        return 1 + min(fewest(end) for end in reversed(ends) if units(text[start:end]) <= part)

    for start in range(len(text), -1, -1):  # from the end, so that recursion stays shallow
        fewest(start)
    return units(text), fewest(0), is_short

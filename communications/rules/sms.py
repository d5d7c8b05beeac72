"""How long an SMS is and how many parts it is sent (and paid) as: 3GPP TS 23.038 and 23.040."""

from dataclasses import dataclass

# the alphabet of one septet a character; Cyrillic and Chinese are not in it
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# these take an escape before them: two septets, never parted
_EXTENDED = frozenset("\f^{}\\[~]|€")

GSM_ALONE, GSM_PART = 160, 153
UCS_ALONE, UCS_PART = 70, 67


@dataclass(frozen=True)
class Size:
    """
    units     septets of GSM-7, or UTF-16 code units of UCS-2
    parts     messages it is sent as; 0 of an empty text
    room      units that still fit into the last part
    is_short  GSM-7: 160 in one part, else 70
    """

    units: int
    parts: int
    room: int
    is_short: bool


def size(text: str) -> Size:
    """Units and parts of a text; one that does not fit into one part gives up room for a header."""
    is_short = all(char in _BASIC or char in _EXTENDED for char in text)
    widths = [_septets(char) if is_short else _utf16_units(char) for char in text]
    alone, part = (GSM_ALONE, GSM_PART) if is_short else (UCS_ALONE, UCS_PART)
    units = sum(widths)
    if units <= alone:
        return Size(units, 1 if text else 0, alone - units, is_short)
    parts, filled = _fill_parts(widths, part)
    return Size(units, parts, part - filled, is_short)


def _fill_parts(widths: list[int], most: int) -> tuple[int, int]:
    """How many parts, and how full the last is; a character of two units is never parted."""
    parts, filled = 1, 0
    for width in widths:
        if filled + width > most:
            parts, filled = parts + 1, 0
        filled += width
    return parts, filled


def _septets(char: str) -> int:
    return 2 if char in _EXTENDED else 1


def _utf16_units(char: str) -> int:
    return 2 if ord(char) > 0xFFFF else 1

"""Recordings: which files are sound, and which bytes of one were asked for. Plain values."""

import re

# how a file of the kind begins: (offset, bytes)
BEGINNINGS: dict[str, tuple[tuple[int, bytes], ...]] = {
    "audio/wav": ((0, b"RIFF"), (8, b"WAVE")),
    "audio/ogg": ((0, b"OggS"),),
    "audio/mp4": ((4, b"ftyp"),),
    "audio/flac": ((0, b"fLaC"),),
}
ENDINGS = {
    "audio/wav": "wav",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "audio/flac": "flac",
    "audio/mpeg": "mp3",
}
LARGEST = 60_000_000
"""Bytes: four hours of a telephone's sound."""
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


def kind_of(content: bytes) -> str:
    """The type of the sound by its own first bytes; empty: no sound we play."""
    for kind, marks in BEGINNINGS.items():
        if all(content[place : place + len(mark)] == mark for place, mark in marks):
            return kind
    is_mp3 = content[:3] == b"ID3" or (
        len(content) > 2 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2
    )
    return "audio/mpeg" if is_mp3 else ""


class NotThere(Exception):
    """The range begins behind the end of the file."""


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte (both included) of "Range: bytes=…"; None: the whole file is sent.

    Several ranges, or words we do not know, mean the whole file (RFC 9110). Raises NotThere.
    """
    asked = _RANGE.fullmatch(header.strip())
    if asked is None or asked.groups() == ("", ""):
        return None
    first, last = asked.groups()
    if not first:
        length = min(int(last), size)
        if not length:
            raise NotThere
        return size - length, size - 1
    start, end = int(first), min(int(last) if last else size - 1, size - 1)
    if last and int(last) < start:
        return None
    if start >= size:
        raise NotThere
    return start, end

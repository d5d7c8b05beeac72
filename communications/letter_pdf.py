"""Letters and postcards as one PDF file, by Typst: no library of the system, no font of it.

The fonts stand in letters/fonts. A text is data of the document, never its code.
"""

import io
import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import segno
import typst

from dealerships.models import Dealership

FOLDER = Path(__file__).parent / "letters"
NO_BREAK = "\u00a0"
_BEFORE_SIGN = re.compile(r"(?<=\d) (?=[₽¥￥€%]|\d{3}\b|км\b|km\b)")
_AFTER_SIGN = re.compile(r"(?<=№) (?=\d)")
REGIONS = {"zh-hans": ("zh", "cn"), "ru": ("ru", "ru"), "en": ("en", "gb")}


@dataclass(frozen=True)
class Window:
    """Where the envelope shows the address, in millimetres from the corner of the sheet."""

    left: float
    top: float
    width: float
    height: float


DIN = Window(left=25, top=45, width=80, height=45)
"""DIN 5008, form B: a window on the left, the sender's line in it; Chinese DL envelopes too."""
WINDOWS = {"RU": Window(left=112, top=45, width=80, height=45)}
"""By country; Russian E65 envelopes (GOST R 51506) have theirs on the right."""


@dataclass(frozen=True)
class Letter:
    """One letter, filled in.

    place      printed small in the corner, so that one can be taken out of the pile
    language   of Dealership.Language
    address    lines of the envelope, with the name
    day        the date as the reader's language says it
    qr         what the code holds; "": no code
    qr_words   what stands beside the code
    """

    place: int
    language: str
    address: list[str]
    day: str
    subject: str
    text: str
    qr: str = ""
    qr_words: str = ""


def render(letters: Sequence[Letter], *, dealership: Dealership, paper: str, title: str) -> bytes:
    """The PDF of all of them, each on a page of its own (a long letter takes more)."""
    job = {
        "title": title,
        "paper": paper,
        "window": asdict(_window(dealership)),
        "head": _head(dealership),
        "letters": [_as_data(letter) for letter in letters],
    }
    with tempfile.TemporaryDirectory(prefix="letters-") as folder:
        source = Path(folder) / "letter.typ"
        source.write_bytes((FOLDER / "letter.typ").read_bytes())
        (Path(folder) / "job.json").write_text(json.dumps(job), encoding="utf-8")
        made = typst.compile(
            str(source), font_paths=[str(FOLDER / "fonts")], ignore_system_fonts=True
        )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def code_of(dealership: Dealership) -> str:
    """What the QR code of a letter leads to: the page for bookings, else the phone; "": nothing."""
    if dealership.web_page:
        return dealership.web_page
    digits = "".join(sign for sign in dealership.phone if sign.isdigit() or sign == "+")
    return f"tel:{digits}" if digits else ""


def kept_together(text: str) -> str:
    """Numbers stay on the line of their signs: 9 900 ₽, № 5, 5 000 км."""
    text = _BEFORE_SIGN.sub(NO_BREAK, text)
    return _AFTER_SIGN.sub(NO_BREAK, text)


def _window(dealership: Dealership) -> Window:
    """The law of the European Union means its envelopes; else the country's."""
    if dealership.law == Dealership.Law.EUROPEAN_UNION:
        return DIN
    return WINDOWS.get(dealership.country, DIN)


def _head(dealership: Dealership) -> dict[str, object]:
    lines = [dealership.postal_address, dealership.phone, dealership.web_page]
    sender = [dealership.name, dealership.postal_address]
    return {
        "name": dealership.name,
        "lines": [line for line in lines if line],
        "sender": " · ".join(line for line in sender if line),
    }


def _as_data(letter: Letter) -> dict[str, object]:
    language, region = REGIONS[letter.language]
    return {
        "place": letter.place,
        "lang": language,
        "region": region,
        "address": letter.address,
        "day": letter.day,
        "subject": letter.subject,
        "text": letter.text,
        "qr": _svg(letter.qr) if letter.qr else "",
        "qr_words": letter.qr_words,
    }


def _svg(content: str) -> str:
    file = io.BytesIO()
    segno.make(content, error="m", micro=False).save(file, kind="svg", xmldecl=False, border=0)
    return file.getvalue().decode()

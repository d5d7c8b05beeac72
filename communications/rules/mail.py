"""What of an e-mail its sender wrote: without what they answer. Plain values in and out."""

import re
import uuid
from collections.abc import Iterable

NUMBER = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
# where the answered mail begins, as the usual programs write it in our languages
QUOTED = re.compile(
    r"^(>|-{2,}\s*(original message|исходное сообщение|пересылаемое сообщение|原始邮件)"
    r"|on .{5,100} wrote:|.{5,100}(пишет|писал|писала|написал\(а\)|написал|написала):"
    r"|.{2,100}(写道|寫道)[:：]|(from|от|发件人)[:：] )",
    re.IGNORECASE,
)
SIGNATURE = "-- "


def own_words(text: str) -> str:
    """The lines above the quotation and the signature; all of them if nothing else is left."""
    kept: list[str] = []
    for line in text.splitlines():
        if line.rstrip("\r") in (SIGNATURE, SIGNATURE.strip()) or QUOTED.match(line.strip()):
            break
        kept.append(line.rstrip())
    return "\n".join(kept).strip() or text.strip()


def numbers_in(texts: Iterable[str | None]) -> list[uuid.UUID]:
    """Every number of a message of ours that is named somewhere, in order, each once."""
    found = [uuid.UUID(each) for text in texts if text for each in NUMBER.findall(text)]
    return list(dict.fromkeys(found))

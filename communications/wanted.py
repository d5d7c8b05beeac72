"""Whether whoever asked for a message still wants it; upper apps answer for what they asked for.

The outbox's key of a message begins with who asked and a colon. Asked right before sending, so that
a letter about a visit that took place this morning stays here.
"""

from collections.abc import Callable

from communications.models import Message

_questions: dict[str, Callable[[Message], bool]] = {}


def register(asked_by: str, is_wanted: Callable[[Message], bool]) -> None:
    """Call it in AppConfig.ready(); once a name."""
    _questions[asked_by] = is_wanted


def is_wanted(message: Message) -> bool:
    """True where nobody registered for it: a person wrote it."""
    asked_by = message.dedupe_key.partition(":")[0]
    question = _questions.get(asked_by)
    return question is None or question(message)

"""Letters and postcards: printed in batches and carried to the post by a person.

No machine sends them; services.letters records what people say of them.
"""

from communications.channels.base import Answer, CrashPolicy, Fate
from communications.models import Message


class LetterChannel:
    policy = CrashPolicy.BY_HAND

    def is_set_up(self) -> bool:
        """All it takes is a printer."""
        return True

    def send(self, message: Message) -> Answer:
        return Answer(Fate.LATER, error="letters are printed, not sent")

    def ask(self, message: Message) -> Answer:
        return Answer(Fate.UNKNOWN)

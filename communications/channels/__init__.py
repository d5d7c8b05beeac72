"""The channels that messages go out by, one class each.

A channel says what happens when a crash falls between sending and recording (its CrashPolicy);
tests/communications/test_crashes.py kills a process at every step of each.
"""

from communications.channels.base import Answer, Channel, CrashPolicy, Fate
from communications.channels.email import EmailChannel
from communications.channels.http import HttpChannel
from communications.channels.letter import LetterChannel
from communications.models import WrittenChannel

CHANNELS: dict[str, Channel] = {
    WrittenChannel.EMAIL.value: EmailChannel(),
    WrittenChannel.SMS.value: HttpChannel("SMS"),
    WrittenChannel.MESSENGER.value: HttpChannel("MESSENGER"),
    WrittenChannel.LETTER.value: LetterChannel(),
}

BY_HAND = frozenset(
    name for name, channel in CHANNELS.items() if channel.policy == CrashPolicy.BY_HAND
)
"""Those the sweep leaves to people."""

__all__ = ["BY_HAND", "CHANNELS", "Answer", "Channel", "CrashPolicy", "Fate"]

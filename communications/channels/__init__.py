"""The channels that messages go out by, one class each.

A channel says what happens when a crash falls between sending and recording (its CrashPolicy);
tests/communications/test_crashes.py kills a process at every step of each.
"""

from communications.channels.base import Answer, Channel, CrashPolicy, Fate
from communications.channels.email import EmailChannel
from communications.channels.http import HttpChannel
from communications.models import WrittenChannel

CHANNELS: dict[str, Channel] = {
    WrittenChannel.EMAIL.value: EmailChannel(),
    WrittenChannel.SMS.value: HttpChannel("SMS"),
    WrittenChannel.MESSENGER.value: HttpChannel("MESSENGER"),
}

__all__ = ["CHANNELS", "Answer", "Channel", "CrashPolicy", "Fate"]

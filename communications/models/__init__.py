"""Every touch with a customer: attempts and talks, messages, and holds."""

from communications.models.entered_recording import EnteredRecording
from communications.models.hold import ContactHold
from communications.models.inbound import InboundMessage, ProviderEvent
from communications.models.letter import BatchLetter, LetterBatch
from communications.models.listening import Listening
from communications.models.message import Message, MessageEvent
from communications.models.opt_out import OptOutLink
from communications.models.outcome import CallOutcome
from communications.models.phone_call import CallEvent, PhoneCall
from communications.models.reached_hour import ReachedHour
from communications.models.template import MessageTemplate, Paper, WrittenChannel
from communications.models.touch import Touch

__all__ = [
    "BatchLetter",
    "CallEvent",
    "CallOutcome",
    "ContactHold",
    "EnteredRecording",
    "InboundMessage",
    "LetterBatch",
    "Listening",
    "Message",
    "MessageEvent",
    "MessageTemplate",
    "OptOutLink",
    "Paper",
    "PhoneCall",
    "ProviderEvent",
    "ReachedHour",
    "Touch",
    "WrittenChannel",
]

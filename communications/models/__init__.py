"""Every touch with a customer: attempts and talks, messages, promises, and holds."""

from communications.models.hold import ContactHold
from communications.models.inbound import InboundMessage, ProviderEvent
from communications.models.message import Message, MessageEvent
from communications.models.outcome import CallOutcome
from communications.models.promise import Promise
from communications.models.template import MessageTemplate, WrittenChannel
from communications.models.touch import Touch

__all__ = [
    "CallOutcome",
    "ContactHold",
    "InboundMessage",
    "Message",
    "MessageEvent",
    "MessageTemplate",
    "Promise",
    "ProviderEvent",
    "Touch",
    "WrittenChannel",
]

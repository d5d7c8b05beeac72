"""Every touch with a customer: attempts and talks, messages, promises, and holds."""

from communications.models.hold import ContactHold
from communications.models.message import Message, MessageEvent
from communications.models.phone_call import CallEvent, PhoneCall
from communications.models.promise import Promise
from communications.models.template import MessageTemplate, WrittenChannel
from communications.models.touch import Touch

__all__ = [
    "CallEvent",
    "ContactHold",
    "Message",
    "MessageEvent",
    "MessageTemplate",
    "PhoneCall",
    "Promise",
    "Touch",
    "WrittenChannel",
]

"""Every touch with a customer: attempts and talks, promises, and holds (who may not be called)."""

from communications.models.hold import ContactHold
from communications.models.promise import Promise
from communications.models.touch import Touch

__all__ = ["ContactHold", "Promise", "Touch"]

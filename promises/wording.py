"""How a promise stands, in words, colour and sign."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from promises.rules import Standing


@dataclass(frozen=True)
class Shown:
    """The words, the state of the design (kept, soon, late, or none), the icon."""

    words: Any
    state: str
    icon: str


SHOWN = {
    Standing.LATER: Shown(pgettext_lazy("promise", "open"), "", "clock"),
    Standing.SOON: Shown(pgettext_lazy("promise", "soon due"), "soon", "clock"),
    Standing.LATE: Shown(pgettext_lazy("promise", "late"), "late", "clock-exclamation"),
    Standing.KEPT: Shown(pgettext_lazy("promise", "kept"), "kept", "check"),
    Standing.KEPT_LATE: Shown(_("kept, but late"), "late", "check"),
    Standing.BROKEN: Shown(pgettext_lazy("promise", "broken"), "late", "x"),
}

"""What upper apps offer to do with a call, on its own page: a button that posts the call.

The URL takes the kind of the call ("phone" as the exchange saw it, "entered") and its number.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from dealerships.decorators import Permission
from dealerships.members import Member

PHONE, ENTERED = "phone", "entered"


@dataclass(frozen=True, kw_only=True)
class Action:
    label: str | Promise
    icon: str
    url_name: str
    allowed: Permission


_actions: dict[str, Action] = {}


def register(action: Action) -> None:
    """Add an action; registering its URL again replaces it."""
    _actions[action.url_name] = action


def offered(member: Member, *, kind: str, pk: int) -> list[tuple[Action, str]]:
    """What this member may do with the call, each with its address; no query."""
    slug = member.dealership.slug
    return [
        (action, reverse(action.url_name, args=[slug, kind, pk]))
        for action in _actions.values()
        if action.allowed(member)
    ]

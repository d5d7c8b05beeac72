"""The demo's logins on the page where people sign in, only where the demo is installed."""

from typing import NamedTuple

from django import template
from django.conf import settings

from dealercrm.demo import logins, staff
from dealerships.models import Role

register = template.Library()


class Login(NamedTuple):
    """One role's way in; `names` are user names, one a dealership."""

    role: str
    names: list[str]


@register.simple_tag
def demo_logins() -> list[Login]:
    """A user name of each role and dealership of the demo; empty without the demo."""
    if not (settings.DATA_DIR / logins.FILE).exists():
        return []
    people = [person for place in (staff.RUSSIA, staff.CHINA) for person in place]
    names: dict[Role, list[str]] = {}
    for role in logins.SHOWN:
        holders = [person.username for person in people if role in person.roles]
        names[role] = [name for name in holders if not name[-1].isdigit()]
    return [Login(str(role.label), found) for role, found in names.items()]


@register.simple_tag
def demo_password() -> str:
    return staff.PASSWORD

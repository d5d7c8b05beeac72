"""What uses a template: messages here, and what upper apps register in AppConfig.ready()."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communications.models import Message
from dealerships.models import Dealership


@dataclass(frozen=True)
class Use:
    """`count` gives, for a dealership, how many of them name each template (one query)."""

    label: str | Promise
    count: Callable[[Dealership], Mapping[int, int]]


_uses: dict[str, Use] = {}


def register(name: str, use: Use) -> None:
    """Add a kind of use; registering a name again replaces it."""
    _uses[name] = use


def of_templates(dealership: Dealership) -> Mapping[int, list[tuple[str, int]]]:
    """[(what, how many)] of each template that is used (one query for each kind)."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for use in _uses.values():
        for template, many in use.count(dealership).items():
            found[template].append((str(use.label), many))
    return found


def _messages(dealership: Dealership) -> Mapping[int, int]:
    named = Message.objects.for_dealership(dealership).filter(template__isnull=False)
    rows = named.order_by().values_list("template").annotate(many=Count("pk"))
    return {template: many for template, many in rows if template is not None}


register("messages", Use(_("Messages"), _messages))

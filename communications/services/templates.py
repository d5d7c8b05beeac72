"""Verbs that change templates of messages; one that is in use anywhere is archived, never gone."""

from datetime import datetime

from django.db import IntegrityError, transaction

from communications.models import MessageTemplate
from communications.rules import scripts
from communications.standard_templates import STANDARD_TEMPLATES
from dealerships.models import Dealership

LONGEST_NAME = 100


class NameTaken(Exception):
    """Another template of the dealership, perhaps an archived one, has this name."""


def save_template(*, template: MessageTemplate, at: datetime) -> MessageTemplate:
    """Write a new or changed template. Raises NameTaken."""
    template.changed_at = at
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        if "message_template_name_once" in str(error):
            raise NameTaken from error
        raise
    return template


def copy_template(*, template: MessageTemplate, name: str, at: datetime) -> MessageTemplate:
    """The same under another name: `name`, with a number behind it where that is taken."""
    taken = set(
        MessageTemplate.objects.for_dealership(template.dealership).values_list("name", flat=True)
    )
    copy = MessageTemplate(
        dealership=template.dealership,
        name=_free_name(name, taken),
        channel=template.channel,
        purpose=template.purpose,
        paper=template.paper,
        subjects=template.subjects,
        texts=template.texts,
    )
    return save_template(template=copy, at=at)


def archive(*, template: MessageTemplate, at: datetime) -> None:
    """It is offered no more; what was written from it stays."""
    _set_active(template, at, is_active=False)


def restore(*, template: MessageTemplate, at: datetime) -> None:
    _set_active(template, at, is_active=True)


def add_standard(*, dealership: Dealership, at: datetime) -> int:
    """Give the dealership the standard templates it lacks; returns how many it lacked.

    One that was changed or archived is left as it is.
    """
    known = MessageTemplate.objects.for_dealership(dealership).values_list("code", "name")
    codes = {code for code, _name in known}
    names = {name for _code, name in known}
    lacking = [each for each in STANDARD_TEMPLATES if each.code not in codes]
    made = []
    for standard in lacking:
        name = _free_name(scripts.text_in(standard.names, str(dealership.language)), names)
        names.add(name)
        made.append(
            MessageTemplate(
                dealership=dealership,
                code=standard.code,
                name=name,
                channel=standard.channel,
                purpose=standard.purpose,
                paper=standard.paper,
                subjects=standard.subjects,
                texts=standard.texts,
                changed_at=at,
            )
        )
    MessageTemplate.objects.bulk_create(made)
    return len(made)


def start_with_standard(dealership: Dealership) -> None:
    """What a new dealership begins with."""
    add_standard(dealership=dealership, at=dealership.created_at)


def _set_active(template: MessageTemplate, at: datetime, *, is_active: bool) -> None:
    same = MessageTemplate.objects.filter(pk=template.pk).exclude(is_active=is_active)
    same.update(is_active=is_active, changed_at=at)


def _free_name(name: str, taken: set[str]) -> str:
    """The name, cut to fit, or with the first number behind it that nobody has."""
    free, number = name[:LONGEST_NAME], 2
    while free in taken:
        behind = f" {number}"
        free, number = name[: LONGEST_NAME - len(behind)] + behind, number + 1
    return free

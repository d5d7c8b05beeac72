"""Scripts and templates: a text with variables in braces, filled in for one contact. No ORM."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# what a script may name, and how it is explained beside the editor
VARIABLES: dict[str, str | Promise] = {
    "address": _("how to address the customer"),
    "name": _("the customer's full name"),
    "car": _("the car the call is about"),
    "dealership": _("your dealership"),
    "caller": _("who makes the call"),
    "date": _("the day it is due or ends"),
}
_VARIABLE = re.compile(r"\{(\w+)\}")
# how a sentence is said in a language that was not written: the others in this order
_FALLBACKS = ("ru", "zh-hans", "en")


def fill(text: str, values: dict[str, str]) -> str:
    """Put the values in; a variable without a value stays as written, so that it is seen."""
    return _VARIABLE.sub(lambda match: values.get(match[1]) or match[0], text)


def variables(text: str) -> list[str]:
    """Names in braces, in their order."""
    return _VARIABLE.findall(text)


def unknown_variables(text: str) -> list[str]:
    """Names in braces that no value will ever be put in for, in their order."""
    return [name for name in variables(text) if name not in VARIABLES]


def text_in(texts: dict[str, str], *languages: str) -> str:
    """The text in the first of the languages that has one, else in any; "" when there is none."""
    return texts.get(language_in(texts, *languages), "")


def language_in(texts: dict[str, str], *languages: str) -> str:
    """The first of the languages that has a text, else any that has; "" when there is none."""
    for language in (*languages, *_FALLBACKS):
        if texts.get(language):
            return language
    return ""

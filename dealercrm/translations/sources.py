"""Finds every translatable text of the project and the app it belongs to.

Python files belong to their top-level package, templates/<app>/ to that app, the templates of
the login to dealerships, everything else to dealercrm.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

TEMPLATE_SUFFIXES = {".html", ".txt"}
LOGIN_FOLDERS = {"account", "allauth"}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


class Message(NamedTuple):
    """A text to translate; context and plural are None where there is none."""

    context: str | None
    text: str
    plural: str | None


Messages = dict[Message, set[str]]
"""Each text with the files (relative, without line numbers: they would only stir merges)."""


def local_apps(root: Path) -> list[str]:
    return ["dealercrm", *sorted(path.parent.name for path in root.glob("*/apps.py"))]


def messages_by_app(root: Path) -> dict[str, Messages]:
    """Every text of the project below `root`, by app; apps without texts are left out."""
    apps = local_apps(root)
    found: dict[str, Messages] = {}
    for path, app in source_files(root, apps):
        for message in messages_in(path):
            files = found.setdefault(app, {}).setdefault(message, set())
            files.add(path.relative_to(root).as_posix())
    return found


def source_files(root: Path, apps: Iterable[str]) -> Iterator[tuple[Path, str]]:
    for app in apps:
        for path in sorted((root / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, app
    templates = root / "templates"
    for path in sorted(templates.rglob("*")):
        if path.suffix in TEMPLATE_SUFFIXES:
            yield path, owner_of_template(path.relative_to(templates), apps)


def owner_of_template(path: Path, apps: Iterable[str]) -> str:
    folder = path.parts[0]
    if folder in LOGIN_FOLDERS:
        return "dealerships"
    return folder if folder in apps else "dealercrm"


def messages_in(path: Path) -> Iterator[Message]:
    source = path.read_text("utf-8")
    if path.suffix in TEMPLATE_SUFFIXES:
        source = template_as_python(source, str(path))
    file = BytesIO(source.encode())
    for _line, found, _comments, context in extract(
        "python", file, keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        text, plural = found if isinstance(found, tuple) else (found, None)
        if text:
            yield Message(context, text, plural)


def template_as_python(source: str, origin: str) -> str:
    """The template's texts as gettext calls; indentation is dropped, it is not Python's."""
    return "\n".join(line.strip() for line in templatize(source, origin=origin).splitlines())

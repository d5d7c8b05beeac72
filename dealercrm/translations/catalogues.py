"""The .po and .mo files: merged with the sources, compiled, and checked for gaps.

Django merges all catalogues of a language at run time, so one text has one translation in the
whole program; two apps that disagree are reported (a context tells them apart).
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

from dealercrm.translations.sources import Message, Messages, messages_by_app

PLURAL_FORMS = {
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4"
    " && (n%100<10 || n%100>=20) ? 1 : 2);",
    "zh_Hans": "nplurals=1; plural=0;",
}
PLURAL_COUNT = {"ru": 3, "zh_Hans": 1}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdif]|\{\w*\}")
ALLOWED_SAME = "same-as-english.txt"


@dataclass
class Findings:
    """What a check found: problems fail it, texts equal to the English are for a look."""

    problems: list[str] = field(default_factory=list)
    same_as_english: list[str] = field(default_factory=list)


def po_path(root: Path, app: str, language: str) -> Path:
    return root / "locale" / app / language / "LC_MESSAGES" / "django.po"


def load(path: Path) -> dict[Message, polib.POEntry]:
    """The living entries of a catalogue by their message; none if there is no file yet."""
    if not path.exists():
        return {}
    return {
        Message(entry.msgctxt, entry.msgid, entry.msgid_plural or None): entry
        for entry in polib.pofile(str(path))
        if not entry.obsolete
    }


def apps_with_texts(root: Path, sources: dict[str, Messages]) -> list[str]:
    """Apps that have texts, or still have a catalogue."""
    kept = {path.name for path in (root / "locale").glob("*") if path.is_dir()}
    return sorted(set(sources) | kept)


# --- Merging with the sources -------------------------------------------------------------------


def update(root: Path, *, only: Collection[str] = ()) -> int:
    """Writes the catalogues (of `only` these apps) anew, keeping what is translated.

    A text new in one app takes the translation another app already has. Returns files changed.
    """
    sources = messages_by_app(root)
    apps = apps_with_texts(root, sources)
    changed = 0
    for language in PLURAL_FORMS:
        known = {app: load(po_path(root, app, language)) for app in apps}
        elsewhere = {
            message: entry
            for entries in known.values()
            for message, entry in entries.items()
            if entry.translated()
        }
        for app in only or apps:
            merged = merge(sources.get(app, {}), known.get(app, {}), elsewhere, language)
            changed += write(po_path(root, app, language), merged)
    return changed


def merge(
    messages: Messages,
    own: dict[Message, polib.POEntry],
    elsewhere: dict[Message, polib.POEntry],
    language: str,
) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=98)
    catalogue.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": PLURAL_FORMS[language],
    }
    for message in sorted(messages, key=lambda message: (message.text, message.context or "")):
        old = own.get(message)
        if old is None or not (old.translated() or old.fuzzy):
            old = elsewhere.get(message, old)
        catalogue.append(entry_for(message, sorted(messages[message]), old, language))
    return catalogue


def entry_for(
    message: Message, files: list[str], old: polib.POEntry | None, language: str
) -> polib.POEntry:
    entry = polib.POEntry(
        msgctxt=message.context,
        msgid=message.text,
        msgid_plural=message.plural or "",
        occurrences=[(name, "") for name in files],
    )
    if message.plural:
        forms = old.msgstr_plural if old else {}
        entry.msgstr_plural = {form: forms.get(form, "") for form in range(PLURAL_COUNT[language])}
    else:
        entry.msgstr = old.msgstr if old else ""
    if old:
        entry.tcomment = old.tcomment
        entry.flags = [flag for flag in old.flags if flag == "fuzzy"]
    return entry


def write(path: Path, catalogue: polib.POFile) -> bool:
    """Writes the catalogue if it says anything new; an empty one is removed."""
    if not len(catalogue):
        path.unlink(missing_ok=True)
        return False
    text = str(catalogue) + "\n"
    if path.exists() and path.read_text("utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return True


# --- Compiling ----------------------------------------------------------------------------------


def compile_all(root: Path) -> int:
    """Compiles the catalogues whose .mo is absent or older; returns how many."""
    compiled = 0
    for path in sorted((root / "locale").glob("*/*/LC_MESSAGES/django.po")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        polib.pofile(str(path)).save_as_mofile(str(target))
        compiled += 1
    return compiled


# --- Checking -----------------------------------------------------------------------------------


def check(root: Path) -> Findings:
    """Compares catalogues with the sources and looks into every entry."""
    findings = Findings()
    allowed = allowed_same(root)
    sources = messages_by_app(root)
    apps = apps_with_texts(root, sources)
    for language in PLURAL_FORMS:
        said: dict[Message, tuple[str, str]] = {}
        for app in apps:
            entries = load(po_path(root, app, language))
            where = f"locale/{app}/{language}"
            findings.problems += coverage_problems(where, sources.get(app, {}), entries)
            for message, entry in entries.items():
                findings.problems += entry_problems(where, message, entry, language, said)
                if entry.msgstr == message.text and message.text not in allowed:
                    findings.same_as_english.append(f"{where}: {message.text!r}")
    return findings


def allowed_same(root: Path) -> set[str]:
    path = root / "locale" / ALLOWED_SAME
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {line for line in lines if line and not line.startswith("#")}


def coverage_problems(
    where: str, messages: Messages, entries: dict[Message, polib.POEntry]
) -> Iterator[str]:
    for message in sorted(messages.keys() - entries.keys(), key=str):
        yield f"{where}: missing {message.text!r} ({min(messages[message])})"
    for message in sorted(entries.keys() - messages.keys(), key=str):
        yield f"{where}: stale {message.text!r}"


def entry_problems(
    where: str,
    message: Message,
    entry: polib.POEntry,
    language: str,
    said: dict[Message, tuple[str, str]],
) -> Iterator[str]:
    forms = list(entry.msgstr_plural.values()) if message.plural else [entry.msgstr]
    if not all(forms):
        yield f"{where}: untranslated {message.text!r}"
        return
    if entry.fuzzy:
        yield f"{where}: fuzzy {message.text!r}"
    if message.plural and len(forms) != PLURAL_COUNT[language]:
        yield f"{where}: wrong number of plural forms {message.text!r}"
    if any(not same_placeholders(message, form) for form in forms):
        yield f"{where}: other placeholders than {message.text!r}"
    other, text = said.setdefault(message, (where, "\0".join(forms)))
    if text != "\0".join(forms):
        yield f"{where}: {message.text!r} is translated otherwise in {other}"


def same_placeholders(message: Message, translation: str) -> bool:
    """Every named placeholder is kept; the form for one may leave its number out."""
    expected = set(PLACEHOLDER.findall(message.text))
    if message.plural:
        expected |= set(PLACEHOLDER.findall(message.plural))
        return set(PLACEHOLDER.findall(translation)) <= expected
    return set(PLACEHOLDER.findall(translation)) == expected

"""Fetches the front-end files we serve ourselves and writes them down in vendor.lock.

For developers only: needs npm and the network once; what it writes is committed, so that
neither ./run nor ./test ever needs either of them.
"""

import hashlib
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

VENDOR = settings.BASE_DIR / "static" / "vendor"
LOCK = VENDOR / "vendor.lock"
SPRITE = settings.BASE_DIR / "static" / "icons.svg"
ICON_NAMES = settings.BASE_DIR / "static" / "icons.txt"

SOURCE_MAP = re.compile(rb"\n?(/\*|//)# sourceMappingURL=\S+( \*/)?\s*$")
ICON_IN_TEMPLATE = re.compile(r"""{%\s*icon\s+["']([a-z0-9-]+)["']""")
ICON_IN_CODE = re.compile(r"""\bicon=["']([a-z0-9-]+)["']""")
SVG_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
EMPTY_FRAME = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>')


@dataclass(frozen=True)
class Package:
    """One npm package and the files taken from it (path in the package, name here)."""

    name: str
    version: str
    licence: str
    files: tuple[tuple[str, str], ...] = ()


INTER = tuple(
    (f"files/inter-{script}-wght-normal.woff2", f"inter-{script}-5.3.0.woff2")
    for script in ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
)
PACKAGES = (
    Package(
        "@tabler/core",
        "1.6.1",
        "MIT",
        (
            ("dist/css/tabler.min.css", "tabler-1.6.1.min.css"),
            ("dist/js/tabler.min.js", "tabler-1.6.1.min.js"),
        ),
    ),
    Package(
        "echarts",
        "6.1.0",
        "Apache-2.0",
        (("dist/echarts.common.min.js", "echarts-6.1.0.common.min.js"),),
    ),
    Package("@fontsource-variable/inter", "5.3.0", "OFL-1.1", INTER),
)
ICONS = Package("@tabler/icons", "3.51.0", "MIT")


def icon_names_used() -> set[str]:
    """Every icon named in a template, in Python as icon="…", or listed in static/icons.txt."""
    lines = ICON_NAMES.read_text("utf-8").splitlines()
    names = {line for line in lines if line and not line.startswith("#")}
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        names.update(ICON_IN_TEMPLATE.findall(path.read_text("utf-8")))
    for path in settings.BASE_DIR.glob("*/**/*.py"):
        if path.relative_to(settings.BASE_DIR).parts[0] not in {".venv", "var", "tests"}:
            names.update(ICON_IN_CODE.findall(path.read_text("utf-8")))
    return names


def icon_names_in_sprite() -> set[str]:
    return set(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE.read_text("utf-8")))


def unpack(package: Package, folder: Path) -> Path:
    """Downloads the package with npm and returns the folder of its files."""
    target = folder / package.name.replace("/", "-").removeprefix("@")
    target.mkdir()
    subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        cwd=target,
        check=True,
        capture_output=True,
    )
    with tarfile.open(next(target.glob("*.tgz"))) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def take_files(package: Package, unpacked: Path) -> Iterator[str]:
    """Copies the package's files to static/vendor; yields their entries for the lock."""
    for source, name in package.files:
        content = SOURCE_MAP.sub(b"\n", (unpacked / source).read_bytes())
        (VENDOR / name).write_bytes(content)
        yield "\n".join(
            (
                "[[file]]",
                f'name = "{name}"',
                f'package = "{package.name}"',
                f'version = "{package.version}"',
                f'licence = "{package.licence}"',
                f'source = "{source}"',
                f'sha256 = "{hashlib.sha256(content).hexdigest()}"',
                "",
            )
        )


def symbol(name: str, unpacked: Path) -> str:
    path = unpacked / "icons" / "outline" / f"{name}.svg"
    if not path.exists():
        raise CommandError(f"There is no Tabler icon called {name!r}.")
    body = SVG_BODY.search(path.read_text("utf-8"))
    if body is None:
        raise CommandError(f"The icon {name!r} is not an SVG we can read.")
    shapes = re.sub(r"\s*\n\s*", "", EMPTY_FRAME.sub("", body[1]))
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def build_sprite(unpacked: Path) -> int:
    """Writes static/icons.svg with the icons in use; returns how many."""
    names = sorted(icon_names_used())
    lines = [
        "<!-- Tabler icons, MIT licence; written by manage.py vendor -->",
        '<svg xmlns="http://www.w3.org/2000/svg">',
        *(symbol(name, unpacked) for name in names),
        "</svg>",
    ]
    SPRITE.write_text("\n".join(lines) + "\n", "utf-8")
    return len(names)


class Command(BaseCommand):
    help = "Fetch the vendored front-end files and build the icon sprite (developers only)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--icons", action="store_true", help="only the icon sprite")

    def handle(self, *args: Any, **options: Any) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            if not options["icons"]:
                self.fetch_files(folder)
            count = build_sprite(unpack(ICONS, folder))
        self.stdout.write(f"{count} icons in {SPRITE.name}")

    def fetch_files(self, folder: Path) -> None:
        VENDOR.mkdir(parents=True, exist_ok=True)
        for old in VENDOR.iterdir():
            old.unlink()
        entries = ["# Written by manage.py vendor: what is served from here, and whose it is.\n"]
        for package in PACKAGES:
            entries += take_files(package, unpack(package, folder))
        LOCK.write_text("\n".join(entries), "utf-8")
        self.stdout.write(f"{len(entries) - 1} files in {VENDOR.name}/")

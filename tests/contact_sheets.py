"""Contact sheets: every page in every language, theme and width on a few big pictures.

    ./run                                                  # in another terminal
    .venv/bin/python -m tests.contact_sheets --user elena:password [--user …]
        [--url http://localhost:8000] [--page queue] [--lang ru] [--theme dark] [--width 390]

The pages come from the URL resolver: all that need no more than the dealership; pages of one
thing (a customer, an import) are found by following the first link to each from those. The
sheets go to var/contact-sheets/<language>-<theme>-<width>-<n>.png, one row of pages a line.
"""

import argparse
import itertools
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import django
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dealercrm.settings")
os.environ.setdefault("DEBUG", "1")
django.setup()

from django.conf import settings  # noqa: E402
from django.urls import URLPattern, URLResolver, get_resolver  # noqa: E402

LANGUAGES = ("en", "ru", "zh-hans")
THEMES = ("light", "dark")
WIDTHS = (1440, 390)
HEIGHTS = {1440: 900, 390: 844}
TILE_WIDTH = {1440: 720, 390: 300}
COLUMNS = {1440: 4, 390: 8}
ROWS = 3
GAP = 16
CAPTION = 20
ANONYMOUS = ("/accounts/login/", "/accounts/password/reset/", "/no-such-page/")
LEFT_OUT = re.compile(r"^/(static|media|api|accounts|health|schema)|logout")
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Shot:
    path: str
    image: Path


def routes(patterns, prefix: str = "/") -> Iterator[str]:
    """Every route of the site as it is written in the URL configuration."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def plain_pages(slug: str) -> list[str]:
    """Pages that need nothing but the dealership."""
    found = []
    for route in routes(get_resolver().url_patterns):
        names = ARGUMENT.findall(route)
        if names in ([], ["dealership"]) and not LEFT_OUT.search(route) and "^" not in route:
            found.append(ARGUMENT.sub(slug, route))
    return found


def pages_of_one_thing(page: Page, slug: str, plain: list[str]) -> list[str]:
    """The first link to each kind of page below the plain ones: one customer, one import …"""
    kinds: dict[str, str] = {}
    for path in plain:
        if not shows_a_page(page, path):
            continue
        for link in page.locator("main a[href^='/d/']").all():
            target = (link.get_attribute("href") or "").split("?")[0]
            kind = re.sub(r"/\d+(?=/)", "/N", target)
            if kind != target and f"/d/{slug}/" in target:
                kinds.setdefault(kind, target)
    return list(kinds.values())


def shows_a_page(page: Page, path: str) -> bool:
    """Whether the path is a whole page of this person (not a fragment, a refusal, a file)."""
    try:
        response = page.goto(path)
    except Exception:  # a download is no page
        return False
    if response is None or response.status >= 400 or page.locator("html[lang]").count() == 0:
        return False
    page.wait_for_load_state("networkidle")
    return urlsplit(page.url).path == path  # a redirect is no page of its own


def sign_in(page: Page, user: str) -> str:
    """Signs in and returns the slug of the person's dealership ("" without one)."""
    name, password = user.split(":", 1)
    page.goto("/accounts/login/")
    page.locator("#id_login").fill(name)
    page.locator("#id_password").fill(password)
    with page.expect_navigation():
        page.locator(".entrance-card button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    page.goto("/")
    found = re.search(r"/d/([\w-]+)/", page.url) or re.search(
        r"/d/([\w-]+)/", page.locator("#top").inner_html()
    )
    return found[1] if found else ""


def shoot(page: Page, paths: list[str], folder: Path, who: str) -> Iterator[Shot]:
    for number, path in enumerate(paths):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        image = folder / f"{who}-{number:03}.png"
        page.screenshot(path=image)
        yield Shot(f"{who}: {path}", image)


def batches(shots: list[Shot], size: int) -> list[list[Shot]]:
    return [shots[start : start + size] for start in range(0, len(shots), size)]


def tile(shots: list[Shot], target: Path, width: int) -> list[Path]:
    """Lays the pictures out on sheets, each under its address."""
    written = []
    across, tile_width = COLUMNS[width], TILE_WIDTH[width]
    tile_height = tile_width * HEIGHTS[width] // width
    for number, batch in enumerate(batches(shots, across * ROWS), start=1):
        rows = -(-len(batch) // across)
        size = (across * (tile_width + GAP) + GAP, rows * (tile_height + GAP + CAPTION) + GAP)
        sheet = Image.new("RGB", size, "#8a8f98")
        draw = ImageDraw.Draw(sheet)
        for place, shot in enumerate(batch):
            left = GAP + (place % across) * (tile_width + GAP)
            top = GAP + (place // across) * (tile_height + GAP + CAPTION)
            draw.text((left, top), shot.path, fill="white")
            with Image.open(shot.image) as picture:
                small = picture.convert("RGB").resize((tile_width, tile_height), Image.LANCZOS)
            sheet.paste(small, (left, top + CAPTION))
        path = target.with_name(f"{target.name}-{number}.png")
        sheet.save(path)
        written.append(path)
    return written


def take_one_setting(browser: Browser, wanted: argparse.Namespace, setting, folder: Path):
    """All pages of all persons in one language, theme and width."""
    language, theme, width = setting
    shots: list[Shot] = []
    for user in [None, *wanted.user]:
        context = browser.new_context(
            base_url=wanted.url, viewport={"width": width, "height": HEIGHTS[width]}
        )
        cookies = {"language": language, "theme": theme}
        context.add_cookies(
            [{"name": name, "value": value, "url": wanted.url} for name, value in cookies.items()]
        )
        page = context.new_page()
        paths, who = list(ANONYMOUS), "nobody"
        if user:
            who = user.split(":")[0]
            paths = pages_of(page, user, language, theme)
        paths = [path for path in paths if not wanted.page or wanted.page in path]
        shots += shoot(page, paths, folder, who)
        context.close()
    name = f"{language}-{theme}-{width}"
    return tile(shots, wanted.out / name, width) if shots else []


def pages_of(page: Page, user: str, language: str, theme: str) -> list[str]:
    slug = sign_in(page, user)
    page.goto("/me/")
    choose(page, "language", language)
    choose(page, "theme", theme)
    plain = [path for path in plain_pages(slug) if shows_a_page(page, path)]
    return plain + pages_of_one_thing(page, slug, plain)


def choose(page: Page, what: str, value: str) -> None:
    """Chooses language or theme for the person who has signed in."""
    token = page.locator("#person input[name=csrfmiddlewaretoken]").first.input_value()
    form = {what: value, "next": "/me/", "csrfmiddlewaretoken": token}
    answer = page.context.request.post(f"/me/{what}/", form=form)
    if not answer.ok:
        raise RuntimeError(f"{what} {value}: {answer.status}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://localhost:8000")
    parser.add_argument("--user", action="append", default=[], metavar="NAME:PASSWORD")
    parser.add_argument("--page", default="", help="only paths that contain this")
    parser.add_argument("--lang", choices=LANGUAGES, action="append")
    parser.add_argument("--theme", choices=THEMES, action="append")
    parser.add_argument("--width", type=int, choices=WIDTHS, action="append")
    parser.add_argument("--out", type=Path, default=settings.DATA_DIR / "contact-sheets")
    return parser.parse_args()


def main() -> None:
    wanted = arguments()
    pictures = wanted.out / "pages"
    pictures.mkdir(parents=True, exist_ok=True)
    found = os.environ.get("DEALERCRM_BROWSER") or shutil.which("chromium")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=root)
        for setting in itertools.product(
            wanted.lang or LANGUAGES, wanted.theme or THEMES, wanted.width or WIDTHS
        ):
            for path in take_one_setting(browser, wanted, setting, pictures):
                sys.stdout.write(f"{path}\n")
        browser.close()


if __name__ == "__main__":
    main()

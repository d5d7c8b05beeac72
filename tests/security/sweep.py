"""The walks of the sweep. Each returns what it found wrong, so that a control can ask it too."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from dealerships.members import Member
from tests.security.sites import TENANT, Site, sites
from tests.security.world import ABSENT, QUERIES, World, builder

METHODS = ("get", "post")
WORDS = {"form", "active", "code", "year", "purpose", "language", "answer", "kind"}
"""Arguments that are words and name no row."""
# what the view pg_stat_xact_user_tables tells, without the sums and joins it makes for the rest
WRITTEN = """
SELECT coalesce(sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
    + pg_stat_get_xact_tuples_deleted(oid)), 0)
FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'django_session'
"""
TOKEN = re.compile(r'"X-CSRFToken": "[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"')
HEADERS = ("Content-Security-Policy", "X-Frame-Options", "Referrer-Policy")


def tenant_sites(below: str = "") -> list[Site]:
    """Those whose route begins so: a control walks where its guard was taken away."""
    return [site for site in sites(get_resolver()) if site.route.startswith(TENANT + below)]


def arguments_of(site: Site, world: World, **replaced: Any) -> dict[str, Any] | None:
    """Values for the URL's arguments; None when one has no builder."""
    below = site.route.removeprefix(TENANT)
    values: dict[str, Any] = {}
    for name in site.arguments[1:]:
        build = builder(below, name)
        if build is None:
            return None
        values[name] = replaced.get(name, build(world))
    return values


def address(site: Site, slug: str, values: dict[str, Any]) -> str:
    """The path, put together from the route so that a nameless URL is walked too."""
    filled = {"dealership": slug, **values}
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(filled[found.group(1)]), site.route)


def walk(world: World, below: str = "") -> Iterator[tuple[Site, str, str]]:
    """(site, method, path) of every tenant URL; pages that take a row by query get one."""
    for site in tenant_sites(below):
        values = arguments_of(site, world)
        if values is None:
            continue
        path = address(site, world.dealership.slug, values)
        by_query = QUERIES.get(site.full_name, {})
        paths = [path, *(f"{path}?{name}={build(world)}" for name, build in by_query.items())]
        for method in METHODS:
            for one in paths:
                yield site, method, one


def ask(client: Client, method: str, path: str) -> tuple[Any, int]:
    """The response, and how many rows it wrote; undone afterwards."""
    with transaction.atomic():
        before = _written()
        response = getattr(client, method)(path)
        wrote = _written() - before
        transaction.set_rollback(True)
    return response, wrote


def _written() -> int:
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return int(cursor.fetchone()[0])


def everything_said(response: Any) -> str:
    """Body, headers and cookies in one text, to look for canaries in."""
    body = response.getvalue() if response.streaming else response.content
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    return f"{body.decode(errors='replace')} {headers} {response.cookies.output()}"


def leaks(response: Any, canaries: Iterable[str]) -> list[str]:
    said = everything_said(response)
    return [canary for canary in canaries if canary in said]


def refused(client: Client, world: World, *, statuses: set[int], below: str = "") -> list[str]:
    """Every URL must answer with one of these statuses (405 too), write nothing, tell nothing."""
    found = []
    for site, method, path in walk(world, below):
        response, wrote = ask(client, method, path)
        told = leaks(response, [world.canary])
        if response.status_code not in statuses | {405} or wrote or told:
            found.append(f"{method} {site.route}: {response.status_code}, wrote {wrote}, {told}")
    return found


def by_role(
    client: Client, world: World, member: Member, canaries: list[str], *, below: str = ""
) -> list[str]:
    """Each URL as its permission says: 403 without it; with it no error and no foreign canary."""
    found = []
    for site, method, path in walk(world, below):
        allowed = site.permission is not None and site.permission(member)
        response, wrote = ask(client, method, path)
        status = response.status_code
        where = f"{method} {site.route}: {status}"
        if not allowed and (status not in (403, 405) or wrote):
            found.append(f"{where}, but the role may not; wrote {wrote}")
        if status >= 500:
            found.append(f"{where}, broken")
        if method == "get" and wrote and not site.records_reading:
            found.append(f"{where}, reading wrote {wrote}")
        if told := leaks(response, canaries):
            found.append(f"{where}, tells {told}")
        found += [f"{where}: {problem}" for problem in header_problems(response)]
    return found


def header_problems(response: Any) -> list[str]:
    """What a page must say to the browser (S8)."""
    problems = [f"no {name}" for name in HEADERS if not response.has_header(name)]
    policy = response.headers.get("Content-Security-Policy", "")
    if "unsafe" in policy or "default-src 'none'" not in policy:
        problems.append(f"policy {policy}")
    if "no-store" not in response.headers.get("Cache-Control", ""):
        problems.append("may be cached")
    if "HX-Request" not in response.headers.get("Vary", ""):
        problems.append("fragment and page are not told apart")
    for name, cookie in response.cookies.items():
        if cookie.value and not (cookie["httponly"] and cookie["samesite"]):
            problems.append(f"cookie {name}")
    return problems


def smuggling(client: Client, own: World, foreign: World, *, below: str = "") -> list[str]:
    """Own slug and another dealership's row must answer exactly as a row that is not there."""
    found = []
    for site in tenant_sites(below):
        for name in [each for each in site.arguments[1:] if each not in WORDS]:
            theirs, none = (
                arguments_of(site, own, **{name: value})
                for value in (_value(site, name, foreign), ABSENT)
            )
            if theirs is None or none is None or theirs[name] is None:
                continue
            slug = own.dealership.slug
            paths = address(site, slug, theirs), address(site, slug, none)
            found += _compared(client, site, paths)
        for name, build in QUERIES.get(site.full_name, {}).items():
            path = address(site, own.dealership.slug, arguments_of(site, own) or {})
            values = build(foreign), ABSENT
            found += _compared(client, site, [f"{path}?{name}={value}" for value in values])
    return found


def _value(site: Site, name: str, world: World) -> Any:
    build = builder(site.route.removeprefix(TENANT), name)
    return build(world) if build else None


def _compared(client: Client, site: Site, paths: Iterable[str]) -> list[str]:
    found = []
    for method in METHODS:
        answers = []
        for path in paths:
            with CaptureQueriesContext(connection) as asked:
                response, wrote = ask(client, method, path)
            # an answer may name its own address; whole, since a row of another table that the
            # address names may have the number of theirs
            text = TOKEN.sub("", response.text).replace(path, "<address>")
            # the same work, so that the time it takes tells nothing either
            answers.append((response.status_code, text, wrote, len(asked)))
        theirs, none = answers
        if theirs != none or theirs[0] not in (302, 404, 405) or theirs[2]:
            found.append(f"{method} {site.route}: {theirs[0]} for theirs, {none[0]} for none")
            found[-1] += f"; queries: {theirs[3]} and {none[3]}"
    return found

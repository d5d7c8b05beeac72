"""A cluster made with the wrong locale is refused at the start: names would silently go unfound."""

import pytest
from django.db import connection, connections

from dealercrm.checks import database_speaks_our_languages


def found_in(alias: str) -> list[str]:
    return [problem.id for problem in database_speaks_our_languages(databases=[alias])]


@pytest.mark.django_db
def test_the_database_of_ours_knows_our_letters():
    assert found_in("default") == []


@pytest.fixture
def plain(django_db_setup, django_db_blocker):
    """A database beside ours whose locale is C, as one made by hand may have it."""
    name = f"{connection.settings_dict['NAME']}_plain"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        provider = "LOCALE_PROVIDER libc" if connection.pg_version >= 150_000 else ""
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(
            f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'"
            f" {provider} LC_COLLATE 'C' LC_CTYPE 'C'"
        )
        connections.settings["plain"] = connections.settings["default"] | {"NAME": name}
        with connections["plain"].cursor() as inside:
            inside.execute("CREATE EXTENSION pg_trgm")
        yield "plain"
        connections["plain"].close()
        del connections["plain"], connections.settings["plain"]
        cursor.execute(f'DROP DATABASE "{name}"')


def test_a_database_that_takes_no_cyrillic_or_chinese_for_letters_is_refused(plain):
    """The control of the check: it finds what it is for."""
    assert found_in(plain) == ["dealercrm.E002", "dealercrm.E002"]

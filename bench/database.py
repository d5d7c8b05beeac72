"""A database of the bench's own beside the installation's: the user's data is never touched."""

import os
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

NAME = "dealercrm_bench"


class NotOurs(Exception):
    """The address names no database beside which ours could be made."""


def url_of(name: str) -> str:
    """The installation's address with another database in it."""
    parts = urlsplit(os.environ.get("DATABASE_URL") or "postgres:///dealercrm")
    if parts.path.strip("/") == name:
        raise NotOurs(f"DATABASE_URL names {name}, which the bench drops")
    return urlunsplit(parts._replace(path=f"/{name}"))


def create(name: str) -> str:
    """Make the database anew, empty; returns its address."""
    url = url_of(name)
    with _beside() as connection:
        _drop(connection, name)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return url


def exists(name: str) -> bool:
    """Whether a run with --keep left it."""
    with _beside() as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None


def drop(name: str) -> None:
    """Remove the database with whoever is still connected to it."""
    with _beside() as connection:
        _drop(connection, name)


def connect(url: str, *, autocommit: bool = True) -> psycopg.Connection:
    """A plain connection, for what is measured without Django."""
    return psycopg.connect(conninfo(url), autocommit=autocommit)


def conninfo(url: str) -> str:
    """The address in libpq's form, whose host may be the folder of a socket."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    named = {
        "dbname": parts.path.strip("/"),
        "host": unquote(query.get("host") or parts.hostname or ""),
        "port": str(parts.port or ""),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }
    return psycopg.conninfo.make_conninfo(**{key: value for key, value in named.items() if value})


def _beside() -> psycopg.Connection:
    return connect(url_of("postgres"))


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )

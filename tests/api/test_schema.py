"""The description of the API: complete, valid, and what the answers look like."""

import json

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.validation import validate_schema

DOCS = "/api/v1/docs/"
SCHEMA = "/api/v1/schema/"


@pytest.fixture
def schema(client, db):
    return json.loads(client.get(SCHEMA).content)


def paths_of(resolver: URLResolver, prefix: str = "/"):
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield path.replace("<int:pk>", "{id}")
        else:
            yield from paths_of(entry, path)


def test_the_schema_is_valid_and_lists_every_path(schema):
    validate_schema(schema)
    served = {path for path in paths_of(get_resolver()) if path.startswith("/api/v1/")}

    assert set(schema["paths"]) == served - {DOCS, SCHEMA}


def test_every_operation_asks_for_a_key_and_describes_its_errors(schema):
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert operation["security"] == [{"key": []}], (path, method)
            assert "403" in operation["responses"], (path, method)


def test_the_page_of_the_description_alone_may_write_styles(client, db):
    page = client.get(DOCS)

    # the directives come in any order
    policy = page.headers["Content-Security-Policy"].split("; ")
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self'" in policy
    assert "<script>" not in page.text
    assert "unsafe-inline" not in client.get(SCHEMA).headers["Content-Security-Policy"]


def test_what_the_page_loads_is_served_by_us(client, db):
    page = client.get(DOCS)

    assert 'href="/static/swagger/swagger-ui.css"' in page.text
    assert "https://" not in page.text
    assert (
        client.get(f"{DOCS}?script=").headers["Content-Type"].startswith("application/javascript")
    )

"""Personal data stays out of the logs (reliability.md, S13)."""

import io
import logging
import logging.config

import pytest
import structlog

from dealercrm import logs
from dealercrm.logs import HIDDEN, configuration, without_personal_data


@pytest.mark.parametrize(
    "text",
    [
        "+7 916 123-45-67",
        "8 (916) 123 45 67",
        "89161234567",
        "+8613812345678",
        "138 1234 5678",
        "ivan.petrov@example.com",
        "Key (phone)=(+79161234567) already exists.",
        "GET /d/volga/search?q=%2B79161234567",
        "GET /d/volga/search?q=%D0%98%D0%B2%D0%B0%D0%BD&page=2",
    ],
)
def test_a_phone_an_address_or_a_query_is_masked(text: str) -> None:
    masked = without_personal_data(text)

    assert HIDDEN in masked
    for piece in ("916", "1381234", "1234", "ivan", "%D0%98"):
        assert piece not in masked


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22 00:55:53",
        "GET /d/volga/customers/1000000/",
        "b5a0c1de-1234-4567-8901-123456789012",
        "planned 1500000 of 2000000 rows in 12.25 s",
    ],
)
def test_times_ids_and_counts_are_left_alone(text: str) -> None:
    assert without_personal_data(text) == text


def logged() -> str:
    """What our logging writes of a call and of an error, both full of personal data."""
    stream = io.StringIO()
    settings = configuration(level="INFO", as_json=True)
    settings["handlers"]["stderr"]["stream"] = stream
    previous = logging.getLogger().handlers[:]
    logging.config.dictConfig(settings)

    try:
        structlog.get_logger("a").info("called", phone="+79161234567", family_name="Петров")
        try:
            raise ValueError("no customer with +79161234567")
        except ValueError:
            logging.getLogger("b").exception("failed for %s", "ivan@example.com")
    finally:
        logging.getLogger().handlers[:] = previous

    return stream.getvalue()


PERSONAL = ("9161234567", "Петров", "ivan@")


def test_a_logged_line_is_masked_from_every_logger_and_traceback() -> None:
    lines = logged()

    assert lines.count("\n") == 2
    assert "failed for" in lines
    assert "ValueError" in lines
    for personal in PERSONAL:
        assert personal not in lines


def test_without_the_masking_a_phone_is_logged(monkeypatch) -> None:
    """The control of S13: the same lines, the guard removed."""
    monkeypatch.setattr(logs, "without_personal_data", lambda value: value)
    monkeypatch.setattr(logs, "_by_key", lambda key, value: value)

    lines = logged()

    assert all(personal in lines for personal in PERSONAL)

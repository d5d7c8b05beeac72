"""A browser as far as a server can tell: keeps its connection and cookies, sends forms."""

import http.client
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from dealerships.models import User

CSRF = "b" * 32
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Answer(NamedTuple):
    status: int
    body: str


class Browser:
    """One person at one screen; not for several threads at once."""

    def __init__(self, port: int, *, session: str = "", host: str = "127.0.0.1") -> None:
        self.connection = http.client.HTTPConnection(host, port, timeout=60)
        self.cookies = ""
        self.sign_in(session)

    def sign_in(self, session: str) -> None:
        """Another person sits down; empty: nobody."""
        self.cookies = f"{settings.CSRF_COOKIE_NAME}={CSRF}"
        if session:
            self.cookies += f"; {settings.SESSION_COOKIE_NAME}={session}"

    def get(self, path: str) -> Answer:
        """A page."""
        return self._ask("GET", path)

    def post(self, path: str, fields: Mapping[str, object] | None = None) -> Answer:
        """A form as htmx sends it."""
        return self._ask("POST", path, urlencode(fields or {}, doseq=True))

    def close(self) -> None:
        """The window is closed."""
        self.connection.close()

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Cookie": self.cookies, "Accept": "text/html"}
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": CSRF,
                "HX-Request": "true",
            }
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        return Answer(answer.status, answer.read().decode())


def session_of(user: User) -> str:
    """A signed-in session's cookie, without the page of the login."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value

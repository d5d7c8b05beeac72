"""SMS and messenger by a provider's HTTP interface, or by a small gateway that speaks it for one.

    POST <url>        {"id": our number, "to": address, "text": …, "sender": …}
        2xx taken, {"provider_id": …} may tell their number; 409 taken before; 429, 503 not now;
        422 nobody has this number or name; any other 4xx refused
    GET <url>/<id>    200 {"provider_id": …} they have it; 404 they never got it
Both with "Authorization: Bearer <token>" where there is a token. What comes back is told by
webhook: docs/webhooks.md.
"""

from http import HTTPStatus

import httpx
from django.conf import settings

from communications.channels import outgoing
from communications.channels.base import Answer, CrashPolicy, Fate
from communications.models import Message

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
# nothing was said to the provider yet
NOT_BEGUN = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.LocalProtocolError,
    httpx.UnsupportedProtocol,
)
NOT_NOW = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
LONGEST_ERROR = 300


class HttpChannel:
    """
    name  of its settings: <name>_URL, <name>_TOKEN, <name>_SENDER
    """

    policy = CrashPolicy.RECONCILE

    def __init__(self, name: str) -> None:
        self.name = name

    def is_set_up(self) -> bool:
        return bool(self._setting("URL"))

    def send(self, message: Message) -> Answer:
        body = {
            "id": str(message.uid),
            "to": message.address,
            "text": message.text,
            "sender": self._setting("SENDER"),
        }
        try:
            with self._client() as client:
                answer = client.post(self._url(), json=body)
        except outgoing.RefusedAddress as error:
            return Answer(Fate.LATER, error=f"OUTGOING_ORIGINS: {error}")
        except NOT_BEGUN as error:
            return Answer(Fate.LATER, error=_words(error))
        except httpx.HTTPError as error:
            return Answer(Fate.UNKNOWN, error=_words(error))
        return _answer_to_post(answer)

    def ask(self, message: Message) -> Answer:
        try:
            with self._client() as client:
                answer = client.get(f"{self._url()}/{message.uid}")
        except (outgoing.RefusedAddress, httpx.HTTPError) as error:
            return Answer(Fate.UNKNOWN, error=_words(error))
        if answer.status_code == HTTPStatus.OK:
            return Answer(Fate.ACCEPTED, provider_id=_provider_id(answer))
        if answer.status_code == HTTPStatus.NOT_FOUND:
            return Answer(Fate.NOT_KNOWN)
        return Answer(Fate.UNKNOWN, error=_said(answer))

    def _client(self) -> httpx.Client:
        """No redirects: they could lead off the list. No proxy or password of the environment."""
        token = self._setting("TOKEN")
        return httpx.Client(
            timeout=TIMEOUT,
            follow_redirects=False,
            trust_env=False,
            headers={"Authorization": f"Bearer {token}"} if token else {},
        )

    def _url(self) -> str:
        """Raises RefusedAddress."""
        url = self._setting("URL").rstrip("/")
        return outgoing.check(url, allowed=settings.OUTGOING_ORIGINS)

    def _setting(self, what: str) -> str:
        return str(getattr(settings, f"{self.name}_{what}"))


def _answer_to_post(answer: httpx.Response) -> Answer:
    status = answer.status_code
    if answer.is_success or status == HTTPStatus.CONFLICT:
        return Answer(Fate.ACCEPTED, provider_id=_provider_id(answer))
    if status in NOT_NOW:
        return Answer(Fate.LATER, error=_said(answer))
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        return Answer(Fate.BAD_ADDRESS, error=_said(answer))
    if answer.is_client_error:
        return Answer(Fate.REFUSED, error=_said(answer))
    return Answer(Fate.UNKNOWN, error=_said(answer))  # it broke, perhaps after taking the message


def _provider_id(answer: httpx.Response) -> str:
    try:
        body = answer.json()
    except ValueError:
        return ""
    return str(body.get("provider_id", ""))[:200] if isinstance(body, dict) else ""


def _said(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.text[:LONGEST_ERROR]}"


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"

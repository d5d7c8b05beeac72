"""An exchange's HTTP interface (TELEPHONY_URL), or a small gateway that speaks it for another.

    POST <url>/calls   {"id": our number, "dealership": code, "extension": …, "number": E.164}
        2xx taken, {"call": its number of the call}; 409 taken before; any other 4xx refused
with "Authorization: Bearer <TELEPHONY_TOKEN>" where there is a token. What becomes of the call it
tells by webhook, see communications/telephony/told.py.
"""

import uuid
from http import HTTPStatus

import httpx
from django.conf import settings

from communications.channels import outgoing
from communications.telephony.base import Dialled, Fate

TIMEOUT = httpx.Timeout(5.0, connect=2.0)
"""A person waits for it."""
LONGEST_ERROR = 300


class HttpExchange:
    def dial(self, *, dealership: str, extension: str, number: str, our_id: uuid.UUID) -> Dialled:
        body = {
            "id": str(our_id),
            "dealership": dealership,
            "extension": extension,
            "number": number,
        }
        try:
            with client() as http:
                answer = http.post(f"{address()}/calls", json=body)
        except outgoing.RefusedAddress as error:
            return Dialled(Fate.REFUSED, error=f"OUTGOING_ORIGINS: {error}")
        except httpx.ConnectError as error:
            return Dialled(Fate.REFUSED, error=f"{type(error).__name__}: {error}")
        except httpx.HTTPError as error:
            return Dialled(Fate.UNKNOWN, error=f"{type(error).__name__}: {error}")
        return _understood(answer)


def client() -> httpx.Client:
    """No redirects: they could lead off the list. No proxy or password from the environment."""
    token = settings.TELEPHONY_TOKEN
    return httpx.Client(
        timeout=TIMEOUT,
        follow_redirects=False,
        trust_env=False,
        headers={"Authorization": f"Bearer {token}"} if token else {},
    )


def address() -> str:
    """Raises outgoing.RefusedAddress."""
    url = str(settings.TELEPHONY_URL).rstrip("/")
    return outgoing.check(url, allowed=settings.OUTGOING_ORIGINS)


def _understood(answer: httpx.Response) -> Dialled:
    if answer.is_success or answer.status_code == HTTPStatus.CONFLICT:
        return Dialled(Fate.TAKEN, provider_id=_call_of(answer))
    said = f"{answer.status_code} {answer.text[:LONGEST_ERROR]}"
    if answer.is_client_error or answer.is_redirect:
        return Dialled(Fate.REFUSED, error=said)
    return Dialled(Fate.UNKNOWN, error=said)


def _call_of(answer: httpx.Response) -> str:
    try:
        body = answer.json()
    except ValueError:
        return ""
    return str(body.get("call", ""))[:200] if isinstance(body, dict) else ""

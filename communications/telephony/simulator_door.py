"""The HTTP door of the simulated exchange."""

import hmac
import json
from http.server import BaseHTTPRequestHandler
from typing import Any, Protocol


class Calls(Protocol):
    token: str

    def dial(self, asked: dict[str, Any]) -> str: ...

    def ring(self, asked: dict[str, Any]) -> str: ...


class Door(BaseHTTPRequestHandler):
    """POST /calls and /incoming; 401 without the token, 400 for what is not understood."""

    exchange: Calls

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.exchange.token and not hmac.compare_digest(
            self.headers.get("Authorization") or "", f"Bearer {self.exchange.token}"
        ):
            return self._answer(401, {})
        doors = {"/calls": self.exchange.dial, "/incoming": self.exchange.ring}
        if self.path not in doors:
            return self._answer(404, {})
        try:
            call = doors[self.path](json.loads(body))
        except (ValueError, KeyError, TypeError):
            return self._answer(400, {})
        return self._answer(202, {"call": call})

    def _answer(self, status: int, body: dict[str, str]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Silent: its lines would name numbers."""

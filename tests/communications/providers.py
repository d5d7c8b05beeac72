"""A real mail server and a real SMS provider on localhost; both count by our message number."""

import json
import socket
import threading
from collections import Counter
from contextlib import contextmanager
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller


class SmsProvider:
    """Speaks what communications/channels/http.py describes; answers as it is told.

    says     status codes to answer the next posts with instead of taking them
    drops    so many posts are taken, and the connection closed without an answer
    is_deaf  questions are answered by 500
    asked    numbers that were asked about
    """

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.bodies: list[dict] = []
        self.tokens: list[str | None] = []
        self.asked: list[str] = []
        self.says: list[int] = []
        self.drops = 0
        self.is_deaf = False
        # a slow provider: the post has come in, and is answered when the test lets it
        self.has_post = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()
        self._until_called = 0
        self._holds = False
        self._is_called = threading.Event()
        self.goes_on = threading.Event()
        self.goes_on.set()

    def call_after(self, messages: int, *, holds: bool) -> threading.Event:
        """Set when so many more have been taken, before the last of them is answered.

        holds  nothing is answered from then on until `goes_on` is set
        """
        self._is_called = threading.Event()
        self._until_called = messages
        self._holds = holds
        return self._is_called

    def count(self, number: str) -> None:
        self.taken[number] += 1
        self._until_called -= 1
        if self._until_called == 0:
            if self._holds:
                self.goes_on.clear()
            self._is_called.set()
        self.goes_on.wait(timeout=120)

    @contextmanager
    def serve(self):
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"of": self}))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.origin = f"http://127.0.0.1:{server.server_port}"
        self.url = f"{self.origin}/messages"
        try:
            yield self
        finally:
            self.may_answer.set()
            server.shutdown()
            server.server_close()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    of: SmsProvider

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.of.has_post.set()
        self.of.may_answer.wait(timeout=120)
        self.of.bodies.append(body)
        self.of.tokens.append(self.headers["Authorization"])
        if self.of.says:
            self._answer(self.of.says.pop(0), {"error": "as told"})
            return
        self.of.count(body["id"])
        if self.of.drops:
            self.of.drops -= 1
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._answer(202, {"provider_id": f"P-{body['id']}"})

    def do_GET(self) -> None:
        number = self.path.rpartition("/")[2]
        self.of.asked.append(number)
        if self.of.is_deaf:
            self._answer(500, {})
        elif number in self.of.taken:
            self._answer(200, {"provider_id": f"P-{number}"})
        else:
            self._answer(404, {})

    def _answer(self, status: int, body: dict) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Silent."""


class MailServer:
    """
    refuses  what RCPT and DATA answer: {"RCPT": "550 …"}
    drops    so many mails are taken, and the connection cut without an answer
    """

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.mails: list = []
        self.refuses: dict[str, str] = {}
        self.drops = 0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if "RCPT" in self.refuses:
            return self.refuses["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if "DATA" in self.refuses:
            return self.refuses["DATA"]
        mail = message_from_bytes(envelope.content)
        self.mails.append(mail)
        self.taken[mail["Message-ID"].strip("<>").partition("@")[0]] += 1
        if self.drops:
            self.drops -= 1
            server.transport.abort()
        return "250 taken"

    @contextmanager
    def serve(self):
        listening = socket.create_server(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        controller = _Listening(
            self, hostname="127.0.0.1", port=self.port, ready_timeout=120, listening=listening
        )
        controller.start()
        try:
            yield self
        finally:
            controller.stop()
            listening.close()


class _Listening(Controller):
    """On a socket that is bound already: nobody else can take its port."""

    def __init__(self, *arguments, listening: socket.socket, **options) -> None:
        super().__init__(*arguments, **options)
        self._listening = listening

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self._listening)

    def _trigger_server(self) -> None:
        with socket.create_connection((self.hostname, self.port), 120) as connection:
            connection.recv(1024)

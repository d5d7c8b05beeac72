"""The server fetches recordings only from where it should (S11): 0 connections outside the list."""

import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from communications.models import PhoneCall
from communications.services import recordings
from communications.telephony import fetching
from communications.telephony.fetching import CannotFetch, fetch
from communications.telephony.simulated_calls import sound_of
from tests.communications.calls import make_talk
from tests.communications.test_outgoing import BAD
from tests.factories import NOW

SOUND = sound_of(1)
LISTED = "https://pbx.example.com"


class Keeper:
    """A real server that keeps recordings; counts who comes in."""

    def __init__(self, *, status: int = 200, headers=(), content: bytes = SOUND) -> None:
        self.status, self.headers, self.content = status, dict(headers), content
        self.asked: list[str] = []

    @contextmanager
    def serve(self):
        keeper = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                keeper.asked.append(self.path)
                self.send_response(keeper.status)
                for name, value in keeper.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(keeper.content)))
                self.end_headers()
                self.wfile.write(keeper.content)

            def log_message(self, *_arguments: object) -> None:
                """Silent."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.origin = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@pytest.fixture
def connections(monkeypatch) -> list:
    """Every address that any socket was to be connected with; none is let through."""
    tried = []

    def note(_socket, address):
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", note)
    return tried


@pytest.mark.parametrize("url", BAD)
def test_no_connection_is_made_outside_of_the_list(url, connections, settings):
    settings.OUTGOING_ORIGINS = [LISTED, "http://127.0.0.1:8099"]

    with pytest.raises(CannotFetch):
        fetch(url, largest=1000)

    assert connections == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "0.0.0.0",  # noqa: S104
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1",
        "fd00:ec2::254", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::", "ff02::1",
        "64:ff9b:1::1", "64:ff9b::a9fe:a9fe",
    ],
)  # fmt: skip
def test_a_listed_name_that_leads_inside_is_refused(address, connections, settings, monkeypatch):
    """Rebinding: the name is on the list, what it means today is not."""
    settings.OUTGOING_ORIGINS = [LISTED]
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))
    inside = (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
    for answers in ([inside], [public, inside]):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, _answers=answers, **_k: _answers)

        with pytest.raises(CannotFetch):
            fetch(f"{LISTED}/recording.wav", largest=1000)

    assert connections == []


def test_the_name_is_looked_up_once_and_that_address_is_used(connections, settings, monkeypatch):
    """A name that changes between the look and the connection changes nothing."""
    settings.OUTGOING_ORIGINS = [LISTED]
    looks = []
    looked_up = socket.getaddrinfo

    def answer(host, *given, **named):
        looks.append(host)
        if host == "pbx.example.com":
            address = "93.184.216.34" if looks.count(host) == 1 else "169.254.169.254"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]
        return looked_up(host, *given, **named)

    monkeypatch.setattr(socket, "getaddrinfo", answer)

    with pytest.raises(CannotFetch):
        fetch(f"{LISTED}/recording.wav", largest=1000)

    assert looks.count("pbx.example.com") == 1
    assert connections == [("93.184.216.34", 443)]


def test_looking_twice_would_be_led_inside(connections, settings, monkeypatch):
    """The control: without the look at the address the same name leads to the metadata."""
    settings.OUTGOING_ORIGINS = [LISTED]
    monkeypatch.setattr(fetching, "_address", lambda host, _port: "169.254.169.254")

    with pytest.raises(CannotFetch):
        fetch(f"{LISTED}/recording.wav", largest=1000)

    assert connections == [("169.254.169.254", 443)]


def test_a_redirect_is_not_followed(settings):
    with Keeper().serve() as trap:
        location = {"Location": f"{trap.origin}/secret"}
        with Keeper(status=302, headers=location).serve() as keeper:
            settings.OUTGOING_ORIGINS = [keeper.origin]
            with pytest.raises(CannotFetch, match="302"):
                fetch(f"{keeper.origin}/recording.wav", largest=1000)

    assert trap.asked == []


def test_what_is_too_large_is_left_in_the_middle(settings):
    with Keeper(content=b"x" * 100_000).serve() as keeper:
        settings.OUTGOING_ORIGINS = [keeper.origin]
        with pytest.raises(CannotFetch, match="too large"):
            fetch(f"{keeper.origin}/recording.wav", largest=50_000)


@pytest.fixture
def call(dealership, settings, tmp_path):
    settings.RECORDINGS_ROOT = tmp_path
    return make_talk(dealership)


def test_the_sweep_fetches_what_the_exchange_keeps(call, settings):
    with Keeper().serve() as keeper:
        settings.OUTGOING_ORIGINS = [keeper.origin]
        PhoneCall.objects.update(recording_url=f"{keeper.origin}/1.wav?token=x")

        assert recordings.fetch_due(at=NOW) == 1
        assert recordings.fetch_due(at=NOW) == 0

    call.refresh_from_db()
    assert call.recording.size == len(SOUND)
    assert keeper.asked == ["/1.wav?token=x"]


def test_what_is_no_sound_is_not_kept(call, settings):
    with Keeper(content=b"<html>login</html>").serve() as keeper:
        settings.OUTGOING_ORIGINS = [keeper.origin]
        PhoneCall.objects.update(recording_url=f"{keeper.origin}/1.wav")

        assert recordings.fetch_due(at=NOW) == 0

    call.refresh_from_db()
    assert not call.recording
    assert "NoSound" in call.recording_error


def test_the_sweep_gives_up_in_the_end(call, settings):
    settings.OUTGOING_ORIGINS = []
    PhoneCall.objects.update(recording_url="https://evil.example/1.wav")

    for _turn in range(recordings.MOST_ATTEMPTS + 2):
        recordings.fetch_due(at=NOW)

    call.refresh_from_db()
    assert call.recording_attempts == recordings.MOST_ATTEMPTS
    assert "OUTGOING_ORIGINS" in call.recording_error


# --- Listening ---------------------------------------------------------------------------------


@pytest.fixture
def recorded(call, operator, salesperson):
    recordings.upload(call=call, content=SOUND)
    PhoneCall.objects.update(user=salesperson)
    return f"/d/north/phone/{call.pk}/recording/"


def test_a_recording_is_served_whole_and_in_parts(client_as, recorded, salesperson):
    client = client_as(salesperson)

    whole = client.get(recorded)
    part = client.get(recorded, headers={"Range": "bytes=10-19"})

    assert whole.getvalue() == SOUND
    assert (whole["Content-Type"], whole["Accept-Ranges"]) == ("audio/wav", "bytes")
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert (part.status_code, part.getvalue()) == (206, SOUND[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(SOUND)}"
    assert client.get(recorded, headers={"Range": "bytes=999999-"}).status_code == 416


def test_only_who_spoke_and_who_answers_for_it_hear(
    client_as, recorded, operator, sales_manager, sister_administrator
):
    assert client_as(operator).get(recorded).status_code == 403
    assert client_as(sister_administrator).get(recorded).status_code == 404
    assert client_as(sales_manager).get(recorded).status_code == 200


def test_no_other_type_than_sound_is_ever_named(client_as, recorded, salesperson):
    PhoneCall.objects.update(recording_type="text/html")

    assert client_as(salesperson).get(recorded)["Content-Type"] == "application/octet-stream"


def test_a_recording_that_is_gone_is_not_there(client_as, recorded, salesperson, call):
    call.refresh_from_db()
    call.recording.storage.delete(call.recording.name)

    assert client_as(salesperson).get(recorded).status_code == 404


# --- The page of one call, and recordings added by hand ----------------------------------------


def test_the_page_of_a_call_plays_its_recording_to_who_may_hear(
    client_as, recorded, operator, salesperson, call
):
    page = f"/d/north/phone/{call.pk}/"

    assert f'src="{recorded}"' in client_as(salesperson).get(page).text
    heard = client_as(operator).get(page).text
    assert recorded not in heard
    assert "Only who spoke and their heads may listen." in heard


def test_a_head_adds_a_recording_and_nothing_else_is_taken(client_as, call, sales_manager):
    client, url = client_as(sales_manager), f"/d/north/phone/{call.pk}/recording/add/"

    refused = client.post(url, {"file": SimpleUploadedFile("a.wav", b"<html>", "audio/wav")})
    assert refused.status_code == 422
    assert client.post(url, {}).status_code == 422
    taken = client.post(url, {"file": SimpleUploadedFile("a.html", SOUND, "text/html")})

    assert taken.status_code == 302
    call.refresh_from_db()
    assert (call.recording_type, call.recording.size) == ("audio/wav", len(SOUND))


def test_an_address_off_the_list_is_refused_at_once(client_as, call, sales_manager, settings):
    settings.OUTGOING_ORIGINS = [LISTED]
    client, url = client_as(sales_manager), f"/d/north/phone/{call.pk}/recording/add/"

    assert client.post(url, {"url": "http://169.254.169.254/"}).status_code == 422
    assert client.post(url, {"url": f"{LISTED}/1.wav"}).status_code == 302

    assert PhoneCall.objects.to_fetch().get().recording_url == f"{LISTED}/1.wav"


def test_who_answers_for_nobody_adds_nothing(client_as, call, operator):
    url = f"/d/north/phone/{call.pk}/recording/add/"

    assert client_as(operator).post(url, {"url": "x"}).status_code == 403

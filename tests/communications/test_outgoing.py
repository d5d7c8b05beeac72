"""The server sends requests only to the origins on the list (S11)."""

import pytest

from communications.channels.outgoing import RefusedAddress, check

ALLOWED = ["https://sms.example.com", "http://127.0.0.1:8099"]
GOOD = [
    "https://sms.example.com/messages",
    "https://SMS.example.com:443/messages?x=1",
    "http://127.0.0.1:8099/messages",
]
BAD = [
    "", " ", "sms.example.com", "//sms.example.com/", "/messages",
    "http://sms.example.com/", "https://sms.example.com:8443/", "https://example.com/",
    "https://a.sms.example.com/", "https://sms.example.com.evil.net/", "https://sms.example.com./",
    "https://evil.net/sms.example.com", "https://evil.net?https://sms.example.com",
    "https://evil.net#https://sms.example.com", "https://sms.example.com@evil.net/",
    "https://user@sms.example.com/", "https://user:pass@sms.example.com/",
    "https://evil.net\\@sms.example.com/", "https://sms.example.com\\.evil.net/",
    "https://sms.example.com\n.evil.net/", "https://sms.example.com\t/", " https://sms.example.com/",
    "https://sms.example.com\x00/", "https://sms．example.com/", "https://sms。example。com/",
    "http://127.0.0.1/", "http://127.0.0.1:80/", "http://127.0.0.1:8098/", "http://127.0.0.1:0/",
    "https://127.0.0.1:8099/", "http://127.1:8099/", "http://0177.0.0.1:8099/",
    "http://0x7f000001:8099/", "http://2130706433:8099/", "http://[::1]:8099/",
    "http://[::ffff:127.0.0.1]:8099/", "http://localhost:8099/", "http://0.0.0.0:8099/",
    "http://127.0.0.1:99999/", "http://127.0.0.1:abc/", "http://127.0.0.1:8099@evil.net/",
    "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://metadata/",
    "http://10.0.0.1/", "http://192.168.0.1/", "http://100.100.100.200/",
    "file:///etc/passwd", "gopher://127.0.0.1:8099/", "ftp://127.0.0.1:8099/",
    "data:text/plain,x", "javascript:alert(1)", "https:///messages", "https://", "http://[::1",
]  # fmt: skip


@pytest.mark.parametrize("url", GOOD)
def test_what_is_on_the_list_is_allowed(url):
    assert check(url, allowed=ALLOWED) == url


@pytest.mark.parametrize("url", BAD)
def test_everything_else_is_refused(url):
    with pytest.raises(RefusedAddress):
        check(url, allowed=ALLOWED)


@pytest.mark.parametrize("allowed", [[], [""], ["sms.example.com"], ["*"]])
def test_a_list_that_names_no_origin_allows_nothing(allowed):
    with pytest.raises(RefusedAddress):
        check("https://sms.example.com/", allowed=allowed)
    with pytest.raises(RefusedAddress):
        check("", allowed=allowed)

"""Tests: a message that is posted: signed as the specification says, to nobody in the house, cut when it takes long."""

import time
from base64 import b64decode
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from claims.errors import Refusal, Refused
from claims.records.news import Problem
from claims.services import posting
from claims.tests.receivers import Receiver, certificate, receiver, verify

SECRET = bytes(range(32))
BODY = '{"type":"claim.decided","data":{"statement":"The harbour stays closed [in Tolvik]. 🙂"}}'.encode()

# Each leads into the house, to this machine, or to what a hosting provider tells its machines about themselves.
INSIDE = (
    "https://127.0.0.1/",
    "https://localhost/",
    "https://desk.localhost/",
    "https://10.1.2.3/hook",
    "https://192.168.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1]/",
    "https://[fec0::1]/",
    "https://[fd00::1]/",
    "https://[ff02::1]/",
)
# Not seen to be inside until their name is looked up.
LEADING_INSIDE = ("https://127.1/", "https://2130706433/", "https://0x7f.0.0.1/", "https://ip6-localhost/")


@pytest.fixture(autouse=True)
def quick(settings: Settings) -> None:
    """A receiver has a second, and this machine is in the house."""
    settings.WEBHOOKS_SECONDS = 1
    settings.WEBHOOKS_IN_THE_HOUSE = frozenset({"127.0.0.1"})


def posted(to: Receiver) -> tuple[int | None, Problem | None]:
    """What comes of a message."""
    outcome = posting.post(to.address, BODY, {"webhook-id": "msg_1"})
    return outcome.answer, outcome.problem


# --- The signature ----------------------------------------------------------------------------------------------------


def test_a_signature_is_that_of_the_specification() -> None:
    at = int(time.time())
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(at),
        "webhook-signature": posting.signature(SECRET, message="msg_1", at=at, body=BODY),
    }
    secret = posting.secret_in_words(SECRET)
    verify(secret, headers, BODY)
    for changed in ({"webhook-id": "msg_2"}, {"webhook-timestamp": str(at - 1)}):
        with pytest.raises(AssertionError):
            verify(secret, {**headers, **changed}, BODY)
    with pytest.raises(AssertionError):
        verify(secret, headers, BODY + b" ")
    with pytest.raises(AssertionError):
        verify(posting.secret_in_words(SECRET[::-1]), headers, BODY)


def test_the_signature_of_a_message_signed_by_hand_is_the_same() -> None:
    # printf 'msg_1.1674087231.{"a":1}' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102...1f -binary | base64
    given = posting.signature(SECRET, message="msg_1", at=1674087231, body=b'{"a":1}')
    assert given == "v1,fnNKWKn9YJSx7T/Ahsk/W5BQTp6PJzQosUoaMQK6sCQ="


def test_a_secret_is_given_out_in_the_words_of_the_specification() -> None:
    words = posting.secret_in_words(SECRET)
    assert words.startswith("whsec_")
    assert b64decode(words.removeprefix("whsec_")) == SECRET


# --- Where nothing is sent --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_in_the_house_is_refused(address: str, settings: Settings) -> None:
    settings.WEBHOOKS_IN_THE_HOUSE = frozenset()
    with pytest.raises(Refused) as refused:
        posting.check(address)
    assert refused.value.code is Refusal.RECEIVER_IN_THE_HOUSE
    assert posting.post(address, BODY, {}).problem is Problem.IN_THE_HOUSE


@pytest.mark.parametrize("address", LEADING_INSIDE)
def test_a_name_that_leads_into_the_house_is_seen_when_it_is_looked_up(address: str, settings: Settings) -> None:
    settings.WEBHOOKS_IN_THE_HOUSE = frozenset()
    posting.check(address)
    assert posting.post(address, BODY, {}).problem in (Problem.IN_THE_HOUSE, Problem.NOT_FOUND)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://news.example/hook", Refusal.RECEIVER_NOT_HTTPS),
        ("https://news.example:8443/", Refusal.RECEIVER_PORT),
        ("https://news.example:22/", Refusal.RECEIVER_PORT),
        ("https://desk:secret@news.example/", Refusal.RECEIVER_UNREADABLE),
        ("https://news.example/#top", Refusal.RECEIVER_UNREADABLE),
        ("https://news.example:0/", Refusal.RECEIVER_UNREADABLE),
        ("https://news.example:99999/", Refusal.RECEIVER_UNREADABLE),
        ("https://[::1/", Refusal.RECEIVER_UNREADABLE),
        ("https://news.example\\@127.0.0.1/", Refusal.RECEIVER_UNREADABLE),
        ("https://news.example/a b", Refusal.RECEIVER_UNREADABLE),
        ("https:///hook", Refusal.RECEIVER_UNREADABLE),
        ("ftp://news.example/", Refusal.RECEIVER_UNREADABLE),
        ("file:///etc/passwd", Refusal.RECEIVER_UNREADABLE),
        ("news.example", Refusal.RECEIVER_UNREADABLE),
        ("", Refusal.RECEIVER_UNREADABLE),
    ],
)
def test_an_address_that_nothing_is_sent_to_is_refused_with_what_is_wrong(address: str, code: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        posting.check(address)
    assert (refused.value.code, refused.value.field) == (code, "receiver")


def test_whoever_keeps_the_server_names_receivers_in_the_house(settings: Settings) -> None:
    settings.WEBHOOKS_IN_THE_HOUSE = frozenset({"cms.house", "10.0.0.5:8080"})
    assert posting.check("http://cms.house:9000/hook") == "cms.house"
    assert posting.check("http://10.0.0.5:8080/") == "10.0.0.5"
    for address, code in (
        ("http://10.0.0.5/", Refusal.RECEIVER_NOT_HTTPS),
        ("https://10.0.0.5/", Refusal.RECEIVER_IN_THE_HOUSE),
        ("http://cms.house.example/", Refusal.RECEIVER_NOT_HTTPS),
    ):
        with pytest.raises(Refused) as refused:
            posting.check(address)
        assert refused.value.code is code


# --- What a receiver may do -------------------------------------------------------------------------------------------


def test_a_message_arrives_as_it_was_sent() -> None:
    with receiver() as here:
        assert posted(here) == (204, None)
    ((headers, body),) = here.came
    assert body == BODY
    assert headers["webhook-id"] == "msg_1"
    assert headers["user-agent"].startswith("Claimtrail (+http")
    assert "authorization" not in headers


def test_a_redirect_is_not_followed() -> None:
    with receiver() as elsewhere, receiver(answers=[307], location=elsewhere.address) as here:
        assert posted(here) == (307, None)
    assert elsewhere.came == []


def test_an_answer_that_comes_byte_by_byte_is_cut_off() -> None:
    with receiver(dribbles=True) as here:
        assert posted(here) == (None, Problem.TOO_SLOW)


@pytest.mark.parametrize("raw", [b"\x00\xff no answer\r\n\r\n", b"HTTP/1.1 999999 ?\r\n\r\n", b"HTTP/1.1 2"])
def test_garbage_is_no_answer(raw: bytes) -> None:
    with receiver(raw=raw) as here:
        assert posted(here) == (None, Problem.NO_ANSWER)


def test_nothing_of_the_answer_is_read_but_its_head() -> None:
    with receiver(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" + b"x" * 100_000) as here:
        assert posted(here) == (200, None)


def test_nobody_there_and_no_such_host_are_told_apart(settings: Settings) -> None:
    with receiver() as here:
        pass
    assert posted(here) == (None, Problem.UNREACHABLE)
    assert posting.post("https://nobody.invalid/", BODY, {}).problem is Problem.NOT_FOUND


def test_tls_with_what_speaks_none_is_no_answer() -> None:
    with receiver(raw=b"HTTP/1.1 200 OK\r\n\r\n") as here:
        address = here.address.replace("http://", "https://")
        assert posting.post(address, BODY, {}).problem in (Problem.NO_ANSWER, Problem.TOO_SLOW)


def test_a_certificate_that_nobody_signed_is_not_trusted(tmp_path: Path) -> None:
    with receiver(tls=certificate(tmp_path)) as here:
        assert posted(here) == (None, Problem.CERTIFICATE)
    assert here.came == []


def test_under_tls_a_message_arrives_and_one_that_is_answered_too_slowly_is_cut_off(
    tmp_path: Path, settings: Settings
) -> None:
    file = certificate(tmp_path)
    settings.WEBHOOKS_TRUST = str(file)
    with receiver(tls=file) as here, receiver(tls=file, dribbles=True) as slow:
        assert posted(here) == (204, None)
        assert posted(slow) == (None, Problem.TOO_SLOW)
    assert here.came[0][1] == BODY


def test_a_password_that_this_machine_keeps_for_a_host_is_not_sent(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login desk password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with receiver() as here:
        assert posted(here) == (204, None)
    assert "authorization" not in here.came[0][0]

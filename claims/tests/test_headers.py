"""Tests: what an answer tells a browser not to do, on pages, files, errors and refused hosts."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from pytest_django import Settings

from claims.models import Document, Evidence
from claims.records.checking import EvidenceKind, Relation, Stance
from claims.services import evidence
from claims.tests.conftest import acting
from claims.tests.factories import make_claim
from claims.tests.headers import check_headers

pytestmark = pytest.mark.django_db


def fault(_request: HttpRequest) -> HttpResponse:
    """A page with a mistake of ours in it."""
    raise RuntimeError


urlpatterns = [path("fault/", fault), path("", include("project.urls"))]


@pytest.fixture
def edith_here(client: Client, edith: User) -> Client:
    """A browser in which an editor is signed in; it shows the page of a fault as somebody would see it."""
    client.force_login(edith)
    client.raise_request_exception = False
    return client


def test_errors_carry_the_headers_of_every_page(edith_here: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    no_host = Client(headers={"host": "elsewhere.example"})
    for answer, status in (
        (edith_here.get("/nowhere/"), 404),
        (edith_here.get(reverse("admin:auth_user_changelist")), 403),
        (edith_here.post(reverse("export"), {"what": "nothing"}), 400),
        (edith_here.delete(reverse("claims")), 405),
        (strict.post(reverse("sign-in")), 403),
        (no_host.get(reverse("sign-in")), 400),
    ):
        assert answer.status_code == status
        check_headers(answer)


def test_the_page_of_a_fault_carries_them_too(edith_here: Client, settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__

    answer = edith_here.get("/fault/")

    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()
    check_headers(answer)


def test_a_refused_host_is_told_them_where_every_page_is_led_to_https(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True

    answer = Client(headers={"host": "elsewhere.example"}).get("/")

    assert answer.status_code == 400
    check_headers(answer)


def test_a_browser_may_keep_static_files(client: Client) -> None:
    answer = client.get("/static/claims/js/keys.js")

    assert answer.status_code == 200
    assert "no-store" not in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_what_stood_on_a_page_before_the_sign_out_is_kept_nowhere(edith_here: Client) -> None:
    page = reverse("claim", args=[make_claim().pk])
    assert edith_here.get(page)["Cache-Control"] == "no-store, private"

    edith_here.post(reverse("sign-out"))

    assert edith_here.get(page)["Location"].startswith(reverse("sign-in"))


def test_what_happened_travels_in_no_cookie_of_its_own(edith_here: Client) -> None:
    answer = edith_here.post(reverse("source-new"), {"name": "Nuria Falk", "kind": "person"})

    assert answer.status_code == 302
    assert "messages" not in answer.cookies
    assert "Nuria Falk" in edith_here.get(answer["Location"]).content.decode()


# --- Files of others -------------------------------------------------------------------------------------------------


@pytest.fixture
def keep_file(edith: User) -> Callable[[str, bytes], Evidence]:
    """Give a file as evidence."""

    def keep(name: str, content: bytes = b"<script>alert(1)</script>") -> Evidence:
        given = evidence.Given(EvidenceKind.FILE, Stance.SUPPORTS, Relation.UNSTATED, file_name=name, content=content)
        return evidence.add(make_claim().pk, given, by=acting(edith))

    return keep


@pytest.mark.parametrize("name", ["page.html", "picture.svg", "letter.pdf", "note.xhtml", "x.js", "photo.png"])
def test_a_file_of_others_is_saved_and_never_shown(
    edith_here: Client, keep_file: Callable[..., Evidence], name: str
) -> None:
    answer = edith_here.get(reverse("evidence-file", args=[keep_file(name).pk]))

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    check_headers(answer)


def test_a_text_as_received_is_saved_and_never_shown(edith_here: Client) -> None:
    edith_here.post(reverse("import"), {"text": "<script>alert(1)</script> “No,” said Ilse Brandt.", "title": "A"})

    answer = edith_here.get(reverse("snapshot-raw", args=[Document.objects.get().pk, 1]))

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ('a"; filename="b.exe', 'attachment; filename="a\\"; filename=\\"b.exe"'),
        ("one\r\nSet-Cookie: a=b", 'attachment; filename="oneSet-Cookie: a=b"'),
        ("../../etc/passwd", 'attachment; filename="passwd"'),
        ("..\\..\\boot.ini", 'attachment; filename="boot.ini"'),
        ("photo\u202egnp.exe", 'attachment; filename="photognp.exe"'),
        ("Пример.pdf", "attachment; filename*=utf-8''%D0%9F%D1%80%D0%B8%D0%BC%D0%B5%D1%80.pdf"),
        ("\u200b", 'attachment; filename="file"'),
    ],
)
def test_the_name_of_a_file_of_others_cannot_leave_its_quotes(
    edith_here: Client, keep_file: Callable[..., Evidence], name: str, told: str
) -> None:
    kept = keep_file("x.txt")
    Evidence.objects.filter(pk=kept.pk).update(file_name=name)

    assert edith_here.get(reverse("evidence-file", args=[kept.pk]))["Content-Disposition"] == told


# --- Led elsewhere ---------------------------------------------------------------------------------------------------

ELSEWHERE = (
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "///elsewhere.example/",
    "/\\elsewhere.example/",
    "http:elsewhere.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "\thttps://elsewhere.example/",
    "https://localhost@elsewhere.example/",
    "https://localhost.elsewhere.example/",
)


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_act_leads_elsewhere_afterwards(edith_here: Client, edith: User, elsewhere: str) -> None:
    claim = make_claim()
    for address, typed in (
        (reverse("claim-act", args=[claim.pk, "set-aside"]), {"version": "1"}),
        (reverse("claim-act", args=[claim.pk, "restore"]), {"version": "2"}),
        (reverse("claims-bulk"), {"act": "set-aside", "claim": claim.pk}),
    ):
        for answer in (
            edith_here.post(address, {**typed, "next": elsewhere, "back": elsewhere}),
            edith_here.post(f"{address}?next={elsewhere}", typed),
        ):
            assert "elsewhere" not in answer.get("Location", "")
            assert "elsewhere.example" not in answer.content.decode()
            assert 'href="javascript:' not in answer.content.decode()


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_sign_in_leads_elsewhere(client: Client, rosa: User, edith_here: Client, elsewhere: str) -> None:
    assert "elsewhere" not in edith_here.get(reverse("sign-in"), {"next": elsewhere}).get("Location", "")
    assert "elsewhere" not in edith_here.get(reverse("admin:login"), {"next": elsewhere}).get("Location", "")


# --- The settings of an installation ---------------------------------------------------------------------------------


def told_by_settings(https: str) -> list[str]:
    """What the cookies of an installation are called and how they are guarded."""
    asked = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        "s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_SAMESITE, s.SESSION_COOKIE_PATH,"
        "s.SESSION_COOKIE_DOMAIN)"
    )
    here = {"DEBUG": "0", "HTTPS": https, "ALLOWED_HOSTS": "desk.example", "SECRET_KEY": "x" * 60}
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own line
        [sys.executable, "-c", asked],
        env={**os.environ, **here, "DJANGO_SETTINGS_MODULE": "project.settings"},
        cwd=Path(settings.BASE_DIR),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_over_https_a_cookie_belongs_to_this_host_alone() -> None:
    assert told_by_settings("1") == [
        "__Host-sessionid",
        "__Host-csrftoken",
        *("True", "True", "True"),
        *("Lax", "Lax"),
        "/",
        "None",
    ]


def test_over_plain_http_a_cookie_has_a_plain_name_for_a_browser_to_take_it() -> None:
    assert told_by_settings("0")[:4] == ["sessionid", "csrftoken", "False", "False"]

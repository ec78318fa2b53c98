"""Bench: sending a bad request to the desk, and looking whether anything broke, was lost or was changed."""

import copy
from http import HTTPStatus
from io import BytesIO
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from django.apps import apps
from django.db import transaction
from django.db.models import Sum
from django.test import Client

from bench.hostility.pages import forms_in
from bench.hostility.requests import BadRequest
from claims.models import Snapshot

_REFUSED: Final = 400
_BROKEN: Final = 500
_READABLE: Final = 0.8
_OF_FILES: Final = ("%PDF", "PK\x03", "<!doctype", "<!DOCTYPE", "<html", "{\\rtf", "<?xml")
_TYPED_AGAIN: Final = {HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}


def send(browser: Client, bad: BadRequest) -> str:
    """Send it, and take back again what it did. What is wrong, or ""."""
    with transaction.atomic():
        try:
            return _sent(browser, bad)
        finally:
            transaction.set_rollback(True)


def answer_to(browser: Client, bad: BadRequest) -> Any:
    """What the desk answers. The bytes of the address are sent as they are, as no client of Django's would."""
    path, _, query = bad.address.partition("?")
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in bad.headers.items()}
    environ = {
        "REQUEST_METHOD": bad.method,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.encode("utf-8", "replace").decode("latin-1"),
        "CONTENT_TYPE": headers.pop("HTTP_CONTENT_TYPE", bad.content_type),
        "CONTENT_LENGTH": str(len(bad.body)),
        "wsgi.input": BytesIO(bad.body),
        **headers,
    }
    if "HTTP_COOKIE" in environ:
        session = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
        environ["HTTP_COOKIE"] = f"{session}; {environ['HTTP_COOKIE']}"
    kept = copy.deepcopy(browser.cookies)
    try:
        answer = browser.request(**environ)
        answer.getvalue()  # what is sent in pieces is made only now
    finally:
        browser.cookies = kept
    return answer


def standing() -> dict[str, tuple[int, int]]:
    """How much there is of everything, and how often it was changed."""
    found: dict[str, tuple[int, int]] = {}
    for model in apps.get_app_config("claims").get_models():
        rows = model._default_manager.all()
        has_version = any(field.name == "version" for field in model._meta.get_fields())
        changed = rows.aggregate(sum=Sum("version"))["sum"] if has_version else 0
        found[model.__name__] = (rows.count(), changed or 0)
    return found


def _sent(browser: Client, bad: BadRequest) -> str:
    before = standing()
    answer = answer_to(browser, bad)
    if answer.status_code >= _BROKEN:
        return f"error: {answer.status_code}: {_what(answer)}"
    if answer.status_code >= _REFUSED and standing() != before:
        return f"lost: {answer.status_code}, but something was changed"
    if answer.status_code in _TYPED_AGAIN:
        lost = _lost(bad, answer.getvalue().decode())
        return f"lost: {answer.status_code}, and what was typed is gone: {lost}" if lost else ""
    if answer.status_code == HTTPStatus.FOUND and bad.method == "POST":
        return _garbage(before) or _next(browser, answer)
    return ""


def _garbage(before: dict[str, tuple[int, int]]) -> str:
    """What is wrong with a text that has come in: signs of a file that is none, or letters that nobody can read."""
    if standing()["Snapshot"] == before["Snapshot"]:
        return ""
    text = Snapshot.objects.latest("pk").text
    readable = sum(sign.isprintable() or sign.isspace() for sign in text)
    if "\0" in text or text.startswith(_OF_FILES) or readable < _READABLE * len(text):
        return f"garbage: {text[:80]!r}"
    return ""


def _next(browser: Client, answer: Any) -> str:
    """The page that an act leads to has to stand as well."""
    after = browser.get(answer["Location"])
    return f"error: {after.status_code} on the page after it: {_what(after)}" if after.status_code >= _BROKEN else ""


def _what(answer: Any) -> str:
    exception = (getattr(answer, "exc_info", None) or (None, "?"))[1]
    return repr(exception)[:300]


def _lost(bad: BadRequest, page: str) -> str:
    """The first field whose words do not stand on the page; "" when all do."""
    shown: dict[str, list[str]] = {}
    for form in forms_in(page, bad.address):
        for name, one in form.fields.items():
            shown.setdefault(name, []).extend(map(_plain, one.values))
    return next((name for name, said in bad.typed.items() if said and _plain(said) not in shown.get(name, [])), "")


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")

"""API: what went wrong, as RFC 9457 has it: problem+json, with a code for programs and a sentence for people."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import defaults
from rest_framework import exceptions
from rest_framework.response import Response

from claims.choices import refusals
from claims.errors import Refusal, Refused

PROBLEM_JSON: Final = "application/problem+json"
HERE: Final = "/api/"
_log = logging.getLogger(__name__)

# What a refusal is in HTTP; every other one is 422: it can be understood, and is not done as it is.
_FORBIDDEN: Final = frozenset(
    {
        Refusal.NOT_ALLOWED,
        Refusal.SOURCE_PROTECTED,
        Refusal.OWN_WORK,
        Refusal.TAKEN_BY_SOMEBODY_ELSE,
        Refusal.NOTE_OF_SOMEBODY_ELSE,
        Refusal.NOT_ACCEPTED_LAST,
        Refusal.NOT_AGREED_LAST,
    }
)
_CONFLICT: Final = frozenset(
    {
        Refusal.WRONG_STATUS,
        Refusal.REOPEN_FIRST,
        Refusal.NOTHING_TO_TAKE_BACK,
        Refusal.NOTHING_CHANGED,
        Refusal.CHIEF_SETTLES,
        Refusal.NOT_YET_FOR_CHIEF,
        Refusal.NOT_STALE,
        Refusal.SAME_TEXT,
        Refusal.SAME_AS_CURRENT,
        Refusal.DOCUMENT_WITHDRAWN,
        Refusal.DOCUMENT_ERASED,
        Refusal.KEY_USED_OTHERWISE,
        Refusal.NOTHING_TO_ISSUE,
        Refusal.NUMBER_TAKEN,
        Refusal.NOTHING_TO_SETTLE,
        Refusal.LIST_REPLACED,
        Refusal.LIST_AS_IT_WAS,
    }
)


def status_of(code: Refusal) -> HTTPStatus:
    """The status of a refusal: the one table, which the list of problems shows too."""
    if code in _FORBIDDEN:
        return HTTPStatus.FORBIDDEN
    if code is Refusal.CHANGED_MEANWHILE:
        return HTTPStatus.PRECONDITION_FAILED
    return HTTPStatus.CONFLICT if code in _CONFLICT else HTTPStatus.UNPROCESSABLE_ENTITY


# The sentence of the pages speaks of what stands on them.
_CHANGED: Final = _("Somebody changed this since you read it. Nothing was done: read it again, then send again.")


@dataclass(frozen=True, slots=True)
class Kind:
    """A problem that is no refusal of the desk: its status, and its sentence."""

    status: HTTPStatus
    sentence: str | Promise


KINDS: Final[Mapping[str, Kind]] = {
    "unreadable": Kind(HTTPStatus.BAD_REQUEST, _("What was sent cannot be read, or says what nobody knows.")),
    "not_signed_in": Kind(HTTPStatus.UNAUTHORIZED, _("Send a token that is still good: “Authorization: Bearer ct_…”.")),
    "no_role": Kind(HTTPStatus.FORBIDDEN, _("Your account has no role at this desk yet. Ask a chief to give you one.")),
    "second_factor_missing": Kind(HTTPStatus.FORBIDDEN, _("Your role asks for a second factor. Sign in with it.")),
    "scope_missing": Kind(HTTPStatus.FORBIDDEN, _("This token may not be used for that. Make one that may.")),
    "forbidden": Kind(HTTPStatus.FORBIDDEN, _("This is not done for you.")),
    "not_found": Kind(HTTPStatus.NOT_FOUND, _("There is nothing with this number or address.")),
    "method_not_allowed": Kind(HTTPStatus.METHOD_NOT_ALLOWED, _("This address does not do that.")),
    "unsupported_media_type": Kind(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _("Send JSON; for a file, multipart/form-data where it is taken.")
    ),
    "too_large": Kind(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("This is more than is taken in at once.")),
    "version_missing": Kind(
        HTTPStatus.PRECONDITION_REQUIRED, _("Say which version you saw: send its ETag as “If-Match”.")
    ),
    "too_many_requests": Kind(HTTPStatus.TOO_MANY_REQUESTS, _("Too many requests. Wait as long as Retry-After says.")),
    "fault": Kind(HTTPStatus.INTERNAL_SERVER_ERROR, _("Something went wrong here. It was noted.")),
}


class Problem(Exception):
    """A problem that is no refusal of the desk, by its code in ``KINDS``; ``facts`` stand in the answer beside it."""

    def __init__(self, code: str, *, headers: Mapping[str, str] | None = None, **facts: Any) -> None:
        """Keep the code, the headers, and what else the answer says."""
        super().__init__(code)
        self.code, self.headers, self.facts = code, headers or {}, facts


_OF_THE_LIBRARY: Final[Mapping[type[Exception], str]] = {
    exceptions.ParseError: "unreadable",
    exceptions.NotAuthenticated: "not_signed_in",
    exceptions.AuthenticationFailed: "not_signed_in",
    exceptions.PermissionDenied: "forbidden",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.UnsupportedMediaType: "unsupported_media_type",
    PermissionDenied: "forbidden",
    Http404: "not_found",
    ObjectDoesNotExist: "not_found",
}


def answer(error: Exception, _context: object) -> Response | None:
    """The answer to whatever was raised; None for a fault of ours."""
    if isinstance(error, Problem):
        return _as_problem(error.code, **error.facts, headers=error.headers)
    if isinstance(error, Refused):
        return _response(of_refusal(error))
    if isinstance(error, exceptions.ValidationError):
        return _as_problem("unreadable", errors=_flat(error.detail))
    code = next((code for kind, code in _OF_THE_LIBRARY.items() if isinstance(error, kind)), None)
    if code is None:
        return None
    told = {"detail": str(error.detail)} if isinstance(error, exceptions.PermissionDenied) else {}
    return _as_problem(code, **told, headers=_challenge(error))


def of_refusal(refused: Refused) -> dict[str, Any]:
    """A refusal of the desk as a body: its code, its sentence, the field that it is about, and its plain facts."""
    facts = {name: value for name, value in refused.facts.items() if isinstance(value, (int, str))}
    more = {"field": refused.field} if refused.field else {}
    sentence = _CHANGED if refused.code is Refusal.CHANGED_MEANWHILE else refusals.sentence(refused)
    told = _told(refused.code.value, status_of(refused.code), str(sentence))
    return {**told, **more, **{name: value for name, value in facts.items() if name not in told}}


def _as_problem(code: str, *, detail: str = "", headers: Mapping[str, str] | None = None, **facts: Any) -> Response:
    kind = KINDS[code]
    return _response({**_told(code, kind.status, detail or str(kind.sentence)), **facts}, headers=headers)


def _told(code: str, status: HTTPStatus, sentence: str) -> dict[str, Any]:
    kind = f"{settings.DESK_URL}api/v1/problems#{code}"
    return {"type": kind, "title": status.phrase, "status": status.value, "detail": sentence, "code": code}


def _response(body: dict[str, Any], *, headers: Mapping[str, str] | None = None) -> Response:
    return Response(body, status=body["status"], headers=dict(headers or {}), content_type=PROBLEM_JSON)


def _challenge(error: Exception) -> Mapping[str, str]:
    header: str | None = getattr(error, "auth_header", None)
    return {"WWW-Authenticate": header} if header else {}


def _flat(detail: Any) -> dict[str, list[str]]:
    """What is wrong, by field; within a field, by the way to it: ``evidence.kind``."""
    if not isinstance(detail, Mapping):
        return {"": [str(one) for one in detail]}
    found: dict[str, list[str]] = {}
    for name, below in detail.items():
        name = "" if name == "non_field_errors" else str(name)
        for rest, sentences in _flat(below).items():
            found[".".join(filter(None, (name, rest)))] = sentences
    return found


# --- What never reaches a view of the API --------------------------------------------------------------------------


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own refusal; of the API as every other one."""
    return _plain("unreadable") if _is_here(request) else defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that there is not."""
    return _plain("not_found") if _is_here(request) else defaults.page_not_found(request, exception)


def fault(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    return _plain("fault") if _is_here(request) else defaults.server_error(request)


def _is_here(request: HttpRequest) -> bool:
    return request.path.startswith(HERE)


def _plain(code: str) -> HttpResponse:
    kind = KINDS[code]
    body = json.dumps(_told(code, kind.status, str(kind.sentence)), ensure_ascii=False)
    return HttpResponse(body, status=kind.status, content_type=PROBLEM_JSON)

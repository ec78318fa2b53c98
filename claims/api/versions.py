"""API: which version somebody saw. ETag on what is read, If-Match on what is done."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.problems import Problem
from claims.errors import Refusal, Refused
from claims.models import Event
from claims.records.acts import SubjectKind
from claims.selectors.history import full_name

_TAGS: Final = re.compile(r'(?:W/)?"(?P<version>[0-9]{1,9})(?:-[0-9a-f]{1,64})?"')
_LETTERS: Final = 16


def answer(request: Request, body: Mapping[str, Any], version: int, *, status: int = 200) -> Response:
    """What is read, under its ETag: the version, and a hash of all that is sent, as names may change beside it.

    304 for whoever has it already.
    """
    written = json.dumps(body, cls=DjangoJSONEncoder, sort_keys=True).encode()
    tag = f'"{version}-{sha256(written).hexdigest()[:_LETTERS]}"'
    headers = {"ETag": tag}
    asked = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    if request.method in ("GET", "HEAD") and asked & {tag, "*"}:
        return Response(status=304, headers=headers)
    return Response(body, status=status, headers=headers)


def seen(request: Request, kind: SubjectKind, pk: int, now: int) -> int:
    """The version that the program saw, which is the one there is now.

    A service compares once more, when the row is locked. Raises a problem where none was said; refuses an old one.
    """
    said = request.headers.get("If-Match", "")
    if not said.strip() or said.strip() == "*":
        raise Problem("version_missing")
    versions = {int(found["version"]) for found in _TAGS.finditer(said)}
    if now not in versions:
        raise Refused(Refusal.CHANGED_MEANWHILE, now=now, **_who_changed(kind, pk))
    return now


def _who_changed(kind: SubjectKind, pk: int) -> dict[str, str]:
    """Who changed it last, and when."""
    last = Event.objects.about(kind, pk).select_related("actor").order_by("-sequence").first()
    if last is None:
        return {}
    who = full_name(last.actor) if last.actor else last.actor_name
    return {"changed_by": who, "changed_at": last.at.isoformat()}

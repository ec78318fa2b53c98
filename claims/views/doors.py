"""Views: what every door does alike. Who comes in, what they may, how a refusal becomes a sentence, what happened."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme

from claims import permissions
from claims.choices import refusals
from claims.errors import Refusal, Refused
from claims.forms.words import VersionForm
from claims.permissions import Act
from claims.records.acts import Actor

_DIGITS = 15  # of a number in an address; more no database knows
_LONGEST_WAY = 8_000  # characters of an address to be led to; Django refuses longer ones after the act is done

P = ParamSpec("P")
Answer = TypeVar("Answer")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def person(request: HttpRequest) -> User:
    """Whoever is signed in; the middleware has turned everybody else away."""
    return cast("User", request.user)


def actor(request: HttpRequest) -> Actor:
    """Whoever is signed in, as the one who acts."""
    return permissions.actor(request.user)


def only_for(act: Act) -> Callable[[View[P]], View[P]]:
    """Open a view only to those whose role includes the act; everybody else reads why not."""

    def door(view: View[P]) -> View[P]:
        @wraps(view)
        def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                permissions.require(actor(request), act)
            except Refused as refused:
                raise PermissionDenied(refusals.sentence(refused)) from None
            return view(request, *args, **kwargs)

        return opened

    return door


def for_everybody(view: Callable[P, Answer]) -> Callable[P, Answer]:
    """Open a view to whoever is signed in, also without a role and before the second factor: one's own account."""
    view.role_required = False  # type: ignore[attr-defined]  # the middleware looks for it
    return view


def say(request: HttpRequest, sentence: str | Promise, *, undo: str = "", version: int | None = None) -> None:
    """Say on the next page what happened; ``undo`` is the address that takes it back when it is posted to.

    ``version`` is what the act has made of its subject: nobody undoes what somebody else has changed since.
    """
    messages.success(request, str(sentence), extra_tags=f"{version} {undo}" if undo and version is not None else undo)


def warn(request: HttpRequest, sentence: str | Promise) -> None:
    """Say on the next page what has to be done first."""
    messages.warning(request, str(sentence))


def say_refused(request: HttpRequest, refused: Refused) -> None:
    """Say on the next page why something was not done."""
    warn(request, refusals.sentence(refused))


def way_back(request: HttpRequest) -> str:
    """The address that a form asked to be led to afterwards; "" when it named none, or one that is not ours."""
    address = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours and len(address) <= _LONGEST_WAY else ""


def as_download(answer: HttpResponseBase, file_name: str, *, otherwise: str = "file") -> HttpResponseBase:
    """Hand a file over to be saved, never to be shown, under the name it came with; ``otherwise`` if it had none.

    Even where a browser shows it all the same, it runs nothing and reaches nothing.
    """
    answer["Content-Disposition"] = content_disposition_header(True, _one_line(file_name) or otherwise) or "attachment"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _one_line(file_name: str) -> str:
    """A file's name as a browser may be told it: no folders, nothing that is not seen or turns the line around."""
    name = file_name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in name if letter.isprintable()).strip(". ")


def number(said: str) -> int | None:
    """A number that an address names; None when there is none that can be read."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _DIGITS else None


def put(refused: Refused, form: BaseForm) -> None:
    """Put the sentence of a refusal beside the field of a bound form that it is about, or above them all.

    Where a form calls a field otherwise than the service, its ``also_called`` says so. A form that is about an old
    version is about the newest from here on.
    """
    form.is_valid()  # a form has a place for errors only once it was asked
    field = getattr(form, "also_called", {}).get(refused.field, refused.field)
    form.add_error(field if field in form.fields else None, refusals.sentence(refused))
    if isinstance(form, VersionForm) and isinstance(now := refused.facts.get("now"), int):
        form.catch_up(now)


def status_of(refused: Refused) -> HTTPStatus:
    """What a refusal is in HTTP."""
    match refused.code:
        case Refusal.NOT_ALLOWED | Refusal.SOURCE_PROTECTED:
            return HTTPStatus.FORBIDDEN
        case Refusal.CHANGED_MEANWHILE:
            return HTTPStatus.CONFLICT
        case _:
            return HTTPStatus.UNPROCESSABLE_ENTITY

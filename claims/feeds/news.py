"""Feeds: the newest news as Atom, for whoever has a token for it."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from claims.choices import labels
from claims.exports import FORMATS
from claims.models import Claim, IssuedList
from claims.records.news import NewsKind
from claims.records.tokens import TokenScope
from claims.selectors import news
from claims.selectors.news import Told
from claims.services import tokens
from claims.workflow import STATUSES, USES, Status, Use

MOST: Final = 100
# What XML cannot hold, however it is written.
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# A reader may keep it, but asks each time whether it is still so.
_KEPT_BY_READERS: Final = "private, no-cache"


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest news, all or of some kinds; by a token in the address, or better in the header of the request."""
    token = tokens.come_in(_secret(request))
    if token is None:
        words = _("This needs a token that is still good: “?token=…”, or “Authorization: Bearer …”.")
        return _plain(words, HTTPStatus.UNAUTHORIZED)
    if TokenScope.FEED not in token.is_for:
        return _plain(_("This token is not for the feed."), HTTPStatus.FORBIDDEN)
    asked = request.GET.getlist("kind")
    kinds = [kind for kind in news.FOR_READERS if kind in asked]
    if len(kinds) != len(set(asked)):
        return _plain(_("There is news of these kinds: %(kinds)s.") % {"kinds": ", ".join(news.FOR_READERS)})
    return _answer(request, news.told(news.newest(MOST, kinds or news.FOR_READERS)), kinds)


def _answer(request: HttpRequest, told: Sequence[Told], kinds: Sequence[NewsKind]) -> HttpResponse:
    changed = max((_changed(one) for one in told), default=datetime(1970, 1, 1, tzinfo=UTC))
    text = _atom(told, news.feed_address(kinds)).writeString("utf-8").encode()
    etag = f'"{sha256(text).hexdigest()}"'
    answer = HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
    answer["ETag"], answer["Last-Modified"] = etag, http_date(changed.timestamp())
    kept = get_conditional_response(request, etag, int(changed.timestamp()), answer) or answer
    kept["Cache-Control"] = _KEPT_BY_READERS
    return kept


def _atom(told: Sequence[Told], own: str) -> Atom1Feed:
    atom = _Feed(
        title=_("%(desk)s: news") % {"desk": settings.DESK_NAME},
        link=news.address_of("news"),
        description="",
        feed_url=own,
        feed_guid=own,
        author_name=settings.DESK_NAME,
        language=None,
    )
    for one in told:
        atom.add_item(
            title=_clean(one.title),
            link=one.address,
            description=_clean(_words(one)),
            unique_id=one.news.id.urn,
            pubdate=one.news.at,
            updateddate=one.news.at,
            categories=[one.news.kind.value],
        )
    return atom


class _Feed(Atom1Feed):
    """Without news it was last changed when time began, and not just now."""

    def latest_post_date(self) -> datetime:
        """The moment of the newest news."""
        return super().latest_post_date() if self.items else datetime(1970, 1, 1, tzinfo=UTC)


def _words(told: Told) -> str:
    """What a reader shows beneath the title: how it stands now."""
    if told.claim is not None:
        return "\n".join(_about_claim(told.claim))
    if told.issued is not None:
        return "\n".join(_about_list(told.issued))
    return str(labels.label(told.news.kind))


def _about_claim(claim: Claim) -> list[str]:
    status = str(STATUSES[Status(claim.status)].label)
    stands = _("%(status)s, stale") % {"status": status} if claim.is_stale else status
    lines = [claim.statement]
    if claim.speaker is not None:
        lines.append(_("Speaker: %(name)s.") % {"name": claim.speaker.name})
    lines.append(_("Status now: %(status)s.") % {"status": stands})
    if claim.is_single_read:
        lines.append(_("Released on one reader; the second check follows."))
    return [*lines, _("How to use: %(use)s.") % {"use": USES[Use(claim.how_to_use)].label}]


def _about_list(issued: IssuedList) -> list[str]:
    claims = ngettext("%(number)s claim, as %(format)s.", "%(number)s claims, as %(format)s.", issued.claims)
    lines = [claims % {"number": issued.claims, "format": FORMATS[issued.format].name}]
    if issued.replaces is not None:
        lines.append(_("It replaces %(list)s.") % {"list": issued.replaces})
    return [*lines, _("SHA-256 of the file: %(sha256)s.") % {"sha256": issued.sha256}]


def _changed(told: Told) -> datetime:
    return max(told.news.at, told.claim.updated) if told.claim is not None else told.news.at


def _secret(request: HttpRequest) -> str:
    scheme, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else request.GET.get("token", "")


def _plain(words: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> HttpResponse:
    answer = HttpResponse(f"{capfirst(words)}\n", content_type="text/plain; charset=utf-8", status=status)
    if status is HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)

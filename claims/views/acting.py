"""Views: doing an act on a claim, whichever page it was sent from."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import cast

from django.http import Http404, HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from claims import permissions
from claims.choices import refusals
from claims.errors import Refusal, Refused
from claims.forms.claim import conflicts
from claims.forms.claim.acts import ActForm
from claims.forms.claim.findings import AnswersForm
from claims.forms.claim.words import MarkedActForm
from claims.models import Claim
from claims.selectors import claim_page, document_page
from claims.selectors.claim_page import WholeClaim
from claims.selectors.offers import OFFERS, ClaimAct
from claims.views import doors, speakers
from claims.views.claim_deeds import DEEDS, Deed

_LEFT = _("Left as it is now; what you had typed was not taken.")


@dataclass(frozen=True, slots=True)
class Tried:
    """An act that somebody sent. ``refused_as`` None: it is done; else the page is shown again with the form in it.

    ``goes_on``: it is done, and the page is shown with the form all the same, as it was filled in so far.
    ``version`` is what the claim has by the act, for whoever takes it back.
    """

    act: ClaimAct
    deed: Deed
    form: ActForm
    refused_as: HTTPStatus | None = None
    goes_on: bool = False
    version: int | None = None


def whole_of(pk: int) -> WholeClaim:
    """The claim with everything its acts need to know; a page that is not there when there is none."""
    try:
        return claim_page.whole(pk)
    except Claim.DoesNotExist:
        raise Http404 from None


def form_of(
    act: ClaimAct,
    whole: WholeClaim,
    request: HttpRequest | None = None,
    *,
    data: MultiValueDict[str, str] | None = None,
) -> ActForm:
    """The form of an act, with what was sent in it. Its fields have ids of their own on the page."""
    sent = {"data": data or request.POST, "files": request.FILES} if request else {}
    return DEEDS[act].form(whole=whole, auto_id=f"{act}-%s", **sent)


def attempt(request: HttpRequest, pk: int, name: str) -> Tried:
    """Do the act of this name with what was sent. Where it is refused, the form says why and holds what was typed."""
    if name not in set(ClaimAct):
        raise Http404
    act, whole = ClaimAct(name), whole_of(pk)
    deed, decided = DEEDS[act], conflicts.settled(request.POST, form_of(act, whole))
    form, by = form_of(act, whole, request, data=decided.data), doors.actor(request)
    if not permissions.may(by, OFFERS[act].permission):
        return _not_allowed(act, deed, form)
    if isinstance(form, AnswersForm) and form.is_for_evidence_alone:
        return _add_evidence(request, pk, act, form)
    if decided.undecided:
        conflicts.leave_open(form, decided.undecided)
        return _in_conflict(act, deed, form, decided.base)
    if decided.gives_way:
        return Tried(act, replace(deed, done=_LEFT, undo=None), form)
    if not form.is_valid():
        return Tried(act, deed, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        done = deed.do(pk, form, by)
    except Refused as refused:
        if refused.code is Refusal.NOTHING_CHANGED and decided.base is not None:
            return Tried(act, replace(deed, done=_LEFT, undo=None), form)
        speakers.put(refused, form)
        if refused.code is Refusal.CHANGED_MEANWHILE:
            return _in_conflict(act, deed, form, form.seen)
        _offer_places(refused, form)
        return Tried(act, deed, form, doors.status_of(refused))
    return Tried(act, deed, form, version=done.version if isinstance(done, Claim) else None)


def _not_allowed(act: ClaimAct, deed: Deed, form: ActForm) -> Tried:
    """An act that is not for somebody's role, whatever was typed; which is kept all the same."""
    refused = Refused(Refusal.NOT_ALLOWED)
    doors.put(refused, form)
    return Tried(act, deed, form, doors.status_of(refused))


def _add_evidence(request: HttpRequest, pk: int, act: ClaimAct, form: AnswersForm) -> Tried:
    """Add the evidence that was given among answers that are not ready yet; the answers stay as they are."""
    given, deed = form.evidence_alone(), DEEDS[ClaimAct.EVIDENCE]
    if not form.is_valid():
        return Tried(act, deed, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        deed.do(pk, given, doors.actor(request))
    except Refused as refused:
        doors.put(refused, given)
        form.add_error(None, refusals.sentence(refused))
        return Tried(act, deed, form, doors.status_of(refused))
    kept = cast("AnswersForm", form_of(act, whole_of(pk), request))
    kept.begin_evidence_anew()
    return Tried(act, deed, kept, goes_on=True)


def _in_conflict(act: ClaimAct, deed: Deed, form: ActForm, base: int | None) -> Tried:
    """An act that met what somebody else did meanwhile: the form shows both, and asks which one stays."""
    if base is not None:
        form.conflict = conflicts.between(form, whole_of(form.whole.claim.pk), base)
    return Tried(act, deed, form, HTTPStatus.CONFLICT)


def _offer_places(refused: Refused, form: ActForm) -> None:
    """Where words stand in several places, each of them to choose from."""
    words = form.whole.words
    if refused.code is Refusal.WORDS_IN_SEVERAL_PLACES and isinstance(form, MarkedActForm) and words:
        form.spots = document_page.spots_of(str(form["exact"].value()), words.quotation.snapshot_id)

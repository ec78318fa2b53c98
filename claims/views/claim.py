"""Views: the page of a claim, every act on it, and a claim entered by hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.choices import refusals
from claims.errors import Refusal, Refused
from claims.forms import claim as forms
from claims.forms.claim import ActForm, SpeakerFields
from claims.models import Claim, Evidence
from claims.permissions import Act
from claims.records.acts import Actor
from claims.selectors import claim_page, offers
from claims.selectors.claim_page import WholeClaim
from claims.selectors.offers import ClaimAct
from claims.services import evidence, filestore, findings, notes, review, sources, wording
from claims.services.review import SpeakerChoice
from claims.views import doors


@dataclass(frozen=True, slots=True)
class Deed:
    """One act of the page: what it is called, how it is filled in, the service that does it, and its way back.

    ``label`` stands on its button; an act with something to fill in unfolds from ``opens``.
    """

    label: str | Promise
    form: type[ActForm]
    do: Callable[[int, Any, Actor], object]
    done: str | Promise
    key: str = ""
    undo: ClaimAct | None = None
    opens: str | Promise = ""
    is_grave: bool = False


def _accept(pk: int, form: forms.AcceptForm, by: Actor) -> object:
    chosen = _speaker(form)
    return review.accept(pk, by=by, version=form.seen, speaker=chosen, because=form.cleaned_data["because"])


def _change_speaker(pk: int, form: forms.SpeakerForm, by: Actor) -> object:
    chosen = _speaker(form)
    return wording.change_speaker(pk, chosen, by=by, version=form.seen, because=form.cleaned_data["because"])


def _speaker(form: SpeakerFields) -> SpeakerChoice:
    """Who was chosen; somebody in the list is looked up there."""
    if not form.called:
        return form.choice
    return SpeakerChoice(source=sources.called(form.called, field="name").pk)


def _hold(pk: int, form: forms.HoldForm, by: Actor) -> object:
    given = form.cleaned_data
    return review.hold(
        pk,
        by=by,
        version=form.seen,
        waiting_for=given["waiting_for"],
        waiting_from=given["waiting_from"],
        until=given["until"],
    )


def _because(service: Callable[..., object]) -> Callable[[int, ActForm, Actor], object]:
    """A service that takes a reason, and nothing else that somebody fills in."""
    return lambda pk, form, by: service(pk, by=by, version=form.seen, because=form.cleaned_data["because"])


def _plain(service: Callable[..., object]) -> Callable[[int, ActForm, Actor], object]:
    """A service that takes nothing that somebody fills in."""
    return lambda pk, form, by: service(pk, by=by, version=form.seen)


DEEDS: Mapping[ClaimAct, Deed] = {
    ClaimAct.STILL_HOLDS: Deed(
        label=_("It still holds"),
        form=forms.BecauseForm,
        do=_because(findings.still_holds),
        done=_("The claim is no longer marked as stale."),
        key="s",
        opens=_("It still holds …"),
    ),
    ClaimAct.ACCEPT: Deed(
        label=_("Accept"),
        form=forms.AcceptForm,
        do=_accept,
        done=_("Accepted. It is a claim now, not checked yet."),
        key="a",
    ),
    ClaimAct.TAKE: Deed(
        label=_("Take"),
        form=forms.ActForm,
        do=_plain(review.take),
        done=_("You have the claim in hand."),
        key="t",
        undo=ClaimAct.RELEASE,
    ),
    ClaimAct.RESUME: Deed(
        label=_("Go on with it"),
        form=forms.ActForm,
        do=_plain(review.resume),
        done=_("The claim is in review again."),
        key="r",
    ),
    ClaimAct.SUBMIT: Deed(
        label=_("Submit"),
        form=forms.AnswersForm,
        do=lambda pk, form, by: findings.submit(pk, form.answers(), by=by, version=form.seen),
        done=_("Your answers are submitted."),
        key="s",
        undo=ClaimAct.TAKE_BACK,
        opens=_("Answer and submit …"),
    ),
    ClaimAct.AGREE: Deed(
        label=_("Agree"),
        form=forms.ActForm,
        do=_plain(findings.agree),
        done=_("You agreed. The claim is decided."),
        key="a",
    ),
    ClaimAct.SEND_BACK: Deed(
        label=_("Send back"),
        form=forms.SendBackForm,
        do=lambda pk, form, by: findings.send_back(
            pk, by=by, version=form.seen, because=form.cleaned_data["because"], own=form.own()
        ),
        done=_("Sent back with your reason."),
        key="b",
        opens=_("Send back …"),
    ),
    ClaimAct.SETTLE: Deed(
        label=_("Settle"),
        form=forms.SettleForm,
        do=lambda pk, form, by: findings.settle(pk, form.answers(), by=by, version=form.seen),
        done=_("Settled. The claim is decided."),
        opens=_("Settle with your own answers …"),
    ),
    ClaimAct.MEND_SPELLING: Deed(
        label=_("Mend"),
        form=forms.MendForm,
        do=lambda pk, form, by: wording.mend_spelling(pk, form.cleaned_data["statement"], by=by, version=form.seen),
        done=_("The spelling is mended; the check goes on."),
        opens=_("Mend spelling …"),
    ),
    ClaimAct.TAKE_BACK: Deed(
        label=_("Withdraw submission"),
        form=forms.ActForm,
        do=_plain(findings.take_back),
        done=_("The submission is withdrawn. The claim is in review again."),
    ),
    ClaimAct.HOLD: Deed(
        label=_("Hold"),
        form=forms.HoldForm,
        do=_hold,
        done=_("The claim is held."),
        key="h",
        undo=ClaimAct.RESUME,
        opens=_("Hold for an answer …"),
    ),
    ClaimAct.RELEASE: Deed(
        label=_("Release"),
        form=forms.ActForm,
        do=_plain(review.release),
        done=_("The claim is laid back for others."),
        undo=ClaimAct.TAKE,
    ),
    ClaimAct.RESTORE: Deed(
        label=_("Restore"),
        form=forms.ActForm,
        do=_plain(review.restore),
        done=_("The claim is back where it was."),
        key="r",
        undo=ClaimAct.SET_ASIDE,
    ),
    ClaimAct.REOPEN: Deed(
        label=_("Reopen"),
        form=forms.ReopenForm,
        do=_because(findings.reopen),
        done=_("Reopened. You have the claim in hand."),
        key="o",
        opens=_("Reopen …"),
    ),
    ClaimAct.SET_ASIDE: Deed(
        label=_("Set aside"),
        form=forms.SetAsideForm,
        do=_because(review.set_aside),
        done=_("The claim is set aside."),
        key="x",
        undo=ClaimAct.RESTORE,
        opens=_("Set aside …"),
    ),
    ClaimAct.RECALL: Deed(
        label=_("Recall"),
        form=forms.BecauseForm,
        do=_because(findings.recall),
        done=_("The claim is recalled."),
        opens=_("Recall …"),
        is_grave=True,
    ),
    ClaimAct.STATEMENT: Deed(
        label=_("Keep this statement"),
        form=forms.StatementForm,
        do=lambda pk, form, by: wording.change_statement(pk, form.cleaned_data["statement"], by=by, version=form.seen),
        done=_("The statement is yours now."),
        key="e",
        opens=_("Edit or approve the statement …"),
    ),
    ClaimAct.SPEAKER: Deed(
        label=_("Change the speaker"),
        form=forms.SpeakerForm,
        do=_change_speaker,
        done=_("The speaker is changed."),
        key="p",
        opens=_("Change the speaker …"),
    ),
    ClaimAct.SOURCE: Deed(
        label=_("Change the source"),
        form=forms.SourceForm,
        do=lambda pk, form, by: wording.choose_source(
            pk, form.cleaned_data["source"], by=by, version=form.seen, because=form.cleaned_data["because"]
        ),
        done=_("The source is changed."),
        key="w",
        opens=_("Change the source (via) …"),
    ),
    ClaimAct.CREDIBILITY: Deed(
        label=_("Rate"),
        form=forms.CredibilityForm,
        do=lambda pk, form, by: wording.rate_credibility(pk, form.rating, by=by, version=form.seen),
        done=_("The credibility is rated."),
        key="c",
        opens=_("Rate the credibility …"),
    ),
    ClaimAct.EVIDENCE: Deed(
        label=_("Add the evidence"),
        form=forms.EvidenceForm,
        do=lambda pk, form, by: evidence.add(pk, form.given(), by=by, version=form.seen),
        done=_("The evidence is added."),
        key="v",
        opens=_("Add evidence …"),
    ),
    ClaimAct.NOTE: Deed(
        label=_("Add the note"),
        form=forms.NoteForm,
        do=lambda pk, form, by: notes.add_to_claim(pk, form.cleaned_data["body"], by=by),
        done=_("The note is added."),
        key="n",
    ),
}

# What changes the claim itself stands apart from its moves; evidence and notes stand with what they belong to.
_CHANGES = frozenset({ClaimAct.STATEMENT, ClaimAct.SPEAKER, ClaimAct.SOURCE, ClaimAct.CREDIBILITY})
_ELSEWHERE = frozenset({ClaimAct.EVIDENCE, ClaimAct.NOTE})


@dataclass(frozen=True, slots=True)
class Card:
    """One act as the page offers it: a button, or a form that unfolds."""

    act: ClaimAct
    deed: Deed
    form: ActForm
    is_main: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Cards:
    """The acts of the page, by where they stand. ``sent`` is the one that was refused."""

    main: Card | None
    moves: list[Card]
    changes: list[Card]
    evidence: Card | None
    note: Card | None
    sent: Card | None


@require_safe
@doors.only_for(Act.READ)
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim: what was said and where, the way it took, what was found out, and what may be done now."""
    return _page(request, _whole(pk))


@require_POST
@doors.only_for(Act.READ)
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Do one act. A refusal shows the page again, with its sentence and everything that was typed."""
    if act not in set(ClaimAct):
        raise Http404
    deed, by = DEEDS[ClaimAct(act)], doors.actor(request)
    form = _form(ClaimAct(act), _whole(pk), request)
    if not form.is_valid():
        return _page(request, form.whole, sent=(ClaimAct(act), form), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        deed.do(pk, form, by)
    except Refused as refused:
        _put(refused, form)
        return _page(request, _whole(pk), sent=(ClaimAct(act), form), status=doors.status_of(refused))
    back = doors.way_back(request)
    doors.say(request, deed.done, undo=_address(pk, deed.undo, back) if deed.undo else "")
    return redirect(back or reverse("claim", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.MARK)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a claim by hand, without a quotation of ours."""
    if request.method != "POST":
        return render(request, "claims/claim_enter.html", {"form": forms.EnterForm()})
    form = forms.EnterForm(request.POST)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            entered = _enter(form, doors.actor(request))
        except Refused as refused:
            _put(refused, form)
            status = doors.status_of(refused)
        else:
            doors.say(request, _("The claim is entered."), undo=_address(entered.pk, ClaimAct.SET_ASIDE))
            return redirect("claim", entered.pk)
    return render(request, "claims/claim_enter.html", {"form": form}, status=status)


@require_safe
@doors.only_for(Act.READ)
def evidence_file(_request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a piece of evidence, to be saved and never shown: it came from somebody else."""
    try:
        kept = claim_page.evidence_with_file(pk)
        content = filestore.read(kept.file_sha256)
    except Evidence.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        raise Http404(refusals.sentence(refused)) from None
    disposition = content_disposition_header(as_attachment=True, filename=kept.file_name) or "attachment"
    return HttpResponse(content, content_type="application/octet-stream", headers={"Content-Disposition": disposition})


def _whole(pk: int) -> WholeClaim:
    try:
        return claim_page.whole(pk)
    except Claim.DoesNotExist:
        raise Http404 from None


def _form(act: ClaimAct, whole: WholeClaim, request: HttpRequest | None = None) -> ActForm:
    """The form of an act, with what was sent in it. Its fields have ids of their own on the page."""
    sent = {"data": request.POST, "files": request.FILES} if request else {}
    return DEEDS[act].form(whole=whole, auto_id=f"{act}-%s", **sent)


def _enter(form: forms.EnterForm, by: Actor) -> Claim:
    source = form.cleaned_data["source"].strip()
    return wording.enter_by_hand(
        by=by,
        statement=form.cleaned_data["statement"],
        speaker=_speaker(form),
        source=sources.called(source, field="source").pk if source else None,
    )


def _put(refused: Refused, form: Form) -> None:
    """Put the sentence where it belongs; where several have a name, also each of them to choose from."""
    doors.put(refused, form)
    if refused.code is Refusal.SEVERAL_HAVE_THE_NAME:
        namesakes = claim_page.namesakes(str(refused.facts["name"]))
        if refused.field == "source":
            form["source"].help_text = forms.numbered(namesakes)
        elif isinstance(form, SpeakerFields):
            form.offer_namesakes(namesakes)


def _page(
    request: HttpRequest,
    whole: WholeClaim,
    *,
    sent: tuple[ClaimAct, ActForm] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {"whole": whole, "claim": whole.claim, "acts": _cards(whole, doors.actor(request), sent)}
    return render(request, "claims/claim.html", context, status=status)


def _cards(whole: WholeClaim, by: Actor, sent: tuple[ClaimAct, ActForm] | None) -> Cards:
    """What this person may do now; and what was just refused, with what was typed, even if it is no longer offered."""
    offered = offers.offers(whole.claim, by)
    main = offers.main_of(offered)
    refused = Card(sent[0], DEEDS[sent[0]], sent[1], is_main=sent[0] is main, is_open=True) if sent else None
    cards = {act: Card(act, DEEDS[act], _form(act, whole), is_main=act is main) for act in offered}
    if refused:
        cards[refused.act] = refused
    return Cards(
        main=cards.get(main) if main else None,
        moves=[card for act, card in cards.items() if act is not main and act not in _CHANGES | _ELSEWHERE],
        changes=[card for act, card in cards.items() if act in _CHANGES],
        evidence=cards.get(ClaimAct.EVIDENCE),
        note=cards.get(ClaimAct.NOTE),
        sent=refused,
    )


def _address(pk: int, act: ClaimAct, back: str = "") -> str:
    """Where an act is sent to, and where that leads back to if not to the claim."""
    return reverse("claim-act", args=[pk, act]) + (f"?{urlencode({'next': back})}" if back else "")

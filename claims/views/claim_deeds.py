"""Views: the acts on a claim as its page offers them: what each is called, how it is filled in, what does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.forms.claim.acts import (
    ActForm,
    AssignForm,
    BecauseForm,
    HoldForm,
    NeededForm,
    NoteForm,
    ReopenForm,
    SetAsideForm,
)
from claims.forms.claim.evidence import EvidenceForm, TakeOverForm
from claims.forms.claim.findings import AnswersForm, SendBackForm, SettleForm
from claims.forms.claim.speaker import AcceptForm, SpeakerForm
from claims.forms.claim.wording import CredibilityForm, MendForm, SourceForm, StatementForm
from claims.forms.claim.words import CutForm, KindForm, SplitForm, WordsForm
from claims.records.acts import Actor
from claims.selectors.offers import ClaimAct
from claims.services import deadlines, evidence, evidence_removal, findings, notes, review, spans, undoing, wording
from claims.views import speakers


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


def _accept(pk: int, form: AcceptForm, by: Actor) -> object:
    chosen = speakers.chosen(form)
    return review.accept(pk, by=by, version=form.seen, speaker=chosen, because=form.cleaned_data["because"])


def _change_speaker(pk: int, form: SpeakerForm, by: Actor) -> object:
    chosen = speakers.chosen(form)
    return wording.change_speaker(pk, chosen, by=by, version=form.seen, because=form.cleaned_data["because"])


def _hold(pk: int, form: HoldForm, by: Actor) -> object:
    given = form.cleaned_data
    return review.hold(
        pk,
        by=by,
        version=form.seen,
        waiting_for=given["waiting_for"],
        waiting_from=given["waiting_from"],
        until=given["until"],
    )


def _submit(pk: int, form: AnswersForm, by: Actor) -> object:
    """Submit the answers, and the evidence where some was given together with them."""
    given = form.given()
    if given is None:
        return findings.submit(pk, form.answers(), by=by, version=form.seen)
    return findings.submit_with_evidence(pk, form.answers(), given, by=by, version=form.seen)


def _because(service: Callable[..., object]) -> Callable[[int, ActForm, Actor], object]:
    """A service that takes a reason, and nothing else that somebody fills in."""
    return lambda pk, form, by: service(pk, by=by, version=form.seen, because=form.cleaned_data["because"])


def _plain(service: Callable[..., object]) -> Callable[[int, ActForm, Actor], object]:
    """A service that takes nothing that somebody fills in."""
    return lambda pk, form, by: service(pk, by=by, version=form.seen)


DEEDS: Mapping[ClaimAct, Deed] = {
    ClaimAct.STILL_HOLDS: Deed(
        label=_("It still holds"),
        form=BecauseForm,
        do=_because(findings.still_holds),
        done=_("The claim is no longer marked as stale."),
        key="s",
        opens=_("It still holds …"),
    ),
    ClaimAct.ACCEPT: Deed(
        label=_("Accept"),
        form=AcceptForm,
        do=_accept,
        done=_("Accepted. It is a claim now, not checked yet."),
        key="a",
        undo=ClaimAct.TAKE_BACK_ACCEPTANCE,
    ),
    ClaimAct.TAKE_BACK_ACCEPTANCE: Deed(
        label=_("Take back the acceptance"),
        form=ActForm,
        do=_plain(review.take_back_acceptance),
        done=_("The claim is proposed again, as it was."),
    ),
    ClaimAct.TAKE: Deed(
        label=_("Take"),
        form=ActForm,
        do=_plain(review.take),
        done=_("You have the claim in hand."),
        key="t",
        undo=ClaimAct.RELEASE,
    ),
    ClaimAct.RESUME: Deed(
        label=_("Go on with it"),
        form=ActForm,
        do=_plain(review.resume),
        done=_("The claim is in review again."),
        key="r",
    ),
    ClaimAct.SUBMIT: Deed(
        label=_("Submit"),
        form=AnswersForm,
        do=_submit,
        done=_("Your answers are submitted."),
        key="s",
        undo=ClaimAct.TAKE_BACK,
        opens=_("Answer and submit …"),
    ),
    ClaimAct.AGREE: Deed(
        label=_("Agree"),
        form=ActForm,
        do=_plain(findings.agree),
        done=_("You agreed. The claim is decided."),
        key="a",
        undo=ClaimAct.TAKE_BACK_AGREEMENT,
    ),
    ClaimAct.TAKE_BACK_AGREEMENT: Deed(
        label=_("Take back the agreement"),
        form=ActForm,
        do=_plain(findings.take_back_agreement),
        done=_("Your agreement is taken back. The claim waits for its second check."),
    ),
    ClaimAct.SEND_BACK: Deed(
        label=_("Send back"),
        form=SendBackForm,
        do=lambda pk, form, by: findings.send_back(
            pk, by=by, version=form.seen, because=form.cleaned_data["because"], own=form.own()
        ),
        done=_("Sent back with your reason."),
        key="b",
        opens=_("Send back …"),
    ),
    ClaimAct.SETTLE: Deed(
        label=_("Settle"),
        form=SettleForm,
        do=lambda pk, form, by: findings.settle(pk, form.answers(), by=by, version=form.seen),
        done=_("Settled. The claim is decided."),
        opens=_("Settle with your own answers …"),
    ),
    ClaimAct.SINGLE_READ: Deed(
        label=_("Release on one reader"),
        form=BecauseForm,
        do=_because(findings.release_on_one_reader),
        done=_("Released on one reader. It is marked as single-read until the second check follows."),
        opens=_("Release on one reader …"),
        is_grave=True,
    ),
    ClaimAct.MEND_SPELLING: Deed(
        label=_("Mend"),
        form=MendForm,
        do=lambda pk, form, by: wording.mend_spelling(pk, form.cleaned_data["statement"], by=by, version=form.seen),
        done=_("The spelling is mended; the check goes on."),
        opens=_("Mend spelling …"),
    ),
    ClaimAct.TAKE_BACK: Deed(
        label=_("Withdraw submission"),
        form=ActForm,
        do=_plain(findings.take_back),
        done=_("The submission is withdrawn. The claim is in review again."),
    ),
    ClaimAct.HOLD: Deed(
        label=_("Hold"),
        form=HoldForm,
        do=_hold,
        done=_("The claim is held."),
        key="h",
        undo=ClaimAct.RESUME,
        opens=_("Hold for an answer …"),
    ),
    ClaimAct.RELEASE: Deed(
        label=_("Release"),
        form=ActForm,
        do=_plain(review.release),
        done=_("The claim is laid back for others."),
        undo=ClaimAct.TAKE,
    ),
    ClaimAct.READ: Deed(
        label=_("Read, nothing to do"),
        form=ActForm,
        do=_plain(review.finish),
        done=_("Read, nothing to do: the claim left the queues."),
        key="z",
        undo=ClaimAct.UNREAD,
    ),
    ClaimAct.UNREAD: Deed(
        label=_("Back into the queues"),
        form=ActForm,
        do=_plain(review.unfinish),
        done=_("The claim is back in the queues."),
        undo=ClaimAct.READ,
    ),
    ClaimAct.RESTORE: Deed(
        label=_("Restore"),
        form=ActForm,
        do=_plain(review.restore),
        done=_("The claim is back where it was."),
        key="r",
        undo=ClaimAct.SET_ASIDE,
    ),
    ClaimAct.REOPEN: Deed(
        label=_("Reopen"),
        form=ReopenForm,
        do=_because(findings.reopen),
        done=_("Reopened. You have the claim in hand."),
        key="o",
        opens=_("Reopen …"),
    ),
    ClaimAct.SET_ASIDE: Deed(
        label=_("Set aside"),
        form=SetAsideForm,
        do=_because(review.set_aside),
        done=_("The claim is set aside."),
        key="x",
        undo=ClaimAct.RESTORE,
        opens=_("Set aside …"),
    ),
    ClaimAct.RECALL: Deed(
        label=_("Recall"),
        form=BecauseForm,
        do=_because(findings.recall),
        done=_("The claim is recalled."),
        opens=_("Recall …"),
        is_grave=True,
    ),
    ClaimAct.STATEMENT: Deed(
        label=_("Keep this statement"),
        form=StatementForm,
        do=lambda pk, form, by: wording.change_statement(pk, form.cleaned_data["statement"], by=by, version=form.seen),
        done=_("The statement is yours now."),
        key="e",
        opens=_("Edit or approve the statement …"),
    ),
    ClaimAct.SPEAKER: Deed(
        label=_("Change the speaker"),
        form=SpeakerForm,
        do=_change_speaker,
        done=_("The speaker is changed."),
        key="p",
        opens=_("Change the speaker …"),
    ),
    ClaimAct.WORDS: Deed(
        label=_("These are the words"),
        form=WordsForm,
        do=lambda pk, form, by: spans.change_spans(pk, form.marked, kind=form.chosen, by=by, version=form.seen),
        done=_("The quotation has these words now."),
        key="=",
        undo=ClaimAct.WORDS_BACK,
        opens=_("Change the words …"),
    ),
    ClaimAct.KIND: Deed(
        label=_("Change the kind"),
        form=KindForm,
        do=lambda pk, form, by: spans.change_kind(pk, form.chosen, by=by, version=form.seen),
        done=_("The quotation is of that kind now."),
        key="K",
        undo=ClaimAct.WORDS_BACK,
        opens=_("Change the kind …"),
    ),
    ClaimAct.JOIN: Deed(
        label=_("Join with the neighbour"),
        form=ActForm,
        do=_plain(spans.join),
        done=_("The two quotations are one; the other claim is set aside."),
        key="+",
        undo=ClaimAct.WORDS_BACK,
    ),
    ClaimAct.JOIN_BEFORE: Deed(
        label=_("Join with the one before"),
        form=ActForm,
        do=lambda pk, form, by: spans.join(pk, is_with_the_one_before=True, by=by, version=form.seen),
        done=_("The two quotations are one; the other claim is set aside."),
        key="&",
        undo=ClaimAct.WORDS_BACK,
    ),
    ClaimAct.SPLIT: Deed(
        label=_("Split here"),
        form=SplitForm,
        do=lambda pk, form, by: spans.split(pk, at=form.marked, by=by, version=form.seen)[0],
        done=_("The quotation is two claims now."),
        key=".",
        undo=ClaimAct.WORDS_BACK,
        opens=_("Split into two claims …"),
    ),
    ClaimAct.CUT_OUT: Deed(
        label=_("Cut out"),
        form=CutForm,
        do=lambda pk, form, by: spans.cut_out(pk, form.marked, by=by, version=form.seen),
        done=_("The words are cut out. The history keeps them."),
        key="-",
        undo=ClaimAct.WORDS_BACK,
        opens=_("Cut foreign matter out …"),
    ),
    ClaimAct.WORDS_BACK: Deed(
        label=_("Give the words back"),
        form=ActForm,
        do=_plain(spans.give_back),
        done=_("The words are as they were."),
    ),
    ClaimAct.SOURCE: Deed(
        label=_("Change the source"),
        form=SourceForm,
        do=lambda pk, form, by: wording.choose_source(
            pk, form.cleaned_data["source"], by=by, version=form.seen, because=form.cleaned_data["because"]
        ),
        done=_("The source is changed."),
        key="w",
        opens=_("Change the source (via) …"),
    ),
    ClaimAct.CREDIBILITY: Deed(
        label=_("Rate"),
        form=CredibilityForm,
        do=lambda pk, form, by: wording.rate_credibility(pk, form.rating, by=by, version=form.seen),
        done=_("The credibility is rated."),
        key="c",
        opens=_("Rate the credibility …"),
    ),
    ClaimAct.ASSIGN: Deed(
        label=_("Assign"),
        form=AssignForm,
        do=lambda pk, form, by: review.give(
            pk, to=form.person, by=by, version=form.seen, because=form.cleaned_data["because"]
        ),
        done=_("The claim is in other hands."),
        undo=ClaimAct.PUT_BACK,
        opens=_("Assign …"),
    ),
    ClaimAct.NEEDED: Deed(
        label=_("Save"),
        form=NeededForm,
        do=lambda pk, form, by: deadlines.need(pk, by=by, version=form.seen, **form.given()),
        done=_("By when it is needed is noted."),
        key="y",
        undo=ClaimAct.PUT_BACK,
        opens=_("Needed by …"),
    ),
    ClaimAct.PUT_BACK: Deed(
        label=_("Take that back"),
        form=ActForm,
        do=_plain(undoing.take_back),
        done=_("It is as it was before."),
    ),
    ClaimAct.EVIDENCE: Deed(
        label=_("Add the evidence"),
        form=EvidenceForm,
        do=lambda pk, form, by: evidence.add(pk, form.given(), by=by, version=form.seen),
        done=_("The evidence is added."),
        key="v",
        undo=ClaimAct.EVIDENCE_BACK,
        opens=_("Add evidence …"),
    ),
    ClaimAct.TAKE_OVER: Deed(
        label=_("Take over the document's evidence"),
        form=TakeOverForm,
        do=lambda pk, form, by: evidence.take_over(pk, form.chosen(), by=by, version=form.seen),
        done=_("The claim rests on that evidence as well now. Its answers are still its own."),
        key="O",
        undo=ClaimAct.EVIDENCE_BACK,
    ),
    ClaimAct.EVIDENCE_BACK: Deed(
        label=_("Take the evidence back"),
        form=ActForm,
        do=_plain(evidence_removal.take_back),
        done=_("The evidence is taken off again."),
    ),
    ClaimAct.NOTE: Deed(
        label=_("Add the note"),
        form=NoteForm,
        do=lambda pk, form, by: notes.add_to_claim(pk, form.cleaned_data["body"], by=by, quotation=form.quotation),
        done=_("The note is added."),
        key="n",
        opens=_("Write a note …"),
    ),
}

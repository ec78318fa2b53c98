"""Selectors: one document with its text, what was found in it and what waits, in a fixed number of queries."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils.text import Truncator

from claims import permissions, workflow
from claims.choices import labels
from claims.errors import Refusal, Refused
from claims.lineage import following, pasted
from claims.models import Claim, Document, Evidence, Note, Quotation, Relay, Snapshot, Source
from claims.permissions import Act
from claims.querysets import QuotationQuerySet
from claims.records.acts import Actor
from claims.records.provenance import Place, SpeakerBasis, Translation
from claims.records.quotations import DamageKind, Identification, QuotationKind, Span
from claims.selectors import chain_picture, copy_reading, document_facts, excerpt, note_threads, offers, story_marks
from claims.selectors.chain_picture import SmallPicture
from claims.selectors.copy_reading import CopyReading
from claims.selectors.document_facts import FactShown
from claims.selectors.note_threads import Thread, Threads
from claims.selectors.offers import ClaimAct
from claims.selectors.story_marks import Damage, Mark, Piece, Pin
from claims.workflow import Move, Status

# Places offered for words that stand in many, and quotations that wait shown at once: more help nobody.
_PLACES, _WAITING = 10, 30
_AROUND = 80
# What can be done on a card without reading more than the card.
_QUICK = (ClaimAct.ACCEPT, ClaimAct.SET_ASIDE, ClaimAct.RESTORE)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where words stand, with what stands around them on the same line, cut between words where it is long."""

    start: int
    before: str
    words: str
    after: str
    is_cut_before: bool
    is_cut_after: bool


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it, as a card shows it. ``source`` None: nobody is linked. ``note`` says whose reading it is."""

    name: str
    source: Source | None
    note: str


@dataclass(frozen=True, slots=True)
class Card:
    """A quotation beside the story. ``next`` is the number of the card to go to once this one is dealt with.

    ``notes`` counts the threads that are open on its claim.
    """

    number: int
    quotation: Quotation
    claim: Claim
    tone: str
    speaker: Speaker
    kind: str
    damage: Sequence[str]
    acts: Sequence[ClaimAct]
    notes: int
    is_aside: bool
    next: int
    way: SmallPicture | None

    @property
    def way_name(self) -> str:
        """The id of the picture of its chain."""
        return f"way-{self.number}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A quotation that did not follow into the newest version, and the places where its words stand there."""

    quotation: Quotation
    claim: Claim
    version: int
    spots: Sequence[Spot]


@dataclass(frozen=True, slots=True)
class Allowed:
    """What somebody may do here and now."""

    note: bool
    evidence: bool
    mark: bool
    place: bool
    edit: bool
    renew: bool
    issue: bool
    read_again: bool
    finish: bool
    withdraw: bool
    reinstate: bool
    erase: bool


@dataclass(frozen=True, slots=True)
class WholeDocument:
    """Everything the page of a document shows, at one version of its text."""

    document: Document
    snapshot: Snapshot
    snapshots: Sequence[Snapshot]
    is_newest: bool
    facts: Sequence[FactShown]
    date: str
    signs_of_translation: int
    reading: CopyReading
    flaws: int
    pieces: Sequence[Piece]
    cards: Sequence[Card]
    proposed: int
    waiting: Sequence[Waiting]
    waiting_in_all: int
    notes: Threads
    evidence: Sequence[Evidence]
    allowed: Allowed


def whole(pk: int, *, by: Actor, number: int | None = None) -> WholeDocument:
    """The document with this number, at its newest version or at another. At most ten queries, whatever stands in it.

    Raises Document.DoesNotExist, Snapshot.DoesNotExist.
    """
    document = document_with_facts(pk)
    snapshots = list(document.snapshots.select_related("received_by").defer("text").order_by("-number"))
    snapshot = _chosen(snapshots, number)
    is_newest = snapshot is snapshots[0]
    quotations = list(_standing_in(snapshot, is_newest=is_newest))
    notes = note_threads.of_document(pk, by=by, newest=snapshots[0].pk, shown=snapshot.pk)
    is_open = is_newest and not document.is_withdrawn
    cards = _cards(quotations, by, notes.open_on_claim, is_open=is_open)
    waiting = list(_waiting(document)) if is_newest else []
    flaws = copy_reading.flaws_of(snapshot, quotations)
    marks = [] if document.is_erased else [_mark(card) for card in cards]
    pieces = story_marks.pieces(snapshot.text, marks, flaws, [] if document.is_erased else _pins(notes.threads))
    return WholeDocument(
        document=document,
        snapshot=snapshot,
        snapshots=snapshots,
        is_newest=is_newest,
        facts=document_facts.shown(document),
        date=document_facts.date_of(document),
        signs_of_translation=_signs_of_translation(document, quotations),
        reading=copy_reading.of(snapshot, document, flaws),
        flaws=sum(isinstance(piece, Damage) for piece in pieces),
        pieces=pieces,
        cards=cards,
        proposed=sum(workflow.can(Move.ACCEPT, Status(card.claim.status)) for card in cards),
        waiting=[_waiting_for_place(quotation, snapshot.text) for quotation in waiting[:_WAITING]],
        waiting_in_all=len(waiting),
        notes=notes.threads,
        evidence=list(document.evidence.standing().select_related("added_by").prefetch_related("opened__person")),
        allowed=_allowed(document, by, is_newest=is_newest),
    )


def number_of(claim: Claim) -> int:
    """The number under which a claim that stands in the newest version of its document is shown there."""
    quotation = claim.quotations.primary().get()
    before = Q(start__lt=quotation.start) | (
        Q(start=quotation.start) & (Q(end__lt=quotation.end) | Q(end=quotation.end, id__lte=quotation.pk))
    )
    here = Quotation.objects.filter(before, snapshot=quotation.snapshot_id, place=Place.CURRENT)
    return here.count()


def document_with_facts(pk: int) -> Document:
    """A document with those it names. Raises Document.DoesNotExist."""
    return Document.objects.select_related("publisher", "agency", "read_by", "erase_asked_by", "erased_by").get(pk=pk)


def version(pk: int, number: int) -> Snapshot:
    """One version of a document, without its text. Raises Snapshot.DoesNotExist."""
    return Snapshot.objects.defer("text").get(document=pk, number=number)


def check_it_waits(quotation_id: int, document_id: int) -> None:
    """Raise Quotation.DoesNotExist for a quotation that belongs to another document."""
    Quotation.objects.only("pk").get(pk=quotation_id, snapshot__document=document_id)


def check_it_is_a_version(snapshot_id: int, document_id: int) -> None:
    """Raise Snapshot.DoesNotExist for a version that belongs to another document."""
    Snapshot.objects.only("pk").get(pk=snapshot_id, document=document_id)


def spots_of(words: str, snapshot_id: int) -> list[Spot]:
    """The first places where these words stand in a version."""
    text = Snapshot.objects.values_list("text", flat=True).get(pk=snapshot_id)
    places = pasted.found(_typed(words), text)
    return [_spot(text, spans[0].start, spans[-1].end) for spans in places[:_PLACES]]


def place_of(words: str, document_id: int, start: int | None = None) -> Span:
    """Where these words stand in the newest version of a document: at ``start``, or else in one place alone.

    Refuses: WORDS_DIFFER, WORDS_NOT_FOUND, WORDS_IN_SEVERAL_PLACES.
    """
    text = Snapshot.objects.filter(document=document_id).order_by("-number").values_list("text", flat=True)[0]
    words = _typed(words)
    places = following.places(words, text) if start is None else [start]
    if not places:
        raise Refused(Refusal.WORDS_NOT_FOUND, field="exact")
    if len(places) > 1:
        raise Refused(Refusal.WORDS_IN_SEVERAL_PLACES, field="exact", count=len(places))
    if not text.startswith(words, places[0]):
        raise Refused(Refusal.WORDS_DIFFER, field="exact")
    return Span(places[0], places[0] + len(words))


def _typed(words: str) -> str:
    """Words from a form, with the line ends of a text."""
    return words.replace("\r\n", "\n").strip()


def _chosen(snapshots: Sequence[Snapshot], number: int | None) -> Snapshot:
    found = next((snapshot for snapshot in snapshots if number is None or snapshot.number == number), None)
    if found is None:
        raise Snapshot.DoesNotExist
    return found


def _standing_in(snapshot: Snapshot, *, is_newest: bool) -> QuotationQuerySet:
    """What stands in a version; in an older one also what was followed, or has gone, since."""
    quotations = Quotation.objects.filter(snapshot=snapshot)
    if is_newest:
        quotations = quotations.filter(place=Place.CURRENT)
    chain = Prefetch("relays", Relay.objects.select_related("source"))
    return with_claims(quotations).prefetch_related(chain).in_reading_order()


def with_claims(quotations: QuotationQuerySet) -> QuotationQuerySet:
    """These quotations with what a card shows of their claims."""
    return quotations.select_related("claim__speaker", "claim__source", "claim__assigned_to").prefetch_related("spans")


def _signs_of_translation(document: Document, quotations: Iterable[Quotation]) -> int:
    """In how many places the copy reads like machine translation; nought where somebody has said what it is."""
    if document.translation != Translation.UNKNOWN:
        return 0
    places = {
        (start, end)
        for quotation in quotations
        for kind, start, end in quotation.damage
        if kind == DamageKind.MACHINE_TRANSLATION
    }
    return len(places)


def _allowed(document: Document, by: Actor, *, is_newest: bool) -> Allowed:
    def may(act: Act, *, if_: bool = is_newest and not document.is_withdrawn) -> bool:
        return if_ and permissions.may(by, act)

    return Allowed(
        note=may(Act.NOTE, if_=True),
        evidence=may(Act.ADD_EVIDENCE, if_=not document.is_withdrawn),
        mark=may(Act.MARK),
        place=may(Act.CHANGE),
        edit=may(Act.EDIT_DOCUMENT),
        renew=may(Act.IMPORT),
        issue=may(Act.ISSUE),
        read_again=may(Act.READ_AGAIN),
        finish=may(Act.FINISH_DOCUMENT),
        withdraw=may(Act.WITHDRAW_DOCUMENT),
        reinstate=may(Act.WITHDRAW_DOCUMENT, if_=document.is_withdrawn and document.erase_asked_at is None),
        erase=may(Act.ASK_TO_ERASE, if_=document.is_withdrawn and not document.is_erased),
    )


# --- Cards and marks -----------------------------------------------------------------------------------------------


def _cards(quotations: Sequence[Quotation], by: Actor, notes: Mapping[int, int], *, is_open: bool) -> list[Card]:
    next_ones = list(
        _next_ones([workflow.can(Move.ACCEPT, Status(quotation.claim.status)) for quotation in quotations])
    )
    return [
        _card(number, quotation, by, next_one, notes=notes.get(quotation.claim_id, 0), is_open=is_open)
        for number, (quotation, next_one) in enumerate(zip(quotations, next_ones, strict=True), start=1)
    ]


def _next_ones(are_proposed: Sequence[bool]) -> Iterator[int]:
    """For each card the number of the next proposal after it; its own where there is none."""
    following_one = 0
    numbers: list[int] = []
    for number in range(len(are_proposed), 0, -1):
        numbers.append(following_one or number)
        following_one = number if are_proposed[number - 1] else following_one
    return reversed(numbers)


def _card(number: int, quotation: Quotation, by: Actor, next_one: int, *, notes: int, is_open: bool) -> Card:
    claim = quotation.claim
    status = Status(claim.status)
    return Card(
        number=number,
        quotation=quotation,
        claim=claim,
        tone=workflow.STATUSES[status].tone,
        speaker=speaker_of(quotation, claim),
        kind=str(labels.label(QuotationKind(quotation.kind))),
        damage=excerpt.damage_of(quotation),
        acts=_quick_acts(claim, by) if is_open else (),
        notes=notes,
        is_aside=workflow.can(Move.RESTORE, status),
        next=next_one,
        way=chain_picture.small(list(quotation.relays.all())),
    )


def _quick_acts(claim: Claim, by: Actor) -> Sequence[ClaimAct]:
    """What can be done from the card: with a proposal, or with a claim that was set aside."""
    status = Status(claim.status)
    if not workflow.can(Move.ACCEPT, status) and not workflow.can(Move.RESTORE, status):
        return ()
    return [act for act in _QUICK if offers.is_offered(act, claim, by)]


def speaker_of(quotation: Quotation, claim: Claim) -> Speaker:
    """Who said it, linked or as printed, and whose reading that is."""
    basis = SpeakerBasis(claim.speaker_basis)
    match basis:
        case SpeakerBasis.PRINTED:
            return Speaker(str(claim.speaker), claim.speaker, "")
        case SpeakerBasis.EDITOR:
            return Speaker(str(claim.speaker), claim.speaker, str(labels.label(basis)))
        case SpeakerBasis.COPY:
            return Speaker("", None, str(labels.label(basis)))
        case SpeakerBasis.OPEN:
            name = quotation.speaker_resolved or quotation.speaker_printed
            is_nobody = quotation.is_by_machine and not name
            return Speaker(name, None, str(labels.label(Identification.UNATTRIBUTED if is_nobody else basis)))


def _mark(card: Card) -> Mark:
    quotation = card.quotation
    row = workflow.STATUSES[Status(card.claim.status)]
    return Mark(
        number=card.number,
        spans=[Span(span.start, span.end) for span in quotation.spans.all()],
        style=f"q-{quotation.kind}",
        tone=row.tone,
        shape=row.shape,
        label=str(row.label),
        speaker=None if card.is_aside else _span(quotation.speaker_start, quotation.speaker_end),
        cue=None if card.is_aside else _span(quotation.cue_start, quotation.cue_end),
    )


def _pins(threads: Threads) -> list[Pin]:
    """The open threads about places in the text that is shown, as it shows them."""
    return [_pin(thread, thread.begun.note) for thread in threads.open if thread.number]


def _pin(thread: Thread, note: Note) -> Pin:
    place = _span(note.start, note.end) or Span(0, 0)
    return Pin(thread.number, note.pk, place, Truncator(note.body).chars(80))


def _span(start: int | None, end: int | None) -> Span | None:
    return Span(start, end) if start is not None and end is not None else None


# --- What did not follow into the newest version -------------------------------------------------------------------


def _waiting(document: Document) -> QuotationQuerySet:
    quotations = Quotation.objects.filter(snapshot__document=document, place=Place.WAITING)
    return with_claims(quotations).select_related("snapshot").defer("snapshot__text").in_reading_order()


def _waiting_for_place(quotation: Quotation, text: str) -> Waiting:
    return Waiting(quotation, quotation.claim, quotation.snapshot.number, _spots_of(quotation, text))


def _spots_of(quotation: Quotation, text: str) -> list[Spot]:
    """Where all words of a quotation stand in the new text, each after the other."""
    exacts = [span.exact for span in quotation.spans.all()]
    starts = itertools.islice(following.places(exacts[0], text), _PLACES) if exacts else ()
    spans = [following.follow_from(exacts, text, start) for start in starts]
    return [_spot(text, found[0].start, found[-1].end) for found in spans if found]


def _spot(text: str, start: int, end: int) -> Spot:
    line_end = text.find("\n", end)
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    last = min(line_end if line_end >= 0 else len(text), end + _AROUND)
    before, after = text[first:start], text[end:last]
    is_cut_before = first > 0 and text[first - 1] != "\n"
    is_cut_after = last < len(text) and text[last] != "\n"
    return Spot(
        start,
        before.partition(" ")[2] if is_cut_before else before,
        text[start:end],
        after.rpartition(" ")[0] if is_cut_after else after,
        is_cut_before,
        is_cut_after,
    )

"""Services: the words that a claim rests on. Other ends, two quotations joined, one split, foreign matter cut out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _

from claims import permissions, workflow
from claims.errors import Refusal, Refused
from claims.lineage import spanning
from claims.models import Claim, Event, Quotation, Relay, Span
from claims.permissions import Act
from claims.records import quotations as records
from claims.records.acts import Actor, SubjectKind
from claims.records.quotations import DamageKind, Marked, QuotationKind
from claims.selectors import neighbours
from claims.services import carrying, importing, indexing, placing, proposing, recording, review, staleness, substance
from claims.services.recording import Change, Recorder
from claims.workflow import Status

# What a second claim takes over from the one it was split off: who says it, and through whom.
_TAKEN_OVER: Final = ("speaker", "speaker_basis", "source", "source_is_chosen")
_IN_THE_ROW: Final = ("kind", "start", "end", "words", "damage")
_ON_WORDS: Final = frozenset({"claim.words", "claim.join", "claim.split", "claim.cut_out"})


def change_spans(
    claim_id: int,
    marked: Marked,
    *,
    by: Actor,
    kind: QuotationKind | None = None,
    version: int | None = None,
    because: str = "",
) -> Claim:
    """Give a quotation other words of its text: other ends, more spans, fewer; or another kind.

    Pasted words that stand in several places are meant where the quotation stands.
    Refuses what ``placing`` refuses, NOTHING_CHANGED, NOT_IN_THE_TEXT, REOPEN_FIRST.
    """
    permissions.require(by, Act.CHANGE_WORDS)
    with recording.act(by, because=because) as recorder:
        claim, quotation = _lock(claim_id, version)
        spans = placing.spans_of(marked, quotation.snapshot.text, near=_extent(quotation))
        _rewrite(recorder, claim, quotation, "claim.words", spans, kind=kind)
        return claim


def change_kind(claim_id: int, kind: QuotationKind, *, by: Actor, version: int | None = None) -> Claim:
    """Say of a quotation that it is direct, indirect or mixed; its words stay.

    Refuses NOTHING_CHANGED, NOT_IN_THE_TEXT, REOPEN_FIRST.
    """
    permissions.require(by, Act.CHANGE_WORDS)
    with recording.act(by) as recorder:
        claim, quotation = _lock(claim_id, version)
        _rewrite(recorder, claim, quotation, "claim.words", _spans(quotation), kind=kind)
        return claim


def join(
    claim_id: int, *, by: Actor, is_with_the_one_before: bool = False, version: int | None = None, because: str = ""
) -> Claim:
    """Join a quotation with the next one where the same speaker says it, or else with the one before.

    ``is_with_the_one_before``: with that one, whatever comes next.

    The claim keeps the words of both; the other claim is set aside and says why. Refuses: NO_NEIGHBOUR,
    NOT_IN_THE_TEXT, REOPEN_FIRST.
    """
    permissions.require(by, Act.CHANGE_WORDS)
    permissions.require(by, Act.SET_ASIDE)
    with recording.act(by, because=because) as recorder:
        claim, quotation = _lock(claim_id, version)
        neighbour = _neighbour(claim, quotation, is_before=is_with_the_one_before)
        joined = recording.lock(Claim, neighbour.claim_id)
        _rewrite(
            recorder,
            claim,
            quotation,
            "claim.join",
            spanning.united([*_spans(quotation), *_spans(neighbour)]),
            kind=QuotationKind(quotation.kind) if quotation.kind == neighbour.kind else QuotationKind.MIXED,
            damage=[*quotation.damage, *neighbour.damage],
            joined=joined.pk,
        )
        why = _("Joined with claim %(number)s.") % {"number": claim.pk}
        review.put_aside(replace(recorder, because=why), joined)
        return claim


def split(
    claim_id: int, *, by: Actor, at: Marked | None = None, version: int | None = None, because: str = ""
) -> tuple[Claim, Claim]:
    """Split a quotation into two claims of one speaker; the second begins where the words ``at`` begin.

    Without ``at`` it begins behind the first "[...]". Gives both. Refuses what ``placing`` refuses, SPLIT_WHERE,
    NOT_IN_THE_TEXT, REOPEN_FIRST.
    """
    permissions.require(by, Act.CHANGE_WORDS)
    with recording.act(by, because=because) as recorder:
        claim, quotation = _lock(claim_id, version)
        text, spans = quotation.snapshot.text, _spans(quotation)
        first, second = spanning.parted(spans, _border(quotation, spans, at), text)
        if not first or not second:
            raise Refused(Refusal.SPLIT_WHERE, field="exact")
        new = _split_off(claim, quotation, second, by=recorder)
        _rewrite(recorder, claim, quotation, "claim.split", first, split_off=new.pk)
        recorder.record(Change("claim.split_off", new, after=_told_of_new(new, quotation.claim_id)))
        return claim, new


def cut_out(claim_id: int, marked: Marked, *, by: Actor, version: int | None = None, because: str = "") -> Claim:
    """Cut words out of a quotation that are not the speaker's; what was cut out stays in the ledger.

    Refuses what ``placing`` refuses, CUT_OUTSIDE, NOTHING_LEFT, NOT_IN_THE_TEXT, REOPEN_FIRST.
    """
    permissions.require(by, Act.CHANGE_WORDS)
    with recording.act(by, because=because) as recorder:
        claim, quotation = _lock(claim_id, version)
        text, spans = quotation.snapshot.text, _spans(quotation)
        cuts = placing.spans_of(marked, text, near=_extent(quotation))
        if not all(any(spanning.meets(cut, span) for span in spans) for cut in cuts):
            raise Refused(Refusal.CUT_OUTSIDE, field="exact")
        left: Sequence[records.Span] = spans
        for cut in cuts:
            left = spanning.without(left, cut, text)
        if not left:
            raise Refused(Refusal.NOTHING_LEFT, field="exact")
        _rewrite(recorder, claim, quotation, "claim.cut_out", left, cut_out=proposing.words_of(text, cuts))
        return claim


def give_back(claim_id: int, *, by: Actor, version: int | None = None, because: str = "") -> Claim:
    """Undo the last act on the words of a claim, with all that it did to others: one batch again.

    A second check that had begun anew stays so. Refuses NO_WORDS_TO_GIVE_BACK once anything changed since.
    """
    permissions.require(by, Act.CHANGE_WORDS)
    with recording.act(by, because=because) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        cause = Event.objects.about(SubjectKind.CLAIM, claim.pk).last()
        if cause is None or cause.act not in _ON_WORDS:
            raise Refused(Refusal.NO_WORDS_TO_GIVE_BACK)
        for event in recording.events_of(cause.batch):
            _undo(recorder, event, claim)
        return claim


def _lock(claim_id: int, version: int | None) -> tuple[Claim, Quotation]:
    """The locked claim with the quotation it rests on; refuses one whose words cannot be worked on."""
    claim = recording.lock(Claim, claim_id, version=version)
    if claim.status not in workflow.OPEN | workflow.DECIDED:
        raise Refused(Refusal.REOPEN_FIRST, status=workflow.STATUSES[Status(claim.status)].label)
    quotation = neighbours.standing(claim)
    if quotation is None:
        raise Refused(Refusal.NOT_IN_THE_TEXT)
    document = quotation.snapshot.document
    if document.is_withdrawn:
        raise Refused(Refusal.DOCUMENT_WITHDRAWN)
    if importing.newest(document.pk) != quotation.snapshot:
        raise Refused(Refusal.CHANGED_MEANWHILE)
    return claim, quotation


def _rewrite(
    recorder: Recorder,
    claim: Claim,
    quotation: Quotation,
    act: str,
    spans: Sequence[records.Span],
    *,
    kind: QuotationKind | None = None,
    damage: Sequence[Sequence[Any]] | None = None,
    **also: object,
) -> None:
    """Give a quotation its words, and change its claim in substance with its one Event."""
    words = proposing.words_of(quotation.snapshot.text, spans)
    kind = kind or QuotationKind(quotation.kind)
    before = _told(quotation)
    values: dict[str, Any] = proposing.risks_of(quotation.snapshot, spans)
    if _is_as_found(claim, quotation):
        values["statement"] = proposing.statement_from(words, kind)
    quotation.kind, quotation.start, quotation.end, quotation.words = kind, spans[0].start, spans[-1].end, words
    quotation.damage = _damage_in(spans, quotation.damage if damage is None else damage)
    after = _told(quotation, spans)
    if all(after[name] == before[name] for name in ("kind", "spans")):
        raise Refused(Refusal.NOTHING_CHANGED)
    _keep(quotation, spans)
    values |= staleness.values_of(recorder, claim, _("The words it rests on were changed."))
    substance.change(recorder, claim, act, also_before={"words": before}, also={"words": after, **also}, **values)
    indexing.remember([claim])


def _is_as_found(claim: Claim, quotation: Quotation) -> bool:
    """Whether the statement is the one that was made of the words, and nobody has approved or mended it."""
    made = proposing.statement_from(quotation.words, QuotationKind(quotation.kind))
    return claim.statement_by_id is None and claim.statement == made


def _keep(quotation: Quotation, spans: Sequence[records.Span]) -> None:
    quotation.save(update_fields=_IN_THE_ROW)
    quotation.spans.all().delete()
    Span.objects.bulk_create(proposing.spans_of(quotation, spans))


def _damage_in(spans: Sequence[records.Span], damage: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """The damage that is still in the words, or at their edge. Foreign matter at an edge is outside."""
    kept: dict[tuple[Any, ...], None] = {}
    for kind, start, end in damage:
        reach = 0 if kind == DamageKind.FOREIGN_MATTER else 1
        place = records.Span(start - reach, end + reach)
        if any(spanning.meets(place, span) for span in spans):
            kept[kind, start, end] = None
    return [list(one) for one in kept]


def _neighbour(claim: Claim, quotation: Quotation, *, is_before: bool) -> Quotation:
    beside = [other for other in neighbours.of(quotation, claim) if not is_before or other.start <= quotation.start]
    if not beside:
        raise Refused(Refusal.NO_NEIGHBOUR)
    return beside[0]


def _border(quotation: Quotation, spans: Sequence[records.Span], at: Marked | None) -> int:
    if at is not None and (at.exact.strip() or at.starts16):
        return placing.spans_of(at, quotation.snapshot.text, near=_extent(quotation))[0].start
    return spans[0].end


def _split_off(claim: Claim, quotation: Quotation, spans: Sequence[records.Span], *, by: Recorder) -> Claim:
    """A claim of some words of a quotation, by the same speaker through the same chain; found by whoever split it."""
    kind = QuotationKind(quotation.kind)
    words = proposing.words_of(quotation.snapshot.text, spans)
    new = Claim.objects.create(
        statement=proposing.statement_from(words, kind),
        status=Status.PROPOSED if claim.status == Status.PROPOSED else Status.UNVERIFIED,
        changed_by_id=by.by.person,
        **proposing.risks_of(quotation.snapshot, spans),
        **{name: getattr(claim, name) for name in _TAKEN_OVER},
    )
    row = Quotation.objects.create(
        **carrying.copied(quotation, but=("claim_id", "follows_id", "created"))
        | {"start": spans[0].start, "end": spans[-1].end, "words": words}
        | {"damage": _damage_in(spans, quotation.damage)}
        | {"found_by_id": by.by.person, "extractor": "", "confidence": None, "reasons": []},
        claim=new,
    )
    row.snapshot = quotation.snapshot
    Span.objects.bulk_create(proposing.spans_of(row, spans))
    Relay.objects.bulk_create(
        Relay(**carrying.copied(relay, but=("quotation_id",)), quotation=row) for relay in quotation.relays.all()
    )
    indexing.remember([new])
    return new


def _undo(recorder: Recorder, event: Event, claim: Claim) -> None:
    """Take back what one event of a batch did to its claim."""
    subject = claim if event.subject_id == claim.pk else recording.lock(Claim, event.subject_id)
    if subject.version != event.subject_version:
        raise Refused(Refusal.NO_WORDS_TO_GIVE_BACK)
    match event.act:
        case "claim.set_aside":
            review.bring_back(recorder, subject)
        case "claim.split_off":
            review.put_aside(recorder, subject)
        case _:
            _undo_words(recorder, event, subject)


def _undo_words(recorder: Recorder, event: Event, claim: Claim) -> None:
    before: Mapping[str, Any] = json.loads(event.body)["before"]
    words = before["words"]
    quotation = claim.quotations.select_related("snapshot").get(pk=words["quotation"])
    spans = [records.Span(start, end) for start, end in words["spans"]]
    now = _told(quotation)
    quotation.kind, quotation.damage = words["kind"], words["damage"]
    quotation.start, quotation.end = spans[0].start, spans[-1].end
    quotation.words = proposing.words_of(quotation.snapshot.text, spans)
    _keep(quotation, spans)
    values = {name: before[name] for name in ("statement", "changed_by_id") if name in before}
    values |= proposing.risks_of(quotation.snapshot, spans) | staleness.values_before(claim, event)
    recorder.change(claim, "claim.words_back", also_before={"words": now}, also={"words": words}, **values)
    indexing.remember([claim])


def _told(quotation: Quotation, spans: Sequence[records.Span] | None = None) -> dict[str, object]:
    """What the ledger keeps of the words of a quotation."""
    return {
        "quotation": quotation.pk,
        "kind": str(quotation.kind),
        "spans": [[span.start, span.end] for span in (_spans(quotation) if spans is None else spans)],
        "printed": quotation.words,
        "damage": [[str(kind), start, end] for kind, start, end in quotation.damage],
    }


def _told_of_new(new: Claim, split_from: int) -> dict[str, object]:
    (quotation,) = new.quotations.all()
    return {
        "status": new.status,
        "speaker": new.speaker_id,
        "source": new.source_id,
        "snapshot": quotation.snapshot_id,
        "split_from": split_from,
        "words": _told(quotation),
    }


def _spans(quotation: Quotation) -> list[records.Span]:
    return [records.Span(span.start, span.end) for span in quotation.spans.all()]


def _extent(quotation: Quotation) -> records.Span:
    return records.Span(quotation.start, quotation.end)

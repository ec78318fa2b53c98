"""Services: quotations carried from one version of a text to the next, and what that means for their claims."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _

from claims.lineage import following
from claims.lineage.following import Reading
from claims.models import Claim, Quotation, Relay, Snapshot, Span
from claims.records import quotations as records
from claims.records.provenance import Place, SpeakerBasis
from claims.services import proposing, review, staleness, substance
from claims.services.recording import Recorder
from claims.workflow import Status

STANDING: Final = (Place.CURRENT, Place.WAITING)


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of the quotations of a document in a new version, counted.

    ``unwanted`` are the words of claims set aside that cannot be followed; they need not be proposed again.
    """

    followed: int
    waiting: int
    replaced: int
    stale: int
    unwanted: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Moved:
    """A quotation, and the spans it has in another version. ``is_read_otherwise``: somebody else says it there."""

    quotation: Quotation
    spans: Sequence[records.Span]
    is_read_otherwise: bool = False


@dataclass(slots=True)
class _Fate:
    """What becomes of one claim: its quotations that follow, and those whose words are not there once."""

    claim: Claim
    followed: list[Moved] = field(default_factory=list)
    lost: list[Quotation] = field(default_factory=list)
    is_replaced: bool = False

    @property
    def lost_now(self) -> list[Quotation]:
        """Those that stood in the version before."""
        return [quotation for quotation in self.lost if quotation.place == Place.CURRENT]

    @property
    def is_shaken(self) -> bool:
        """Whether the new version no longer says what the claim rests on."""
        return bool(self.lost_now) or any(moved.is_read_otherwise for moved in self.followed)


def carry(recorder: Recorder, snapshot: Snapshot, *, former: Snapshot, was: Reading, reads: Reading) -> Carried:
    """Carry what stands in the former version of a document into a new one, within an act that is under way.

    A quotation whose words stand in the new text exactly once follows. Every other one waits for an editor, and its
    decided claim goes stale. Proposals that nobody has touched give way to those of the new text.
    """
    fates = _fates(snapshot, former, was, reads)
    follow(snapshot, [moved for fate in fates for moved in fate.followed])
    _lay_down(fates)
    because = _("Replaced by version %(number)s of the text.") % {"number": snapshot.number}
    replaced = [fate.claim for fate in fates if fate.is_replaced]
    review.put_aside(replace(recorder, because=because, is_bulk=True), *replaced)
    for fate in fates:
        if not fate.is_replaced:
            _tell(recorder, fate, snapshot)
    return Carried(
        followed=sum(len(fate.followed) for fate in fates),
        waiting=sum(len(fate.lost) for fate in fates if _waits(fate)),
        replaced=len(replaced),
        stale=sum(fate.is_shaken and fate.claim.is_stale for fate in fates),
        unwanted=frozenset(
            exacts(quotation)
            for fate in fates
            if fate.claim.status == Status.SET_ASIDE and not fate.is_replaced
            for quotation in fate.lost
        ),
    )


def follow(snapshot: Snapshot, moves: Sequence[Moved]) -> list[Quotation]:
    """Give quotations a place in another version: new rows with everything as printed and the chain copied.

    The old rows stay where they are, as followed. Within an act that is under way; the Events are the caller's.
    """
    olds = [moved.quotation for moved in moves]
    texts = {old.snapshot_id: "" for old in olds}
    texts.update(Snapshot.objects.filter(pk__in=texts).values_list("pk", "text"))
    rows = [_row(moved, texts[moved.quotation.snapshot_id], snapshot) for moved in moves]
    # First the old rows give up being primary: a claim has one primary quotation at any moment.
    Quotation.objects.filter(pk__in=[old.pk for old in olds]).update(place=Place.FOLLOWED, is_primary=False)
    Quotation.objects.bulk_create(rows, batch_size=200)
    Span.objects.bulk_create(
        [span for row, moved in zip(rows, moves, strict=True) for span in proposing.spans_of(row, moved.spans)],
        batch_size=500,
    )
    Relay.objects.bulk_create(
        [
            Relay(**copied(relay, but=("quotation_id",)), quotation=row)
            for row, old in zip(rows, olds, strict=True)
            for relay in old.relays.all()
        ],
        batch_size=200,
    )
    return rows


def exacts(quotation: Quotation) -> tuple[str, ...]:
    """The exact words of a quotation, span by span."""
    return tuple(span.exact for span in quotation.spans.all())


def copied(row: models.Model, *, but: Collection[str]) -> dict[str, Any]:
    """The values of a row for another one like it; a field that is added one day is copied too."""
    columns = (column.attname for column in row._meta.concrete_fields if not column.primary_key)
    return {name: getattr(row, name) for name in columns if name not in but}


def untouched(claims: Sequence[int]) -> set[int]:
    """Those of the claims that are proposals which nobody has worked on."""
    found = Claim.objects.filter(
        pk__in=claims,
        status=Status.PROPOSED,
        changed_by=None,
        statement_by=None,
        assigned_to=None,
        source_is_chosen=False,
        credibility="",
        notes=None,
        evidence=None,
        quotations__notes=None,
    ).exclude(speaker_basis=SpeakerBasis.EDITOR)
    return set(found.values_list("pk", flat=True))


def _fates(snapshot: Snapshot, former: Snapshot, was: Reading, reads: Reading) -> list[_Fate]:
    standing = (
        Quotation.objects.filter(snapshot__document=snapshot.document_id, place__in=STANDING)
        .prefetch_related("spans", "relays")
        .order_by("claim_id", "id")
    )
    groups = {claim: list(group) for claim, group in groupby(standing, key=lambda quotation: quotation.claim_id)}
    claims = Claim.objects.select_for_update().in_bulk(groups)
    fates = [_Fate(claims[claim]) for claim in groups]
    for fate in fates:
        for quotation in groups[fate.claim.pk]:
            spans = following.follow(exacts(quotation), reads.text)
            if spans is None:
                fate.lost.append(quotation)
            else:
                is_otherwise = quotation.snapshot_id == former.pk and following.reading_changed(
                    _extent(quotation), was, _extent_of(spans), reads
                )
                fate.followed.append(Moved(quotation, spans, is_otherwise))
    return _with_replaced(fates)


def _with_replaced(fates: list[_Fate]) -> list[_Fate]:
    """The fates, with the proposals that give way: untouched, and not standing in the new version as they stood."""
    shaken = [fate for fate in fates if fate.is_shaken]
    replaced = untouched([fate.claim.pk for fate in shaken])
    for fate in shaken:
        if fate.claim.pk in replaced:
            fate.is_replaced = True
            fate.lost += [moved.quotation for moved in fate.followed]
            fate.followed = []
    return fates


def _waits(fate: _Fate) -> bool:
    """Whether the lost quotations of a claim wait for an editor. Those of a claim set aside interest nobody."""
    return not fate.is_replaced and fate.claim.status != Status.SET_ASIDE


def _lay_down(fates: Sequence[_Fate]) -> None:
    """Write what became of the quotations that do not follow."""
    _place((quotation for fate in fates if _waits(fate) for quotation in fate.lost), Place.WAITING)
    _place((quotation for fate in fates if not _waits(fate) for quotation in fate.lost), Place.GONE)


def _place(quotations: Iterable[Quotation], place: Place) -> None:
    Quotation.objects.filter(pk__in=[quotation.pk for quotation in quotations]).update(place=place)


def _tell(recorder: Recorder, fate: _Fate, snapshot: Snapshot) -> None:
    """Change the claim as its quotations did, with its one Event; nothing for one that waited and goes on waiting."""
    claim, number = fate.claim, snapshot.number
    if fate.lost_now and claim.status == Status.SET_ASIDE:
        recorder.change(claim, "claim.words_gone", also=_also(fate, snapshot))
    elif fate.is_shaken:
        act = "claim.await_place" if fate.lost_now else "claim.follow"
        values = staleness.values_of(recorder, claim, _why_stale(fate, number))
        if claim.status == Status.SECOND_CHECK:
            # Nobody may agree to words that are no longer there: the check begins anew.
            substance.change(recorder, claim, act, also=_also(fate, snapshot), **values)
        else:
            recorder.change(claim, act, also=_also(fate, snapshot), **values)
    elif fate.followed:
        recorder.change(claim, "claim.follow", also=_also(fate, snapshot))


def _also(fate: _Fate, snapshot: Snapshot) -> dict[str, object]:
    return {
        "snapshot": snapshot.pk,
        "followed": [moved.quotation.pk for moved in fate.followed],
        "not_found": [quotation.pk for quotation in fate.lost],
    }


def _why_stale(fate: _Fate, number: int) -> str:
    if fate.lost_now:
        return _("Its words do not stand in version %(number)s of the text as they stood.") % {"number": number}
    return _("In version %(number)s of the text somebody else says it, or at another time.") % {"number": number}


def _row(moved: Moved, old_text: str, snapshot: Snapshot) -> Quotation:
    """The row of a quotation in another version, not saved yet."""
    old, spans = moved.quotation, moved.spans
    anchored = partial(_anchored, text=old_text, anchors=_anchors(old, spans), new_text=snapshot.text)
    speaker = anchored(following.moved, old.speaker_start, old.speaker_end)
    cue = anchored(following.shifted, old.cue_start, old.cue_end)
    damage = [(kind, anchored(following.shifted, start, end)) for kind, start, end in old.damage]
    places = {
        "start": spans[0].start,
        "end": spans[-1].end,
        "words": proposing.words_of(snapshot.text, spans),
        "speaker_start": speaker.start if speaker else None,
        "speaker_end": speaker.end if speaker else None,
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
        "damage": [[kind, place.start, place.end] for kind, place in damage if place],
    }
    kept = copied(old, but=("created", "snapshot_id", "follows_id"))
    return Quotation(**kept | places | {"place": Place.CURRENT}, snapshot=snapshot, follows=old)


def _anchored(
    find: Callable[..., records.Span | None], start: int | None, end: int | None, **texts: object
) -> records.Span | None:
    return None if start is None or end is None else find(records.Span(start, end), **texts)


def _anchors(old: Quotation, spans: Sequence[records.Span]) -> list[tuple[records.Span, records.Span]]:
    olds = [records.Span(span.start, span.end) for span in old.spans.all()]
    if len(olds) == len(spans):
        return list(zip(olds, spans, strict=True))
    return [(_extent(old), _extent_of(spans))]


def _extent(quotation: Quotation) -> records.Span:
    return records.Span(quotation.start, quotation.end)


def _extent_of(spans: Sequence[records.Span]) -> records.Span:
    return records.Span(spans[0].start, spans[-1].end)

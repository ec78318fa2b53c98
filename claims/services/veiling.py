"""Services: the names of a sealed source taken out of the rows of claims, chains, views and exports, and put back.

What a story prints stays in its text. Taken out is what we keep beside it: who speaks as printed and as resolved, the
names in chains, our own statements, and what somebody typed into a list that was kept.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from django.db.models import Q, QuerySet

from claims.ledger import canonical
from claims.models import Claim, Export, Quotation, Relay, SavedView, Source
from claims.records.sealing import Identity
from claims.search.words import searchable
from claims.services import indexing, limits
from claims.services.recording import Change, Recorder

SEAL, UNSEAL = "claim.seal_source", "claim.unseal_source"

_AT_ONCE: Final = 200
_OF_A_SPEAKER: Final = ("speaker_printed", "speaker_resolved", "role_printed", "candidates", "speaker_start")
_MAY_NAME: Final = ("speaker_printed", "speaker_resolved", "told_to", "carried_by", "medium")
_OF_A_STEP: Final = ("name", "words", "inferred_from")
_KEPT: Final = (*_OF_A_SPEAKER, "speaker_end", "told_to", "carried_by", "medium")


@dataclass(frozen=True, slots=True)
class Veil:
    """The names of a source, and the label that stands in their place, in square brackets where we supply it."""

    source: int
    label: str
    pattern: re.Pattern[str]

    @classmethod
    def over(cls, source: int, names: Iterable[str], label: str) -> "Veil":
        """The veil over every one of these names, longest first."""
        longest_first = sorted({name for name in names if name.strip()}, key=len, reverse=True)
        spelled = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
        return cls(source, label, re.compile(rf"(?<!\w)(?:{spelled})(?!\w)" if spelled else r"(?!)", re.IGNORECASE))

    @property
    def supplied(self) -> str:
        """The label as an editor would supply it."""
        return f"[{self.label}]"

    def drawn(self, text: str, *, most: int | None = None) -> str:
        """The text with the label in place of every name, no longer than ``most``."""
        return self.pattern.sub(self.supplied, text)[:most]

    def hides(self, text: str) -> bool:
        """Whether the text holds one of the names."""
        return self.pattern.search(text) is not None


def statements(veil: Veil, claims: Sequence[Claim]) -> dict[str, str]:
    """Our statements that hold a name, as they were; the claims have them veiled, and are not saved yet."""
    found = {str(claim.pk): claim.statement for claim in claims if veil.hides(claim.statement)}
    for claim in claims:
        claim.statement = veil.drawn(claim.statement)
    return found


def claims_of(source: Source) -> list[Claim]:
    """Every claim that a source speaks in, that came through it, or that has or had it in a chain; locked."""
    named = Q(speaker=source) | Q(source=source)
    replaced = Quotation.objects.filter(chain_before__isnull=False).values_list("claim_id", "chain_before")
    ids = {
        *Claim.objects.filter(named).values_list("pk", flat=True),
        *(claim for claim, chain in replaced.iterator() if source.pk in _sources_in(chain)),
        *Relay.objects.filter(source=source).values_list("quotation__claim", flat=True),
    }
    return [
        claim
        for some in _in_parts(sorted(ids))
        for claim in Claim.objects.select_for_update(of=("self",)).filter(pk__in=some).order_by("pk")
    ]


def quotations(veil: Veil, claims: Sequence[Claim], *, is_named: bool) -> dict[str, dict[str, Any]]:
    """Take the names out of the quotations of these claims; what stood there, by number.

    ``is_named`` false: no story names this source; what it prints of the speaker describes nobody, and stays.
    """
    speaks = {claim.pk for claim in claims if claim.speaker_id == veil.source} if is_named else set()
    kept: dict[str, dict[str, Any]] = {}
    changed = []
    for quotation in _quotations(claims):
        was = {name: getattr(quotation, name) for name in _KEPT}
        now = _veiled(was, veil, is_speaker=quotation.claim_id in speaks)
        if now != was:
            kept[str(quotation.pk)] = was
            changed.append(_with(quotation, now))
    Quotation.objects.bulk_update(changed, _KEPT, batch_size=_AT_ONCE)
    return kept


def chains_before(veil: Veil, claims: Sequence[Claim]) -> dict[str, Any]:
    """Take the names out of chains that are kept for their undo; what stood there, by quotation."""
    kept: dict[str, Any] = {}
    for quotation in _quotations(claims):
        now = each_text(quotation.chain_before, veil.drawn)
        if now != quotation.chain_before:
            kept[str(quotation.pk)] = quotation.chain_before
            _with(quotation, {"chain_before": now}).save(update_fields=["chain_before"])
    return kept


def relays(veil: Veil, *, is_named: bool) -> dict[str, dict[str, str]]:
    """Take the names out of the steps of chains that a source stands in; what stood there, by number."""
    kept: dict[str, dict[str, str]] = {}
    changed = []
    for relay in _steps(veil):
        was = {name: getattr(relay, name) for name in _OF_A_STEP}
        now = _veiled_step(was, veil, is_named=is_named)
        if now != was:
            kept[str(relay.pk)] = was
            changed.append(_with(relay, now))
    Relay.objects.bulk_update(changed, _OF_A_STEP, batch_size=_AT_ONCE)
    return kept


def put_back(veil: Veil, claims: Sequence[Claim], identity: Identity, *, is_named: bool) -> None:
    """What stood in claims, quotations and chains before the seal, wherever nobody has changed it since."""
    for claim in claims:
        was = identity.statements.get(str(claim.pk), "")
        if was and veil.drawn(was) == claim.statement:
            claim.statement = was
    back: list[Quotation] = []
    for quotation in _quotations(claims):
        chain = identity.chains_before.get(str(quotation.pk))
        if chain is not None and quotation.chain_before == each_text(chain, veil.drawn):
            _with(quotation, {"chain_before": chain}).save(update_fields=["chain_before"])
        if (kept := identity.quotations.get(str(quotation.pk))) is not None:
            speaks = is_named and quotation.claim.speaker_id == veil.source
            veiled = _veiled(kept, veil, is_speaker=speaks)
            same = {name: value for name, value in kept.items() if getattr(quotation, name) == veiled[name]}
            back.append(_with(quotation, same))
    Quotation.objects.bulk_update(back, _KEPT, batch_size=_AT_ONCE)
    steps = []
    for relay in _steps(veil):
        step = identity.relays.get(str(relay.pk), {})
        veiled = _veiled_step(step, veil, is_named=is_named)
        steps.append(_with(relay, {name: was for name, was in step.items() if getattr(relay, name) == veiled[name]}))
    Relay.objects.bulk_update(steps, _OF_A_STEP, batch_size=_AT_ONCE)


def keep(recorder: Recorder, act: str, claims: Sequence[Claim], source: Source) -> None:
    """Save claims whose names were taken out or put back: the next version of each, and an Event that tells no name."""
    for claim in claims:
        claim.version += 1
        claim.updated = recorder.at
    Claim.objects.bulk_update(claims, ["statement", "version", "updated"], batch_size=_AT_ONCE)
    indexing.remember(claims)
    recorder.record(*(Change(act, claim, after={"protected": source.pk}) for claim in claims))


def kept_queries(recorder: Recorder, veil: Veil, names: Iterable[str]) -> None:
    """Put the number of the source in place of its name in views that people keep, and in the filters of exports."""
    folded = [words for name in names if (words := " ".join(searchable(name)))]
    for view in SavedView.objects.select_for_update().exclude(query="").order_by("pk"):
        pairs = parse_qsl(view.query, keep_blank_values=True)
        asked = [(key, _numbered(value, veil, folded)) for key, value in pairs]
        if asked != pairs:
            recorder.change(view, "view.seal_source", also={"protected": veil.source})
            SavedView.objects.filter(pk=view.pk).update(query=urlencode(asked))
    for export in Export.objects.select_for_update().order_by("pk"):
        was: Mapping[str, Any] = json.loads(export.filter)
        now = each_text(was, lambda text: _numbered(text, veil, folded))
        if now != was:
            Export.objects.filter(pk=export.pk).update(filter=canonical(now))
            recorder.record(Change("export.seal_source", export, after={"protected": veil.source}))


def _numbered(text: str, veil: Veil, folded: Sequence[str]) -> str:
    """A typed text; the number of the source where it asks for it by name."""
    typed = f" {' '.join(searchable(text))} "
    return f"#{veil.source}" if any(f" {name} " in typed for name in folded) else text


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """Facts with every text in them changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: each_text(one, change) for key, one in value.items()}
    return [each_text(one, change) for one in value] if isinstance(value, list) else value


def _veiled(was: Mapping[str, Any], veil: Veil, *, is_speaker: bool) -> dict[str, Any]:
    now = {**was, **{name: veil.drawn(was[name], most=limits.limit(Quotation, name)) for name in _MAY_NAME}}
    now["candidates"] = [[name, why] for name, why in was["candidates"] if not veil.hides(name)]
    if is_speaker:
        nobody = {"speaker_resolved": "", "role_printed": "", "candidates": []}
        printed = veil.supplied if was["speaker_printed"] else ""
        now |= {**nobody, "speaker_printed": printed, "speaker_start": None, "speaker_end": None}
    return now


def _veiled_step(was: Mapping[str, str], veil: Veil, *, is_named: bool) -> dict[str, str]:
    now = {name: veil.drawn(words, most=limits.limit(Relay, name)) for name, words in was.items()}
    return {**now, "name": veil.label} if is_named and was.get("name") else now


def _steps(veil: Veil) -> QuerySet[Relay]:
    """The steps that a source stands in, but for those of documents that were erased: these hold no words."""
    return Relay.objects.filter(source=veil.source, quotation__snapshot__erased_at=None).order_by("pk")


def _sources_in(chain: Any) -> set[int]:
    """The numbers of the sources in a chain that is kept for its undo."""
    return {step["source"] for step in chain["steps"] if step["source"]}


def _quotations(claims: Sequence[Claim]) -> Iterator[Quotation]:
    """The quotations of claims, but for those of documents that were erased: what they held is not put back."""
    ids = [claim.pk for claim in claims]
    for some in _in_parts(ids):
        standing = Quotation.objects.filter(claim__in=some, snapshot__erased_at=None)
        yield from standing.select_related("claim").order_by("pk")


def _with(row: Any, values: Mapping[str, Any]) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _in_parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[first : first + _AT_ONCE] for first in range(0, len(ids), _AT_ONCE))

"""Services: sources whose identity is protected. Sealed under a key of its own, unsealed, or redacted for good."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from claims import permissions
from claims.errors import Refusal, Refused
from claims.lineage.folding import words
from claims.models import Alias, IdentityRequest, Rating, Seal, Source
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.sealing import Identity, Names, RequestState
from claims.services import (
    envelopes,
    erased_remains,
    indexing,
    issued_words,
    keys,
    limits,
    recording,
    sources,
    veiling,
)
from claims.services.recording import Recorder
from claims.services.veiling import Veil

LABEL_LIMIT: Final = 60
_NOTES_LIMIT: Final = 5000
_LETTERS: Final = "ABCDEFGHKLMNPRSTVWXYZ"
_NUMBERS: Final = 98
# Words that may stand in a label and in a name: they tell nobody apart.
_TELLS_NOTHING: Final = frozenset({"source", "the", "and", "for"})
_SHORTEST_TELLING: Final = 3


def seal(
    source_id: int,
    *,
    by: Actor,
    version: int | None,
    because: str,
    label: str = "",
    true_name: str = "",
    contact: str = "",
    notes: str = "",
) -> Source:
    """Put who a source is under a seal; everybody sees the label from now on, also in what is here already.

    ``true_name``, ``contact`` and ``notes`` go under the seal with what the row holds. Without a label one is made.
    Refuses: REASON_MISSING, SEALED_ALREADY, LABEL_TELLS and MOTIVE_TELLS (a name stands in it), NAME_TAKEN.
    """
    permissions.require(by, Act.SEAL_SOURCE)
    person = permissions.person(by)
    _needed(because)
    with recording.act(by, because=because, is_bulk=True) as recorder:
        source = sources.lock(source_id, version=version)
        if source.is_sealed:
            raise Refused(Refusal.SEALED_ALREADY)
        merged = list(_merged_into(source))
        identity = Identity(
            names=_kept_names(source),
            true_name=limits.within(true_name, limits.limit(Source, "name"), field="true_name"),
            contact=limits.within(contact, _NOTES_LIMIT, field="contact"),
            notes=limits.within(notes, _NOTES_LIMIT, field="notes"),
            merged={str(one.pk): _kept_names(one) for one in merged},
        )
        telling = _telling(source, identity)
        label = _label(label, telling)
        _refuse_telling(because, telling, Refusal.MOTIVE_TELLS, field="because", is_whole=True)
        identity = _taken_out(recorder, source, merged, identity, Veil.over(source.pk, telling, label))
        key = envelopes.new_key(source.pk)
        Seal.objects.create(
            source=source,
            key=key,
            ciphertext=envelopes.close(identity, key=key),
            sealed_by_id=person,
            sealed_at=recorder.at,
            sealed_because=recorder.because,
        )
        return source


def unseal(source_id: int, *, by: Actor, version: int | None, because: str) -> Source:
    """Break the seal: everybody sees again who the source is, and what stood in claims and chains is put back.

    Only a chief to whom another chief has granted to see the identity, so that nobody opens one alone. What somebody
    has changed since stays as it is. Refuses: REASON_MISSING, NOT_SEALED, REDACTED, NOT_GRANTED, and when the key is
    not here.
    """
    permissions.require(by, Act.UNSEAL_SOURCE)
    _needed(because)
    with recording.act(by, because=because, is_bulk=True) as recorder:
        source = sources.lock(source_id, version=version)
        kept = sealed(source)
        granted = IdentityRequest.objects.running(recorder.at).filter(source=source, asked_by=by.person)
        if not granted.exists():
            raise Refused(Refusal.NOT_GRANTED)
        identity = envelopes.opened(kept.ciphertext, key=kept.key)
        _give_back(recorder, source, identity)
        _end_requests(recorder, source)
        kept.delete()
        transaction.on_commit(partial(keys.destroy, kept.key))
        return source


def redact(source_id: int, *, by: Actor, version: int | None, because: str) -> Source:
    """Make it unreadable for good who a sealed source is: the key is destroyed, and what it closed with it.

    One chief is enough: there may be no time for two. Claims, label and every line of the ledger stay as they are.
    Refuses: REASON_MISSING, NOT_SEALED, REDACTED.
    """
    permissions.require(by, Act.REDACT_SOURCE)
    person = permissions.person(by)
    _needed(because)
    with recording.act(by, because=because) as recorder:
        source = sources.lock(source_id, version=version)
        kept = sealed(source)
        kept.ciphertext = b""
        kept.redacted_by_id, kept.redacted_at, kept.redacted_because = person, recorder.at, recorder.because
        kept.save()
        _end_requests(recorder, source)
        recorder.change(source, "source.redact")
        transaction.on_commit(partial(keys.destroy, kept.key))
        return source


def finish_redactions() -> int:
    """Destroy the keys of redacted sources that are still here, as after a power cut; how many there were."""
    redacted = Seal.objects.filter(redacted_at__isnull=False).values_list("key", flat=True)
    found = [key for key in redacted if keys.is_here(key)]
    for key in found:
        keys.destroy(key)
    return len(found)


def sealed(source: Source) -> Seal:
    """The seal of a source that can be opened. Refuses: NOT_SEALED, REDACTED."""
    if not source.is_sealed:
        raise Refused(Refusal.NOT_SEALED)
    kept = Seal.objects.select_for_update(of=("self",)).get(source=source)
    if kept.is_redacted:
        raise Refused(Refusal.REDACTED)
    return kept


def _taken_out(
    recorder: Recorder, source: Source, merged: Sequence[Source], identity: Identity, veil: Veil
) -> Identity:
    """Take everything that tells who a source is out of the rows, with an Event for each; with what was taken out."""
    is_named = not source.is_anonymous
    claims = veiling.claims_of(source)
    _relabel(recorder, source, veil.label)
    for number, one in enumerate(merged, start=2):
        _relabel(recorder, one, f"{veil.label} ({number})")
    taken = replace(
        identity,
        statements=veiling.statements(veil, claims),
        quotations=veiling.quotations(veil, claims, is_named=is_named),
        chains_before=veiling.chains_before(veil, claims),
        relays=veiling.relays(veil, is_named=is_named),
    )
    veiling.keep(recorder, veiling.SEAL, claims, source)
    veiling.kept_queries(recorder, veil, _names_in(identity))
    issued_words.forget(recorder, claims)
    issued_words.veil(recorder, veil)
    transaction.on_commit(erased_remains.remove_files)
    return taken


def _relabel(recorder: Recorder, source: Source, label: str) -> None:
    Alias.objects.filter(source=source).delete()
    Rating.objects.filter(source=source).update(rationale="")
    recorder.change(
        source,
        "source.seal",
        name=label,
        folded=sources.folded(label),
        role="",
        reliability_rationale="",
        is_sealed=True,
    )


def _give_back(recorder: Recorder, source: Source, identity: Identity) -> None:
    is_named = not source.is_anonymous
    veil = Veil.over(source.pk, _telling(source, identity), source.name)
    claims = veiling.claims_of(source)
    veiling.put_back(veil, claims, identity, is_named=is_named)
    _rename(recorder, source, identity.names)
    for pk, kept in identity.merged.items():
        _rename(recorder, recording.lock(Source, int(pk)), kept)
    veiling.keep(recorder, veiling.UNSEAL, claims, source)
    indexing.remember_claims_of(source)


def _rename(recorder: Recorder, source: Source, kept: Names) -> None:
    for version, rationale in kept.ratings.items():
        Rating.objects.filter(source=source, version=int(version), rationale="").update(rationale=rationale)
    Alias.objects.bulk_create(Alias(source=source, name=name, folded=sources.folded(name)) for name in kept.aliases)
    recorder.change(
        source,
        "source.unseal",
        name=kept.name,
        folded=sources.folded(kept.name),
        role=kept.role,
        reliability_rationale=source.reliability_rationale or kept.rationale,
        is_sealed=False,
    )


def _kept_names(source: Source) -> Names:
    return Names(
        name=source.name,
        aliases=tuple(source.aliases.values_list("name", flat=True)),
        role=source.role,
        rationale=source.reliability_rationale,
        ratings={str(version): words for version, words in source.ratings.values_list("version", "rationale")},
    )


def _names_in(identity: Identity) -> list[str]:
    return [*identity.names, *(name for one in identity.merged.values() for name in one)]


def _telling(source: Source, identity: Identity) -> list[str]:
    """The names that tell who it is. What somebody is called whom a story only describes tells nobody."""
    names = [] if source.is_anonymous else _names_in(identity)
    return [*names, *filter(None, [identity.true_name])]


def _merged_into(source: Source) -> Iterator[Source]:
    """Every source that was merged into this one, also by way of another; locked."""
    for pk in source.merged_sources.order_by("pk").values_list("pk", flat=True):
        one = recording.lock(Source, pk)
        yield one
        yield from _merged_into(one)


def _end_requests(recorder: Recorder, source: Source) -> None:
    """Nobody asks any longer, and no grant runs on."""
    IdentityRequest.objects.filter(source=source, state=RequestState.OPEN).update(state=RequestState.ENDED)
    IdentityRequest.objects.running(recorder.at).filter(source=source).update(
        state=RequestState.ENDED, ends_at=recorder.at
    )


def _needed(because: str) -> None:
    if not because.strip():
        raise Refused(Refusal.REASON_MISSING, field="because")


def _label(typed: str, names: Iterable[str]) -> str:
    """The label that somebody chose, or one made by chance. Refuses one that tells a name, or that another has."""
    label = " ".join(limits.within(typed, LABEL_LIMIT, field="label").split())
    if not label:
        return next(label for label in _made_labels() if not _is_taken(label))
    _refuse_telling(label, names, Refusal.LABEL_TELLS, field="label")
    if _is_taken(label):
        raise Refused(Refusal.NAME_TAKEN, field="label", name=label)
    return label


def _made_labels() -> Iterator[str]:
    while True:
        yield _("Source %(letter)s-%(number)s") % {
            "letter": secrets.choice(_LETTERS),
            "number": secrets.randbelow(_NUMBERS) + 2,
        }


def _is_taken(label: str) -> bool:
    folded = sources.folded(label)
    return Source.objects.filter(folded=folded).exists() or Alias.objects.filter(folded=folded).exists()


def _refuse_telling(text: str, names: Iterable[str], code: Refusal, *, field: str, is_whole: bool = False) -> None:
    """Refuse a text in which a word of a name stands; with ``is_whole``, one in which a whole name does."""
    said = words(text)
    for name in names:
        parts = words(name)
        telling = {part for part in parts if len(part) >= _SHORTEST_TELLING} - _TELLS_NOTHING
        stands = f" {' '.join(parts)} " in f" {' '.join(said)} " if is_whole else not telling.isdisjoint(said)
        if parts and stands:
            raise Refused(code, field=field)

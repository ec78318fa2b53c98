"""Services: a chain as an editor builds it, step by step. The first step is whoever uttered the words."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from claims import permissions, workflow
from claims.errors import Refusal, Refused
from claims.models import Claim, Event, Quotation, Relay, Source
from claims.permissions import Act
from claims.records.acts import Actor, SubjectKind
from claims.records.chains import StepGiven
from claims.records.provenance import Basis, ChainEnd, Knowledge, Place
from claims.services import chains, limits, recording, sources, staleness, substance
from claims.services.recording import Recorder
from claims.workflow import Status

MOST_STEPS = 20


def field_of(position: int, name: str) -> str:
    """By which name refusals call a field of a step."""
    return f"step-{position}-{name}"


def rebuild(
    claim_id: int,
    steps: Sequence[StepGiven],
    *,
    ends: ChainEnd,
    by: Actor,
    quotation_id: int | None = None,
    version: int | None = None,
    because: str = "",
) -> Claim:
    """Make these the steps of a claim's chain. From then on facts of the document no longer build it anew.

    ``quotation_id`` None means the quotation that the claim rests on, else the chain of another copy of its words. Who
    the first step is follows the speaker of the claim, whatever is given for it. A decided claim goes stale; the
    claim's source follows the chain of the quotation that it rests on, unless an editor chose it.
    """
    permissions.require(by, Act.CHANGE)
    with recording.act(by, because=because) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        quotation = _quotation_of(claim, quotation_id)
        old = list(quotation.relays.select_related("source"))
        printed = {step.source_id: step.name for step in old if step.source_id and step.name}
        new = _built(recorder, quotation, chains.first_of(quotation, old, speaker=claim.speaker), steps, printed)
        is_another = not chains.are_the_same(old, new)
        if not is_another and quotation.chain_end == ends:
            raise Refused(Refusal.NOTHING_CHANGED)
        before = {"chain": _told(old), "chain_end": quotation.chain_end}
        kept = {"steps": [_as_kept(step) for step in old], "ends": quotation.chain_end}
        _keep(quotation, new, ends, by_hand=True, before={**kept, "by_hand": quotation.chain_is_by_hand})
        substance.change(
            recorder,
            claim,
            "claim.chain",
            also_before=before,
            also={"rechained": [quotation.pk], "chain": _told(new), "chain_end": ends},
            **_followed(recorder, claim, quotation, new, is_another=is_another),
        )
        return claim


def give_back(claim_id: int, *, by: Actor, version: int | None = None) -> Claim:
    """Undo the last building of a chain while nothing has happened to the claim since.

    A second check that had begun anew stays so. Refuses NO_CHAIN_TO_GIVE_BACK.
    """
    permissions.require(by, Act.CHANGE)
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        last = Event.objects.about(SubjectKind.CLAIM, claim.pk).last()
        body = json.loads(last.body) if last is not None and last.act == "claim.chain" else {}
        changed = body["after"]["rechained"] if "chain" in body.get("before", {}) else []
        quotation = claim.quotations.select_related("snapshot__document").filter(pk__in=changed).first()
        before = quotation.chain_before if quotation else None
        if last is None or quotation is None or before is None:
            raise Refused(Refusal.NO_CHAIN_TO_GIVE_BACK)
        now = list(quotation.relays.select_related("source"))
        steps = [_from_kept(quotation, position, one, now) for position, one in enumerate(before["steps"])]
        _keep(quotation, steps, before["ends"], by_hand=before["by_hand"], before=None)
        values = {name: body["before"][name] for name in ("changed_by_id",) if name in body["before"]}
        if "source" in body["before"]:
            values["source_id"] = body["before"]["source"]
        recorder.change(
            claim,
            "claim.chain_back",
            also_before={"chain": _told(now)},
            also={"rechained": [quotation.pk], "chain": _told(steps), "chain_end": before["ends"]},
            **values,
            **staleness.values_before(claim, last),
        )
        return claim


def _quotation_of(claim: Claim, quotation_id: int | None) -> Quotation:
    if claim.status in workflow.AWAY:
        raise Refused(Refusal.REOPEN_FIRST, status=workflow.STATUSES[Status(claim.status)].label)
    found = claim.quotations.exclude(place=Place.FOLLOWED).select_related("snapshot__document")
    wanted = found.primary() if quotation_id is None else found.filter(pk=quotation_id)
    quotation = wanted.first()
    if quotation is None:
        raise Refused(Refusal.CHAIN_OF_NO_WORDS)
    return quotation


def _built(
    recorder: Recorder, quotation: Quotation, first: Relay, steps: Sequence[StepGiven], printed: Mapping[int, str]
) -> list[Relay]:
    """The steps, not saved yet. ``printed`` has the names by which the story calls those who are in it already."""
    if not steps:
        raise Refused(Refusal.CHAIN_EMPTY)
    if len(steps) > MOST_STEPS:
        raise Refused(Refusal.CHAIN_TOO_LONG, limit=MOST_STEPS)
    for position, given in enumerate(steps):
        _refuse_incomplete(position, given)
    if not steps[-1].is_read_by_us:
        raise Refused(Refusal.COPY_NOT_READ, field=field_of(len(steps) - 1, "is_read_by_us"))
    others = (_step(recorder, quotation, position, given, printed) for position, given in enumerate(steps[1:], start=1))
    return [_described(first, 0, steps[0]), *others]


def _refuse_incomplete(position: int, given: StepGiven) -> None:
    if position and not given.name.strip() and given.knowledge is Knowledge.KNOWN:
        raise Refused(Refusal.STEP_NEEDS_NAME, field=field_of(position, "name"))
    if not given.roles:
        raise Refused(Refusal.STEP_NEEDS_ROLE, field=field_of(position, "roles"))
    if given.basis is Basis.INFERRED and not given.inferred_from.strip():
        raise Refused(Refusal.INFERRED_FROM_NOTHING, field=field_of(position, "inferred_from"))


def _step(
    recorder: Recorder, quotation: Quotation, position: int, given: StepGiven, printed: Mapping[int, str]
) -> Relay:
    field = field_of(position, "name")
    name = limits.within(given.name.strip(), limits.limit(Relay, "name"), field=field)
    source = _source_of(recorder, name, given, field=field) if name else None
    step = Relay(
        quotation=quotation,
        source=source,
        knowledge=Knowledge.KNOWN if name else given.knowledge,
        name=_as_printed(name, source, printed),
    )
    return _described(step, position, given)


def _as_printed(typed: str, source: Source | None, printed: Mapping[int, str]) -> str:
    """The name of a step: as the story has it, where somebody only chose who is meant."""
    if source is None or (typed != source.name and not sources.is_number(typed)):
        return typed
    return printed.get(source.pk, source.name)


def _source_of(recorder: Recorder, name: str, given: StepGiven, *, field: str) -> Source | None:
    """Who is called so. Somebody nobody knows is made when the editor says what they are, else stays a name."""
    if sources.is_number(name) or sources.bearers(name):
        return sources.called(name, field=field)
    return sources.make(recorder, name, given.new_kind, role=given.new_role) if given.new_kind else None


def _described(step: Relay, position: int, given: StepGiven) -> Relay:
    """The step with everything that is told of it but who it is."""
    step.pk = None
    step.position = position
    step.roles = list(given.roles)
    step.identification = given.identification
    step.words = _short(position, "words", given.words)
    step.transform = given.transform
    step.is_read_by_us = given.is_read_by_us
    step.basis = given.basis
    step.inferred_from = _short(position, "inferred_from", given.inferred_from) if given.basis is Basis.INFERRED else ""
    return step


def _short(position: int, name: str, words: str) -> str:
    return limits.within(words.strip(), limits.limit(Relay, name), field=field_of(position, name))


def _keep(
    quotation: Quotation, steps: Sequence[Relay], ends: str, *, by_hand: bool, before: Mapping[str, object] | None
) -> None:
    Relay.objects.filter(quotation=quotation).delete()
    Relay.objects.bulk_create(steps)
    quotation.chain_end, quotation.chain_is_by_hand, quotation.chain_before = ends, by_hand, before
    quotation.save(update_fields=["chain_end", "chain_is_by_hand", "chain_before"])


_PLAIN: Final = (
    "knowledge",
    "roles",
    "identification",
    "words",
    "transform",
    "is_read_by_us",
    "basis",
    "inferred_from",
)


def _as_kept(step: Relay) -> dict[str, object]:
    """A step for the undo. Whoever is a source here stands in it by number alone, so that a name can be sealed."""
    plain = {name: getattr(step, name) for name in _PLAIN}
    return {**plain, "source": step.source_id, "name": "" if step.source_id else step.name}


def _from_kept(quotation: Quotation, position: int, kept: Mapping[str, Any], now: Sequence[Relay]) -> Relay:
    """A step as it was kept; a source is called as the chain calls it now, else as the story or we do."""
    source = Source.objects.get(pk=kept["source"]) if kept["source"] else None
    name = kept["name"]
    if source is not None:
        in_story = quotation.speaker_resolved or quotation.speaker_printed
        called = {step.source_id: step.name for step in now if step.name}
        name = called.get(source.pk) or (in_story if position == 0 else "") or source.name
    plain = {name: kept[name] for name in _PLAIN}
    return Relay(quotation=quotation, position=position, source=source, name=name, **plain)


def _followed(
    recorder: Recorder, claim: Claim, quotation: Quotation, steps: Sequence[Relay], *, is_another: bool
) -> dict[str, Any]:
    """What changes on the claim with its chain: the source that it names, and whether a decision still stands."""
    values = staleness.values_of(recorder, claim, _("The way its words took was changed.")) if is_another else {}
    if quotation.is_primary and not claim.source_is_chosen:
        values["source"] = chains.via_steps(steps, quotation.snapshot.document)
    return values


def _told(steps: Sequence[Relay]) -> list[dict[str, object]]:
    """The steps as the ledger keeps them: sources by number, no name."""
    return [
        {
            "source": step.source_id,
            "knowledge": step.knowledge,
            "roles": list(step.roles),
            "identification": step.identification,
            "transform": step.transform,
            "is_read_by_us": step.is_read_by_us,
            "basis": step.basis,
        }
        for step in steps
    ]

"""Services: a chain as an editor builds it, step by step. The first step is whoever uttered the words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from claims import permissions, workflow
from claims.errors import Refusal, Refused
from claims.models import Claim, Quotation, Relay, Source
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.chains import StepGiven
from claims.records.provenance import Basis, ChainEnd, Knowledge
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
    version: int | None = None,
    because: str = "",
) -> Claim:
    """Make these the steps of a claim's chain. From then on facts of the document no longer build it anew.

    Who the first step is follows the speaker of the claim, whatever is given for it. A decided claim goes stale; the
    claim's source follows the chain unless an editor chose it.
    """
    permissions.require(by, Act.CHANGE)
    with recording.act(by, because=because) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        quotation = _quotation_of(claim)
        old = list(quotation.relays.select_related("source"))
        printed = {step.source_id: step.name for step in old if step.source_id and step.name}
        new = _built(recorder, quotation, chains.first_of(quotation, old, speaker=claim.speaker), steps, printed)
        is_another = not chains.are_the_same(old, new)
        if not is_another and quotation.chain_end == ends:
            raise Refused(Refusal.NOTHING_CHANGED)
        before = {"chain": _told(old), "chain_end": quotation.chain_end}
        _keep(quotation, new, ends)
        substance.change(
            recorder,
            claim,
            "claim.chain",
            also_before=before,
            also={"rechained": [quotation.pk], "chain": _told(new), "chain_end": ends},
            **_followed(recorder, claim, quotation, new, is_another=is_another),
        )
        return claim


def _quotation_of(claim: Claim) -> Quotation:
    if claim.status in workflow.AWAY:
        raise Refused(Refusal.REOPEN_FIRST, status=workflow.STATUSES[Status(claim.status)].label)
    quotation = claim.quotations.primary().select_related("snapshot__document").first()
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


def _keep(quotation: Quotation, steps: Sequence[Relay], ends: ChainEnd) -> None:
    Relay.objects.filter(quotation=quotation).delete()
    Relay.objects.bulk_create(steps)
    quotation.chain_end, quotation.chain_is_by_hand = ends, True
    quotation.save(update_fields=["chain_end", "chain_is_by_hand"])


def _followed(
    recorder: Recorder, claim: Claim, quotation: Quotation, steps: Sequence[Relay], *, is_another: bool
) -> dict[str, Any]:
    """What changes on the claim with its chain: the source that it names, and whether a decision still stands."""
    values = staleness.values_of(recorder, claim, _("The way its words took was changed.")) if is_another else {}
    if not claim.source_is_chosen:
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

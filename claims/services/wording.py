"""Services: what a claim says and who says it."""

from dataclasses import asdict

from django.conf import settings

from claims import permissions, workflow
from claims.errors import Refusal, Refused
from claims.extraction.languages import code_of, risks_in
from claims.lineage import spelling
from claims.models import Claim, Source
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.checking import Credibility
from claims.services import indexing, limits, recording, sources, speaking, substance
from claims.services.called import Called
from claims.services.speaking import SpeakerChoice
from claims.workflow import Move, Status

STATEMENT_LIMIT = 2000


def enter_by_hand(*, by: Actor, statement: str, speaker: SpeakerChoice, source: int | None = None) -> Claim:
    """A claim that no quotation of ours holds, entered by hand."""
    permissions.require(by, Act.MARK)
    with recording.act(by) as recorder:
        claim = Claim(
            statement=_checked(statement),
            statement_by_id=by.person,
            changed_by_id=by.person,
            status=Status.UNVERIFIED,
            source=Source.objects.get(pk=source) if source is not None else None,
            source_is_chosen=source is not None,
            **asdict(risks_in(statement, code_of(settings.LANGUAGE_CODE))),
        )
        linked, basis = speaking.speaker_of(recorder, claim, None, speaker, Called())
        claim.speaker, claim.speaker_basis = linked, basis
        claim.save()
        indexing.remember([claim])
        recorder.record(
            recording.Change(
                "claim.enter",
                claim,
                after={"statement": claim.statement, "speaker": claim.speaker_id, "source": claim.source_id},
            )
        )
        return claim


def change_statement(claim_id: int, statement: str, *, by: Actor, version: int | None = None) -> Claim:
    """Write the statement, or approve it as it stands. Of a decided claim only after it was reopened."""
    permissions.require(by, Act.CHANGE)
    with recording.act(by) as recorder:
        claim = _open_claim(claim_id, version)
        statement = _checked(statement)
        if statement == claim.statement and claim.statement_by_id is not None:
            raise Refused(Refusal.NOTHING_CHANGED)
        substance.change(recorder, claim, "claim.statement", statement=statement, statement_by_id=by.person)
        indexing.remember([claim])
        return claim


def mend_spelling(claim_id: int, statement: str, *, by: Actor, version: int | None = None) -> Claim:
    """Mend the spelling of a statement during the second check, without sending it back. Refuses more than spelling."""
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        permissions.require(by, Act.MEND_SPELLING, claim)
        workflow.check(Move.AGREE, Status(claim.status))
        statement = _checked(statement)
        if statement == claim.statement:
            raise Refused(Refusal.NOTHING_CHANGED)
        if not spelling.is_mend(claim.statement, statement):
            raise Refused(Refusal.MORE_THAN_SPELLING, field="statement")
        recorder.change(claim, "claim.mend_spelling", statement=statement)
        indexing.remember([claim])
        return claim


def change_speaker(
    claim_id: int, choice: SpeakerChoice, *, by: Actor, version: int | None = None, because: str = ""
) -> Claim:
    """Say who the speaker is. What is not printed in the story is kept as an editor's reading."""
    permissions.require(by, Act.CHANGE)
    with recording.act(by, because=because) as recorder:
        claim = _open_claim(claim_id, version)
        if choice.is_as_proposed:
            raise Refused(Refusal.NAME_MISSING, field="speaker")
        values = speaking.link(recorder, claim, choice).values
        if claim.speaker == values["speaker"] and claim.speaker_basis == values["speaker_basis"]:
            raise Refused(Refusal.NOTHING_CHANGED)
        substance.change(recorder, claim, "claim.speaker", **values)
        indexing.remember([claim])
        return claim


def choose_source(claim_id: int, name: str, *, by: Actor, version: int | None = None, because: str = "") -> Claim:
    """Choose through whom a claim reached us, in place of what follows from its chain; "" lets the chain say again."""
    permissions.require(by, Act.CHANGE)
    with recording.act(by, because=because) as recorder:
        claim = _open_claim(claim_id, version)
        if not name.strip():
            substance.change(recorder, claim, "claim.source", source=speaking.source_of(claim), source_is_chosen=False)
            return claim
        source = sources.called(name, field="source")
        substance.change(recorder, claim, "claim.source", source=source, source_is_chosen=True)
        return claim


def rate_credibility(claim_id: int, credibility: Credibility | None, *, by: Actor, version: int | None = None) -> Claim:
    """Rate how credible the content is by itself, 1 to 6, or take the rating off."""
    permissions.require(by, Act.CHANGE)
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        recorder.change(claim, "claim.credibility", credibility=credibility or "")
        return claim


def _open_claim(claim_id: int, version: int | None) -> Claim:
    """The locked claim; refuses one that is decided, set aside or withdrawn."""
    claim = recording.lock(Claim, claim_id, version=version)
    if claim.status not in workflow.OPEN:
        status = workflow.STATUSES[Status(claim.status)].label
        raise Refused(Refusal.REOPEN_FIRST, status=status)
    return claim


def _checked(statement: str) -> str:
    statement = limits.within(" ".join(statement.split()), STATEMENT_LIMIT, field="statement")
    if not statement:
        raise Refused(Refusal.STATEMENT_MISSING, field="statement")
    return statement

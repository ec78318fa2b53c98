"""Exports: how one claim came about, in the words of PROV.

| PROV | what it is here |
|---|---|
| Entity | the claim in its version, each quotation, the text it stands in, the wording of each step of its chain |
| Agent | each source that is known, and the editors who found and agreed |
| Activity | receiving the text, finding the words in it, checking the claim |

A step whose source nobody knows is an Entity without an Agent, and says so.
"""

from typing import Any, Final

from prov.constants import PROV_LABEL, PROV_ROLE, PROV_TYPE
from prov.model import ProvActivity, ProvAgent, ProvBundle, ProvEntity

from claims.exports.rows import ExportRow, Step

_QUOTES: Final = frozenset({"verbatim", "cut"})


class _Claim:
    """A bundle that is being filled; its names stand in one namespace."""

    def __init__(self, bundle: ProvBundle) -> None:
        self._bundle = bundle
        self._texts: dict[str, ProvEntity] = {}
        self._agents: dict[str, ProvAgent] = {}

    def describe(self, rows: list[ExportRow]) -> None:
        """The claim, its quotations with their chains, and who checked it."""
        claim = self._claim(rows[0])
        for row in rows:
            if row.quotation_id is not None:
                claim.wasDerivedFrom(self._quotation(row))
        self._review(claim, rows[0])

    def _claim(self, row: ExportRow) -> ProvEntity:
        facts = {"status": row.status, "how-to-use": row.how_to_use, "attribution": row.attribution}
        more = {"verdict": row.verdict, "version": row.claim_version, "stale-since": row.stale_since, "why": row.why}
        claim = self._entity(f"claim-{row.claim_id}", "Claim", label=row.statement, facts=facts | more)
        if row.speaker_id is not None:
            claim.wasAttributedTo(self._source(row.speaker_id, row.speaker, is_person=row.speaker_kind == "person"))
        return claim

    def _quotation(self, row: ExportRow) -> ProvEntity:
        places = " ".join(f"[{span.start}, {span.end})" for span in row.spans)
        facts = {"kind": row.kind, "place": places, "is-primary": row.is_primary, "is-altered": row.is_altered}
        more = {"speaker-as-printed": row.speaker_printed, "chain-ends": row.chain_end}
        name = f"quotation-{row.quotation_id}"
        quotation = self._entity(name, "Quotation", label=row.words, facts=facts | more)
        text = self._text(row)
        found = self._activity(f"finding-{row.quotation_id}", "Extraction")
        found.used(text)
        quotation.wasGeneratedBy(found)
        self._from(quotation, text, is_quoted=True)
        for wording in self._chain(name, row.chain)[-1:]:
            quotation.wasDerivedFrom(wording)
        return quotation

    def _text(self, row: ExportRow) -> ProvEntity:
        """The text that we received, once for each hash."""
        name = f"text-{row.snapshot_sha256}"
        if name not in self._texts:
            facts = {"sha256": row.snapshot_sha256, "version": row.snapshot_number, "address": row.address}
            more = {"published": row.published, "address-is": row.address_knowledge}
            text = self._entity(name, "Snapshot", label=row.document, facts=facts | more)
            text.wasGeneratedBy(self._activity(f"receiving-{row.snapshot_sha256}", "Receiving"))
            self._texts[name] = text
        return self._texts[name]

    def _chain(self, quotation: str, steps: tuple[Step, ...]) -> list[ProvEntity]:
        """The wording of each step, each from the one before."""
        wordings: list[ProvEntity] = []
        for number, step in enumerate(steps):
            wording = self._entity(f"{quotation}-step-{number}", "Wording", label=step.words, facts=_of_step(step))
            if step.source_id is not None:
                wording.wasAttributedTo(self._source(step.source_id, step.name))
            if wordings:
                self._from(wording, wordings[-1], is_quoted=step.transform in _QUOTES)
            wordings.append(wording)
        return wordings

    def _review(self, claim: ProvEntity, row: ExportRow) -> None:
        if row.made_by is None:
            return
        name = f"review-of-claim-{row.claim_id}-{row.claim_version}"
        review = self._activity(name, "Review", end=row.checked_at, second_check=row.second_check)
        claim.wasGeneratedBy(review, time=row.checked_at)
        for number, (reader, role) in enumerate(((row.made_by, "found"), (row.agreed_by, "agreed")), 1):
            if reader:
                agent = self._agent(f"reader-{number}-of-claim-{row.claim_id}", reader, is_person=True)
                self._bundle.wasAssociatedWith(review, agent, other_attributes={PROV_ROLE: role})

    def _source(self, source_id: int, name: str | None, *, is_person: bool = False) -> ProvAgent:
        return self._agent(f"source-{source_id}", name, is_person=is_person)

    def _agent(self, name: str, label: str | None, *, is_person: bool) -> ProvAgent:
        if name not in self._agents:
            kind = {PROV_TYPE: self._bundle.valid_qualified_name("prov:Person")} if is_person else {}
            self._agents[name] = self._bundle.agent(f"claimtrail:{name}", kind | _said(PROV_LABEL, label))
        return self._agents[name]

    def _entity(self, name: str, kind: str, *, label: str | None, facts: dict[str, Any]) -> ProvEntity:
        return self._bundle.entity(f"claimtrail:{name}", self._attributes(kind, facts) | _said(PROV_LABEL, label))

    def _activity(self, name: str, kind: str, *, end: str | None = None, **facts: Any) -> ProvActivity:
        return self._bundle.activity(f"claimtrail:{name}", None, end, self._attributes(kind, facts))

    def _attributes(self, kind: str, facts: dict[str, Any]) -> dict[Any, Any]:
        said = {f"claimtrail:{name.replace('_', '-')}": value for name, value in facts.items() if value is not None}
        return {PROV_TYPE: self._bundle.valid_qualified_name(f"claimtrail:{kind}")} | said

    def _from(self, later: ProvEntity, earlier: ProvEntity, *, is_quoted: bool) -> None:
        if is_quoted:
            self._bundle.quotation(later, earlier)
        else:
            later.wasDerivedFrom(earlier)


def describe(bundle: ProvBundle, rows: list[ExportRow]) -> None:
    """Fill a bundle with how one claim came about."""
    _Claim(bundle).describe(rows)


def _of_step(step: Step) -> dict[str, Any]:
    facts = {"knowledge": step.knowledge, "role": " ".join(step.roles), "basis": step.basis}
    more = {"inferred-from": step.inferred_from, "transform": step.transform, "is-read-by-us": step.is_read_by_us}
    return facts | more | {"name": step.name}


def _said(name: Any, value: str | None) -> dict[Any, Any]:
    return {name: value} if value is not None else {}

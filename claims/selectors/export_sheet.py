"""Selectors: an export as people read it. The columns in their order, their headings, and words in place of codes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache, partial
from types import MethodType
from typing import Final, TypeAlias

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, gettext_noop, pgettext_lazy
from django.utils.translation import gettext as _

from claims.choices import labels
from claims.exports.contract import Cell, Desk, Sheet
from claims.exports.rows import EvidenceItem, ExportRow, SecondCheck, Step
from claims.records.checking import Attribution, EvidenceKind, Relation, Stance, Verdict
from claims.records.provenance import Basis, ChainEnd, Knowledge, Place, RelayRole, SpeakerBasis, Transform
from claims.records.quotations import DamageKind, QuotationKind
from claims.workflow import STATUSES, USES, Status, Use

Kind: TypeAlias = type[StrEnum]

# Chains are made of the same steps again and again; so many are remembered.
_STEPS: Final = 2_000


class _Words:
    """Words for people in the language of whoever asks. Each is looked up once for a list, and not once a row."""

    def __init__(self) -> None:
        self.gettext = cache(gettext)
        self.label = cache(self._label)
        self.short_label = cache(lambda kind, code: str(labels.short_label(kind(code))))
        self.step = lru_cache(_STEPS)(partial(_step, self))
        self.around = cache(partial(_around, self))
        self.lower_label = cache(lambda kind, code: self._label(kind, code).lower())

    def _label(self, kind: Kind, code: str) -> str:
        match kind(code):
            case Status() as status:
                return str(STATUSES[status].label)
            case Use() as use:
                return str(USES[use].label)
            case other:
                return str(labels.label(other))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and what a row has under it."""

    heading: str | Promise
    cell: Callable[[_Words, ExportRow], Cell]


def sheet(columns: Sequence[str] = (), *, title: str = "", remarks: Sequence[str] = ()) -> Sheet:
    """Headings and cells in the language of whoever asks; the columns named, in their usual order, or all of them."""
    words = _Words()
    chosen = {key: column for key, column in COLUMNS.items() if not columns or key in columns}
    cells = [MethodType(column.cell, words) for column in chosen.values()]
    return Sheet(
        keys=tuple(chosen),
        headings=tuple(str(column.heading) for column in chosen.values()),
        cells=lambda row: tuple([cell(row) for cell in cells]),
        desk=Desk(settings.DESK_NAME, settings.DESK_URL),
        title=title or _("Claims"),
        tab=_("Claims"),
        remarks=tuple(remarks),
        long_texts=_("Long texts"),
        goes_on=_("[This text is longer than a cell can be. All of it stands on the sheet “Long texts”.]"),
    )


# --- What a desk reads ---------------------------------------------------------------------------------------------


def _use(words: _Words, row: ExportRow) -> str:
    """How to use it, with what holds for this copy of the words alone."""
    use = words.label(Use, row.how_to_use)
    if row.is_altered:
        return words.gettext("%(use)s; not in the words of this copy, which changed the sense") % {"use": use}
    if row.is_primary is False and row.how_to_use == Use.QUOTE:
        return words.gettext("%(use)s, in the words of the primary quotation") % {"use": use}
    return use


def _speaker(words: _Words, row: ExportRow) -> str:
    """Who said it. What an editor supplies stands in square brackets."""
    match _speaker_basis(row.speaker_basis):
        case SpeakerBasis.PRINTED:
            return row.speaker or ""
        case SpeakerBasis.EDITOR:
            return words.gettext("[%(name)s] (editor's reading, not printed)") % {"name": row.speaker}
        case SpeakerBasis.COPY:
            return words.gettext("stated by the copy itself")
        case SpeakerBasis.OPEN:
            return _open_speaker(words, row.speaker_resolved, row.speaker_printed)


def _open_speaker(words: _Words, resolved: str | None, printed: str | None) -> str:
    if resolved and resolved != printed:
        return words.gettext("%(name)s (not linked)") % {"name": resolved}
    if printed:
        return words.gettext("%(name)s (as printed, not linked)") % {"name": printed}
    return words.gettext("unknown")


def _status(words: _Words, row: ExportRow) -> str:
    status = words.label(Status, row.status)
    if row.second_check == SecondCheck.SINGLE_READ:
        status = words.gettext("%(status)s, single-read") % {"status": status}
    return words.gettext("%(status)s, stale") % {"status": status} if row.stale_since else status


def _evidence(words: _Words, row: ExportRow) -> str:
    return "\n".join([_one_piece(words, item) for item in row.evidence])


def _one_piece(words: _Words, item: EvidenceItem) -> str:
    """One piece of evidence in a line: what it is, what it does, and where it is found or what they said."""
    before, after = words.around(item.kind, item.stance)
    relation = "" if item.relation == Relation.UNSTATED else words.label(Relation, item.relation)
    what = "; ".join([part for part in (_what(words, item), item.text, relation) if part])
    return f"{before}{what}{after}"


def _around(words: _Words, kind: str, stance: str) -> tuple[str, str]:
    """What stands before and after the piece itself."""
    said = {"kind": words.label(EvidenceKind, kind), "stance": words.lower_label(Stance, stance), "what": "\n"}
    before, _what, after = (words.gettext("%(kind)s, %(stance)s: %(what)s") % said).partition("\n")
    return before, after


def _what(words: _Words, item: EvidenceItem) -> str:
    match _evidence_kind(item.kind):
        case EvidenceKind.LINK:
            return item.address or ""
        case EvidenceKind.FILE:
            return f"{item.file_name or ''} (SHA-256 {item.file_sha256})".strip()
        case EvidenceKind.NOTE:
            return ""
        case EvidenceKind.ASKED:
            reply = None if item.has_reply else words.gettext("no reply")
            return ", ".join(filter(None, (item.asked_whom, item.asked_how, item.asked_at, reply)))


def _checked_by(words: _Words, row: ExportRow) -> str:
    match row.second_check:
        case None:
            return ""
        case SecondCheck.AGREED:
            readers = {"first": row.made_by, "second": row.agreed_by}
            return words.gettext("%(first)s, agreed by %(second)s") % readers
        case other:
            return words.gettext(_CHECKED[SecondCheck(other)]) % {"first": row.made_by}


_CHECKED: Mapping[SecondCheck, str] = {
    SecondCheck.OPEN: gettext_noop("%(first)s, second check open"),
    SecondCheck.SETTLED: gettext_noop("settled by %(first)s"),
    SecondCheck.ONE_READER: gettext_noop("%(first)s, one reader"),
    SecondCheck.SINGLE_READ: gettext_noop("%(first)s, single-read: released before the second check"),
}


def _address(words: _Words, row: ExportRow) -> str:
    return row.address or _knowledge(words, row.address_knowledge)


# --- What a second look needs --------------------------------------------------------------------------------------


def _chain(words: _Words, row: ExportRow) -> str:
    return " > ".join(map(words.step, row.chain))


def _step(words: _Words, step: Step) -> str:
    """One step by its name, or by what we know instead of one; with what it did to the words, and how it is known."""
    remarks = ", ".join(_remarks(words, step))
    name = _step_name(words, step)
    return f"{name} ({remarks})" if remarks else name


def _step_name(words: _Words, step: Step) -> str:
    if step.knowledge == Knowledge.KNOWN and step.name:
        return step.name
    return words.gettext("%(role)s: %(knowledge)s") % {
        "role": words.label(RelayRole, step.roles[0]),
        "knowledge": _knowledge(words, step.knowledge),
    }


def _remarks(words: _Words, step: Step) -> list[str]:
    remarks = []
    if step.transform not in (Transform.VERBATIM, Transform.UNKNOWN):
        remarks.append(words.label(Transform, step.transform))
    if step.basis != Basis.PRINTED:
        remarks.append(words.label(Basis, step.basis))
    return remarks


def _spans(_words: _Words, row: ExportRow) -> str:
    """The places of the words. Written so that no spreadsheet takes one for a date, as it would 3-12."""
    return " ".join([f"[{span.start}, {span.end})" for span in row.spans])


def _document(words: _Words, row: ExportRow) -> str:
    return (
        words.gettext("%(title)s (withdrawn)") % {"title": row.document}
        if row.document_withdrawn
        else row.document or ""
    )


def _published(words: _Words, row: ExportRow) -> str:
    return row.published or _knowledge(words, row.published_knowledge)


def _copy(words: _Words, row: ExportRow) -> str:
    """Which copy of the words this is, and what became of it in a newer version of its text."""
    if row.is_primary is None:
        return words.gettext("entered without a quotation")
    remarks = [words.gettext("primary quotation") if row.is_primary else words.gettext("another copy")]
    if row.is_altered:
        remarks.append(words.gettext("the sense was changed in this copy"))
    if row.place != Place.CURRENT:
        remarks.append(words.label(Place, str(row.place)))
    return "; ".join(remarks)


def _damage(words: _Words, row: ExportRow) -> str:
    return "; ".join(
        [f"{words.label(DamageKind, damage.kind)} [{damage.start}, {damage.end})" for damage in row.damage]
    )


def _stale(words: _Words, row: ExportRow) -> str:
    if not row.stale_since:
        return ""
    return words.gettext("since %(when)s: %(why)s") % {"when": row.stale_since, "why": row.stale_because}


def _knowledge(words: _Words, value: str | None) -> str:
    return words.lower_label(Knowledge, value) if value else ""


# What an enum makes of a code, looked up and not made again for every row.
_evidence_kind, _speaker_basis = cache(EvidenceKind), cache(SpeakerBasis)

COLUMNS: Mapping[str, Column] = {
    "how_to_use": Column(gettext_lazy("How to use"), _use),
    "statement": Column(gettext_lazy("Statement"), lambda _words, row: row.statement),
    "speaker": Column(gettext_lazy("Who said it"), _speaker),
    "role": Column(gettext_lazy("Role"), lambda _words, row: row.speaker_role or ""),
    "via": Column(gettext_lazy("Via"), lambda words, row: row.via or words.gettext("unknown")),
    "words": Column(gettext_lazy("Words as printed"), lambda _words, row: row.words or ""),
    "status": Column(gettext_lazy("Status"), _status),
    "why": Column(gettext_lazy("Why"), lambda _words, row: row.why or ""),
    "evidence": Column(gettext_lazy("Evidence"), _evidence),
    "checked_by": Column(gettext_lazy("Checked by"), _checked_by),
    "when": Column(gettext_lazy("Checked when"), lambda _words, row: row.checked_at or ""),
    "address": Column(gettext_lazy("Address"), _address),
    "attribution": Column(
        gettext_lazy("Did they say it?"), lambda words, row: words.short_label(Attribution, row.attribution)
    ),
    "verdict": Column(gettext_lazy("Is it true?"), lambda words, row: words.short_label(Verdict, row.verdict)),
    "chain": Column(gettext_lazy("Chain"), _chain),
    "chain_end": Column(
        gettext_lazy("The chain ends because"),
        lambda words, row: words.label(ChainEnd, row.chain_end) if row.chain_end else "",
    ),
    "kind": Column(gettext_lazy("Kind"), lambda words, row: words.label(QuotationKind, row.kind) if row.kind else ""),
    "spans": Column(gettext_lazy("Place in the text"), _spans),
    "document": Column(gettext_lazy("Document"), _document),
    "published": Column(gettext_lazy("Published"), _published),
    "said_when": Column(gettext_lazy("Said when, as printed"), lambda _words, row: row.said_when or ""),
    "speaker_printed": Column(gettext_lazy("Speaker as printed"), lambda _words, row: row.speaker_printed or ""),
    "copy": Column(gettext_lazy("Which copy"), _copy),
    "damage": Column(gettext_lazy("Damage"), _damage),
    "stale": Column(pgettext_lazy("heading", "Stale"), _stale),
    "snapshot_sha256": Column(gettext_lazy("SHA-256 of the text"), lambda _words, row: row.snapshot_sha256 or ""),
    "snapshot_number": Column(gettext_lazy("Version of the text"), lambda _words, row: row.snapshot_number or ""),
    "claim_id": Column(gettext_lazy("Claim"), lambda _words, row: row.claim_id),
    "claim_version": Column(gettext_lazy("Version of the claim"), lambda _words, row: row.claim_version),
    "quotation_id": Column(gettext_lazy("Quotation"), lambda _words, row: row.quotation_id or ""),
    "document_id": Column(gettext_lazy("Document number"), lambda _words, row: row.document_id or ""),
    "status_code": Column(gettext_lazy("Code: status"), lambda _words, row: row.status),
    "use_code": Column(gettext_lazy("Code: how to use"), lambda _words, row: row.how_to_use),
    "attribution_code": Column(gettext_lazy("Code: did they say it"), lambda _words, row: row.attribution),
    "verdict_code": Column(gettext_lazy("Code: is it true"), lambda _words, row: row.verdict),
    "kind_code": Column(gettext_lazy("Code: kind"), lambda _words, row: row.kind or ""),
    "zone": Column(gettext_lazy("The desk's time zone"), lambda _words, row: row.zone),
}

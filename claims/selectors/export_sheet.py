"""Selectors: an export as people read it. The columns in their order, their headings, and words in place of codes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from claims.choices import labels
from claims.exports.contract import Cell, Desk, Sheet
from claims.exports.rows import EvidenceItem, ExportRow, SecondCheck, Step
from claims.records.checking import Attribution, EvidenceKind, Relation, Stance, Verdict
from claims.records.provenance import Basis, ChainEnd, Knowledge, Place, RelayRole, SpeakerBasis, Transform
from claims.records.quotations import DamageKind, QuotationKind
from claims.workflow import STATUSES, USES, Status, Use


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and what a row has under it."""

    heading: str | Promise
    cell: Callable[[ExportRow], Cell]


def sheet() -> Sheet:
    """Headings and cells in the language of whoever asks."""
    cells = [column.cell for column in COLUMNS.values()]
    return Sheet(
        keys=tuple(COLUMNS),
        headings=tuple(str(column.heading) for column in COLUMNS.values()),
        cells=lambda row: tuple(cell(row) for cell in cells),
        desk=Desk(settings.DESK_NAME, settings.DESK_URL),
        title=_("Claims"),
        long_texts=_("Long texts"),
        goes_on=_("[This text is longer than a cell can be. All of it stands on the sheet “Long texts”.]"),
    )


# --- What a desk reads ---------------------------------------------------------------------------------------------


def _use(row: ExportRow) -> str:
    """How to use it, with what holds for this copy of the words alone."""
    use = str(USES[Use(row.how_to_use)].label)
    if row.is_altered:
        return _("%(use)s; not in the words of this copy, which changed the sense") % {"use": use}
    if row.is_primary is False and row.how_to_use == Use.QUOTE:
        return _("%(use)s, in the words of the primary quotation") % {"use": use}
    return use


def _speaker(row: ExportRow) -> str:
    """Who said it. What an editor supplies stands in square brackets."""
    match SpeakerBasis(row.speaker_basis):
        case SpeakerBasis.PRINTED:
            return row.speaker or ""
        case SpeakerBasis.EDITOR:
            return _("[%(name)s] (editor's reading, not printed)") % {"name": row.speaker}
        case SpeakerBasis.COPY:
            return _("stated by the copy itself")
        case SpeakerBasis.OPEN:
            return _open_speaker(row.speaker_resolved, row.speaker_printed)


def _open_speaker(resolved: str | None, printed: str | None) -> str:
    if resolved and resolved != printed:
        return _("%(name)s (not linked)") % {"name": resolved}
    return _("%(name)s (as printed, not linked)") % {"name": printed} if printed else _("unknown")


def _status(row: ExportRow) -> str:
    status = str(STATUSES[Status(row.status)].label)
    if row.second_check == SecondCheck.SINGLE_READ:
        status = _("%(status)s, single-read") % {"status": status}
    return _("%(status)s, stale") % {"status": status} if row.stale_since else status


def _evidence(row: ExportRow) -> str:
    return "\n".join(_one_piece(item) for item in row.evidence)


def _one_piece(item: EvidenceItem) -> str:
    """One piece of evidence in a line: what it is, what it does, and where it is found or what they said."""
    return _("%(kind)s, %(stance)s: %(what)s") % {
        "kind": labels.label(EvidenceKind(item.kind)),
        "stance": str(labels.label(Stance(item.stance))).lower(),
        "what": "; ".join(filter(None, (_what(item), item.text, _relation(item)))),
    }


def _what(item: EvidenceItem) -> str:
    match EvidenceKind(item.kind):
        case EvidenceKind.LINK:
            return item.address or ""
        case EvidenceKind.FILE:
            return f"{item.file_name or ''} (SHA-256 {item.file_sha256})".strip()
        case EvidenceKind.NOTE:
            return ""
        case EvidenceKind.ASKED:
            reply = None if item.has_reply else _("no reply")
            return ", ".join(filter(None, (item.asked_whom, item.asked_how, item.asked_at, reply)))


def _relation(item: EvidenceItem) -> str:
    relation = Relation(item.relation)
    return "" if relation is Relation.UNSTATED else str(labels.label(relation))


def _checked_by(row: ExportRow) -> str:
    if row.second_check is None:
        return ""
    return _CHECKED[SecondCheck(row.second_check)] % {"first": row.made_by, "second": row.agreed_by}


_CHECKED: Mapping[SecondCheck, str | Promise] = {
    SecondCheck.OPEN: gettext_lazy("%(first)s, second check open"),
    SecondCheck.AGREED: gettext_lazy("%(first)s, agreed by %(second)s"),
    SecondCheck.SETTLED: gettext_lazy("settled by %(first)s"),
    SecondCheck.ONE_READER: gettext_lazy("%(first)s, one reader"),
    SecondCheck.SINGLE_READ: gettext_lazy("%(first)s, single-read: released before the second check"),
}


def _address(row: ExportRow) -> str:
    return row.address or _knowledge(row.address_knowledge)


# --- What a second look needs --------------------------------------------------------------------------------------


def _chain(row: ExportRow) -> str:
    return " > ".join(_step(step) for step in row.chain)


def _step(step: Step) -> str:
    """One step by its name, or by what we know instead of one; with what it did to the words, and how it is known."""
    remarks = ", ".join(_remarks(step))
    return f"{_step_name(step)} ({remarks})" if remarks else _step_name(step)


def _step_name(step: Step) -> str:
    if step.knowledge == Knowledge.KNOWN and step.name:
        return step.name
    role = str(labels.label(RelayRole(step.roles[0])))
    return _("%(role)s: %(knowledge)s") % {"role": role, "knowledge": _knowledge(step.knowledge)}


def _remarks(step: Step) -> Iterable[str]:
    if step.transform not in (Transform.VERBATIM, Transform.UNKNOWN):
        yield str(labels.label(Transform(step.transform)))
    if step.basis != Basis.PRINTED:
        yield str(labels.label(Basis(step.basis)))


def _spans(row: ExportRow) -> str:
    """The places of the words. Written so that no spreadsheet takes one for a date, as it would 3-12."""
    return " ".join(f"[{span.start}, {span.end})" for span in row.spans)


def _document(row: ExportRow) -> str:
    return _("%(title)s (withdrawn)") % {"title": row.document} if row.document_withdrawn else row.document or ""


def _published(row: ExportRow) -> str:
    return row.published or _knowledge(row.published_knowledge)


def _copy(row: ExportRow) -> str:
    """Which copy of the words this is, and what became of it in a newer version of its text."""
    if row.is_primary is None:
        return _("entered without a quotation")
    which = _("primary quotation") if row.is_primary else _("another copy")
    remarks = [_("the sense was changed in this copy")] if row.is_altered else []
    if row.place != Place.CURRENT:
        remarks.append(str(labels.label(Place(str(row.place)))))
    return "; ".join([which, *remarks])


def _damage(row: ExportRow) -> str:
    return "; ".join(f"{labels.label(DamageKind(damage.kind))} [{damage.start}, {damage.end})" for damage in row.damage)


def _stale(row: ExportRow) -> str:
    return _("since %(when)s: %(why)s") % {"when": row.stale_since, "why": row.stale_because} if row.stale_since else ""


def _knowledge(value: str | None) -> str:
    return str(labels.label(Knowledge(value))).lower() if value else ""


COLUMNS: Mapping[str, Column] = {
    "how_to_use": Column(gettext_lazy("How to use"), _use),
    "statement": Column(gettext_lazy("Statement"), lambda row: row.statement),
    "speaker": Column(gettext_lazy("Who said it"), _speaker),
    "role": Column(gettext_lazy("Role"), lambda row: row.speaker_role or ""),
    "via": Column(gettext_lazy("Via"), lambda row: row.via or _("unknown")),
    "words": Column(gettext_lazy("Words as printed"), lambda row: row.words or ""),
    "status": Column(gettext_lazy("Status"), _status),
    "why": Column(gettext_lazy("Why"), lambda row: row.why or ""),
    "evidence": Column(gettext_lazy("Evidence"), _evidence),
    "checked_by": Column(gettext_lazy("Checked by"), _checked_by),
    "when": Column(gettext_lazy("Checked when"), lambda row: row.checked_at or ""),
    "address": Column(gettext_lazy("Address"), _address),
    "attribution": Column(
        gettext_lazy("Did they say it?"), lambda row: labels.short_label(Attribution(row.attribution))
    ),
    "verdict": Column(gettext_lazy("Is it true?"), lambda row: labels.short_label(Verdict(row.verdict))),
    "chain": Column(gettext_lazy("Chain"), _chain),
    "chain_end": Column(
        gettext_lazy("The chain ends because"),
        lambda row: str(labels.label(ChainEnd(row.chain_end))) if row.chain_end else "",
    ),
    "kind": Column(gettext_lazy("Kind"), lambda row: str(labels.label(QuotationKind(row.kind))) if row.kind else ""),
    "spans": Column(gettext_lazy("Place in the text"), _spans),
    "document": Column(gettext_lazy("Document"), _document),
    "published": Column(gettext_lazy("Published"), _published),
    "said_when": Column(gettext_lazy("Said when, as printed"), lambda row: row.said_when or ""),
    "speaker_printed": Column(gettext_lazy("Speaker as printed"), lambda row: row.speaker_printed or ""),
    "copy": Column(gettext_lazy("Which copy"), _copy),
    "damage": Column(gettext_lazy("Damage"), _damage),
    "stale": Column(pgettext_lazy("heading", "Stale"), _stale),
    "snapshot_sha256": Column(gettext_lazy("SHA-256 of the text"), lambda row: row.snapshot_sha256 or ""),
    "snapshot_number": Column(gettext_lazy("Version of the text"), lambda row: row.snapshot_number or ""),
    "claim_id": Column(gettext_lazy("Claim"), lambda row: row.claim_id),
    "claim_version": Column(gettext_lazy("Version of the claim"), lambda row: row.claim_version),
    "quotation_id": Column(gettext_lazy("Quotation"), lambda row: row.quotation_id or ""),
    "document_id": Column(gettext_lazy("Document number"), lambda row: row.document_id or ""),
    "status_code": Column(gettext_lazy("Code: status"), lambda row: row.status),
    "use_code": Column(gettext_lazy("Code: how to use"), lambda row: row.how_to_use),
    "attribution_code": Column(gettext_lazy("Code: did they say it"), lambda row: row.attribution),
    "verdict_code": Column(gettext_lazy("Code: is it true"), lambda row: row.verdict),
    "kind_code": Column(gettext_lazy("Code: kind"), lambda row: row.kind or ""),
    "zone": Column(gettext_lazy("The desk's time zone"), lambda row: row.zone),
}

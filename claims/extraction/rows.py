"""Extraction: proposals as flat rows, one for each span, for files and for measuring.

The cue columns hold verbs only, as annotators of news mark them: "according to" stays in the proposal.
"""

from collections.abc import Iterable

from claims.records.quotations import Phrase, Proposal

Row = dict[str, str | int | float | bool | None]


def rows_of(proposals: Iterable[Proposal]) -> list[Row]:
    """One row a span; the spans of one quotation share ``group``."""
    return [row for group, proposal in enumerate(proposals) for row in _rows(group, proposal)]


def _rows(group: int, proposal: Proposal) -> list[Row]:
    cue = proposal.cue
    if cue is not None and cue.text.lower().startswith("according"):
        cue = None
    shared: Row = {
        "kind": proposal.kind.value,
        **_columns("speaker", proposal.speaker),
        "speaker_role": proposal.role.text if proposal.role else None,
        "speaker_resolved": proposal.resolved or None,
        **_columns("cue", cue),
        "told_to": proposal.told_to.text if proposal.told_to else None,
        "when": proposal.said_when.text if proposal.said_when else None,
        "group": group,
        "floating": proposal.floating,
        "confidence": proposal.confidence,
    }
    return [{"start": span.start, "end": span.end, **shared} for span in proposal.spans]


def _columns(name: str, phrase: Phrase | None) -> Row:
    return {
        f"{name}_start": phrase.start if phrase else None,
        f"{name}_end": phrase.end if phrase else None,
        f"{name}_text": phrase.text if phrase else None,
    }

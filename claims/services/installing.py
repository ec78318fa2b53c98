"""Services: what a new desk begins with."""

import tomllib
from pathlib import Path

from django.conf import settings

from claims.records.acts import Actor
from claims.records.checking import PhraseUse
from claims.records.provenance import SourceKind
from claims.services import phrases, recording, sources

WELL_KNOWN = Path(settings.BASE_DIR) / "seeds" / "sources.toml"
PHRASES = WELL_KNOWN.with_name("phrases.toml")


def well_known_sources(path: Path, *, by: Actor) -> int:
    """Add the well-known sources of a file, as one batch; those that are here already stay as they are.

    Returns how many were added.
    """
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["source"]
    with recording.act(by, because=path.name) as recorder:
        missing = [row for row in rows if sources.named(row["name"]) is None]
        for row in missing:
            sources.make(
                recorder,
                row["name"],
                SourceKind(row["kind"]),
                aliases=row.get("aliases", ()),
                is_monitor=row.get("is_monitor", False),
            )
        return len(missing)


def reusable_phrases(path: Path, *, by: Actor) -> int:
    """Add the phrases of a file that were never here, as one batch; the desk's own changes stay.

    Returns how many were added.
    """
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    there = phrases.ever_made()
    with recording.act(by, because=path.name) as recorder:
        missing = [
            (PhraseUse(use), position, words)
            for use, offered in rows.items()
            for position, words in enumerate(offered, start=1)
            if (use, words) not in there
        ]
        for use, position, words in missing:
            phrases.make(recorder, use, words, position=position)
        return len(missing)

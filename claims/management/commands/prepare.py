"""Management: make a new desk ready. Run again, it leaves alone what is there."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from claims.errors import Refusal, Refused
from claims.importers import decode
from claims.records.acts import Actor, command
from claims.records.documents import DocumentFacts
from claims.services import demo, importing, installing, keys, ledger_adopting, sealing

SEEDS = installing.WELL_KNOWN.parent
SEED_TITLE = "Talks over the south of Syria collapse"


class Command(BaseCommand):
    """Make the keys, add the well-known sources and the phrases; while DEBUG is on also what one can try things on."""

    help = (
        "Makes keys, adds the well-known sources, the phrases and, while DEBUG is on, the seed story and demo people."
    )

    def handle(self, *_args: object, **_options: object) -> None:
        """Say what was added, or that everything is there."""
        by = command("prepare")
        made = ", ".join(keys.make_missing())
        self.stdout.write(f"Keys: {made} made in {settings.KEYS_DIR}." if made else "Keys: all there.")
        chained = ledger_adopting.adopt(by=by)
        self.stdout.write(
            f"Ledger: {chained} earlier events chained." if chained else "Ledger: every event is chained."
        )
        if finished := sealing.finish_redactions():
            self.stdout.write(f"Redactions: the keys of {finished} that were left half done are destroyed.")
        added = installing.well_known_sources(installing.WELL_KNOWN, by=by)
        self.stdout.write(f"Well-known sources: {added} added." if added else "Well-known sources: all there.")
        added = installing.reusable_phrases(installing.PHRASES, by=by)
        self.stdout.write(f"Phrases: {added} added." if added else "Phrases: all there.")
        if settings.DEBUG:
            self._add_demo(by)

    def _add_demo(self, by: Actor) -> None:
        made = demo.make_people(by=by)
        self.stdout.write(f"Demo people: {made} added." if made else "Demo people: all there.")
        for path in sorted(SEEDS.glob("*.txt")):
            self.stdout.write(self._import(path, by))

    def _import(self, path: Path, by: Actor) -> str:
        received = decode(path.read_bytes(), name=path.name, limit=settings.IMPORT_MAX_BYTES)
        try:
            done = importing.import_text(received, facts=DocumentFacts(our_title=SEED_TITLE), by=by)
        except Refused as refused:
            if refused.code is Refusal.SAME_TEXT:
                return "Seed story: there."
            raise
        return f"Seed story: imported, {done.claims} quoted claims proposed."

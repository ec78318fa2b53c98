"""Bench: work that is killed: stories come in, claims are worked on over HTTP, lists and backups are taken out.

Each kind goes on until it is killed. What was acknowledged goes into the journal, once the acknowledgement is there.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPException
from io import StringIO
from itertools import count
from pathlib import Path
from random import choice, randrange

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from bench.losing.browser import Browser
from bench.losing.journal import Journal, Line

_TAKEN, _GIVEN = 302, 200
_STORY = """Harbour talks, part {token}

TOLVIK: “The harbour stays closed until Friday {token},” said Marta Solheim, the port director.

“Nobody asked the fishermen of {token},” Jonas Brekke told AFP on Tuesday.

The council said on Monday that the ferries had sailed empty for {days} days.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lane works: its folder, its database, and the claims that its reviewer works on."""

    folder: Path
    database: str
    claims: tuple[int, ...]
    cookies: str

    @property
    def journal(self) -> Journal:
        """What was acknowledged."""
        return Journal(self.folder / "journal")

    @property
    def found(self) -> Path:
        """What the last check has found."""
        return self.folder / "found.json"

    @property
    def backups(self) -> Path:
        """The folder that backups are written to."""
        return self.folder / "backups"

    @property
    def socket(self) -> Path:
        """Where the desk is served."""
        return self.folder / "desk.sock"

    @property
    def lists(self) -> Path:
        """The folder that lists are taken out to."""
        return self.folder / "lists"


def story() -> str:
    """A story that never came in before."""
    return _STORY.format(token=os.urandom(6).hex(), days=randrange(2, 300))


def take_stories_in(place: Place) -> None:
    """Import files, one command after the other."""
    path = place.folder / "story.txt"
    for _turn in count():
        path.write_text(story(), encoding="utf-8")
        call_command("import_documents", path, verbosity=0, stdout=StringIO())
        place.journal.write(Line("import", sha256(path.read_bytes()).hexdigest()))


def take_lists_out(place: Place) -> None:
    """Export everything into files: over one that is there, or as a new one."""
    for _turn in count():
        path = place.lists / f"list-{randrange(3)}.csv"
        call_command("export_claims", "--status", "all", "--output", str(path), verbosity=0, stderr=StringIO())
        place.journal.write(Line("list", sha256(path.read_bytes()).hexdigest(), path=str(path)))


def take_backups(place: Place) -> None:
    """Back everything up, again and again."""
    for _turn in count():
        name = f"{os.urandom(6).hex()}.zip"
        call_command("backup", str(place.backups / name), verbosity=0, stdout=StringIO(), stderr=StringIO())
        place.journal.write(Line("backup", path=name))


def review(place: Place) -> None:
    """Work on claims at a browser, until the desk does not answer any more."""
    reviewer = Browser(place.socket, place.cookies)
    for _turn in count():
        try:
            for line in choice(_AT_THE_BROWSER)(reviewer, place):
                place.journal.write(line)
        except (OSError, HTTPException):
            return


def _write_a_statement(reviewer: Browser, place: Place) -> Iterator[Line]:
    yield from _act(reviewer, choice(place.claims), "statement", lambda token: {"statement": f"Written anew: {token}."})


def _give_evidence(reviewer: Browser, place: Place) -> Iterator[Line]:
    claim, content = choice(place.claims), os.urandom(2_000)
    version, token = reviewer.get(f"/claims/{claim}/").version_for("evidence"), sha256(content).hexdigest()
    file = SimpleUploadedFile("letter.pdf", content, "application/pdf")
    usual = {"kind": "file", "stance": "supports", "relation": "unstated", "version": str(version), "text": token}
    if reviewer.post_files(f"/claims/{claim}/evidence/", {**usual, "file": file}).status == _TAKEN:
        yield Line("act", token, claim, version + 1)


def _write_a_note(reviewer: Browser, place: Place) -> Iterator[Line]:
    claim, token = choice(place.claims), os.urandom(8).hex()
    if reviewer.post(f"/claims/{claim}/note/", {"body": f"Note {token}."}).status == _TAKEN:
        yield Line("note", token)


def _take_or_release(reviewer: Browser, place: Place) -> Iterator[Line]:
    claim = choice(place.claims)
    for act in ("take", "release"):
        yield from _act(reviewer, claim, act, lambda _token: {}, is_told=False)


def _paste_a_story(reviewer: Browser, _place: Place) -> Iterator[Line]:
    text = story()
    if reviewer.post("/import/", {"text": text}).status == _TAKEN:
        yield Line("import", sha256(text.encode()).hexdigest())


def _take_a_list(reviewer: Browser, _place: Place) -> Iterator[Line]:
    answer = reviewer.post("/export/", {"what": "all", "format": "csv"})
    if answer.status == _GIVEN:
        yield Line("list", sha256(answer.content).hexdigest())


_AT_THE_BROWSER = (
    _write_a_statement,
    _write_a_statement,
    _give_evidence,
    _write_a_note,
    _take_or_release,
    _paste_a_story,
    _take_a_list,
)


def _act(
    reviewer: Browser, claim: int, act: str, typed: Callable[[str], dict[str, str]], *, is_told: bool = True
) -> Iterator[Line]:
    """One act on a claim at the version that its page shows; its Event tells the token where ``is_told``."""
    version, token = reviewer.get(f"/claims/{claim}/").version_for(act), os.urandom(8).hex()
    if version and reviewer.post(f"/claims/{claim}/{act}/", {"version": version, **typed(token)}).status == _TAKEN:
        yield Line("act", token if is_told else "", claim, version + 1)

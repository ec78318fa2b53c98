"""Drill: an invented identity, every form in which it could be found, and the newsroom in which it is sealed."""

import html
import json
import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, quote_plus

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from claims import permissions
from claims.importers import pasted
from claims.lineage.folding import fold
from claims.models import Claim, IssuedList, Source
from claims.records.acts import Actor, Role
from claims.records.chains import StepGiven
from claims.records.checking import Reliability
from claims.records.documents import DocumentFacts
from claims.records.provenance import ChainEnd, RelayRole, SourceKind
from claims.records.sealing import GrantedFor
from claims.services import (
    chain_editing,
    identity_requests,
    importing,
    merging,
    review,
    saved_views,
    sealing,
    sources,
    wording,
)
from claims.services.speaking import SpeakerChoice
from claims.workflow import Status

NAME: Final = "Zdzisława Quillfeather"
FORMER: Final = "Zdzisława Ørnbakke"
ALIAS: Final = "Z. Mottlebane"
OTHER: Final = "Frau Tribblewick"
ROLE: Final = "understudy keeper of the Vantablick archive"
RATIONALE: Final = "Her Vantablick papers and her Grumbletonne notes held up."
CONTACT: Final = "pigeonhole 4711, Snorkeldown lane"
TRUE_NAME: Final = "Bartholomäus Quaffington"
LABEL: Final = "Source K-7"
# A word of each, as rare as can be: wherever one of them is found, something has leaked.
TOKENS: Final = (
    "Zdzisława",
    "Quillfeather",
    "Ørnbakke",
    "Mottlebane",
    "Tribblewick",
    "Vantablick",
    "Grumbletonne",
    "Snorkeldown",
    "Bartholomäus",
    "Quaffington",
)
STORY: Final = """Court files leak in Tolvik

TOLVIK: “The court files were moved at night,” a source close to the court told AFP on Tuesday.

“Nobody asked the fishermen,” said Jonas Brekke, the head of their union.
"""
PRINTED: Final = f"""Leak has a name

TOLVIK: “The court files were moved at night,” {NAME} told AFP on Tuesday. “I saw it,” said {NAME}.
"""
_LIMIT: Final = 1_000_000
_WHY: Final = "The source would be in danger."
_SMALLEST: Final = 8  # letters of base64 that are looked for


@dataclass(frozen=True, slots=True)
class Desk:
    """The people of the drill, somebody who is known by name, somebody whom a story describes, and a claim of hers."""

    people: Mapping[Role, User]
    chief: User
    source: Source
    described: Source
    claim: Claim

    def acting(self, role: Role) -> Actor:
        """Whoever has this role, as the one who acts."""
        return permissions.actor(self.people[role])


def _forms(token: str) -> Iterator[str]:
    """A word as it may stand in a page, an address, a file, a row or a cookie."""
    for form in {token, fold(token), unicodedata.normalize("NFD", token), token.upper(), token.lower()}:
        yield form
        yield quote(form)
        yield quote_plus(form)
        yield json.dumps(form)[1:-1]
        yield html.escape(form)
        yield form.encode("ascii", "xmlcharrefreplace").decode()
        yield "".join(f"&#x{ord(letter):x};" if ord(letter) > 127 else letter for letter in form)
        for shift in range(3):
            inner = b64encode(b"\0" * shift + form.encode()).decode()[4 if shift else 0 :].rstrip("=")[:-2]
            if len(inner) >= _SMALLEST:
                yield inner


def _shortest(forms: set[str]) -> list[str]:
    """These forms without those that hold another one."""
    return [form for form in sorted(forms) if not any(other in form for other in forms - {form})]


ANY: Final = _shortest({form.lower() for token in TOKENS for form in _forms(token)})


def found(text: str | bytes) -> str:
    """What of the identity stands in a text, in whatever case; "" when nothing does."""
    if isinstance(text, bytes):
        return found(text.decode("utf-8", "replace"))
    lower = text.lower()
    return next((form for form in ANY if form in lower), "")


def newsroom() -> Desk:
    """A desk where somebody is known by name, speaks in claims and stands in a chain, a view and an exported list."""
    people = {role: _person(role, f"canary-{role.value}") for role in Role}
    other_chief = _person(Role.CHIEF, "canary-other-chief")
    chief, editor = (permissions.actor(people[role]) for role in (Role.CHIEF, Role.EDITOR))
    source = _known(chief)
    claim = _said(editor)
    _asked_for(people[Role.EDITOR])
    described = claim.speaker
    wording.change_speaker(claim.pk, SpeakerChoice(source=source.pk), by=editor, because="The desk knows the voice.")
    wording.enter_by_hand(by=editor, statement="The files are gone.", speaker=SpeakerChoice(source=source.pk))
    _issued(people[Role.EDITOR])
    if described is None:
        raise RuntimeError("the story proposed nobody for its anonymous source")
    return Desk(people, other_chief, source, described, claim)


def seal(desk: Desk) -> None:
    """Seal both; a look at the one is granted to the reporter, and another chief asks for one."""
    chief = desk.acting(Role.CHIEF)
    for source, given in (
        (desk.source, {"label": LABEL, "contact": CONTACT}),
        (desk.described, {"true_name": TRUE_NAME}),
    ):
        sealing.seal(source.pk, by=chief, version=None, because=_WHY, **given)
        source.refresh_from_db()
    asked = identity_requests.ask(desk.source.pk, by=desk.acting(Role.REPORTER), motive="The court asks us.")
    identity_requests.grant(asked.pk, by=chief, version=1, lasts=GrantedFor.HOUR)
    identity_requests.ask(desk.source.pk, by=permissions.actor(desk.chief), motive="I wonder.")


def _person(role: Role, name: str) -> User:
    person = User.objects.create(username=name, first_name=role.value.title(), last_name="Drill")
    person.groups.add(Group.objects.get_or_create(name=role.value)[0])
    return person


def _known(chief: Actor) -> Source:
    """Added, renamed, rated twice, and with another one merged into her."""
    source = sources.create(by=chief, name=FORMER, kind=SourceKind.PERSON, role=ROLE, aliases=[ALIAS])
    facts = {"kind": SourceKind.PERSON, "role": ROLE, "aliases": [ALIAS, FORMER], "is_monitor": False}
    sources.edit(source.pk, by=chief, version=1, name=NAME, **facts)  # type: ignore[arg-type]  # a row of facts
    for version, letter in ((2, Reliability.C), (3, Reliability.B)):
        rationale = f"{RATIONALE} {letter}"
        sources.rate(source.pk, by=chief, version=version, reliability=letter, rationale=rationale)
    other = sources.create(by=chief, name=OTHER, kind=SourceKind.PERSON)
    return merging.merge(source.pk, other.pk, by=chief, because="The same voice.").kept


def _said(editor: Actor) -> Claim:
    """A claim of a story that describes her, with her name in its chain as an editor's reading."""
    brought = importing.import_text(
        pasted(STORY, limit=_LIMIT), facts=DocumentFacts(our_title="Court files"), by=editor
    )
    claim = Claim.objects.filter(quotations__snapshot__document=brought.document).order_by("quotations__start")[0]
    review.accept(claim.pk, by=editor)
    steps = (
        StepGiven(roles=(RelayRole.SPEAKER,)),
        StepGiven(roles=(RelayRole.RELAYER,), name=NAME, words=f"{ALIAS} passed it on"),
        StepGiven(roles=(RelayRole.REPUBLISHER,), name=ALIAS, is_read_by_us=True),
    )
    chain_editing.rebuild(claim.pk, steps, ends=ChainEnd.NOT_LOOKED, by=editor)
    chain_editing.rebuild(claim.pk, steps, ends=ChainEnd.NOT_FOUND, by=editor)  # what it was is kept for the undo
    claim.refresh_from_db()
    return claim


def _asked_for(editor: User) -> None:
    """Her claims in a view that is kept, and in a list that left the house."""
    by = permissions.actor(editor)
    saved_views.keep("Court", f"speaker={quote_plus(NAME)}&q={quote_plus(ALIAS)}", by=by, is_shared=True)
    here = signed_in(editor)
    answer = here.post(f"{reverse('export')}?speaker={quote_plus(NAME)}", {"what": "all", "format": "csv"})
    body_of(answer)


def _issued(editor: User) -> None:
    """What she said in a list that was issued, with her name in its title."""
    here = signed_in(editor)
    asked = f"speaker={quote_plus(NAME)}&" + "&".join(f"status={status}" for status in Status)
    typed = {"for_whom": f"The lawyer of {NAME}", "title": f"What {ALIAS} said", "rights": NAME, "format": "csv"}
    body_of(here.post(f"{reverse('list-issue')}?{asked}", typed))
    IssuedList.objects.get()


def signed_in(person: User | None) -> Client:
    """A browser, with somebody in it or nobody; a fault of ours is an answer, as in earnest."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


def body_of(answer: object) -> bytes:
    """The bytes of an answer, also of one that comes in pieces, with its headers."""
    pieces: Iterable[bytes] = getattr(answer, "streaming_content", None) or [getattr(answer, "content", b"")]
    headers = "\n".join(f"{name}: {value}" for name, value in getattr(answer, "headers", {}).items())
    cookies = str(getattr(answer, "cookies", ""))
    return b"".join(pieces) + f"\n{headers}\n{cookies}".encode()

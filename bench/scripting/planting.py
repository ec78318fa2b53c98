"""Bench: words put wherever people type at the desk, through the services that take them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from claims import permissions
from claims.errors import Refused
from claims.importers import pasted
from claims.models import Claim
from claims.records.acts import Actor, Role, command
from claims.records.chains import StepGiven
from claims.records.checking import (
    Attribution,
    EvidenceKind,
    PhraseUse,
    Relation,
    Reliability,
    Stance,
    Verdict,
)
from claims.records.documents import DocumentFacts, Fact
from claims.records.provenance import ChainEnd, Knowledge, RelayRole, SourceKind
from claims.records.quotations import Marked
from claims.services import (
    chain_editing,
    deadlines,
    evidence,
    findings,
    identity_requests,
    importing,
    marking,
    notes,
    people,
    phrases,
    review,
    saved_views,
    sealing,
    sources,
    wording,
)
from claims.services.evidence import Given
from claims.services.findings import Answers
from claims.services.speaking import SpeakerChoice

_IN_ONE_STORY = 10


@dataclass
class Planted:
    """Who did it, and how often each field took what was put into it, or a service refused it."""

    chief: User
    taken: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    rows: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # of each kind, one each

    @property
    def by(self) -> Actor:
        """The chief, as the one who acts."""
        return permissions.actor(self.chief)

    def missed(self) -> list[str]:
        """The fields that took nothing, each with the refusals that it met."""
        return [one for one in self.refused if one.partition(" (")[0] not in self.taken]

    def put(self, into: str, act: Callable[[], object]) -> object:
        """Put words into a field; None when the service refused them."""
        try:
            done = act()
        except Refused as refused:
            self.refused[f"{into} ({refused.code})"] += 1
            return None
        self.taken[into] += 1
        return done

    def keep(self, into: str, kind: str, act: Callable[[], models.Model]) -> None:
        """The same, and remember the row that came of it: its pages show the words."""
        row = self.put(into, act)
        if isinstance(row, models.Model):
            self.rows[kind].append(row.pk)


def plant(payloads: Sequence[str]) -> Planted:
    """Put each of the words into every field."""
    chief = people.make(by=command("bench"), username="clara", role=Role.CHIEF, first_name=payloads[0])
    planted = Planted(chief)
    for first in range(0, len(payloads), _IN_ONE_STORY):
        _story(planted, payloads[first : first + _IN_ONE_STORY])
    for number, words in enumerate(payloads):
        _beside(planted, number, words, payloads[number - 1])
    return planted


def _story(planted: Planted, some: Sequence[str]) -> None:
    """A story with these words in its text and its facts, and a claim of each of them."""
    by, first = planted.by, some[0]
    text = "\n".join(f"{number}. {words}\n“{words} it is,” said {words}." for number, words in enumerate(some))
    known = Fact(first, Knowledge.KNOWN)
    facts = DocumentFacts(
        our_title=first,
        headline=Fact(some[-1], Knowledge.KNOWN),
        publisher=known,
        agency=Fact(some[-1], Knowledge.KNOWN),
    )
    story = planted.put(
        "text and facts of a document", lambda: importing.import_text(pasted(text, limit=100_000), facts=facts, by=by)
    )
    if not isinstance(story, importing.Imported):
        return
    pk = story.document.pk
    planted.put("note on a document", lambda: notes.add_to_document(pk, first, by=by))
    planted.rows["story"].append(pk)
    for number, words in enumerate(some):
        start = text.index(f"{number}. {words}") + len(f"{number}. ")
        marked = Marked(words, start=start)
        claim = planted.put("words of a claim", lambda m=marked: marking.mark(story.snapshot.pk, m, by=by))  # type: ignore[misc]
        if isinstance(claim, Claim):
            planted.rows["claim"].append(claim.pk)
            _claim(planted, claim.pk, number, words)
            planted.put("note on words", lambda m=marked, w=words: notes.add_to_words(story.snapshot.pk, w, m, by=by))  # type: ignore[misc]


def _claim(planted: Planted, pk: int, number: int, words: str) -> None:
    """Everything that can be typed on one claim."""
    by, put = planted.by, planted.put

    def version() -> int:
        return Claim.objects.values_list("version", flat=True).get(pk=pk)

    put("statement", lambda: wording.change_statement(pk, words, by=by, version=version()))
    speaker = SpeakerChoice(new_name=words, new_role=words)
    put("speaker", lambda: wording.change_speaker(pk, speaker, by=by, version=version(), because=words))
    planted.keep("note", "note", lambda: notes.add_to_claim(pk, words, by=by))
    step = StepGiven(roles=(RelayRole.SPEAKER,), name=words, words=words, new_kind=SourceKind.PERSON)
    relay = StepGiven(roles=(RelayRole.AGENCY,), name=words, words=words, inferred_from=words, is_read_by_us=True)
    put(
        "chain",
        lambda: chain_editing.rebuild(
            pk, [step, relay], ends=ChainEnd.NOT_LOOKED, by=by, version=version(), because=words
        ),
    )
    for given in (
        Given(EvidenceKind.LINK, Stance.SUPPORTS, Relation.UNSTATED, address=f"https://a.example/{words}", text=words),
        Given(EvidenceKind.LINK, Stance.SUPPORTS, Relation.UNSTATED, address=words),
        Given(EvidenceKind.NOTE, Stance.CONTEXT, Relation.UNSTATED, text=words),
        Given(EvidenceKind.FILE, Stance.CONTEXT, Relation.UNSTATED, file_name=words, content=words.encode()),
        Given(
            EvidenceKind.ASKED,
            Stance.CONTEXT,
            Relation.UNSTATED,
            asked_whom=words,
            asked_how=words,
            text=words,
            asked_at=timezone.now(),
            has_reply=True,
        ),
    ):
        put(f"evidence: {given.kind}", lambda g=given: evidence.add(pk, g, by=by, version=version()))  # type: ignore[misc]
    tomorrow = timezone.now() + timedelta(days=1)
    put("needed for", lambda: deadlines.need(pk, by=by, version=version(), needed_by=tomorrow, needed_for=words))
    if number % 3 == 0:
        put("reason", lambda: review.set_aside(pk, by=by, version=version(), because=words))
        return
    put("taken", lambda: review.take(pk, by=by, version=version()))
    if number % 3 == 1:
        put(
            "waiting for and from",
            lambda: review.hold(pk, by=by, version=version(), waiting_for=words, waiting_from=words),
        )
        return
    answers = Answers(Attribution.RELAYED, Verdict.UNCHECKED, words)
    put("reason of a finding", lambda: findings.submit(pk, answers, by=by, version=version()))


def _document(planted: Planted, number: int, words: str) -> None:
    """A document of which every fact is these words; its address too, where they may stand in one."""
    by, known = planted.by, Fact(words, Knowledge.KNOWN)
    text = pasted(f"{number}. {words}", limit=100_000)
    facts = DocumentFacts(our_title=words, headline=known, publisher=known, agency=known)
    address = Fact(f"https://a.example/{words}", Knowledge.KNOWN)
    story = planted.put(
        "address of a document", lambda: importing.import_text(text, facts=replace(facts, address=address), by=by)
    ) or planted.put("facts of a document", lambda: importing.import_text(text, facts=facts, by=by))
    if isinstance(story, importing.Imported):
        planted.rows["document"].append(story.document.pk)


def _beside(planted: Planted, number: int, words: str, others: str) -> None:
    """What is typed elsewhere than on a story."""
    by, put = planted.by, planted.put
    _document(planted, number, words)
    source = put(
        "name, alias and role of a source",
        lambda: sources.create(
            by=by,
            name=f"{number} {words}"[:200],
            kind=SourceKind.PERSON,
            role=words,
            aliases=[f"{words} {number}"[:200]],
            may_share_a_name=True,
        ),
    )
    if source is not None:
        pk = source.pk  # type: ignore[attr-defined]
        planted.rows["source"].append(pk)
        put(
            "rationale of a rating",
            lambda: sources.rate(pk, by=by, version=1, reliability=Reliability.C, rationale=words),
        )
        if number % 10 == 0:
            put(
                "label of a sealed source",
                lambda: sealing.seal(pk, by=by, version=2, because="In danger.", label=f"{others[:60]} {number}"),
            )
            put("motive", lambda: identity_requests.ask(pk, by=by, motive=others))
    planted.keep(
        "name of a view",
        "view",
        lambda: saved_views.keep(f"{number} {words}"[:80], f"q={number}", by=by, is_shared=True),
    )
    put("phrase", lambda: phrases.add(by=by, use=list(PhraseUse)[number % len(PhraseUse)], words=f"{words} {number}"))
    put(
        "name of a person",
        lambda: people.make(
            by=by, username=f"person{number}", role=Role.REPORTER, first_name=words[:150], last_name=words[:150]
        ),
    )
    by_hand = SpeakerChoice(new_name=f"{words} {number}"[:200], new_role=words)
    put("claim by hand", lambda: wording.enter_by_hand(by=by, statement=words, speaker=by_hand))

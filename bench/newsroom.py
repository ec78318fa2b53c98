"""Bench: a made-up newsroom of any size. The same number of claims is always the same newsroom.

Words, speakers and statuses are spread as in earnest: few of them very often, most of them rarely.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import accumulate, islice
from random import Random
from typing import Any, Generic, TypeVar

from django.contrib.auth.models import Group, User
from django.db import models

from claims import workflow
from claims.lineage.folding import fold
from claims.models import Claim, ClaimWords, Document, Quotation, Snapshot, Source
from claims.records.acts import Role
from claims.records.checking import Attribution, Verdict
from claims.records.provenance import SourceKind, SpeakerBasis
from claims.records.quotations import Identification, QuotationKind
from claims.workflow import Status

Thing = TypeVar("Thing")
Row = TypeVar("Row", bound=models.Model)

_COMMON = (
    "the to of and in a that said for on with is was by at from as be it has he not had but they have are will his "
    "were an been government president minister rebels talks people army against war russia syria forces agreement "
    "officials police killed attack security country state border ceasefire weapons south city foreign"
)
RARE_WORD = "quicksilver"
COMMON_WORD = "government"

_FIRST_DAY = datetime(2023, 1, 1, tzinfo=UTC)
_APART = timedelta(seconds=90)
_CLAIMS_IN_A_DOCUMENT = 8
_RARE_WORD_EVERY = 20_000
_CHUNK = 5_000

_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]

STATUSES: Mapping[Status, int] = {
    Status.PROPOSED: 4_500,
    Status.UNVERIFIED: 800,
    Status.IN_REVIEW: 60,
    Status.WAITING: 30,
    Status.SECOND_CHECK: 40,
    Status.VERIFIED: 1_100,
    Status.QUOTE_VERIFIED: 500,
    Status.ATTRIBUTED: 700,
    Status.MISLEADING: 60,
    Status.DISPUTED: 80,
    Status.REFUTED: 120,
    Status.UNVERIFIABLE: 90,
    Status.NOT_AS_SAID: 40,
    Status.SET_ASIDE: 2_000,
    Status.WITHDRAWN: 2,
}
_IDENTIFIED = {
    Identification.NAMED: 62,
    Identification.TITLE_ONLY: 12,
    Identification.ORGANISATION_ONLY: 9,
    Identification.DESCRIBED: 7,
    Identification.COLLECTIVE: 6,
    Identification.BARE: 2,
    Identification.UNATTRIBUTED: 2,
}
_KINDS = {QuotationKind.DIRECT: 55, QuotationKind.INDIRECT: 38, QuotationKind.MIXED: 7}


# A decided claim remembers in whose hand it was.
_IN_SOMEBODYS_HAND = {Status.IN_REVIEW, Status.WAITING, Status.SECOND_CHECK, *workflow.DECIDED}


def _usual_answers() -> dict[Status, tuple[Attribution, Verdict]]:
    """The first pair of answers that leads to each decided status."""
    answers: dict[Status, tuple[Attribution, Verdict]] = {}
    for pair, decision in workflow.DECISIONS.items():
        if isinstance(decision, Status):
            answers.setdefault(decision, pair)
    return answers


_ANSWERS = _usual_answers()


class _Chance(Generic[Thing]):
    """Draws things, each as often as its weight says."""

    def __init__(self, random: Random, things: Sequence[Thing], weights: Iterable[float] | None = None) -> None:
        self._random, self._things = random, things
        # Without weights: the n-th most frequent thing is n times rarer than the first, as words and names are.
        self._sums = list(accumulate(weights or (1 / (place + 3) for place in range(len(things)))))

    def some(self, number: int) -> list[Thing]:
        """Draw this many."""
        return self._random.choices(self._things, cum_weights=self._sums, k=number)


def fill(claims: int, *, say: Callable[[str], None], statuses: Mapping[Status, int] = STATUSES) -> None:
    """Write this many claims with documents, quotations, sources and people, in bulk, and as many of each status."""
    random = Random(claims)
    words = _Chance(random, [*_COMMON.split(), *(_word(random) for _ in range(60_000))])
    people = _people()
    speakers = _sources(random, 2_000 + claims // 50, SourceKind.PERSON)
    agencies = _sources(random, 300, SourceKind.AGENCY)
    say(f"writing {claims:,} claims ...")
    documents = _documents(words, agencies, 1 + claims // _CLAIMS_IN_A_DOCUMENT)
    desk = _Desk(random, words, _Chance(random, speakers), _Chance(random, agencies), people, documents, statuses)
    for first in range(0, claims, _CHUNK):
        desk.write(range(first, min(first + _CHUNK, claims)))
        if first and first % 200_000 == 0:
            say(f"  {first:,}")


class _Desk:
    """Writes claims with everything that hangs on them."""

    def __init__(
        self,
        random: Random,
        words: _Chance[str],
        speakers: _Chance[Source],
        agencies: _Chance[Source],
        people: Sequence[User],
        documents: Sequence[tuple[int, str]],
        statuses: Mapping[Status, int],
    ) -> None:
        self._random, self._words, self._speakers, self._agencies = random, words, speakers, agencies
        self._people, self._documents = people, documents
        self._statuses = _Chance(random, list(statuses), statuses.values())
        self._kinds = _Chance(random, list(_KINDS), _KINDS.values())
        self._identified = _Chance(random, list(_IDENTIFIED), _IDENTIFIED.values())

    def write(self, numbers: range) -> None:
        """Write the claims of these numbers, with quotations and the words they are found by."""
        statuses, speakers = self._statuses.some(len(numbers)), self._speakers.some(len(numbers))
        rows = [self._claim(*values) for values in zip(numbers, statuses, speakers, strict=True)]
        claims = Claim.objects.bulk_create(rows)
        kinds = self._kinds.some(len(claims))
        quotations = [self._quotation(*values) for values in zip(numbers, claims, kinds, speakers, strict=True)]
        Quotation.objects.bulk_create(quotations)
        ClaimWords.objects.bulk_create(
            ClaimWords(
                claim=claim,
                words=f"{fold(claim.statement)} {quotation.words}",
                speaker=f"{speaker.folded} {fold(quotation.speaker_printed)}",
            )
            for claim, quotation, speaker in zip(claims, quotations, speakers, strict=True)
        )

    def _claim(self, number: int, status: Status, speaker: Source) -> Claim:
        attribution, verdict = _ANSWERS.get(status, (Attribution.UNCHECKED, Verdict.UNCHECKED))
        created = _FIRST_DAY + number * _APART
        is_stale = status in workflow.DECIDED and self._random.random() < 0.002
        is_linked = status is not Status.PROPOSED or self._random.random() < 0.5
        is_by_hand = status is not Status.PROPOSED and self._random.random() < 0.03
        statement = " ".join(self._words.some(12)).capitalize() + "."
        if number % _RARE_WORD_EVERY == 0:
            statement = f"{statement} {RARE_WORD}"
        return Claim(
            statement=statement,
            speaker=speaker if is_linked else None,
            speaker_basis=SpeakerBasis.PRINTED if is_linked else SpeakerBasis.OPEN,
            source=self._agencies.some(1)[0],
            status=status,
            status_before=Status.PROPOSED if status is Status.SET_ASIDE else "",
            attribution=attribution,
            verdict=verdict,
            how_to_use=workflow.how_to_use(status, attribution, stale=is_stale),
            stale_since=created if is_stale else None,
            assigned_to=self._random.choice(self._people) if status in _IN_SOMEBODYS_HAND else None,
            submitted_by=self._random.choice(self._people) if status is Status.SECOND_CHECK else None,
            rounds=self._random.randrange(2) if status is Status.IN_REVIEW else 0,
            waiting_for="an answer" if status is Status.WAITING else "",
            waiting_until=created + timedelta(days=7) if status is Status.WAITING else None,
            needed_by=created + timedelta(hours=9) if self._random.random() < 0.005 else None,
            tells_of_death=self._random.random() < 0.03,
            accuses=self._random.random() < 0.04,
            confidence=None if is_by_hand else round(self._random.betavariate(8, 2), 2),
            created=created,
            updated=created + timedelta(minutes=self._random.randrange(100_000)),
        )

    def _quotation(self, number: int, claim: Claim, kind: QuotationKind, speaker: Source) -> Quotation:
        snapshot, _title = self._documents[number // _CLAIMS_IN_A_DOCUMENT]
        start = 200 * (number % _CLAIMS_IN_A_DOCUMENT)
        return Quotation(
            snapshot_id=snapshot,
            claim=claim,
            is_primary=True,
            kind=kind,
            start=start,
            end=start + 150,
            words=" ".join(self._words.some(20)),
            cue="said",
            speaker_printed=speaker.name.split()[-1],
            identification=self._identified.some(1)[0],
            damage=[["cut_end", start + 149, start + 150]] if self._random.random() < 0.03 else [],
            found_by=self._people[0] if claim.confidence is None else None,
            extractor="" if claim.confidence is None else "bench 1",
            confidence=claim.confidence,
            created=claim.created,
        )


def _word(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=random.randint(2, 4)))


def _people() -> list[User]:
    people = User.objects.bulk_create(User(username=f"editor{number}") for number in range(30))
    Group.objects.get(name=Role.EDITOR.value).user_set.add(*people)
    return people


def _sources(random: Random, number: int, kind: SourceKind) -> list[Source]:
    names = (" ".join(_word(random).capitalize() for _ in range(2)) for _ in range(number))
    return Source.objects.bulk_create(
        (Source(name=name, folded=fold(name), kind=kind, role="") for name in names), batch_size=_CHUNK
    )


def _documents(words: _Chance[str], agencies: Sequence[Source], number: int) -> list[tuple[int, str]]:
    """The id of the first version and the title of every document."""
    made: list[tuple[int, str]] = []
    for numbers in _chunks(range(number)):
        documents = Document.objects.bulk_create(
            Document(
                our_title=" ".join(words.some(6)).capitalize(),
                agency=agencies[at % len(agencies)],
                agency_knowledge="known",
                created=_FIRST_DAY + at * _CLAIMS_IN_A_DOCUMENT * _APART,
            )
            for at in numbers
        )
        snapshots = Snapshot.objects.bulk_create(_snapshot(document) for document in documents)
        made.extend((snapshot.pk, document.our_title) for snapshot, document in zip(snapshots, documents, strict=True))
    return made


def _snapshot(document: Document) -> Snapshot:
    text = f"{document.our_title} {document.pk}"
    return Snapshot(
        document=document,
        number=1,
        text=text,
        text_sha256=sha256(text.encode()).hexdigest(),
        raw_sha256=sha256(text.encode()).hexdigest(),
        raw_size=len(text),
        encoding="utf-8",
        encoding_basis="pasted",
        damage_score=document.pk % 50 / 160,
        received=document.created,
    )


def _chunks(things: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(things)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk

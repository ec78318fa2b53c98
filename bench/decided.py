"""Bench: a made-up newsroom in which everything is decided, with all that a list of it carries.

Every claim has the finding it was decided by, what that rests on, and of each quotation the spans and the chain. One in
ten claims has a further copy of its words. Of each thing there is as much as in a newsroom: two spans are rare, a chain
has two to four steps, a finding rests on one to three things.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from random import Random

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat

from bench import newsroom
from claims import workflow
from claims.models import Claim, Document, Evidence, Finding, Quotation, Relay, Snapshot, Source, Span
from claims.records.checking import EvidenceKind, FindingState, Relation, Stance
from claims.records.provenance import Basis, ChainEnd, Knowledge, RelayRole, SourceKind, SpeakerBasis, Transform

_CHUNK = 5_000
_REASONS = (
    "The recording of the press conference was heard, and these are the words.",
    "The minutes of the session say so on page 12; the ministry confirmed the figure by telephone.",
    "Two eyewitnesses who do not know each other gave the same account, and the picture shows the place.",
)
_STEPS = (
    (RelayRole.MONITOR, Basis.INFERRED, "told AFP in the same story", Transform.PARAPHRASE),
    (RelayRole.AGENCY, Basis.PRINTED, "", Transform.VERBATIM),
    (RelayRole.REPUBLISHER, Basis.EDITOR, "", Transform.MACHINE_TRANSLATION),
)


def fill(claims: int, *, say: Callable[[str], None]) -> None:
    """Write this many decided claims with everything that hangs on them, in bulk."""
    shares = {status: share for status, share in newsroom.STATUSES.items() if status in workflow.DECIDED}
    newsroom.fill(claims, say=say, statuses=shares)
    say("writing findings, evidence, spans and chains ...")
    _date_documents()
    _print_more()
    _release_some()
    desk = _Desk(Random(claims))
    for first in range(0, Claim.objects.order_by("pk").values_list("pk", flat=True).last() or 0, _CHUNK):
        desk.complete(list(Claim.objects.filter(pk__gt=first, pk__lte=first + _CHUNK).order_by("pk")))


def _date_documents() -> None:
    """Every document has an address; of two in three the day is known."""
    number = Cast(F("pk"), models.CharField())
    Document.objects.update(
        address=Concat(Value("https://news.example.org/2026/harbour-talks/story-"), number, Value(".html")),
        address_knowledge=Knowledge.KNOWN,
    )
    Document.objects.annotate(third=F("pk") % 3).exclude(third=0).update(
        published=F("created"), published_knowledge=Knowledge.KNOWN, published_precision="day", published_zone="+01:00"
    )


def _print_more() -> None:
    """Of one quotation in two the role and the day are printed, and of one in three chains the end is looked for."""
    Quotation.objects.annotate(half=F("pk") % 2).filter(half=0).update(
        role_printed="director of the port", said_when="on Wednesday evening"
    )
    Quotation.objects.annotate(third=F("pk") % 3).filter(third=0).update(chain_end=ChainEnd.PRIMARY_RECORD)


def _release_some() -> None:
    """One claim in a hundred was released on one reader, and of one in twenty the speaker is an editor's reading."""
    Claim.objects.annotate(hundredth=F("pk") % 100).filter(hundredth=0).update(
        single_read_at=F("created"),
        single_read_by=User.objects.order_by("pk")[0],
        single_read_because="The paper closes.",
        version=F("version") + 1,
    )
    Claim.objects.annotate(twentieth=F("pk") % 20).filter(twentieth=7, speaker__isnull=False).update(
        speaker_basis=SpeakerBasis.EDITOR, version=F("version") + 1
    )


class _Desk:
    """Completes claims: answers, reasons, places, the way the words took."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._people = list(User.objects.order_by("pk"))
        self._agencies = list(Source.objects.filter(kind=SourceKind.AGENCY).order_by("pk"))
        self._snapshots = list(Snapshot.objects.order_by("pk").values_list("pk", flat=True))

    def complete(self, claims: Sequence[Claim]) -> None:
        """Write everything that hangs on some claims."""
        self._copy(claims)
        Finding.objects.bulk_create(map(self._finding, claims))
        Evidence.objects.bulk_create(piece for claim in claims for piece in self._evidence(claim))
        of_claims = Quotation.objects.filter(claim__in=[claim.pk for claim in claims])
        quotations = list(of_claims.select_related("claim__speaker").order_by("pk"))
        Span.objects.bulk_create(span for quotation in quotations for span in self._spans(quotation))
        Relay.objects.bulk_create(step for quotation in quotations for step in self._chain(quotation))

    def _copy(self, claims: Sequence[Claim]) -> None:
        """The words of one in ten stand in another document too."""
        some = [claim.pk for claim in claims if self._random.random() < 0.1]
        copies = list(Quotation.objects.filter(claim__in=some).order_by("pk"))
        for copy in copies:
            copy.pk, copy.is_primary, copy.snapshot_id = None, False, self._random.choice(self._snapshots)
        Quotation.objects.bulk_create(copies)

    def _finding(self, claim: Claim) -> Finding:
        first, second = self._random.sample(self._people, 2)
        is_open, is_settled = claim.is_single_read, self._random.random() < 0.02
        return Finding(
            claim=claim,
            number=1,
            state=FindingState.SUBMITTED if is_open else FindingState.AGREED,
            attribution=claim.attribution,
            verdict=claim.verdict,
            reason=self._random.choice(_REASONS),
            made_by=first,
            made_at=claim.created + timedelta(hours=2),
            second_by=None if is_open or is_settled else second,
            second_at=None if is_open or is_settled else claim.created + timedelta(hours=3),
        )

    def _evidence(self, claim: Claim) -> Iterator[Evidence]:
        for number in range(self._random.choices((1, 2, 3), (50, 35, 15))[0]):
            facts = self._random.choices((self._link, self._file, self._note, self._asked), (60, 10, 15, 15))[0](claim)
            yield Evidence(
                claim=claim,
                stance=self._random.choices(list(Stance), (80, 8, 12))[0],
                relation=self._random.choices(list(Relation), (40, 25, 10, 25))[0],
                added_by=self._people[claim.pk % len(self._people)],
                added_at=claim.created + timedelta(minutes=30 + number),
                **facts,
            )

    def _link(self, claim: Claim) -> dict[str, object]:
        return {"kind": EvidenceKind.LINK, "address": f"https://records.example.org/sessions/{claim.pk}?page=12"}

    def _file(self, claim: Claim) -> dict[str, object]:
        sha256 = f"{claim.pk:064x}"
        return {"kind": EvidenceKind.FILE, "file_sha256": sha256, "file_name": "minutes.pdf", "file_size": 70_000}

    def _note(self, _claim: Claim) -> dict[str, object]:
        return {"kind": EvidenceKind.NOTE, "text": "The spokesman says the same in the broadcast of the evening."}

    def _asked(self, claim: Claim) -> dict[str, object]:
        return {
            "kind": EvidenceKind.ASKED,
            "asked_whom": "the press office of the ministry",
            "asked_how": "by telephone",
            "asked_at": claim.created + timedelta(minutes=40),
            "has_reply": self._random.random() < 0.7,
            "text": "They confirm the number of boats, and not the day.",
        }

    def _spans(self, quotation: Quotation) -> Iterator[Span]:
        words = quotation.words.split()
        pieces = [words[:12], words[14:]] if self._random.random() < 0.12 else [words]
        start = quotation.start
        for position, piece in enumerate(pieces):
            exact = " ".join(piece)
            yield Span(
                quotation=quotation,
                position=position,
                start=start,
                end=start + len(exact),
                exact=exact,
                prefix="at the harbour on Wednesday, “" if not position else "” he told them, “",
                suffix="”, said the spokesman of the por",
            )
            start += len(exact) + 20

    def _chain(self, quotation: Quotation) -> Iterator[Relay]:
        speaker = quotation.claim.speaker
        yield Relay(
            quotation=quotation,
            position=0,
            source=speaker,
            knowledge=Knowledge.KNOWN if speaker else Knowledge.UNKNOWN,
            name=quotation.speaker_printed,
            roles=[RelayRole.SPEAKER],
            words="said",
            basis=Basis.PRINTED,
        )
        for position, (role, basis, inferred_from, transform) in enumerate(self._steps(), 1):
            agency = self._random.choice(self._agencies) if role is not RelayRole.REPUBLISHER else None
            yield Relay(
                quotation=quotation,
                position=position,
                source=agency,
                knowledge=Knowledge.KNOWN if agency else Knowledge.UNKNOWN,
                name=agency.name if agency else "",
                roles=[role],
                words="told" if agency else "",
                transform=transform,
                is_read_by_us=agency is None,
                basis=basis,
                inferred_from=inferred_from,
            )

    def _steps(self) -> Sequence[tuple[RelayRole, Basis, str, Transform]]:
        return _STEPS[self._random.choices((0, 1, 2), (20, 55, 25))[0] :]

"""Services: evidence that somebody opened. A second check shows it; reading needs no Event, the row is enough."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models.functions import Coalesce
from django.utils import timezone

from claims import permissions
from claims.models import Claim, Evidence, EvidenceOpened
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.checking import OPENABLE


@dataclass(frozen=True, slots=True)
class Opened:
    """Which of a claim's links and files somebody has opened, and of how many."""

    ids: Sequence[int]
    of: int


def note(evidence: Evidence, *, by: Actor) -> None:
    """Write down that somebody opens a link or a file, the first time they do.

    Evidence that was taken over from a document is the same thing in every claim: it is opened once for all of them.
    """
    permissions.require(by, Act.READ)
    EvidenceOpened.objects.get_or_create(
        evidence_id=evidence.taken_from_id or evidence.pk,
        person_id=permissions.person(by),
        defaults={"opened_at": timezone.now()},
    )


def opened_by(by: Actor, claim: Claim) -> Opened:
    """How much of what a claim rests on somebody has opened."""
    found = dict(claim.evidence.standing().filter(kind__in=OPENABLE).values_list("pk", Coalesce("taken_from_id", "pk")))
    opened = EvidenceOpened.objects.filter(person=by.person, evidence__in=found.values())
    originals = set(opened.values_list("evidence_id", flat=True))
    return Opened([pk for pk, original in found.items() if original in originals], of=len(found))

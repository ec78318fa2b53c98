"""Tests: the seed story's list, as a desk decides it and takes it out."""

import io
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils.datastructures import MultiValueDict

from claims.exports import FORMATS
from claims.filters import ClaimFilter
from claims.models import Claim
from claims.querysets import ClaimQuerySet
from claims.records.checking import Attribution, EvidenceKind, Relation, Stance, Verdict
from claims.selectors import export_rows
from claims.services import exporting, findings, review
from claims.services.evidence import Given
from claims.services.exporting import Asked, Exported, Selection
from claims.services.findings import Answers
from claims.tests.conftest import acting

RECORD = Given(EvidenceKind.LINK, Stance.SUPPORTS, Relation.INDEPENDENT, address="https://example.org/record")

# What two editors found, in the order of the story; the rest stays as the machine proposed it.
FOUND = (
    (Attribution.RELAYED, Verdict.TRUE),
    (Attribution.RELAYED, Verdict.TRUE),
    (Attribution.RELAYED, Verdict.DISPUTED),
    (Attribution.RELAYED, Verdict.UNCHECKED),
)


def decide(settings: Any) -> list[Claim]:
    """The seed story comes in, and two editors decide the first of its claims."""
    settings.DEBUG = True
    call_command("prepare", verbosity=0)
    settings.DEBUG = False
    edith, emil = (acting(User.objects.get(username=name)) for name in ("edith", "emil"))
    claims = list(Claim.objects.order_by("quotations__start")[: len(FOUND)])
    for claim, (attribution, verdict) in zip(claims, FOUND, strict=True):
        review.accept(claim.pk, by=edith)
        review.take(claim.pk, by=edith)
        answers = Answers(attribution, verdict, "Checked against the record of the talks.")
        findings.submit_with_evidence(claim.pk, answers, RECORD, by=edith)
        findings.agree(claim.pk, by=emil)
    return claims


def show(asked: Asked) -> ClaimQuerySet:
    """What the filters of the list show."""
    claims: ClaimQuerySet = ClaimFilter(MultiValueDict(asked), Claim.objects.all()).qs
    return claims


def all_of_it() -> Selection:
    """The whole list, whatever its status."""
    return exporting.everything({}, show=show)


def take_out(format: str, selection: Selection | None = None) -> tuple[Exported, io.BytesIO]:
    """The list as a file, taken out by an editor."""
    by = acting(User.objects.get(username="edith"))
    exported = exporting.export(selection or exporting.listed({}, show=show), format=format, by=by)
    with exported.file as file:
        return exported, io.BytesIO(file.read())


def read_back(format: str, file: io.BytesIO) -> list[Any]:
    """What our own reader finds in the file."""
    return list(FORMATS[format].read(file))


def words_of(claim: Claim) -> str:
    """The words of a claim's primary quotation, as a row has them."""
    (row,) = export_rows.rows(Claim.objects.filter(pk=claim.pk))
    return row.words or ""

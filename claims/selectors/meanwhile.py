"""Selectors: what happened to a claim since somebody opened its page, and the claim as that page showed it."""

import json
from collections.abc import Sequence
from copy import copy
from dataclasses import replace

from django.core.exceptions import FieldDoesNotExist

from claims.models import Claim, Event
from claims.records.acts import SubjectKind
from claims.selectors import history
from claims.selectors.claim_page import Findings, WholeClaim
from claims.selectors.history import Line


def since(whole: WholeClaim, version: int) -> Sequence[Line]:
    """What happened after a version of the claim, newest first, as its history tells it."""
    return history.of_claim(whole.claim, after=version)


def as_seen(whole: WholeClaim, version: int) -> WholeClaim:
    """The claim as it was at a version, read back from the ledger: its own fields and its findings.

    What stands beside it (words, evidence, notes) is as it is now.
    """
    claim, later = copy(whole.claim), _after(whole.claim, version)
    for event in reversed(later):
        for name, value in json.loads(event.body)["before"].items():
            _put_back(claim, name, value)
    claim.version = version
    return replace(whole, claim=claim, findings=_findings_before(whole.findings, later) if later else whole.findings)


def _after(claim: Claim, version: int) -> Sequence[Event]:
    return list(Event.objects.about(SubjectKind.CLAIM, claim.pk).filter(subject_version__gt=version))


def _put_back(claim: Claim, name: str, value: object) -> None:
    """One value of the ledger; what it tells of things beside the claim (spans, evidence) is left out."""
    try:
        field = Claim._meta.get_field(name)
    except FieldDoesNotExist:
        return
    if field.concrete:
        setattr(claim, field.attname, field.to_python(value))


def _findings_before(found: Findings, later: Sequence[Event]) -> Findings:
    """The newest finding there was before these events; none stood before the first was given."""
    everything = [answers for answers in (found.standing, *found.earlier) if answers]
    before = [answers for answers in everything if answers.finding.made_at < later[0].at]
    newest = max(before, key=lambda answers: answers.finding.number, default=None)
    return Findings(newest, [answers for answers in before if answers is not newest], None)

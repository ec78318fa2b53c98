"""Querysets: words for chaining."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from claims import workflow
from claims.records.jobs import OPEN, JobState
from claims.records.sealing import RequestState
from claims.workflow import Status

if TYPE_CHECKING:
    # Named in strings below, as the models import this file; a linter does not see that.
    import claims.models.claim
    import claims.models.event
    import claims.models.finding
    import claims.models.job
    import claims.models.quotation
    import claims.models.sealing
    import claims.models.token
    import claims.models.view  # noqa: F401
    from claims.models.document import Document
    from claims.models.source import Source


class CappedCount(models.Subquery):
    """How many rows a sliced query gives: counted inside the database, and no further than the slice."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = models.IntegerField()


class ClaimQuerySet(models.QuerySet["claims.models.claim.Claim"]):
    """Words about claims."""

    def verified(self) -> Self:
        """Verified and not stale: what a verified list may carry."""
        return self.filter(status=Status.VERIFIED, stale_since=None)

    def open(self) -> Self:
        """Still on the desk."""
        return self.filter(status__in=workflow.OPEN)

    def undecided(self) -> Self:
        """Still on the desk, said so that an index by another field can bring the order."""
        return self.exclude(status__in=sorted(workflow.DECIDED | workflow.AWAY))

    def at_hand(self) -> Self:
        """Neither set aside nor withdrawn: what a list shows unless somebody asks for those."""
        return self.exclude(status__in=sorted(workflow.AWAY))

    def decided(self) -> Self:
        """Decided, stale or not."""
        return self.filter(status__in=workflow.DECIDED)

    def stale(self) -> Self:
        """Decided on words that have changed since."""
        return self.filter(stale_since__isnull=False)

    def single_read(self) -> Self:
        """Released by a chief on one reader."""
        return self.filter(single_read_at__isnull=False)

    def unread(self) -> Self:
        """Those of which nobody has said "read, nothing to do": what a queue may show."""
        return self.filter(read_at=None)

    def awaiting_second_check(self) -> Self:
        """Findings are in, another editor must agree; also of those that a chief released on one reader meanwhile.

        These few are looked up by an index of their own, so that not all that was ever decided is walked through.
        """
        released = self.model._default_manager.filter(single_read_at__isnull=False).values("pk")
        return self.filter(
            models.Q(status=Status.SECOND_CHECK)
            | models.Q(pk__in=released) & ~models.Q(status__in=sorted(workflow.OPEN | workflow.AWAY))
        )

    def from_source(self, source: "Source") -> Self:
        """Claims that reached us through this source."""
        return self.filter(source=source)

    def by_speaker(self, speaker: "Source") -> Self:
        """Claims this speaker made."""
        return self.filter(speaker=speaker)

    def in_document(self, document: "Document") -> Self:
        """Claims with a quotation in this document, whichever version."""
        return self.filter(
            models.Exists(
                self.model._meta.get_field("quotations").related_model._default_manager.filter(
                    claim=models.OuterRef("pk"), snapshot__document=document
                )
            )
        )


class QuotationQuerySet(models.QuerySet["claims.models.quotation.Quotation"]):
    """Words about quotations."""

    def primary(self) -> Self:
        """The quotation a claim's attribution answer is about."""
        return self.filter(is_primary=True)

    def in_reading_order(self) -> Self:
        """As they stand in the text."""
        return self.order_by("start", "end", "id")


class DocumentQuerySet(models.QuerySet["Document"]):
    """Words about documents."""

    def in_use(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


class SourceQuerySet(models.QuerySet["Source"]):
    """Words about sources."""

    def linkable(self) -> Self:
        """Those that may be chosen by name: named ones, not somebody described in one document, nor merged away."""
        return self.filter(document=None, merged_into=None)

    def linking(self) -> Self:
        """Those that a story links to by itself when it prints their full name. No story can name a sealed one."""
        return self.linkable().filter(is_sealed=False)

    def standing(self) -> Self:
        """Those that were not merged into another."""
        return self.filter(merged_into=None)


class IdentityRequestQuerySet(models.QuerySet["claims.models.sealing.IdentityRequest"]):
    """Words about requests to see who a sealed source is."""

    def open(self) -> Self:
        """Those that no chief has decided on."""
        return self.filter(state=RequestState.OPEN)

    def running(self, now: datetime) -> Self:
        """Granted, and the time is not over."""
        return self.filter(state=RequestState.GRANTED, ends_at__gt=now)


class JobQuerySet(models.QuerySet["claims.models.job.Job"]):
    """Words about work in the background."""

    def open(self) -> Self:
        """Waiting or running."""
        return self.filter(state__in=sorted(OPEN))

    def waiting(self) -> Self:
        """Asked for, and no worker has it."""
        return self.filter(state=JobState.WAITING)

    def running(self) -> Self:
        """A worker has it, or had it when it was last heard of."""
        return self.filter(state=JobState.RUNNING)


class EvidenceQuerySet(models.QuerySet["claims.models.finding.Evidence"]):
    """Words about evidence."""

    def standing(self) -> Self:
        """Not taken off again: what a finding may rest on."""
        return self.filter(removed_at=None)


class EventQuerySet(models.QuerySet["claims.models.event.Event"]):
    """Words about events."""

    def about(self, kind: str, pk: int) -> Self:
        """The history of one subject, oldest first."""
        return self.filter(subject_kind=kind, subject_id=pk).order_by("sequence")


class SavedViewQuerySet(models.QuerySet["claims.models.view.SavedView"]):
    """Words about saved views."""

    def seen_by(self, person: int) -> Self:
        """Somebody's own, and those that others share; without those that were removed."""
        return self.filter(models.Q(owner=person) | models.Q(is_shared=True), removed_at=None)


class TokenQuerySet(models.QuerySet["claims.models.token.Token"]):
    """Words about tokens."""

    def live(self, now: datetime) -> Self:
        """Neither ended nor expired."""
        return self.filter(ended_at=None, expires_at__gt=now)


class IssuedClaimQuerySet(models.QuerySet["claims.models.issued_list.IssuedClaim"]):
    """Words about claims as lists carried them."""

    def unsettled(self) -> Self:
        """Those of which we would say something else by now, in lists that no later version replaces."""
        return self.filter(changed_at__isnull=False, settled="", issued_list__replaced_by=None)

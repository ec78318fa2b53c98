"""Bench: a desk with something of every kind on it, and the chief's browser, for bad inputs to be sent to."""

from django.contrib.auth.models import Group, User
from django.test import Client

from bench import newsroom
from bench.hostility.texts import STORY
from claims import permissions
from claims.importers import pasted
from claims.models import Claim, Quotation, Span
from claims.records.acts import Actor, Role
from claims.records.checking import EvidenceKind, Stance
from claims.records.provenance import SourceKind
from claims.records.quotations import Marked
from claims.services import evidence, importing, merging, notes, saved_views, sources
from claims.services.importing import Imported

_LIMIT = 5_000_000
_CORRECTED = f"CORRECTION: adds a line.\n\n{STORY.replace('Nobody asked', 'No one asked')}"


def furnished(claims: int) -> Client:
    """A desk with so many claims in every status, a story in two versions, and one of everything else."""
    newsroom.fill(claims, say=lambda _line: None)
    _place_words()
    chief = User.objects.create(username="drill-chief", first_name="Clara")
    chief.groups.add(Group.objects.get(name=Role.CHIEF.value))
    by = permissions.actor(chief)
    story = importing.import_text(pasted(STORY, limit=_LIMIT), by=by)
    _annotate(story, by)
    importing.import_version(story.document.pk, pasted(_CORRECTED, limit=_LIMIT), by=by)
    browser = Client(raise_request_exception=False)
    browser.force_login(chief)
    session = browser.session
    session["second_factor"] = "drill"  # as whoever has shown one
    session.save()
    return browser


def _place_words() -> None:
    """The spans of a made-up newsroom's quotations, which its lists can do without and pages cannot."""
    without = Quotation.objects.filter(spans=None)
    Span.objects.bulk_create(
        Span(quotation=one, position=0, start=one.start, end=one.end, exact=one.words) for one in without
    )


def _annotate(story: Imported, by: Actor) -> None:
    claim = Claim.objects.filter(quotations__snapshot=story.snapshot).order_by("pk")[0]
    words = Quotation.objects.filter(snapshot=story.snapshot).order_by("start")[0].words
    notes.add_to_claim(claim.pk, "Ask the port.", by=by)
    notes.add_to_document(story.document.pk, "Who wrote this?", by=by)
    notes.add_to_words(story.snapshot.pk, "Is this so?", Marked(words), by=by)
    link = evidence.Given(kind=EvidenceKind.LINK, stance=Stance.SUPPORTS, address="https://port.example/closed")
    file = evidence.Given(kind=EvidenceKind.FILE, stance=Stance.CONTEXT, content=b"closed", file_name="notice.txt")
    evidence.add(claim.pk, link, by=by)
    evidence.add_to_document(story.document.pk, file, by=by)
    saved_views.keep("Harbour", "q=harbour", by=by)
    keep, drop = (
        sources.create(by=by, name=name, kind=SourceKind.PERSON) for name in ("Marta Solheim", "M. Solheim of the port")
    )
    merging.merge(keep.pk, drop.pk, by=by, because="the same")

"""Selectors: what happened to a claim, as sentences that an editor can read."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from django.contrib.auth.models import User
from django.db.models import Case, Count, F, IntegerField, OuterRef, Subquery, Value, When
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.choices import labels
from claims.models import Claim, Event, Source
from claims.records.acts import ActorKind, SubjectKind
from claims.records.checking import Attribution, Credibility, EvidenceKind, Stance, Verdict
from claims.records.provenance import SpeakerBasis
from claims.records.quotations import QuotationKind

DEEDS: Mapping[str, str | Promise] = {
    "claim.propose": gettext_lazy("found it"),
    "claim.mark": gettext_lazy("marked the words and made a claim of them"),
    "claim.enter": gettext_lazy("entered it by hand"),
    "claim.hold_fast": gettext_lazy("took it into the ledger as it was then"),
    "claim.accept": gettext_lazy("accepted it"),
    "claim.take_back_acceptance": gettext_lazy("took back that it was accepted"),
    "claim.take": gettext_lazy("took it in hand"),
    "claim.release": gettext_lazy("laid it back for others"),
    "claim.assign": gettext_lazy("gave it into somebody's hand"),
    "claim.hold": gettext_lazy("held it for an answer"),
    "claim.resume": gettext_lazy("went on with it"),
    "claim.read": gettext_lazy("read it; nothing was to do"),
    "claim.unread": gettext_lazy("put it back into the queues"),
    "claim.set_aside": gettext_lazy("set it aside"),
    "claim.restore": gettext_lazy("brought it back"),
    "claim.submit": gettext_lazy("submitted the answers"),
    "claim.take_back": gettext_lazy("withdrew the submission"),
    "claim.agree": gettext_lazy("agreed"),
    "claim.take_back_agreement": gettext_lazy("took back the agreement"),
    "claim.send_back": gettext_lazy("sent it back"),
    "claim.single_read": gettext_lazy("released it on one reader"),
    "claim.settle": gettext_lazy("settled it"),
    "claim.reopen": gettext_lazy("reopened it"),
    "claim.recall": gettext_lazy("recalled it"),
    "claim.stale": gettext_lazy("made it stale"),
    "claim.erase": gettext_lazy("erased the words it had of a document"),
    "claim.not_stale": gettext_lazy("took back what had made it stale"),
    "claim.still_holds": gettext_lazy("said that it still holds"),
    "claim.statement": gettext_lazy("changed or approved the statement"),
    "claim.mend_spelling": gettext_lazy("mended the spelling of the statement"),
    "claim.speaker": gettext_lazy("changed the speaker"),
    "claim.source": gettext_lazy("changed the source (via)"),
    "claim.chain": gettext_lazy("changed the chain"),
    "claim.chain_back": gettext_lazy("gave the chain back"),
    "claim.words": gettext_lazy("gave it other words of the text"),
    "claim.join": gettext_lazy("joined a neighbouring quotation to it"),
    "claim.split": gettext_lazy("split its words into two claims"),
    "claim.split_off": gettext_lazy("split it off another claim"),
    "claim.cut_out": gettext_lazy("cut foreign matter out of its words"),
    "claim.words_back": gettext_lazy("gave it back its words"),
    "claim.credibility": gettext_lazy("rated the credibility"),
    "claim.need": gettext_lazy("said by when it is needed"),
    "claim.put_back": gettext_lazy("took that back"),
    "claim.undo": gettext_lazy("took back what had been done in bulk"),
    "claim.evidence": gettext_lazy("added evidence"),
    "claim.evidence_off": gettext_lazy("took evidence off"),
    "claim.evidence_back": gettext_lazy("brought evidence back"),
    "claim.merge_source": gettext_lazy("merged two sources that it names"),
    "claim.unmerge_source": gettext_lazy("undid the merging of two sources"),
    "claim.seal_source": gettext_lazy("took the names of a sealed source out"),
    "claim.unseal_source": gettext_lazy("put the names of an unsealed source back"),
    "claim.take_over": gettext_lazy("took over evidence of the document"),
    "claim.follow": gettext_lazy("followed the words into a newer version of the text"),
    "claim.await_place": gettext_lazy("could not follow all words into a newer version of the text"),
    "claim.place": gettext_lazy("found the words their place in the newer version of the text"),
    "claim.read_again": gettext_lazy("read the words anew"),
    "claim.read_risks": gettext_lazy("read the words for deaths and accusations"),
    "claim.words_gone": gettext_lazy("no longer found the words in the newer version of the text"),
}


class By(StrEnum):
    """Whose hand it was, as the style sheet calls it."""

    PERSON = "person"
    MACHINE = "machine"
    COMMAND = "command"
    BULK = "bulk"


_BY: Mapping[str, By] = {
    ActorKind.PERSON: By.PERSON,
    ActorKind.MACHINE: By.MACHINE,
    ActorKind.COMMAND: By.COMMAND,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history. ``others`` counts the other claims that the same bulk act changed alike."""

    at: datetime
    who: str
    by: By
    did: str
    reason: str
    details: Sequence[str]
    others: int

    @property
    def with_others(self) -> str:
        """What to say of those others."""
        return ngettext("with %(count)s other", "with %(count)s others", self.others) % {"count": self.others}


Body: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """The names for the ids that stand in events."""

    sources: Mapping[int, str]
    people: Mapping[int, str]


def of_claim(claim: Claim, *, after: int = 0) -> list[Line]:
    """The history of a claim, newest first; all of it, or what came after a version. At most three queries."""
    events = events_about(SubjectKind.CLAIM, claim.pk, after)
    bodies: list[Body] = [json.loads(event.body) for event in events]
    names = names_in(bodies)
    return [
        line(event, DEEDS, _details(event.act, body["before"], body["after"], names))
        for event, body in zip(events, bodies, strict=True)
    ]


def events_about(kind: SubjectKind, pk: int, after: int = 0) -> list[Event]:
    """The events about one subject after a version of it, newest first, with who did it and on how many others alike.

    One query.
    """
    alike = (
        Event.objects.filter(batch=OuterRef("batch"), act=OuterRef("act"))
        .order_by()
        .values("batch")
        .annotate(count=Count("pk"))
        .values("count")
    )
    found = (
        Event.objects.about(kind, pk)
        .filter(subject_version__gt=after)
        .select_related("actor")
        .annotate(
            others=Case(
                When(is_bulk=True, then=Subquery(alike, output_field=IntegerField()) - 1),
                default=Value(0),
                output_field=IntegerField(),
            )
        )
        .order_by(F("sequence").desc())
    )
    return list(found)


def names_in(bodies: Iterable[Body]) -> Names:
    """The names for the ids in some bodies of events. At most two queries."""
    sides = [side for body in bodies for side in (body["before"], body["after"])]
    sources = {side[key] for side in sides for key in _SOURCES if side.get(key)}
    people = {side["assigned_to_id"] for side in sides if side.get("assigned_to_id")}
    return Names(
        sources=dict(Source.objects.filter(pk__in=sources).values_list("pk", "name")) if sources else {},
        people={person.pk: full_name(person) for person in User.objects.filter(pk__in=people)} if people else {},
    )


def full_name(person: User) -> str:
    """What somebody is called here."""
    return person.get_full_name() or person.get_username()


def line(event: Event, deeds: Mapping[str, str | Promise], details: Iterable[str]) -> Line:
    """One event as a line of the history."""
    return Line(
        at=event.at,
        who=full_name(event.actor) if event.actor else event.actor_name,
        by=By.BULK if event.is_bulk else _BY[event.actor_kind],
        did=str(deeds.get(event.act, event.act)),
        reason=event.reason,
        details=list(details),
        others=event.others,  # type: ignore[attr-defined]  # annotated above
    )


def _details(act: str, before: Body, after: Body, names: Names) -> Iterator[str]:
    """What an event tells beside who and why. What a claim began with needs no telling: it stands on the page."""
    if act not in _BEGINNINGS:
        for key in _TOLD:
            if key in after and (key != "finding" or act in _ANSWERING):
                said = _said(key, before.get(key), after[key], names)
                if said:
                    yield said


_SOURCES = ("speaker", "source", "publisher", "agency")
_BEGINNINGS = frozenset({"claim.propose", "claim.mark", "claim.enter", "claim.split_off"})
# Others agree with answers, send them back or withdraw them; only these give them.
_ANSWERING = frozenset({"claim.submit", "claim.settle"})
_TOLD = (
    "words",
    "cut_out",
    "joined",
    "split_off",
    "statement",
    "speaker",
    "speaker_basis",
    "source",
    "assigned_to_id",
    "waiting_for",
    "waiting_from",
    "waiting_until",
    "needed_by",
    "needed_for",
    "finding",
    "evidence",
    "taken_over",
    "evidence_off",
    "evidence_back",
    "credibility",
    "stale_because",
)


def _said(key: str, before: Any, after: Any, names: Names) -> str:
    match key:
        case "words":
            return _words(before, after)
        case "cut_out":
            return _("Cut out: “%(words)s”") % {"words": after}
        case "joined":
            return _("Joined: claim %(number)s") % {"number": after}
        case "split_off":
            return _("Split off: claim %(number)s") % {"number": after}
        case "statement":
            return _("“%(after)s” instead of “%(before)s”") % {"before": before, "after": after}
        case "speaker":
            return _("Speaker: %(name)s") % {"name": names.sources[after]} if after in names.sources else ""
        case "speaker_basis":
            return str(labels.label(SpeakerBasis(after)))
        case "source":
            return _("Source (via): %(name)s") % {"name": names.sources.get(after, _("unknown"))}
        case "assigned_to_id":
            return _("In the hand of %(name)s") % {"name": names.people[after]} if after in names.people else ""
        case "waiting_for":
            return _("For: %(what)s") % {"what": after} if after else ""
        case "waiting_from":
            return _("From: %(whom)s") % {"whom": after} if after else ""
        case "waiting_until":
            return _until(after)
        case "needed_by":
            return _needed_by(after)
        case "needed_for":
            return _("Desk: %(desk)s") % {"desk": after} if after else ""
        case "finding":
            return _finding(after)
        case "evidence":
            return evidence_told(after)
        case "taken_over" | "evidence_off" | "evidence_back":
            return "; ".join(map(evidence_told, after))
        case "credibility":
            return str(labels.label(Credibility(after))) if after else _("The rating was taken off.")
        case _:
            return str(after).removeprefix(str(before or "")).strip()


def _words(before: Body, after: Body) -> str:
    """The words after instead of those before; where only their kind is another, the kinds."""
    is_same = before["printed"] == after["printed"]
    told = [labels.label(QuotationKind(side["kind"])) if is_same else side["printed"] for side in (before, after)]
    return _("“%(after)s” instead of “%(before)s”") % {"before": told[0], "after": told[1]}


def _until(after: str | None) -> str:
    until = parse_datetime(after) if after else None
    return _("Until %(when)s") % {"when": _moment(until)} if until else ""


def _needed_by(after: str | None) -> str:
    moment = parse_datetime(after) if after else None
    return _("Needed by %(when)s") % {"when": _moment(moment)} if moment else _("No longer needed by a time")


def _finding(after: Body) -> str:
    return _("Did they say it? %(attribution)s. Is it true? %(verdict)s.") % {
        "attribution": labels.short_label(Attribution(after["attribution"])),
        "verdict": labels.short_label(Verdict(after["verdict"])),
    }


def evidence_told(after: Body) -> str:
    """A piece of evidence, in a line."""
    kind, stance = EvidenceKind(after["kind"]), Stance(after["stance"])
    what = after["address"] or after["asked_whom"] or after["text"]
    return f"{labels.label(kind)}, {labels.label(stance)}" + (f": {what}" if what else "")


def _moment(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "j M Y, H:i")

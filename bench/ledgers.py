"""Bench: a ledger to try things on: a small desk with every kind of row, and what a tamperer may do to it."""

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from django.db import connection

from claims.importers import pasted
from claims.ledger import canonical
from claims.ledger.lines import Told, hash_of
from claims.ledger.stand_alone import NOTHING_BEFORE, Fault
from claims.models import Claim, Event, Evidence, Finding, Quotation, Relay, Span, StateSalt, guards
from claims.records.acts import Actor, SubjectKind
from claims.records.checking import Attribution, EvidenceKind, Relation, Stance, Verdict
from claims.records.provenance import SpeakerBasis
from claims.services import evidence, findings, importing, keys, ledger, review
from claims.services.evidence import Given
from claims.services.findings import Answers
from claims.services.keys import MacKey

_TRIGGERS: Final = {
    "claim_version_rises": "claims_claim",
    "snapshot_stays_as_received": "claims_snapshot",
    "line_is_never_changed": "claims_event",
    "line_is_never_removed": "claims_event",
    "lines_are_never_removed": "claims_event",
}
_NOT_THE_DESKS: Final = MacKey("0" * 16, b"somebody else's key, 32 bytes...")


@contextmanager
def without_triggers() -> Iterator[None]:
    """As somebody has the database who may drop triggers."""
    with connection.cursor() as cursor:
        for name, table in _TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + f" ON {table}" * (connection.vendor == "postgresql"))
    try:
        yield
    finally:
        guards.install(connection)


def make_desk(by: Actor, *, claims: int) -> None:
    """So many stories, each with a claim that waits for its second check, with evidence, and one that is accepted."""
    for number in range(claims):
        story = (
            f"Harbour talks break off, day {number}\n\n"
            f"“The harbour stays closed for {number + 2} days,” said Marta Solheim, the port director.\n\n"
            f"“Nobody asked the {number + 2} fishermen,” Jonas Brekke told AFP on Tuesday.\n"
        )
        imported = importing.import_text(pasted(story, limit=10_000), by=by)
        found = Claim.objects.filter(quotations__snapshot__document=imported.document).order_by("pk")
        for claim in found:
            review.accept(claim.pk, by=by)
        first = found[0]
        review.take(first.pk, by=by)
        given = Given(
            EvidenceKind.LINK, Stance.SUPPORTS, Relation.INDEPENDENT, address=f"https://port.example/{number}"
        )
        evidence.add(first.pk, given, by=by)
        findings.submit(first.pk, Answers(Attribution.RELAYED, Verdict.TRUE, "The port says so."), by=by)


# --- What a tamperer may do to one row about a claim ------------------------------------------------------------------


def _change_claim(random: Random, claim: Claim) -> None:
    values: list[dict[str, object]] = [
        {"statement": "The harbour is open."},
        {"verdict": Verdict.FALSE},
        {"credibility": "1"},
        {"speaker": None, "speaker_basis": SpeakerBasis.OPEN},
        {"rounds": 7},
        {"created": claim.created + timedelta(seconds=1)},
        {"version": claim.version + 1},
        {"confidence": 0.01},
    ]
    value = random.choice([one for one in values if any(getattr(claim, name) != new for name, new in one.items())])
    Claim.objects.filter(pk=claim.pk).update(**value)


def _change_quotation(random: Random, claim: Claim) -> None:
    value: dict[str, object] = random.choice(
        [
            {"words": "open"},
            {"cue": "denied"},
            {"speaker_printed": "Nobody"},
            {"is_altered": True},
            {"damage": [["x", 1, 2]]},
        ]
    )
    Quotation.objects.filter(claim=claim).update(**value)


def _change_span(random: Random, claim: Claim) -> None:
    value: dict[str, object] = random.choice([{"start": 0}, {"exact": "open"}, {"prefix": "not "}])
    Span.objects.filter(quotation__claim=claim).update(**value)


def _change_relay(random: Random, claim: Claim) -> None:
    step = random.choice(Relay.objects.filter(quotation__claim=claim))
    value: dict[str, object] = random.choice([{"words": "wrote"}, {"transform": "cut"}, {"roles": ["translator"]}])
    Relay.objects.filter(pk=step.pk).update(**value)


def _change_finding(random: Random, claim: Claim) -> None:
    then = datetime(2020, 1, 1, tzinfo=UTC)
    value: dict[str, object] = random.choice([{"verdict": Verdict.FALSE}, {"reason": "No."}, {"made_at": then}])
    Finding.objects.filter(claim=claim).update(**value)


def _change_evidence(random: Random, claim: Claim) -> None:
    value: dict[str, object] = random.choice([{"address": "https://else.example/"}, {"stance": Stance.CONTRADICTS}])
    Evidence.objects.filter(claim=claim).update(**value)


def _add_row(_random: Random, claim: Claim) -> None:
    one = Evidence.objects.filter(claim=claim)[0]
    one.pk = None
    one.save()


def _remove_row(random: Random, claim: Claim) -> None:
    random.choice([Evidence.objects.filter(claim=claim), Relay.objects.filter(quotation__claim=claim)]).delete()


def _line(random: Random, claim: Claim) -> Event:
    return random.choice(Event.objects.about(SubjectKind.CLAIM, claim.pk))


def _change_column(random: Random, claim: Claim) -> None:
    line = _line(random, claim)
    value: dict[str, object] = random.choice(
        [
            {"reason": "None."},
            {"act": "claim.recall"},
            {"actor_name": "somebody"},
            {"at": line.at + timedelta(days=1)},
            {"body": '{"after":{},"before":{}}'},
            {"is_bulk": not line.is_bulk},
            {"batch": UUID(int=7)},
            {"subject_version": line.subject_version + 1},
        ]
    )
    Event.objects.filter(pk=line.pk).update(**value)


def _change_column_and_line(random: Random, claim: Claim) -> None:
    line = _line(random, claim)
    told = json.loads(line.line) | {"reason": "None."}
    Event.objects.filter(pk=line.pk).update(reason="None.", line=canonical(told))


def _move_line(random: Random, claim: Claim) -> None:
    """Say that a line is about another claim."""
    line, other = _line(random, claim), Claim.objects.exclude(pk=claim.pk)[0].pk
    told = json.loads(line.line)
    told["subject"]["id"] = other
    Event.objects.filter(pk=line.pk).update(subject_id=other, line=canonical(told))


def _change_mac(random: Random, claim: Claim) -> None:
    Event.objects.filter(pk=_line(random, claim).pk).update(mac=random.randbytes(32).hex())


def _remove_line(random: Random, claim: Claim) -> None:
    Event.objects.filter(pk=_line(random, claim).pk).delete()


def _add_line(random: Random, claim: Claim) -> None:
    """Append another agreement, without the key."""
    line, last = _line(random, claim), Event.objects.latest("sequence")
    told = Told._make(getattr(line, name) for name in Told._fields)._replace(sequence=last.sequence + 1)
    ledger.event_of(told, hash_of(last.line), line.sequence, "0" * 64, _NOT_THE_DESKS).save(force_insert=True)


def _change_salt(random: Random, claim: Claim) -> None:
    salt = StateSalt.objects.filter(subject_kind=SubjectKind.CLAIM, subject_id=claim.pk)
    value: dict[str, object] = random.choice([{"salt": secrets.token_hex(32)}, {"sequence": 1}, {"salt": ""}])
    salt.update(**value)


def _remove_claim(_random: Random, claim: Claim) -> None:
    Claim.objects.filter(pk=claim.pk).delete()


def _add_claim(_random: Random, claim: Claim) -> None:
    """Take every line of a claim away, as if nobody at the desk had made it."""
    Event.objects.about(SubjectKind.CLAIM, claim.pk).delete()


SINGLE_ROWS: Final[Mapping[str, Callable[[Random, Claim], None]]] = {
    "a claim's row changed": _change_claim,
    "a quotation changed": _change_quotation,
    "a span moved": _change_span,
    "a step of a chain changed": _change_relay,
    "a finding changed": _change_finding,
    "a piece of evidence changed": _change_evidence,
    "a row put in": _add_row,
    "a row taken out": _remove_row,
    "a claim taken out": _remove_claim,
    "a claim without lines": _add_claim,
    "a column of an event changed": _change_column,
    "an event changed with its line": _change_column_and_line,
    "an event told of another claim": _move_line,
    "an authentication changed": _change_mac,
    "an event taken out": _remove_line,
    "an event put in": _add_line,
    "a salt changed": _change_salt,
}


# --- What an administrator may do to the whole ledger -----------------------------------------------------------------


def _rewrite_with(key: MacKey, random: Random) -> None:
    """Change the reason of one event, and write it and all lines after it anew."""
    events = list(Event.objects.order_by("sequence"))
    at = random.randrange(len(events))
    events[at].reason = "None."
    previous = hash_of(events[at - 1].line) if at else NOTHING_BEFORE
    for event in events[at:]:
        facts = json.loads(event.line)
        told = Told._make(getattr(event, name) for name in Told._fields)
        anew = ledger.event_of(told, previous, facts["earlier"], facts["state"], key)
        event.line, event.mac, previous = anew.line, anew.mac, hash_of(anew.line)
    Event.objects.bulk_update(events[at:], ["reason", "line", "mac"], batch_size=100)


def _rewrite(random: Random) -> None:
    _rewrite_with(_NOT_THE_DESKS, random)


def _rewrite_with_the_key(random: Random) -> None:
    _rewrite_with(keys.ledger_mac_key(), random)


def _cut_off(random: Random) -> None:
    last = Event.objects.latest("sequence").sequence
    Event.objects.filter(sequence__gt=last - random.randint(1, min(20, last - 1))).delete()


def _append_forged(random: Random) -> None:
    _add_line(random, random.choice(Claim.objects.all()))


WHOLE_LEDGERS: Final[Mapping[str, tuple[Callable[[Random], None], Fault]]] = {
    "rewritten without the key": (_rewrite, Fault.KEY),
    "rewritten with the key": (_rewrite_with_the_key, Fault.OTHER_ROOT),
    "rolled back": (_cut_off, Fault.CUT_OFF),
    "an event forged at the end": (_append_forged, Fault.KEY),
}

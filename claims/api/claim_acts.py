"""API: the acts on a claim, each by the service that its page uses, and at the version that was seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import bodies, claims, versions
from claims.api.doors import Door
from claims.api.fields import Body
from claims.api.operations import IF_MATCH, Operation
from claims.permissions import Act
from claims.records.acts import Actor, SubjectKind
from claims.records.tokens import TokenScope
from claims.services import evidence, findings, review, wording

Service = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Deed:
    """One act: what it asks for and takes, an example of that, and the service that does it."""

    name: str
    summary: str
    act: Act
    do: Callable[[int, dict[str, Any], Actor, int], object]
    takes: type[Body] = bodies.Nothing
    sends: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: {"nothing": {}})
    text: str = ""


def _plain(service: Service) -> Callable[[int, dict[str, Any], Actor, int], object]:
    """A service that takes nothing beside the version."""
    return lambda pk, _given, by, version: service(pk, by=by, version=version)


def _because(service: Service) -> Callable[[int, dict[str, Any], Actor, int], object]:
    """A service that takes a reason."""
    return lambda pk, given, by, version: service(pk, by=by, version=version, because=given.get("because", ""))


def _accept(pk: int, given: dict[str, Any], by: Actor, version: int) -> object:
    because = given.get("because", "")
    return review.accept(pk, by=by, version=version, speaker=bodies.speaker_of(given), because=because)


def _submit(pk: int, given: dict[str, Any], by: Actor, version: int) -> object:
    answers = bodies.answers_of(given)
    if "evidence" not in given:
        return findings.submit(pk, answers, by=by, version=version)
    return findings.submit_with_evidence(pk, answers, bodies.evidence_of(given["evidence"]), by=by, version=version)


def _send_back(pk: int, given: dict[str, Any], by: Actor, version: int) -> object:
    own = bodies.answers_of(given["own"]) if "own" in given else None
    return findings.send_back(pk, by=by, version=version, because=given["because"], own=own)


_LINK: Final = {
    "kind": "link",
    "stance": "supports",
    "relation": "independent",
    "address": "https://example.org/record",
    "text": "The recording of the press conference, at 12:40.",
}
_WHY: Final = {"why": {"because": "The same words stand in claim 12."}}

DEEDS: Final[Mapping[str, Deed]] = {
    "accept": Deed(
        "acceptClaim",
        "Accept a proposal",
        Act.ACCEPT,
        _accept,
        takes=bodies.Accept,
        sends={
            "as proposed": {},
            "somebody new": {"speaker": {"new_name": "Ilse Marten", "new_kind": "person"}, "because": "Named above."},
        },
    ),
    "take": Deed("takeClaim", "Take a claim in hand", Act.TAKE, _plain(review.take)),
    "release": Deed("releaseClaim", "Lay a claim back for others", Act.RELEASE, _plain(review.release)),
    "statement": Deed(
        "changeStatement",
        "Change or approve the statement",
        Act.CHANGE,
        lambda pk, given, by, version: wording.change_statement(pk, given["statement"], by=by, version=version),
        takes=bodies.Statement,
        sends={"in the desk's words": {"statement": "The port [of Tolvik] stays open."}},
    ),
    "evidence": Deed(
        "addEvidence",
        "Add evidence",
        Act.ADD_EVIDENCE,
        lambda pk, given, by, version: evidence.add(pk, bodies.evidence_of(given), by=by, version=version),
        takes=bodies.Evidence,
        sends={"a link": _LINK},
    ),
    "findings": Deed(
        "submitFindings",
        "Submit the two answers",
        Act.SUBMIT,
        _submit,
        takes=bodies.Findings,
        sends={
            "with evidence": {
                "attribution": "confirmed",
                "verdict": "not_checkable",
                "reason": "Heard the recording.",
                "evidence": _LINK,
            }
        },
        text="Whoever has the claim in hand. Another editor has to agree, unless the desk has second checks off.",
    ),
    "take-back": Deed("takeBackFindings", "Withdraw a submission", Act.TAKE_BACK, _plain(findings.take_back)),
    "agree": Deed(
        "agree", "Agree with somebody else's answers", Act.AGREE, _plain(findings.agree), text="The claim is decided."
    ),
    "send-back": Deed(
        "sendBack",
        "Send a claim back",
        Act.SEND_BACK,
        _send_back,
        takes=bodies.SendBack,
        sends={"with a reason": {"because": "The recording ends before these words."}},
    ),
    "set-aside": Deed(
        "setAside", "Set a claim aside", Act.SET_ASIDE, _because(review.set_aside), takes=bodies.Because, sends=_WHY
    ),
    "restore": Deed("restore", "Restore a claim to where it was", Act.RESTORE, _plain(review.restore)),
    "reopen": Deed(
        "reopen", "Reopen a decided claim", Act.REOPEN, _because(findings.reopen), takes=bodies.Because, sends=_WHY
    ),
    "still-holds": Deed(
        "stillHolds",
        "Say that a stale claim still holds",
        Act.STILL_HOLDS,
        _because(findings.still_holds),
        takes=bodies.Because,
        sends=_WHY,
    ),
}


class ClaimAct(Door):
    """One act on a claim."""

    deed: ClassVar[Deed]

    def post(self, request: Request, pk: int) -> Response:
        """Do it; the answer is the claim as it is then."""
        version = versions.seen(request, SubjectKind.CLAIM, pk, claims.version_of(pk))
        self.deed.do(pk, self.sent(self.deed.takes), self.by, version)
        return claims.whole(request, pk)


def door_of(deed: Deed) -> type[ClaimAct]:
    """The address of an act."""
    operation = Operation(
        name=deed.name,
        summary=deed.summary,
        act=deed.act,
        text=deed.text,
        scope=TokenScope.ACT,
        takes=deed.takes,
        sends=deed.sends,
        parameters=[IF_MATCH],
        problems=(409, 422),
        has_tag=True,
        **claims.told(),
    )
    return type(deed.name, (ClaimAct,), {"deed": deed, "operations": {"POST": operation}, "__doc__": deed.summary})


DOORS: Final[Mapping[str, type[ClaimAct]]] = {name: door_of(deed) for name, deed in DEEDS.items()}

"""API: what is sent with the acts on claims and notes, and how services take it."""

from base64 import b64decode
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from claims.api.fields import Body, Choice, Flag, Moment, Number, Words
from claims.records.checking import Attribution, EvidenceKind, Relation, Stance, Verdict
from claims.records.provenance import SourceKind
from claims.services.evidence import Given
from claims.services.findings import Answers
from claims.services.speaking import AS_PROPOSED, SpeakerChoice


class Nothing(Body):
    """Nothing has to be said."""


class Because(Body):
    """Why."""

    because = Words(help_text="The reason; others read it in the history.")


class Speaker(Body):
    """Who says it: a source by its number, somebody new by name, or the copy itself."""

    source_id = Number()
    new_name = Words()
    new_kind = Choice(SourceKind)
    new_role = Words()
    is_copy_itself = Flag()

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """One of the three."""
        ways = [given.get("source_id"), given.get("new_name", "").strip(), given.get("is_copy_itself")]
        if sum(map(bool, ways)) != 1:
            raise serializers.ValidationError(_("Give one: source_id, new_name, or is_copy_itself."))
        return given


class Accept(Because):
    """Who says it, where that is not as proposed."""

    speaker = Speaker(required=False, help_text="Left out: as proposed.")


class Evidence(Body):
    """One thing that a finding rests on. What its kind asks for has to be there."""

    kind = Choice(EvidenceKind, required=True)
    stance = Choice(Stance, required=True)
    relation = Choice(Relation)
    address = Words(help_text="Of a link.")
    text = Words(help_text="Of a note; what somebody asked said; or what a link or file shows.")
    file_name = Words()
    file_base64 = Words(help_text="The file, in base64.")
    asked_whom = Words()
    asked_how = Words()
    asked_at = Moment()
    has_reply = Flag()

    def validate_file_base64(self, said: str) -> bytes:
        """The bytes of the file."""
        try:
            return b64decode(said, validate=True)
        except ValueError:
            raise serializers.ValidationError(_("This is no base64.")) from None


class Findings(Body):
    """The two answers and why, with the evidence where it is given at the same time."""

    attribution = Choice(Attribution, required=True, help_text="Did they say it?")
    verdict = Choice(Verdict, help_text="Is it true? Left out: not answered.")
    reason = Words(required=True)
    evidence = Evidence(required=False)


class OwnAnswers(Body):
    """The second reader's own answers."""

    attribution = Choice(Attribution, required=True)
    verdict = Choice(Verdict)
    reason = Words(required=True)


class SendBack(Body):
    """Why a claim goes back, and own answers beside the first where there are any."""

    because = Words(required=True)
    own = OwnAnswers(required=False)


class Statement(Body):
    """The claim in one sentence of the desk's."""

    statement = Words(required=True)


class NoteBody(Body):
    """What a note says."""

    body = Words(required=True)


class NewNote(NoteBody):
    """A note beside a claim, or beside one of its quotations."""

    quotation_id = Number()


def speaker_of(given: dict[str, Any]) -> SpeakerChoice:
    """Whom somebody names as speaker, as services take it."""
    said = given.get("speaker")
    if said is None:
        return AS_PROPOSED
    return SpeakerChoice(
        source=said.get("source_id"),
        new_name=said.get("new_name", ""),
        new_kind=said.get("new_kind"),
        new_role=said.get("new_role", ""),
        is_copy_itself=said.get("is_copy_itself", False),
    )


def answers_of(given: dict[str, Any]) -> Answers:
    """The two answers, as services take them."""
    return Answers(given["attribution"], given.get("verdict", Verdict.UNCHECKED), given["reason"])


def evidence_of(given: dict[str, Any]) -> Given:
    """Evidence, as services take it."""
    return Given(**{"content" if name == "file_base64" else name: value for name, value in given.items()})

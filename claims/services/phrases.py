"""Services: phrases that the desk uses again and again as reasons. One that is not wanted is taken out of use."""

import json
from typing import Any

from claims import permissions
from claims.errors import Refusal, Refused
from claims.models import Event, Phrase
from claims.permissions import Act
from claims.records.acts import Actor, SubjectKind
from claims.records.checking import PhraseUse
from claims.services import limits, recording
from claims.services.recording import Change, Recorder

_WORDS_LIMIT = limits.limit(Phrase, "words")


def add(*, by: Actor, use: PhraseUse, words: str, position: int = 0) -> Phrase:
    """Add a phrase for one use."""
    permissions.require(by, Act.EDIT_PHRASES)
    with recording.act(by) as recorder:
        return make(recorder, use, words, position=position)


def edit(phrase_id: int, *, by: Actor, version: int, use: PhraseUse, words: str, position: int, in_use: bool) -> Phrase:
    """Reword a phrase, move it, or take it out of use. Reasons that were given with it stay as they were given."""
    permissions.require(by, Act.EDIT_PHRASES)
    with recording.act(by) as recorder:
        phrase = recording.lock(Phrase, phrase_id, version=version)
        values: dict[str, Any] = {
            "use": use,
            "words": _checked(use, words, but=phrase),
            "position": position,
            "in_use": in_use,
        }
        if all(getattr(phrase, name) == value for name, value in values.items()):
            raise Refused(Refusal.NOTHING_CHANGED)
        recorder.change(phrase, "phrase.edit", **values)
        return phrase


def make(recorder: Recorder, use: PhraseUse, words: str, *, position: int = 0) -> Phrase:
    """A new phrase, within an act that is under way."""
    phrase = Phrase.objects.create(use=use, words=_checked(use, words), position=position)
    recorder.record(
        Change("phrase.make", phrase, after={"use": use, "words": phrase.words, "position": position}),
    )
    return phrase


def ever_made() -> set[tuple[str, str]]:
    """Use and words of every phrase as it was first made, also of those that were reworded or are out of use."""
    bodies = Event.objects.filter(subject_kind=SubjectKind.PHRASE, act="phrase.make").values_list("body", flat=True)
    return {(after["use"], after["words"]) for after in (json.loads(body)["after"] for body in bodies)}


def _checked(use: PhraseUse, words: str, *, but: Phrase | None = None) -> str:
    words = limits.within(words, _WORDS_LIMIT, field="words")
    if not words:
        raise Refused(Refusal.PHRASE_EMPTY, field="words")
    if Phrase.objects.filter(use=use, words=words).exclude(pk=but.pk if but else 0).exists():
        raise Refused(Refusal.PHRASE_TAKEN, field="words", words=words)
    return words

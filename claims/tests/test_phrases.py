"""Tests: phrases that the desk uses again and again as reasons."""

import pytest
from django.contrib.auth.models import User

from claims.errors import Refusal, Refused
from claims.models import Phrase
from claims.records.acts import command
from claims.records.checking import PhraseUse
from claims.selectors import phrases as offered
from claims.services import installing, phrases
from claims.tests.conftest import Ledger, acting

pytestmark = pytest.mark.django_db

HEARD = "Heard in the recording."


def test_a_phrase_is_added_with_one_event(edith: User, ledger: Ledger) -> None:
    made = phrases.add(by=acting(edith), use=PhraseUse.FINDING, words=f" {HEARD} ", position=2)
    assert (made.words, made.position, made.in_use) == (HEARD, 2, True)
    assert ledger.acts() == [("phrase.make", made.pk)]


def test_a_phrase_is_reworded_and_taken_out_of_use_with_one_event(edith: User, ledger: Ledger) -> None:
    made = phrases.add(by=acting(edith), use=PhraseUse.FINDING, words=HEARD)
    ledger.new()
    changed = phrases.edit(
        made.pk, by=acting(edith), version=1, use=PhraseUse.HOLD, words="The recording", position=1, in_use=False
    )
    assert (changed.words, changed.version) == ("The recording", 2)
    assert ledger.acts() == [("phrase.edit", made.pk)]


def test_a_phrase_that_nobody_changed_leaves_no_event(edith: User, ledger: Ledger) -> None:
    made = phrases.add(by=acting(edith), use=PhraseUse.FINDING, words=HEARD)
    ledger.new()
    with pytest.raises(Refused) as refused:
        phrases.edit(made.pk, by=acting(edith), version=1, use=PhraseUse.FINDING, words=HEARD, position=0, in_use=True)
    assert refused.value.code is Refusal.NOTHING_CHANGED
    assert ledger.new() == []


@pytest.mark.parametrize(("words", "code"), [(" ", Refusal.PHRASE_EMPTY), (HEARD, Refusal.PHRASE_TAKEN)])
def test_a_phrase_has_words_and_is_there_once(edith: User, words: str, code: Refusal) -> None:
    phrases.add(by=acting(edith), use=PhraseUse.FINDING, words=HEARD)
    with pytest.raises(Refused) as refused:
        phrases.add(by=acting(edith), use=PhraseUse.FINDING, words=words)
    assert (refused.value.code, refused.value.field) == (code, "words")


def test_the_same_words_may_be_a_reason_for_something_else(edith: User) -> None:
    phrases.add(by=acting(edith), use=PhraseUse.FINDING, words=HEARD)
    assert phrases.add(by=acting(edith), use=PhraseUse.SEND_BACK, words=HEARD).words == HEARD


def test_a_reporter_may_not_change_phrases(rosa: User) -> None:
    with pytest.raises(Refused) as refused:
        phrases.add(by=acting(rosa), use=PhraseUse.FINDING, words=HEARD)
    assert refused.value.code is Refusal.NOT_ALLOWED


def test_only_phrases_in_use_are_offered_in_their_order() -> None:
    for position, words, in_use in ((3, "third", True), (1, "first", True), (2, "gone", False)):
        Phrase.objects.create(use=PhraseUse.FINDING, words=words, position=position, in_use=in_use)
    assert offered.in_use()[PhraseUse.FINDING] == ["first", "third"]
    assert offered.in_use()[PhraseUse.HOLD] == []


def test_phrases_for_every_use_come_with_the_installation_once(ledger: Ledger) -> None:
    added = installing.reusable_phrases(installing.PHRASES, by=command("prepare"))
    assert added == len(ledger.new()) == Phrase.objects.count()
    assert all(offered.in_use().values())
    assert installing.reusable_phrases(installing.PHRASES, by=command("prepare")) == 0


def test_a_phrase_that_the_desk_reworded_is_not_brought_back(edith: User) -> None:
    installing.reusable_phrases(installing.PHRASES, by=command("prepare"))
    first = Phrase.objects.filter(use=PhraseUse.FINDING)[0]
    words = first.words
    phrases.edit(
        first.pk, by=acting(edith), version=1, use=PhraseUse.FINDING, words="Our own.", position=1, in_use=True
    )
    assert installing.reusable_phrases(installing.PHRASES, by=command("prepare")) == 0
    assert words not in offered.in_use()[PhraseUse.FINDING]

"""Tests: two editors on one claim. The second sees what was, what is and what she typed, and decides field by field."""

import re
from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.models import Claim
from claims.records.checking import Attribution, Credibility, Verdict
from claims.selectors import claim_page, meanwhile
from claims.services import findings, review, wording
from claims.services.findings import Answers
from claims.services.speaking import SpeakerChoice
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import acting
from claims.tests.factories import make_claim, make_source
from claims.workflow import Status

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

WAS, THEIRS, HERS = "The port is closed.", "The port is closed [in Tolvik].", "The port “stays” <closed>."
ANSWERS = Answers(Attribution.RELAYED, Verdict.UNCHECKED, "The agency alone says so.")


def page(answer: "Answer") -> str:
    return answer.content.decode()


def text(answer: "Answer") -> str:
    """What is read on a page, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page(answer))))


def send(client: Client, claim: Claim, act: str, **typed: object) -> "Answer":
    return client.post(reverse("claim-act", args=[claim.pk, act]), typed)


@pytest.fixture
def as_edith(client: Client, edith: User) -> Client:
    """Edith's browser."""
    client.force_login(edith)
    return client


@pytest.fixture
def claim(edith: User, emil: User) -> Claim:
    """A claim that Edith has on her screen at version 1, while Emil writes another statement."""
    claim = make_claim(WAS, status=Status.IN_REVIEW, assigned_to=edith, speaker=make_source("Marta Solheim"))
    wording.change_statement(claim.pk, THEIRS, by=acting(emil), version=1)
    return claim


def conflict(client: Client, claim: Claim, **decided: object) -> "Answer":
    """Edith's statement for version 1, or what she decides about it at version 2."""
    if not decided:
        return send(client, claim, "statement", version=1, statement=HERS)
    usual = {"version": 2, "base": 1, "mine-statement": HERS, "statement": HERS}
    return send(client, claim, "statement", **usual | decided)


def test_the_second_editor_sees_what_was_what_is_and_what_she_typed(as_edith: Client, claim: Claim) -> None:
    with nothing_changes():
        answer = conflict(as_edith, claim)
    read = text(answer)
    assert answer.status_code == 409
    assert f"As you saw it {WAS} Theirs, now {THEIRS} Yours {HERS} " in read
    assert "Emil Okafor changed or approved the statement" in read
    assert 'name="version" value="2"' in page(answer)
    assert f">\n{HERS.replace('<', '&lt;').replace('>', '&gt;')}</textarea>" in page(answer)


def test_nothing_is_chosen_for_her_where_both_wrote(as_edith: Client, claim: Claim) -> None:
    assert not re.search(r'name="decide-statement"[^>]* checked', page(conflict(as_edith, claim)))


def test_hers_is_taken_when_she_says_so(as_edith: Client, claim: Claim) -> None:
    with one_event_for_each_change():
        assert conflict(as_edith, claim, **{"decide-statement": "mine"}).status_code == 302
    claim.refresh_from_db()
    assert (claim.statement, claim.version) == (HERS, 3)


def test_theirs_stays_when_she_says_so_and_nothing_is_written(as_edith: Client, claim: Claim) -> None:
    with nothing_changes():
        answer = conflict(as_edith, claim, **{"decide-statement": "theirs"})
    assert answer.status_code == 302
    assert "Left as it is now" in page(as_edith.get(answer["Location"]))
    assert Claim.objects.get(pk=claim.pk).statement == THEIRS


def test_what_she_makes_of_both_is_taken(as_edith: Client, claim: Claim) -> None:
    both = "The port “stays” closed [in Tolvik]."
    conflict(as_edith, claim, **{"decide-statement": "hand", "statement": both})
    assert Claim.objects.get(pk=claim.pk).statement == both


def test_without_a_decision_she_is_asked_again_with_all_her_words(as_edith: Client, claim: Claim) -> None:
    with nothing_changes():
        answer = conflict(as_edith, claim, statement="Half of a third sentence")
    assert answer.status_code == 409
    assert "Decide which one stays" in page(answer)
    assert "Half of a third sentence</textarea>" in page(answer)
    assert f"Yours {HERS}" in text(answer)


@pytest.mark.parametrize("chosen", ["theirs", "mine"])
def test_what_she_wrote_anew_is_not_thrown_away_by_another_choice(as_edith: Client, claim: Claim, chosen: str) -> None:
    with nothing_changes():
        answer = conflict(as_edith, claim, **{"decide-statement": chosen, "statement": "A third sentence."})
    assert answer.status_code == 409
    assert "A third sentence.</textarea>" in page(answer)


def test_line_ends_of_a_browser_are_no_new_words(as_edith: Client, claim: Claim) -> None:
    typed = {"mine-statement": "One.\nTwo.", "statement": "One.\r\nTwo.", "decide-statement": "mine"}
    assert conflict(as_edith, claim, **typed).status_code == 302


def test_a_third_change_meanwhile_asks_again_from_there(as_edith: Client, claim: Claim, emil: User) -> None:
    wording.change_statement(claim.pk, "The port opens.", by=acting(emil), version=2)
    answer = conflict(as_edith, claim, **{"decide-statement": "mine"})
    assert answer.status_code == 409
    assert f"As you saw it {THEIRS} Theirs, now The port opens. Yours {HERS} " in text(answer)


def test_what_only_she_touched_needs_no_decision(as_edith: Client, claim: Claim) -> None:
    typed = {"attribution": "relayed", "verdict": "unchecked", "reason": "The agency “alone” says so."}
    answer = send(as_edith, claim, "submit", version=1, **typed)
    assert answer.status_code == 409
    assert "Emil Okafor changed or approved the statement" in text(answer)
    assert "Nothing that you typed is touched by it" in text(answer)
    assert "decide-" not in page(answer)
    assert "The agency “alone” says so.</textarea>" in page(answer)
    assert send(as_edith, claim, "submit", version=2, **typed).status_code == 302


def test_what_only_they_touched_stays_theirs_unless_she_says_otherwise(
    as_edith: Client, claim: Claim, emil: User
) -> None:
    answer = send(as_edith, claim, "statement", version=1, statement=WAS)
    assert re.search(r'name="decide-statement" value="theirs" checked', page(answer))


def test_what_both_wrote_alike_is_no_conflict_of_words(as_edith: Client, claim: Claim) -> None:
    answer = send(as_edith, claim, "statement", version=1, statement=THEIRS)
    assert answer.status_code == 409
    assert "decide-" not in page(answer)


def test_two_ratings_are_shown_by_their_words(as_edith: Client, claim: Claim, emil: User) -> None:
    wording.rate_credibility(claim.pk, Credibility.DOUBTFUL, by=acting(emil))
    answer = send(as_edith, claim, "credibility", version=2, credibility="2")
    assert "As you saw it Not rated Theirs, now 4 Yours 2 " in text(answer)


def test_two_speakers_are_shown_by_their_names_and_theirs_may_stay(as_edith: Client, claim: Claim, emil: User) -> None:
    wording.change_speaker(claim.pk, SpeakerChoice(source=make_source("Jonas Brekke").pk), by=acting(emil))
    typed = {"speaker": "new", "name": "Nils Aune", "kind": "person", "because": "So they say."}
    answer = send(as_edith, claim, "speaker", version=2, **typed)
    assert "As you saw it Marta Solheim Theirs, now Jonas Brekke Yours Somebody new: Nils Aune " in text(answer)
    decided = {"version": 3, "base": 2, "mine-speaker": "new"} | typed
    with nothing_changes():
        assert send(as_edith, claim, "speaker", **decided, **{"decide-speaker": "theirs"}).status_code == 302
    send(as_edith, claim, "speaker", **decided, **{"decide-speaker": "mine"})
    speaker = Claim.objects.get(pk=claim.pk).speaker
    assert speaker is not None
    assert speaker.name == "Nils Aune"


def test_an_act_without_words_says_what_happened_meanwhile(as_edith: Client, emil: User) -> None:
    claim = make_claim(WAS, status=Status.UNVERIFIED)
    review.take(claim.pk, by=acting(emil))
    answer = send(as_edith, claim, "take", version=1)
    assert answer.status_code == 409
    assert "Emil Okafor took it in hand" in text(answer)


def test_a_second_reader_who_agrees_with_something_older_is_told_what_changed(
    as_edith: Client, rosa: User, emil: User
) -> None:
    claim = make_claim(WAS, status=Status.IN_REVIEW, assigned_to=rosa, speaker=make_source())
    claim = findings.submit(claim.pk, ANSWERS, by=acting(rosa))
    wording.mend_spelling(claim.pk, "The port is closd.", by=acting(emil))
    answer = as_edith.post(reverse("second-check-act", args=[claim.pk, "agree"]), {"version": claim.version})
    assert answer.status_code == 409
    assert "Emil Okafor mended the spelling of the statement" in text(answer)
    assert Claim.objects.get(pk=claim.pk).status == Status.SECOND_CHECK


def test_a_claim_is_read_back_from_the_ledger_as_somebody_saw_it(edith: User, emil: User, clara: User) -> None:
    speaker = make_source("Marta Solheim")
    claim = make_claim(WAS, status=Status.IN_REVIEW, assigned_to=edith, speaker=speaker)
    seen = [Claim.objects.get(pk=claim.pk)]
    acts: list[Callable[[], Claim]] = [
        lambda: wording.change_statement(claim.pk, THEIRS, by=acting(emil)),
        lambda: wording.change_speaker(claim.pk, SpeakerChoice(source=make_source("Jonas").pk), by=acting(emil)),
        lambda: findings.submit(claim.pk, ANSWERS, by=acting(edith)),
        lambda: findings.release_on_one_reader(claim.pk, by=acting(clara), because="The paper closes."),
        lambda: findings.reopen(claim.pk, by=acting(clara), because="New evidence."),
    ]
    for act in acts:
        act()
        seen.append(Claim.objects.get(pk=claim.pk))
    whole = claim_page.whole(claim.pk)
    ours = {"updated"}
    for version, as_it_was in enumerate(seen, start=1):
        back = meanwhile.as_seen(whole, version).claim
        for field in Claim._meta.concrete_fields:
            if field.attname not in ours:
                assert getattr(back, field.attname) == getattr(as_it_was, field.attname), (version, field.attname)
    assert meanwhile.as_seen(whole, 1).findings.standing is None
    assert meanwhile.as_seen(whole, 4).findings.standing is not None


def test_the_review_page_shows_both_in_place(as_edith: Client, claim: Claim) -> None:
    document = claim.quotations.get().snapshot.document_id
    address = reverse("review-act", args=[document, claim.pk, "statement"])
    for headers in ({}, {"HX-Request": "true"}):
        answer = as_edith.post(address, {"version": 1, "statement": HERS}, headers=headers)
        assert answer.status_code == 409
        assert f"As you saw it {WAS} Theirs, now {THEIRS} Yours {HERS} " in text(answer)

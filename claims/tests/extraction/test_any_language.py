"""Tests: a copy in a language without a pack: direct quotations, and who speaks stays open."""

import pytest

from claims.extraction import extract
from claims.extraction.paired_marks import pair_marks
from claims.records.quotations import Identification, QuotationKind


def between(text: str) -> list[str]:
    return [text[quoted.start : quoted.end] for quoted in pair_marks(text).quoted]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("„Wir fahren“, sagte sie. „Jetzt.“", ["„Wir fahren“", "„Jetzt.“"]),
        ("„Płyniemy”, powiedziała.", ["„Płyniemy”"]),
        ("”Vi seglar”, sade hon. ”Nu.”", ["”Vi seglar”", "”Nu.”"]),
        ("»Wir fahren«, sagte sie.", ["»Wir fahren«"]),
        ("«Мы уходим», — сказала она.", ["«Мы уходим»"]),
        ("« Nous partons », dit-elle.", ["« Nous partons »"]),
        ("‹Wir fahren›, sagte sie.", ["‹Wir fahren›"]),
        ("‚Wir fahren‘, sagte sie.", ["‚Wir fahren‘"]),
        ("「行きます」と彼は言った。", ["「行きます」"]),
        ("她说：“我们走。”", ["“我们走。”"]),
        ('"Kami berangkat," katanya. "Malam ini."', ['"Kami berangkat,"', '"Malam ini."']),
        ("„Er sagte ‚nein‘ und «ja» zu mir“, sagte sie.", ["„Er sagte ‚nein‘ und «ja» zu mir“"]),
        ("«Он сказал «нет» и ушёл», — сказала она.", ["«Он сказал «нет» и ушёл»"]),
        ("„Wir fahren.\nWir fahren jetzt“, sagte sie.", ["„Wir fahren.\nWir fahren jetzt“"]),
        ("„Wir fahren.\nDas Boot ist alt.", ["„Wir fahren."]),
        ("Das Boot ist 5\" lang.", []),
        ("Ein Boot ohne Marken.", []),
    ],
)  # fmt: skip
def test_marks_pair_by_their_shape(text: str, expected: list[str]) -> None:
    assert between(text) == expected


def test_a_mark_without_its_other_half_is_stray() -> None:
    marks = pair_marks("Wir fahren jetzt», sagte sie.")
    assert (marks.quoted, [mark.start for mark in marks.stray]) == ((), [16])


def test_quotations_are_proposed_and_who_speaks_stays_open() -> None:
    text = "Der Hafen ist zu. „Wir warten hier auf besseres Wetter“, sagte die Fährfrau Ada Okafor am Montag."
    extraction = extract(text)
    assert (extraction.read_as.language, extraction.read_as.is_whole) == ("de", False)
    (proposal,) = extraction.proposals
    assert text[proposal.start : proposal.end] == "„Wir warten hier auf besseres Wetter“"
    assert (proposal.kind, proposal.identification) == (QuotationKind.DIRECT, Identification.UNATTRIBUTED)
    assert (proposal.speaker, proposal.resolved, proposal.cue, proposal.floating) == (None, "", None, True)
    assert "language_unread" in proposal.reasons


@pytest.mark.parametrize(
    "text", ["Die Fähre „Alte Liebe“ fährt nicht.", "Er las „Der lange Weg“ zweimal.", "船「白鳥」"]
)
def test_a_title_or_a_word_held_at_a_distance_is_no_quotation(text: str) -> None:
    assert extract(text, language="xx").proposals == ()


def test_where_words_are_not_parted_characters_are_counted() -> None:
    text = "「港は月曜日から閉まっています」と船長は言った。"
    assert [text[p.start : p.end] for p in extract(text).proposals] == ["「港は月曜日から閉まっています」"]


def test_it_is_less_sure_than_a_quotation_in_a_language_that_is_read() -> None:
    (unread,) = extract("„Wir warten auf besseres Wetter“, sagte sie am Montag im Hafen.", language="de").proposals
    (read,) = extract("“We wait for better weather,” she said on Monday.", language="en").proposals
    assert unread.confidence < read.confidence

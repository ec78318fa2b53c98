"""Tests: contents, what a cue governs and what it does not."""

import pytest

from claims.extraction import extract
from claims.records.quotations import QuotationKind
from claims.tests.extraction.steps import contents, only, said


@pytest.mark.parametrize(
    ("text", "expected", "kind"),
    [
        ("“We sail,” Okafor said.", "“We sail,”", QuotationKind.DIRECT),
        ("Okafor said: “We sail.”", "“We sail.”", QuotationKind.DIRECT),
        ("Okafor put it this way and explained: “We sail.”", "“We sail.”", QuotationKind.DIRECT),
        ("Okafor said they would sail.", "they would sail", QuotationKind.INDIRECT),
        ("Okafor said that they would sail.", "that they would sail", QuotationKind.INDIRECT),
        ("They would sail, Okafor said.", "They would sail", QuotationKind.INDIRECT),
        ("According to Okafor, they would sail.", "they would sail", QuotationKind.INDIRECT),
        ("Okafor said the sea was “very calm” today.", "the sea was “very calm” today", QuotationKind.MIXED),
        ("The sea was “very calm,” Okafor said.", "The sea was “very calm,”", QuotationKind.MIXED),
        ("Okafor called the plan “a wreck” on Monday.", "“a wreck”", QuotationKind.MIXED),
        ("Okafor dismissed the plan as “a wreck” on Monday.", "“a wreck”", QuotationKind.MIXED),
        ("As Okafor put it, “We sail.”", "“We sail.”", QuotationKind.DIRECT),
        ("As Okafor reported, even when the wind was up, the sea was calm.",
         "even when the wind was up, the sea was calm", QuotationKind.INDIRECT),
        ("Okafor urged sailors travelling to Bergen to stay home.", "to stay home", QuotationKind.INDIRECT),
        ("The wreck, which Okafor said was old, lay in the harbour.", "was old", QuotationKind.INDIRECT),
        ("Okafor said comments from the guild were fair.", "comments from the guild were fair", QuotationKind.INDIRECT),
        ("In May, as the boat sank, Okafor said, “Nobody will sail it again.”",
         "“Nobody will sail it again.”", QuotationKind.DIRECT),
        ("(The sea was calm, Okafor said.)", "The sea was calm", QuotationKind.INDIRECT),
        ("Okafor said in Bergen, Norway, that the sea was calm.", "that the sea was calm", QuotationKind.INDIRECT),
        ("Okafor said in May, when the boat sank, “Nobody will sail.”", "“Nobody will sail.”", QuotationKind.DIRECT),
        ("Okafor said the sea was calm, a claim that the guild denied.", "the sea was calm", QuotationKind.INDIRECT),
        ("Okafor said the sea was calm, compared with May.", "the sea was calm", QuotationKind.INDIRECT),
        ("Okafor said the sea was calm, the Gull reported on Monday.", "the sea was calm", QuotationKind.INDIRECT),
        ("Okafor told his Bergen audience that the sea was calm.", "that the sea was calm", QuotationKind.INDIRECT),
        ("Okafor called for a calmer sea.", "a calmer sea", QuotationKind.INDIRECT),
        ("Okafor urged sailors to stay home.", "to stay home", QuotationKind.INDIRECT),
        ("LISBON (AP) — The crew would sail, Okafor said.", "The crew would sail", QuotationKind.INDIRECT),
        ("Just hours later, the “Talks with the crew about the terms have failed,” said command.",
         "“Talks with the crew about the terms have failed,”", QuotationKind.DIRECT),
    ],
)  # fmt: skip
def test_the_content_is_what_the_cue_governs(text: str, expected: str, kind: QuotationKind) -> None:
    proposal = only(text)
    assert (said(text), proposal.kind) == ([expected], kind)


@pytest.mark.parametrize(
    "text",
    [
        "The “Gull” lay in the harbour.",
        "Okafor added sugar to the tea.",
        "Okafor claimed responsibility for the wreck.",
        "What he said about the sea was long.",
        "The Guild reported losses of two million.",
        "The boat boasts a cheap engine.",
        "In May, before the boat sank, Okafor announced her plan.",
        "While the crew slept, Okafor maintained a steady course.",
        "Okafor pledged her boat to the guild.",
        "Okafor posted a video from a feast at which she was a guest.",
        "Okafor said them, but not again.",
        "Okafor went to a class called “Sails” in May.",
        "The guilds agreed on changes to rules that could help sailors.",
        "The deal, announced Friday, would last four years.",
    ],
)
def test_what_nobody_says_is_no_quotation(text: str) -> None:
    assert extract(text).proposals == ()


def test_a_tag_in_the_middle_leaves_two_spans_of_one_quotation() -> None:
    text = "The crew would sail, Okafor said, and the guild would pay."
    proposal = only(text)
    assert said(text) == ["The crew would sail", "and the guild would pay"]
    assert len(proposal.spans) == 2


def test_two_quotations_side_by_side_are_one_utterance() -> None:
    text = '"The lock is shut. "Nobody has the key," Okafor told Reuters.'
    proposal = only(text)
    assert said(text) == ['"The lock is shut.', '"Nobody has the key,"']
    assert proposal.told_to is not None


def test_but_added_that_starts_a_second_claim() -> None:
    text = "Okafor said that the sea was calm, but added that the crew was not."
    assert said(text) == ["that the sea was calm", "that the crew was not"]


def test_and_says_starts_a_second_claim_of_the_same_speaker() -> None:
    text = "Okafor says the sea is “calm enough” and tells the crew they will sail."
    assert said(text) == ["the sea is “calm enough”", "they will sail"]


def test_a_second_attribution_of_the_same_words_does_not_double_them() -> None:
    assert said("Sailors said the sea was calm, according to the guild.") == ["the sea was calm"]


def test_another_speaker_after_while_starts_a_second_claim() -> None:
    text = "While some sailors say the sea is calm, Okafor says it is not calm."
    assert said(text) == ["the sea is calm", "it is not calm"]


def test_what_is_said_in_a_side_clause_ends_where_the_main_clause_begins() -> None:
    assert said("Okafor, who said the sea was calm, left the harbour.") == ["the sea was calm"]
    assert said("When Okafor said the sea was calm, nobody left the harbour.") == ["the sea was calm"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Okafor said the sea was calm, and the guild said the crew was not.",
         ["the sea was calm", "the crew was not"]),
        ("Okafor left, saying the sea was calm but warning that it would rise.",
         ["the sea was calm", "that it would rise"]),
    ],
)  # fmt: skip
def test_two_claims_in_one_sentence_are_told_apart(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_what_is_asked_is_no_quotation() -> None:
    assert said("Did Okafor say the sea was calm?") == []


def test_what_somebody_may_say_is_no_quotation() -> None:
    assert said("Nobody sails if Okafor says the sea is rough.") == []


def test_a_sentence_that_ends_with_its_tag_keeps_its_commas() -> None:
    proposal = only("As the boat moves north, a trip of days, the sea will rise, said Tove Lind, a diver.")
    assert proposal.speaker is not None
    assert proposal.speaker.text == "Tove Lind"


def test_a_claim_inside_a_claim_is_not_told_twice() -> None:
    assert said("Okafor said the guild had said that the sea was calm.") == ["the guild had said that the sea was calm"]


def test_an_apposition_after_the_speaker_is_not_what_she_says() -> None:
    assert said("“We sail,” said Ada Okafor, head of the guild, who builds boats.") == ["“We sail,”"]


def test_a_content_says_how_far_and_how_long_it_is_and_whether_that_opens_it() -> None:
    ((_, content),) = contents("Okafor said on Monday that the sea was calm.")
    assert (content.distance, content.length, content.has_that) == (2, 5, True)


def test_a_content_keeps_its_sentence_and_its_speaker() -> None:
    ((sentence, content),) = contents("Okafor said the sea was calm.")
    assert sentence.words[content.speaker.first].text == "Okafor"

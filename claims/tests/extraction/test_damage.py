"""Tests: damage flags, each at its exact place."""

import pytest

from claims.extraction import extract
from claims.extraction.damage import DamageWords, find_damage
from claims.extraction.marks import Marks
from claims.records.quotations import DamageKind
from claims.tests.extraction.steps import only


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Okafor said they would leave if nobody agreed. did not agree at all.", DamageKind.FALSE_SENTENCE_END, "."),
        ("Okafor said that the sea 59005] was calm and blue.", DamageKind.FOREIGN_MATTER, "59005]"),
        ("Okafor said the mbadacre happened at sea.", DamageKind.WORD_FILTER, "mbadacre"),
        ("Okafor said the sea was calm in CafÃ\x83\xa9 bay.", DamageKind.ENCODING, "Ã\x83"),
        ("Okafor said the sea was \ufffd calm.", DamageKind.ENCODING, "\ufffd"),
        ("Okafor said that Norway 's fleet was calm.", DamageKind.MACHINE_TRANSLATION, " 's"),
        ('"The sea is calm, "said Okafor.', DamageKind.MACHINE_TRANSLATION, '"'),
        ('"The sea is calm, Okafor said.', DamageKind.UNBALANCED_MARK, '"'),
        ("Okafor said that they had to give their wor", DamageKind.CUT_END, "wor"),
        ("Okafor said the crew would sail to the", DamageKind.CUT_END, "the"),
        ("sailors were calm, Okafor said.", DamageKind.CUT_START, "s"),
    ],
)
def test_damage_is_flagged_where_it_is(text: str, kind: DamageKind, words: str) -> None:
    flagged = [(damage.kind, text[damage.start : damage.end]) for damage in only(text).damage]
    assert (kind, words) in flagged


@pytest.mark.parametrize(
    "text",
    [
        "Okafor said it was Lind vs. the sea today.",
        "“The sea is calm today,” said Okafor.",
        "Okafor said the sea was calm ... and blue.",
        "Okafor said the crew went to see the sea.",
        "“We sail,” Okafor said, “and we sing.”",
        '"We sail," Okafor said, "and we sing."',
        "Okafor said in 2015 that the fleet had 1,200 boats.",
    ],
)
def test_whole_copy_is_not_flagged(text: str) -> None:
    assert [proposal.damage for proposal in extract(text).proposals] == [()]


LEAD = (
    "Crews go home after storm\n\n"
    "Crews went home after the storm had passed. The harbour stayed calm for the rest of the day.\n"
)
TAIL = "\nThe ferry sails again on Monday. Nobody was hurt."


def flags(text: str) -> list[tuple[DamageKind, str]]:
    return [(damage.kind, text[damage.start : damage.end]) for damage in extract(text).damage.damages]


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ("The crew of the US. west of the islands stayed calm.", DamageKind.FALSE_SENTENCE_END, "."),
        ("They sailed home. did not stay at the pier for long.", DamageKind.FALSE_SENTENCE_END, "."),
        ("The pier was closed [1965] 9002] for a year.", DamageKind.FOREIGN_MATTER, "[1965]"),
        ("The pier was closed [1965] 9002] for a year.", DamageKind.FOREIGN_MATTER, "9002]"),
        ("The pier was closed.[12] It opened again in May.", DamageKind.FOREIGN_MATTER, "[12]"),
        ("The pier was closed. https://example.org/pier It opened again.", DamageKind.FOREIGN_MATTER,
         "https://example.org/pier"),
        ("The pier pic.twitter.com/ab12cd34 was closed.", DamageKind.FOREIGN_MATTER, "pic.twitter.com/ab12cd34"),
        ('The pier <a href="x">was</a> closed.', DamageKind.FOREIGN_MATTER, '<a href="x">'),
        ("Fish &amp; chips were served on the pier.", DamageKind.FOREIGN_MATTER, "&amp;"),
        ("margin-bottom: 30px;", DamageKind.FOREIGN_MATTER, "margin-bottom: 30px;"),
        ("READ MORE: The harbour that never sleeps", DamageKind.FOREIGN_MATTER,
         "READ MORE: The harbour that never sleeps"),
        ("Advertisement", DamageKind.FOREIGN_MATTER, "Advertisement"),
        ("Share this article", DamageKind.FOREIGN_MATTER, "Share this article"),
        ("Accept all cookies", DamageKind.FOREIGN_MATTER, "Accept all cookies"),
        ("The pier isn?t closed any more.", DamageKind.ENCODING, "?"),
        ("The cafÃ© on the pier was closed.", DamageKind.ENCODING, "Ã©"),
        ("The pierâ€™s owner was calm.", DamageKind.ENCODING, "â€™"),
        ("The owner was FranÃ\x83Â§ois Poe.", DamageKind.ENCODING, "Ã\x83Â§"),
        ("The pier , which is old, was closed.", DamageKind.MACHINE_TRANSLATION, " ,"),
        ("The council held a emergency meeting.", DamageKind.MACHINE_TRANSLATION, "a emergency"),
        ('""The sea is calm,” Okafor said.', DamageKind.MACHINE_TRANSLATION, '""'),
        ("They asked for safe pbadage to the pier.", DamageKind.WORD_FILTER, "pbadage"),
        ("The consbreastution says nothing of piers.", DamageKind.WORD_FILTER, "consbreastution"),
        ("The ambbadador came to the pier.", DamageKind.WORD_FILTER, "ambbadador"),
        ("He was buttbuttinated on the pier.", DamageKind.WORD_FILTER, "buttbuttinated"),
        ("They asked for safe p***age to the pier.", DamageKind.WORD_FILTER, "p***age"),
        ("the owner of the pier was calm.", DamageKind.CUT_START, "t"),
        (". with his colleague Tove Lind.", DamageKind.CUT_START, "."),
        ("The crew had wanted to sail again on Friday but the storm had not yet", DamageKind.CUT_END, "yet"),
    ],
)  # fmt: skip
def test_damage_outside_quotations_is_flagged_where_it_is(line: str, kind: DamageKind, words: str) -> None:
    assert (kind, words) in flags(LEAD + line + TAIL)


@pytest.mark.parametrize(
    "line",
    [
        "The badge of the badger was on a badminton racket in Islamabad; the butter and the button were bad.",
        "The heckler checked the gender of the abreast swimmers in Carlsbad and said f***.",
        "The talks began at 3 p.m. on Monday, e.g. at the pier, and Lind vs. Okafor was heard by Mr. d'Arcy.",
        "“It was better then [in 2012],” Okafor said.",
        "The pier, built by the architect [Poe], reopened.",
        "Readers can write to the harbour at https://example.org/pier for more.",
        "Okafor, 6'3\", was the tallest at the pier.",
        "A once-calm pier, a European idea, a one-way street and a useful harbour.",
        "“We sail,” Okafor said, “and then ... we sing . . . and dance.”",
        "iPhone owners on the pier were calm.",
        "HARBOUR TO OPEN AGAIN",
        "By Tove Lind",
        "Yahoo! and Jeb! were calm at the pier.",
        "Read more books, the mayor told the crew at the pier.",
        "SÃO PAULO is a harbour of its own.",
    ],
)
def test_clean_copy_is_not_flagged_anywhere(line: str) -> None:
    assert flags(LEAD + line + TAIL) == []


def test_a_quotation_of_several_paragraphs_closes_only_the_last() -> None:
    text = LEAD + "“We sailed for a day and a night, Okafor said.\n\n"
    several = LEAD + "Okafor said: “We sailed for a day and a night.\n\n“Then we came home to the pier.”" + TAIL
    assert flags(several) == []
    assert (DamageKind.UNBALANCED_MARK, "“") in flags(text)


@pytest.mark.parametrize("ending", ["\n(MORE)", " ... [+1234 chars]", "\nMORE", " [...]", " The crew was…"])
def test_a_copy_that_goes_on_elsewhere_is_cut(ending: str) -> None:
    assert DamageKind.CUT_END in {kind for kind, _ in flags(LEAD + "The pier was closed." + ending)}


def test_a_copy_wrapped_at_a_fixed_width_has_no_cut_lines() -> None:
    text = (
        "The crew of the harbour had wanted\nto sail again on the next day but the\nstorm had not yet passed over and\n"
        "nobody on the pier was calm enough to\nleave the house before the morning."
    )
    assert flags(text) == []


def test_a_language_without_words_is_read_for_signs_that_need_none() -> None:
    text = "Le quai a été fermé 9002] hier. il a été calme."
    found = find_damage(text, Marks((), ()), DamageWords())
    assert [(damage.kind, text[damage.start : damage.end]) for damage in found] == [
        (DamageKind.FOREIGN_MATTER, "9002]")
    ]

"""Tests: letters that are not what they seem are flagged where they stand, and what a script needs is not."""

import pytest

from claims.extraction import extract
from claims.extraction.disguises import borrowed, find_disguises, plain_look, scripts_of, unseen_in
from claims.records.quotations import DamageKind

UNSEEN, TURNED, MIXED = (
    DamageKind.UNSEEN_LETTERS,
    DamageKind.TURNED_DIRECTION,
    DamageKind.MIXED_ALPHABETS,
)


def found(text: str) -> list[tuple[DamageKind, str]]:
    return sorted((damage.kind, text[damage.start : damage.end]) for damage in find_disguises(text))


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Marta Sol\u200bheim said so.", UNSEEN, "\u200b"),
        ("Marta Sol\u200d\u2060heim said so.", UNSEEN, "\u200d\u2060"),
        ("Marta Sol\ufeffheim said so.", UNSEEN, "\ufeff"),
        ("Marta Sol\u200fheim said so.", UNSEEN, "\u200f"),
        ("Марта Соль\u200bхейм сказала.", UNSEEN, "\u200b"),
        ("The harbour\U000e0068\U000e0069 is closed.", UNSEEN, "\U000e0068\U000e0069"),
        ("The \u3164harbour is closed.", UNSEEN, "\u3164"),
        ("The harbour is \u202enepo\u202c now.", TURNED, "\u202e"),
        ("The harbour \u2067is open\u2069 now.", TURNED, "\u2067"),
        ("הנמל \u2067סגור", TURNED, "\u2067"),
        ("הנמל \u202eסגור\u202c", TURNED, "\u202e"),
        ("M\u0430rta Solheim said so.", MIXED, "M\u0430rta"),
        ("The \u041dарbour is closed.".replace("ар", "ar"), MIXED, "\u041darbour"),
        ("A note of the Pοrt council.", MIXED, "Pοrt"),
        ("Сказал президeнт в среду.", MIXED, "президeнт"),
    ],
)
def test_a_disguise_is_flagged_where_it_stands(text: str, kind: DamageKind, words: str) -> None:
    assert (kind, words) in found(text)
    assert (kind, words) in [(damage.kind, text[damage.start : damage.end]) for damage in extract(text).damage.damages]


@pytest.mark.parametrize(
    "text",
    [
        "The harbour is closed.",
        "The harbour\u200b is closed. \u200bNobody came.",
        "\ufeffThe harbour is closed.",
        "The har\u00adbour is closed.",
        "می\u200cخواهم بروم",
        "क्\u200dष और श्\u200cर",
        "قالت \u200fإن «الميناء مغلق»\u200e حتى الجمعة.",
        "הנמל \u2066Tolvik\u2069 סגור, \u202aport\u202c.",
        "👩\u200d🚒 and ❤\ufe0f came.",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f won.",
        "Порт закрыт, сообщает BBC.",
        "IT-компания и BMWшный завод",
        "The β-blocker and 5 μm of α-synuclein, ΔT.",
        "Ελλάδα and Россия and España, Ærøskøbing",
        "東京タワーのTシャツ",
    ],
)
def test_what_a_script_needs_is_no_disguise(text: str) -> None:
    assert found(text) == []


def test_a_disguise_changes_no_proposal() -> None:
    text = "“We wait,” said M\u0430rta Sol\u200bheim, the port \u202erotcerid\u202c."
    (proposal,) = extract(text, language="en").proposals
    assert text[proposal.start : proposal.end] == "“We wait,”"


def test_a_word_says_which_letters_it_borrowed() -> None:
    assert borrowed("M\u0430rt\u0430") == "\u0430\u0430"
    assert borrowed("Marta") == ""
    assert scripts_of("M\u0430ρ") == {"LATIN": "M", "CYRILLIC": "\u0430", "GREEK": "ρ"}


def test_what_nobody_sees_can_be_named() -> None:
    assert unseen_in("a\u200bb\u200b\u202ec") == ["U+200B", "U+202E"]


def test_two_names_that_look_alike_are_the_same_to_the_eye() -> None:
    assert plain_look("M\u0430rt\u0430 Sol\u200bheim") == "Marta Solheim"
    assert plain_look("Александр") != "Aleksandr"

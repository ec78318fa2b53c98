"""Tests: the language a text is read in, and how that is known."""

import pytest

from claims.extraction.languages import pack_for, recognise
from claims.records.extractions import LanguageBasis, ReadAs

GIVEN, RECOGNISED, ASSUMED = LanguageBasis.GIVEN, LanguageBasis.RECOGNISED, LanguageBasis.ASSUMED
STORY = "The harbour was closed on Monday. “We wait,” said Ada Okafor, who runs the ferry, and the crew went home."


@pytest.mark.parametrize(
    ("text", "code", "basis"),
    [
        (STORY, "en", RECOGNISED),
        ("Der Hafen ist seit Montag geschlossen, sagte die Fährfrau Ada Okafor. Sie wartet.", "de", RECOGNISED),
        ("قالت آدا أوكافور إن الميناء مغلق منذ يوم الاثنين وإنها تنتظر", "ar", RECOGNISED),
        ("Порт закрыт с понедельника, сказала Ада Окафор.", "ru", RECOGNISED),
        ("港口从星期一开始关闭。", "zh", RECOGNISED),
        ("“No,” she said.", "en", RECOGNISED),
        ("Ada Okafor, Tove Lind", "en", ASSUMED),
        ("12345 !!!", "en", ASSUMED),
        ("", "en", ASSUMED),
    ],
)
def test_a_language_is_recognised_and_english_is_assumed_where_nothing_speaks_against_it(
    text: str, code: str, basis: LanguageBasis
) -> None:
    assert recognise(text) == (code, basis)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("en", ReadAs("en", GIVEN, is_whole=True)),
        ("en-GB", ReadAs("en", GIVEN, is_whole=True)),
        ("EN_us", ReadAs("en", GIVEN, is_whole=True)),
        ("eng", ReadAs("en", GIVEN, is_whole=True)),
        ("de", ReadAs("de", GIVEN, is_whole=False)),
        ("xx", ReadAs("xx", GIVEN, is_whole=False)),
        ("und", ReadAs("en", RECOGNISED, is_whole=True)),
        ("English", ReadAs("en", RECOGNISED, is_whole=True)),
        ("?", ReadAs("en", RECOGNISED, is_whole=True)),
    ],
)
def test_a_language_that_was_given_wins_and_what_is_no_code_is_not_taken_for_one(given: str, expected: ReadAs) -> None:
    assert pack_for(STORY, given)[1] == expected


def test_a_text_partly_in_another_language_is_read_in_its_main_one() -> None:
    note = "Le port est fermé depuis lundi et personne ne sait quand il ouvrira, dit la capitaine.\n\n"
    assert recognise(note + 12 * STORY)[0] == "en"
    assert recognise("Source: Harbour News.\n\n" + 8 * note)[0] == "fr"


def test_only_a_bounded_part_of_a_text_is_looked_at() -> None:
    assert recognise(STORY * 4000) == ("en", RECOGNISED)

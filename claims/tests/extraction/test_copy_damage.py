"""Tests: how damaged a whole copy looks."""

from pathlib import Path

from claims.extraction import extract
from claims.extraction.copy_damage import MOST_KEPT, copy_damage
from claims.records.extractions import CopyDamage
from claims.records.quotations import Damage, DamageKind

SEEDS = Path(__file__).parents[3] / "seeds"
(SEED_STORY,) = (path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt"))
PARAGRAPH = "The ferry stayed at the pier on Monday, and the crew went home. “We wait,” said Ada Okafor, the captain.\n"
STORY = PARAGRAPH * 20


def looks(text: str) -> CopyDamage:
    return extract(text).damage


def test_a_clean_story_does_not_look_damaged() -> None:
    assert looks(STORY) == CopyDamage(0.0, (), ())


def test_one_slip_makes_no_damaged_copy() -> None:
    assert 0 < looks(STORY.replace("“We", "We", 1)).score < 0.3


def test_links_and_buttons_of_a_page_make_no_damaged_copy() -> None:
    assert 0 < looks(STORY.replace("\n", "\nStory continues below advertisement\n", 4)).score < 0.3


def test_damages_of_several_kinds_make_a_damaged_copy() -> None:
    copy = STORY.replace("“We", "We", 1).replace("Monday, and", "Monday. and", 1).replace("home. ", "home 9002] ", 1)
    damage = looks(copy.replace("captain.\nThe", "captain\nthe", 2))
    assert damage.score > 0.5
    assert set(damage.reasons) >= {DamageKind.UNBALANCED_MARK, DamageKind.FALSE_SENTENCE_END, DamageKind.FOREIGN_MATTER}


def test_the_weightiest_reason_comes_first() -> None:
    damages = tuple(Damage(DamageKind.UNBALANCED_MARK, place, place + 1) for place in range(3))
    other = Damage(DamageKind.WORD_FILTER, 10, 14)
    assert copy_damage("x" * 20, (*damages, other)).reasons == (DamageKind.UNBALANCED_MARK, DamageKind.WORD_FILTER)


def test_the_same_damage_weighs_less_in_a_longer_story() -> None:
    slip = "We wait,” said Ada Okafor.\n"
    assert looks(slip + STORY * 4).score < looks(slip + STORY).score


def test_the_seed_story_looks_damaged() -> None:
    damage = looks(SEED_STORY)
    assert damage.score > 0.9
    disguises = {DamageKind.UNSEEN_LETTERS, DamageKind.TURNED_DIRECTION, DamageKind.MIXED_ALPHABETS}
    assert set(damage.reasons) == set(DamageKind) - {DamageKind.ENCODING} - disguises


def test_only_so_many_damages_are_kept() -> None:
    assert len(looks("The sea 9002] is calm. " * 800).damages) == MOST_KEPT

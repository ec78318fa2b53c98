"""Search finds claims by plain words, alike on SQLite and PostgreSQL. The cases are run on whichever is there."""

import pytest
from django.db import connection, transaction

from claims import search
from claims.models import Claim, ClaimWords
from claims.search.query import Query, Term, parse
from claims.search.words import words_of
from claims.tests.factories import make_claim, make_document, make_source, remember_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def claims() -> dict[str, Claim]:
    """Five claims, and noise."""
    jabbawi = make_source("Ibrahim Jabbawi", aliases=["Abu Jassem"])
    story = make_document(our_title="Talks on southern Syria collapse")
    made = {
        "talks": make_claim(
            "The talks with Russia brought no results",
            words="the talks had given “no results” because Moscow had insisted",
            speaker=jabbawi,
            speaker_printed="Jabbawi",
            document=story,
        ),
        "rebels": make_claim("The rebels would hand over heavy weapons", words="the rebels' weapons, in phases"),
        "Łódź": make_claim("Zażółć gęślą jaźń in Łódź", words="Müller-Straße 5, naïve CAFÉ"),
        "سوريا": make_claim("المفاوضات مع روسيا فشلت", words="Переговоры провалились", speaker_printed="Лавров"),
        "numbers": make_claim(
            "It cost 3.5 million in 2018, up 1e5 per cent", words="B-52s, 12abc and http://a.example/b?c=d"
        ),
    }
    make_claim("Nothing of this kind", words="noise", speaker_printed="Somebody Else")
    return made


CASES: list[tuple[str, search.Column | None, list[str]]] = [
    # Every word must occur, whatever the order, the case, the accents.
    ("talks russia", None, ["talks"]),
    ("RUSSIA Talks", None, ["talks"]),
    ("talks weapons", None, []),
    ("muller strasse", None, ["Łódź"]),
    ("MÜLLER cafe", None, ["Łódź"]),
    ("zazołc gesla", None, ["Łódź"]),
    ("مفاوضات", None, []),
    ("المفاوضات روسيا", None, ["سوريا"]),
    ("переговоры", None, ["سوريا"]),
    # A word is also the beginning of a longer one; one of two letters or fewer is meant whole.
    ("rebel", None, ["rebels"]),
    ("ebels", None, []),
    ("wea pha", None, ["rebels"]),
    ("ta", None, []),
    ("no", None, ["talks"]),
    # Quoted words stand in this order and are meant whole.
    ('"no results"', None, ["talks"]),
    ("“no results”", None, ["talks"]),
    ("«no results»", None, ["talks"]),
    ('"results no"', None, []),
    ('"rebel"', None, []),
    ('"heavy weapons" rebels', None, ["rebels"]),
    ('"no result"', None, []),
    # The title of the story counts, and its parts.
    ("southern collapse", None, ["talks"]),
    # What was said, and who said it.
    ("jabbawi", None, ["talks"]),
    ("jabbawi", "speaker", ["talks"]),
    ("jabbawi", "words", []),
    ("jassem", "speaker", ["talks"]),
    ("talks", "speaker", []),
    ("moscow ibrahim", None, ["talks"]),
    ("лавров", "speaker", ["سوريا"]),
    # Numbers and addresses are words like others.
    ("1e5", None, ["numbers"]),
    ("3.5", None, ["numbers"]),
    ("2018 12abc", None, ["numbers"]),
    ("b-52s", None, ["numbers"]),
    ("a.example/b", None, ["numbers"]),
    # Signs that are commands elsewhere are nothing here.
    ('"no OR b*', None, []),
    ("talks OR weapons", None, []),
    ("talks NOT weapons", None, []),
    ("NEAR(talks, russia)", None, []),
    ("speaker:jabbawi", None, []),
    ("speaker : talks", None, []),
    ("tal*", None, ["talks"]),
    ("^the talks", None, ["talks"]),
    ("talks & russia", None, ["talks"]),
    ("talks | weapons", None, []),
    ("!talks", None, ["talks"]),
    ("talks <-> russia", None, ["talks"]),
    ("talks:*A", None, []),
    ("ta%lks", None, []),
    ("talks' -- ; DROP TABLE claims_claim", None, []),
    ("'talks'", None, ["talks"]),
    ('talks "', None, ["talks"]),
    ('"" talks', None, ["talks"]),
    ("talks\x00russia", None, ["talks"]),
    ("\\talks", None, ["talks"]),
    ("{talks}", None, ["talks"]),
    # Without a word nothing fits.
    ("", None, []),
    (' ?! \x00 "…" ', None, []),
    # The long ones.
    ("talks " * 2_000, None, ["talks"]),
    (" ".join(f"w{number}" for number in range(2_000)), None, []),
    ('"' + " ".join(f"w{number}" for number in range(2_000)) + '"', None, []),
    ("x" * 10_000, None, []),
    ("no " * 3_333, None, ["talks"]),
]


@pytest.mark.parametrize(
    ("text", "column", "expected"), CASES, ids=[f"{case[0][:30]!r} {case[1] or ''}" for case in CASES]
)
def test_the_same_words_find_the_same_claims_on_every_database(
    claims: dict[str, Claim], text: str, column: search.Column | None, expected: list[str]
) -> None:
    found = Claim.objects.filter(search.matching(text, column=column)).order_by("id")
    assert [claim.pk for claim in found] == [claims[name].pk for name in expected]


def test_reading_from_the_newest_claims_finds_the_same_as_beginning_with_the_hits(claims: dict[str, Claim]) -> None:
    for text, column, expected in CASES:
        for is_narrow in (True, False):
            condition = search.Matching(parse(text), column, is_narrow=is_narrow)
            assert Claim.objects.filter(condition).count() == len(expected), text


def test_a_search_can_be_turned_round_and_nested(claims: dict[str, Claim]) -> None:
    rest = Claim.objects.exclude(search.matching("talks"))
    assert claims["talks"] not in rest
    assert claims["rebels"] in rest
    inner = Claim.objects.filter(search.matching("talks"))
    assert list(Claim.objects.filter(pk__in=inner.values("pk"))) == [claims["talks"]]


def test_changed_words_are_found_and_the_old_ones_no_longer(claims: dict[str, Claim]) -> None:
    words = claims["talks"].search_words
    words.words = "ceasefire"
    words.save()
    assert list(Claim.objects.filter(search.matching("ceasefire"))) == [claims["talks"]]
    assert not Claim.objects.filter(search.matching("moscow")).exists()
    assert list(Claim.objects.filter(search.matching("jabbawi"))) == [claims["talks"]]


def test_words_kept_in_bulk_and_again_are_found_once(claims: dict[str, Claim]) -> None:
    rows = [ClaimWords(claim=claim, words="ceasefire", speaker="") for claim in claims.values()]
    for _again in range(2):
        ClaimWords.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["claim"], update_fields=["words", "speaker"]
        )
    assert Claim.objects.filter(search.matching("ceasefire")).count() == len(claims)
    assert not Claim.objects.filter(search.matching("moscow")).exists()


def test_a_deleted_claim_is_found_no_longer(claims: dict[str, Claim]) -> None:
    ClaimWords.objects.filter(claim=claims["talks"]).delete()
    assert not Claim.objects.filter(search.matching("talks")).exists()


def test_an_act_that_fails_leaves_no_words_behind(claims: dict[str, Claim]) -> None:
    with transaction.atomic():
        ClaimWords.objects.filter(claim=claims["talks"]).update(words="ceasefire")
        transaction.set_rollback(True)
    assert not Claim.objects.filter(search.matching("ceasefire")).exists()
    assert Claim.objects.filter(search.matching("moscow")).exists()


def test_installing_again_changes_nothing(claims: dict[str, Claim]) -> None:
    search.install(connection)
    search.install(connection)
    assert list(Claim.objects.filter(search.matching("talks"))) == [claims["talks"]]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite loses triggers when a table is rebuilt.")
@pytest.mark.parametrize(
    "loss", ["DROP TRIGGER claims_search_changed", "DROP TABLE claims_search"], ids=["a trigger", "the index"]
)
def test_what_was_missed_while_a_trigger_was_lost_is_found_after_the_next_migrate(
    claims: dict[str, Claim], loss: str
) -> None:
    with connection.cursor() as cursor:
        if "TABLE" in loss:
            cursor.execute("DROP TRIGGER claims_search_changed")
        cursor.execute(loss)
    ClaimWords.objects.filter(claim=claims["talks"]).update(words="ceasefire")
    search.install(connection)
    assert list(Claim.objects.filter(search.matching("ceasefire"))) == [claims["talks"]]
    assert not Claim.objects.filter(search.matching("moscow")).exists()


def test_few_hits_lead_and_many_are_looked_up(claims: dict[str, Claim], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"claims.search.{connection.vendor}.MANY", 1)
    assert search.matching("rebels weapons").is_narrow
    assert not search.matching("story stor").is_narrow


def test_words_are_kept_folded_each_text_once() -> None:
    found_by = words_of(
        texts=["The Talks!", "the talks", "", "“Größe”"], names=["Jabbawi", "", "Ibrahim Jabbawi", "JABBAWI"]
    )
    assert found_by == ("the talks grosse", "jabbawi ibrahim jabbawi")


def test_a_monster_of_a_word_is_found_by_its_beginning() -> None:
    claim = make_claim("x" * 5_000, words="y" * 20_000 + " end")
    assert list(Claim.objects.filter(search.matching("x" * 5_000))) == [claim]
    assert list(Claim.objects.filter(search.matching("y" * 50))) == [claim]
    assert list(Claim.objects.filter(search.matching("end"))) == [claim]


def test_a_very_long_quotation_can_be_kept() -> None:
    claim = make_claim("Long", words=" ".join(f"w{number}" for number in range(50_000)))
    assert remember_words(claim).words.startswith("long w0 w1 ")
    assert list(Claim.objects.filter(search.matching('"w100 w101"'))) == [claim]


def test_a_query_says_what_must_occur() -> None:
    assert parse('He said "no results" to al-Monitor') == Query(
        (
            Term(("no", "results")),
            Term(("he",)),
            Term(("said",), is_beginning=True),
            Term(("to",)),
            Term(("al",)),
            Term(("monitor",), is_beginning=True),
        )
    )
    assert not parse("?!")

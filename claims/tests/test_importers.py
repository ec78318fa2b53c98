"""Tests: bytes and pastes become texts, or are refused with a reason; and dates."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.choices import refusals
from claims.errors import Refusal, Refused
from claims.importers import IMPORTERS, decode, importer_for, is_readme, parse_date, pasted, read
from claims.importers.contract import File, Importer
from claims.records.provenance import DatePrecision

LIMIT = 10_000
STORY = "“The harbour stays closed,” said Marta Solheim.\n\nنفى الميناء ذلك. 🚢\n"
QUOTED = "“The harbour stays closed until Friday,” said Marta Solheim."
RUSSIAN = "«Порт закрыт до пятницы», — сказала Марта Сольхейм."
UNSEEN = "\u2066"

# What comes in, and why it is refused.
BAD_FILES = [
    ("nothing at all", b"", Refusal.TEXT_EMPTY),
    ("white space only", b" \r\n\t\n \xc2\xa0", Refusal.TEXT_EMPTY),
    ("a byte order mark only", b"\xef\xbb\xbf", Refusal.TEXT_EMPTY),
    ("signs without a word", "— … —".encode(), Refusal.TEXT_EMPTY),
    ("a PDF", b"%PDF-1.7\n1 0 obj", Refusal.FILE_IS_PDF),
    ("a PDF behind a story", b"The harbour.\n%PDF-1.7\n1 0 obj", Refusal.FILE_IS_PDF),
    ("a zip", b"PK\x03\x04\x14\x00\x06\x00", Refusal.FILE_IS_PACKED),
    ("a Word document", b"PK\x03\x04\x14\x00\x06\x00" + bytes(18) + b"[Content_Types].xml", Refusal.FILE_IS_OFFICE),
    ("a feed", b"<?xml version='1.0'?><rss>The harbour</rss>", Refusal.TEXT_NOT_TEXT),
    ("XML that names its own words", b"<!DOCTYPE x [<!ENTITY a 'The harbour'>]><x>&a;</x>", Refusal.TEXT_NOT_TEXT),
    ("the same behind a page of blanks", b" " * 1_200 + b"<!doctype x [<!ENTITY a 'b'>]>", Refusal.TEXT_NOT_TEXT),
    ("an old Word document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(80), Refusal.FILE_IS_OFFICE),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(40), Refusal.FILE_IS_PICTURE),
    ("a photograph", b"\xff\xd8\xff\xe0\x00\x10JFIF", Refusal.FILE_IS_PICTURE),
    ("rich text", rb"{\rtf1\ansi The harbour}", Refusal.FILE_IS_OFFICE),
    ("a web page", b"\n<!DOCTYPE html><p>The harbour", Refusal.FILE_IS_WEB_PAGE),
    ("a web page without its beginning", b"<!-- saved --><head><p>The harbour", Refusal.FILE_IS_WEB_PAGE),
    ("a web page in UTF-16", "<html><p>The harbour".encode("utf-16"), Refusal.FILE_IS_WEB_PAGE),
    ("control characters in UTF-8", b"The \x01\x02\x03 harbour", Refusal.TEXT_NOT_TEXT),
    ("bytes without sense", bytes(range(256)) * 4, Refusal.TEXT_NOT_TEXT),
    ("a NUL in a story", b"The harbour\x00 stays closed", Refusal.TEXT_HAS_NUL),
    ("UTF-16 without its mark", "The harbour".encode("utf-16-le"), Refusal.TEXT_HAS_NUL),
    ("too large", b"a" * (LIMIT + 1), Refusal.TEXT_TOO_LARGE),
    ("UTF-16 broken in the middle", b"\xff\xfeT\x00h\x00e\x00\x00\xd8", Refusal.ENCODING_UNKNOWN),
    ("UTF-8 with the mark of UTF-16", b"\xff\xfe" + STORY.encode(), Refusal.ENCODING_UNKNOWN),
    ("windows-1252 with the mark of UTF-16", b"\xfe\xff" + QUOTED.encode("cp1252"), Refusal.ENCODING_UNKNOWN),
    ("UTF-16 that lost a byte", b"\xff\xfe" + QUOTED.encode("utf-16-le")[1:] + b"\0", Refusal.ENCODING_UNKNOWN),
    ("Cyrillic in UTF-16 that lost a byte", b"\xfe\xff" + RUSSIAN.encode("utf-16-be")[1:-1], Refusal.ENCODING_UNKNOWN),
    ("little but signs that nobody sees", f'a,b\n"{UNSEEN * 200}'.encode(), Refusal.TEXT_UNSEEN),
    ("signs that mean nothing to anybody", ("The harbour " + "x\ue299" * 200).encode(), Refusal.TEXT_UNSEEN),
    ("such signs after every blank", f"{STORY} {(UNSEEN + ' ') * 200}".encode(), Refusal.TEXT_UNSEEN),
    ("bytes of no encoding", b"\x80\x81\x8d\x8f\x90\x9d" * 50, Refusal.ENCODING_UNKNOWN),
]

# What somebody declares the encoding to be, wrongly.
BAD_DECLARATIONS = [
    ("no such encoding", "klingon-8", b"The harbour"),
    ("a codec that makes bytes", "hex", b"6162"),
    ("a codec that writes text into text", "unicode_escape", rb"The \u0068arbour"),
    ("a name with a NUL", "utf\x00-8", b"The harbour"),
    ("another encoding than the bytes have", "utf-8", "déjà".encode("cp1252")),
    ("UTF-16, with one byte to a letter", "utf-16-be", QUOTED.encode()),
    ("UTF-16, with the bytes of UTF-8", "utf-16", f"{QUOTED}\n{'’' * 400}".encode()),
    ("another encoding than the mark tells", "windows-1252", b"\xef\xbb\xbfThe harbour"),
    ("latin-1, with the quotation marks of windows-1252", "latin-1", "“The harbour”".encode("cp1252")),
    ("an encoding that lets half characters through", "utf-7", b"The harbour +2AA-"),
]

# A text of each kind of desk, in an encoding that nobody declared.
GUESSED = [
    ("cp1252", "“We will not go,” the minister said on Monday — and left."),
    ("cp1252", "Le ministre a déclaré à l’Assemblée que la réforme était prête, après des années d’études."),
    ("cp1252", "Der Bürgermeister erklärte, man müsse die Brücke schließen."),
    ("cp1252", "A presidência não comentou a decisão, disse João à agência."),
    ("cp1250", "Ministr ve středu řekl, že jednání skončila bez výsledku, a dodal, že žádné další schůzky nejsou."),
    ("cp1250", "Minister powiedział w środę, że rozmowy zakończyły się bez rezultatu."),
    ("cp1254", "Bakan çarşamba günü görüşmelerin sonuçsuz kaldığını söyledi."),
    ("cp1251", "Министр сообщил в среду, что переговоры завершились без результата."),
    ("koi8-r", "Министр сообщил в среду, что переговоры завершились без результата, и добавил."),
    ("cp1253", "Ο υπουργός δήλωσε την Τετάρτη ότι οι συνομιλίες έληξαν χωρίς αποτέλεσμα"),
    ("cp1256", "قال الوزير يوم الأربعاء إن المحادثات انتهت دون نتيجة"),
    ("cp1255", "השר אמר ביום רביעי כי השיחות הסתיימו ללא תוצאה והוסיף כי אין פגישות נוספות"),
    ("shift_jis", "大臣は水曜日に、協議は結果なく終わったと述べた。今後の会合は予定されていない。"),
    ("gb18030", "部长星期三表示，会谈没有取得结果，并补充说没有计划举行进一步会议。"),
]


@pytest.mark.parametrize(("case", "raw", "code"), BAD_FILES, ids=[case for case, _raw, _code in BAD_FILES])
def test_a_file_that_is_no_text_with_words_is_refused(case: str, raw: bytes, code: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        decode(raw, name="story.txt", limit=LIMIT)
    assert refused.value.code is code
    assert "%(" not in refusals.sentence(refused.value)


@pytest.mark.parametrize(("case", "declared", "raw"), BAD_DECLARATIONS, ids=[row[0] for row in BAD_DECLARATIONS])
def test_an_encoding_declared_wrongly_is_refused_beside_its_field(case: str, declared: str, raw: bytes) -> None:
    with pytest.raises(Refused) as refused:
        decode(raw, declared=declared, limit=LIMIT)
    assert (refused.value.code, refused.value.field) == (Refusal.ENCODING_UNKNOWN, "encoding")


def test_a_refusal_says_what_is_wrong_and_where() -> None:
    with pytest.raises(Refused) as refused:
        decode(b"The\x00harbour", limit=LIMIT)
    assert refused.value.facts == {"place": 4}
    with pytest.raises(Refused) as refused:
        decode(b"a" * 11, limit=10)
    assert refused.value.facts == {"size": 11, "limit": 10}
    with pytest.raises(Refused) as refused:
        decode(b"%PDF-1.7", name="release.pdf", limit=LIMIT)
    assert "“release.pdf”" in refusals.sentence(refused.value)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_become_lf_once(end: str) -> None:
    received = decode(STORY.replace("\n", end).encode(), limit=LIMIT)
    assert received.text == STORY
    assert received.raw == STORY.replace("\n", end).encode()


def test_nothing_else_of_a_text_is_changed() -> None:
    text = "  \n\tCafe\u0301 \u00a0\u200fשלום\u200e  \x0b\x0c .\u2028 \ufeff \n\n \n"
    assert decode(text.encode(), limit=LIMIT).text == text
    assert pasted(text, limit=LIMIT).text == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=50))
def test_a_text_in_utf_8_comes_in_as_it_is(text: str) -> None:
    text = f"word {text}"
    received = decode(text.encode(), limit=10**6)
    assert (received.text, received.encoding, received.encoding_basis) == (text, "utf-8", "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_tells_the_encoding_and_goes(encoding: str) -> None:
    raw = f"\ufeff{STORY}".encode(encoding)
    received = decode(raw, limit=LIMIT)
    assert (received.text, received.encoding, received.encoding_basis) == (STORY, encoding, "bom")
    assert decode(raw, declared=encoding, limit=LIMIT).text == STORY


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "story",
    [
        "索尔海姆说：“港口关闭到星期五。”\n",
        "　みなとは　きんようびまで　しまっています、と　マルタさんは　いいました。",
        "Порт" * 10,
        "항구는 금요일까지 닫혀 있다고 솔하임이 말했다.",
        "ΗΗΗ",
        "港口一",
        "قالت مارتا سولهايم \u200fإن «الميناء مغلق»\u200e حتى الجمعة.",
        QUOTED,
        RUSSIAN,
        "🚢" * 30 + " sails",
        "a" * 60,
    ],
)
def test_stories_of_every_script_come_in_as_utf_16(story: str, encoding: str) -> None:
    assert decode(f"\ufeff{story}".encode(encoding), limit=LIMIT).text == story


@pytest.mark.parametrize(
    "story",
    [
        "Ha\u00adfen\u00adbe\u00adhör\u00adde " * 40,  # a soft hyphen after every syllable
        "می\u200cخواهم " * 60,
        "👩\u200d👩\u200d👧 " * 60 + "won",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f " * 30 + "England won",
        f"She quoted from the feed: <?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]> and laughed. {UNSEEN * 9}",
    ],
)
def test_signs_that_nobody_sees_and_a_bit_of_markup_are_no_harm_to_a_story(story: str) -> None:
    assert decode(story.encode(), limit=LIMIT).text == story
    assert pasted(story, limit=LIMIT).text == story


def test_a_declared_encoding_comes_before_everything_else() -> None:
    received = decode("déjà vu".encode("cp1252"), declared=" Windows-1252 ", limit=LIMIT)
    assert (received.text, received.encoding, received.encoding_basis) == ("déjà vu", "cp1252", "declared")
    assert decode("déjà vu".encode(), declared="cp1252", limit=LIMIT).text == "dÃ©jÃ\xa0 vu"
    assert decode("déjà vu".encode("utf-16"), declared="utf-16", limit=LIMIT).text == "déjà vu"


@pytest.mark.parametrize(("encoding", "text"), GUESSED)
def test_an_encoding_nobody_declared_is_guessed_and_said_to_be_a_guess(encoding: str, text: str) -> None:
    received = decode(text.encode(encoding), limit=LIMIT)
    assert (received.text, received.encoding_basis) == (text, "guess")


def test_letters_broken_before_they_came_to_us_stay_as_they_are() -> None:
    broken = "The harbour\u00e2\u0080\u0099s director"
    assert decode(broken.encode(), limit=LIMIT).text == broken


def test_a_stray_control_character_does_not_make_a_story_unreadable() -> None:
    story = "The harbour stays closed until Friday, the director said. " * 3 + "It was har\x02bour day.\x1a"
    assert decode(story.encode(), limit=LIMIT).text == story


def test_a_pasted_text_is_never_stripped_and_its_line_ends_become_lf() -> None:
    received = pasted("  The harbour\r\nstays closed. \r\n", limit=LIMIT)
    assert received.text == "  The harbour\nstays closed. \n"
    assert (received.encoding, received.encoding_basis, received.name) == ("utf-8", "pasted", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Refusal.TEXT_EMPTY),
        (" \r\n\u3000", Refusal.TEXT_EMPTY),
        ("The\0harbour", Refusal.TEXT_HAS_NUL),
        (f"The harbour {UNSEEN * 100}", Refusal.TEXT_UNSEEN),
        ("The \ud83d harbour", Refusal.TEXT_HAS_HALF_CHARACTER),
        ("é" * (LIMIT // 2 + 1), Refusal.TEXT_TOO_LARGE),
    ],
)
def test_a_paste_that_cannot_be_kept_is_refused_beside_its_field(text: str, code: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        pasted(text, limit=LIMIT)
    assert (refused.value.code, refused.value.field) == (code, "text")
    assert "%(" not in refusals.sentence(refused.value)


def test_a_story_is_called_by_its_first_line_with_words() -> None:
    assert decode(b"\n  \n  Harbour talks break off  \nTOLVIK\n", limit=LIMIT).title == "Harbour talks break off"


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda importer: importer.key)
class TestEveryImporter:
    def test_is_known_by_endings_and_media_types_in_lower_case(self, importer: Importer) -> None:
        assert importer.suffixes
        assert importer.media_types
        assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in importer.suffixes)
        assert all("/" in media_type and media_type == media_type.lower() for media_type in importer.media_types)
        assert [other for other in IMPORTERS if other.suffixes & importer.suffixes] == [importer]

    def test_is_found_by_each_of_them(self, importer: Importer) -> None:
        assert all(importer_for(f"STORY{suffix.upper()}") is importer for suffix in importer.suffixes)
        assert all(importer_for("story", f"{kind}; charset=utf-8") is importer for kind in importer.media_types)

    def test_refuses_what_is_empty_and_what_is_too_large(self, importer: Importer) -> None:
        with pytest.raises(Refused):
            importer.read(File(raw=b"", limit=LIMIT))
        with pytest.raises(Refused) as refused:
            importer.read(File(raw=bytes(LIMIT + 1), limit=LIMIT))
        assert refused.value.code is Refusal.TEXT_TOO_LARGE


def test_what_no_importer_knows_is_read_as_plain_text_or_refused() -> None:
    assert importer_for("story.pdf") is None
    assert read(b"The harbour", name="story", limit=LIMIT).text == "The harbour"
    with pytest.raises(Refused):
        read(b"%PDF-1.7", name="story.pdf", media_type="application/pdf", limit=LIMIT)


@pytest.mark.parametrize(
    ("name", "is_one"), [("README.md", True), ("readme", True), ("docs/ReadMe.txt", True), ("a readme.txt", False)]
)
def test_a_readme_is_known_by_its_name(name: str, is_one: bool) -> None:
    assert is_readme(name) is is_one


VIENNA = ZoneInfo("Europe/Vienna")
DATES = [
    ("2026", datetime(2026, 1, 1, tzinfo=VIENNA), DatePrecision.YEAR, "Europe/Vienna"),
    ("2026-11", datetime(2026, 11, 1, tzinfo=VIENNA), DatePrecision.MONTH, "Europe/Vienna"),
    (" 2026-11-23 ", datetime(2026, 11, 23, tzinfo=VIENNA), DatePrecision.DAY, "Europe/Vienna"),
    ("2026-11-23 14:30", datetime(2026, 11, 23, 14, 30, tzinfo=VIENNA), DatePrecision.MINUTE, "Europe/Vienna"),
    ("2026-11-23T14:30Z", datetime(2026, 11, 23, 14, 30, tzinfo=UTC), DatePrecision.MINUTE, "UTC"),
    ("2026-11-23T14:30:05.123+02:00", datetime(2026, 11, 23, 12, 30, 5, tzinfo=UTC), DatePrecision.MINUTE, "+02:00"),
    ("2026-11-23 14:30 -0330", datetime(2026, 11, 23, 18, 0, tzinfo=UTC), DatePrecision.MINUTE, "-03:30"),
    (
        "2026-11-23 14:30 Asia/Beirut",
        datetime(2026, 11, 23, 14, 30, tzinfo=ZoneInfo("Asia/Beirut")),
        DatePrecision.MINUTE,
        "Asia/Beirut",
    ),
    (
        "2026-11-23 +05:45",
        datetime(2026, 11, 23, tzinfo=timezone(timedelta(hours=5, minutes=45))),
        DatePrecision.DAY,
        "+05:45",
    ),
]


@pytest.mark.parametrize(("text", "moment", "precision", "zone"), DATES, ids=[row[0] for row in DATES])
def test_a_date_keeps_its_precision_and_zone(text: str, moment: datetime, precision: DatePrecision, zone: str) -> None:
    date = parse_date(text, "Europe/Vienna")
    assert (date.moment, date.precision, date.zone) == (moment, precision, zone)
    assert len(date.zone) <= 40


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Wednesday",
        "26",
        "2026-13",
        "2026-02-30",
        "23.11.2026",
        "2026-11-23 25:00",
        "2026-11-23 14:30 Mars/Olympus",
        "2026-11-23 14:30 ../../etc/passwd",
        "2026-11-23 14:30 America",
        "2026-11-23 14:30 +15:00",
        "2026-11-23 14:30 +01:75",
        "0000-01-01",
        "9999-12-31 23:59 -12:00",
        "२०२६-११-२३",
        "2026-11-23" + "0" * 9999,
    ],
)
def test_a_date_that_cannot_be_read_is_refused_beside_its_field(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_date(text, "UTC")
    assert (refused.value.code, refused.value.field) == (Refusal.DATE_UNREADABLE, "published")

"""Every format keeps what it is given, and no cell of a spreadsheet runs what somebody else wrote."""

import csv
import io
import json
import tracemalloc
import unicodedata
from dataclasses import fields
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.exports import FORMATS, guard
from claims.exports.contract import Desk, Format, Sheet
from claims.exports.csv_file import CSV
from claims.exports.jsonl_file import JSONL
from claims.exports.rows import DamageAt, EvidenceItem, ExportRow, SpanAt, Step

SHEET = Sheet(
    keys=("speaker", "words", "claim_id"),
    headings=("Who said it", "Words as printed", "Claim"),
    cells=lambda row: (row.speaker or "", row.words or "", row.claim_id),
    desk=Desk("The Tolvik Desk", "https://desk.example.org/"),
    title="Claims",
    tab="Claims",
    long_texts="Long texts",
    goes_on="[all of it on another sheet]",
)

EVERY_FORMAT = pytest.mark.parametrize("known", FORMATS.values(), ids=list(FORMATS))


def make_row(words: str | None = "no results", **values: Any) -> ExportRow:
    """A row with what every row has; other fields go by their names."""
    usual: dict[str, Any] = {
        "how_to_use": "quote",
        "statement": "The talks gave no results.",
        "speaker_basis": "printed",
        "status": "verified",
        "attribution": "confirmed",
        "verdict": "true",
        "claim_id": 7,
        "claim_version": 3,
        "quotation_id": None if words is None else 11,
        "snapshot_sha256": None if words is None else "5f" * 32,
        "spans": (SpanAt(3, 3 + len(words), words, "", ""),) if words else (),
        "zone": "Europe/Vienna",
    }
    return ExportRow(words=words, **usual | values)


FULL_ROW = make_row(
    speaker="Ibrahim Jabbawi",
    evidence=(
        EvidenceItem("link", "supports", "independent", address="https://example.org/a?b=1,2"),
        EvidenceItem("asked", "context", "unstated", asked_whom="the ministry", has_reply=False),
    ),
    chain=(
        Step("Ibrahim Jabbawi", 4, "known", ("speaker", "spokesperson"), "printed", None, "told", "unknown", False),
        Step(None, None, "unknown", ("republisher",), "inferred", "machine_translation", None, "unknown", True),
    ),
    spans=(SpanAt(3, 9, "“no", "", " "), SpanAt(12, 19, "results”", " ", "\n")),
    damage=(DamageAt("cut_end", 18, 19),),
    is_primary=True,
    is_altered=False,
)

AWKWARD = {
    "nothing": None,
    "empty": "",
    "a blank": " ",
    "line ends": "one\ntwo\r\nthree\rfour\n",
    "quotation marks": 'he said: "no", and left; \'so\' ""',
    "separators": "a,b;c\td|e",
    "right to left": 'قال "لا" ثم غادر\u200f، وعاد',
    "emoji": "👩🏽‍💻 said 🕊️",
    "formula": '=HYPERLINK("http://example.org/?x="&A1;"click")',
    "guarded already": "'=1+1",
    "two marks": "''",
    "line separators": "a\u2028b\u2029c\u0085d\x0be\x1cf",
    "byte order mark": "\ufeffwords",
    "null and true": "null true 007 1e5",
    "escapes of a spreadsheet": "_x0041_ _x000a_ _x0041\r _x005F_x0041_x0042_ \x01_ \ufffe",
    "marks of XML": "<r><t>so</t></r>",
    "marks of a text with marks": "# *so* [on](to) `that` <b>\\ 1. &amp; \n\n    - that\n> so ~~on~~ | ^1\n===\n",
    "a long text": "so " * 60_000,
    "a long text of signs that count twice": "🕊️" * 12_000 + "\r\n",
}


def written(known: Format, rows: list[ExportRow], sheet: Sheet = SHEET) -> bytes:
    """What a format writes."""
    stream = io.BytesIO()
    known.write(iter(rows), sheet, stream)
    return stream.getvalue()


# --- Every format --------------------------------------------------------------------------------------------------


@EVERY_FORMAT
@pytest.mark.parametrize("words", AWKWARD.values(), ids=list(AWKWARD))
def test_what_is_written_is_read_back_equal(known: Format, words: str | None) -> None:
    rows = [make_row(words), FULL_ROW, make_row(words, speaker=words, claim_id=9)]
    assert list(known.read(io.BytesIO(written(known, rows)))) == list(known.kept(rows, SHEET))


@EVERY_FORMAT
@settings(deadline=None, max_examples=60)
@given(words=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_is_read_back_equal(known: Format, words: str) -> None:
    rows = [make_row(words, speaker=words)]
    assert list(known.read(io.BytesIO(written(known, rows)))) == list(known.kept(rows, SHEET))


@EVERY_FORMAT
def test_a_list_without_a_row_is_read_back_as_none(known: Format) -> None:
    assert list(known.read(io.BytesIO(written(known, [])))) == []


@EVERY_FORMAT
def test_no_list_of_rows_grows_in_memory(known: Format) -> None:
    rows = (make_row("so " * 3_000, claim_id=number) for number in range(1_500))
    with TemporaryFile() as to:
        tracemalloc.start()
        known.write(rows, SHEET, cast("BinaryIO", to))
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 4_000_000, "13 MB of words went through"


@EVERY_FORMAT
def test_a_format_leaves_the_stream_open(known: Format) -> None:
    stream = io.BytesIO()
    known.write(iter([FULL_ROW]), SHEET, stream)
    stream.seek(0)
    list(known.read(stream))
    assert not stream.closed


@EVERY_FORMAT
def test_a_format_is_chosen_by_its_key_and_says_what_it_is(known: Format) -> None:
    assert FORMATS[known.key] is known
    assert known.suffix.startswith(".")
    assert "/" in known.media_type
    assert known.name


# --- CSV -----------------------------------------------------------------------------------------------------------

# What somebody might hide in a story; none of it may begin a cell.
HOSTILE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\r\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\u3000=1+1",
    "\u200b=1+1",
    "\u200f-1+1",
    "\ufeff=1+1",
    "\x1c=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1+1)",
    "﹦1+1",
    "'=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org","here")',
    '=IMPORTXML(CONCAT("http://example.org/?",A1),"//a")',
    "@import",
    "-",
    "=",
    "'",
]

HARMLESS = [
    "",
    "no results",
    "“no results”",
    "2018",
    "a = b",
    "“=1+1”",
    "(+49) 30",
    "— he said",
    "– and left",
    "•",
    "👩🏽‍💻",
    "قال",
    "[...]",
    " ",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_cell_begins_a_formula(words: str) -> None:
    cell = raw_cells(make_row(words))[1]
    assert cell == "'" + words
    assert guard.undo(cell) == words


@pytest.mark.parametrize("words", HARMLESS)
def test_harmless_words_stand_as_they_are(words: str) -> None:
    assert raw_cells(make_row(words))[1] == words


@given(words=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_whatever_is_written_a_spreadsheet_finds_no_formula(words: str) -> None:
    cell = raw_cells(make_row(words))[1]
    visible = cell.lstrip().lstrip("".join(sign for sign in cell if unicodedata.category(sign) in ("Cf", "Cc", "Zs")))
    assert not unicodedata.normalize("NFKC", visible).startswith(("=", "+", "-", "@"))
    assert not cell.startswith(("\t", "\r", "\n"))


def test_numbers_are_written_as_numbers_and_texts_as_texts() -> None:
    assert written(CSV, [make_row("2018", claim_id=-5)]).decode("utf-8-sig").endswith('"","2018",-5\r\n')


def test_csv_begins_with_the_mark_by_which_excel_knows_utf_8() -> None:
    assert written(CSV, [FULL_ROW]).startswith(b'\xef\xbb\xbf"Who said it","Words as printed","Claim"\r\n')


def test_csv_can_be_read_by_any_reader_of_csv() -> None:
    text = written(CSV, [make_row("one\r\ntwo"), make_row('"so"')]).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [line["Words as printed"] for line in lines] == ["one\r\ntwo", '"so"']


def raw_cells(row: ExportRow) -> list[str]:
    """The cells of one row as a spreadsheet gets them."""
    text = written(CSV, [row]).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[1]


# --- JSON Lines ----------------------------------------------------------------------------------------------------


def test_json_lines_has_real_types_and_a_list_where_there_are_several() -> None:
    [line] = written(JSONL, [FULL_ROW]).decode().splitlines()
    value = json.loads(line)
    assert value["claim_id"] == 7
    assert value["is_primary"] is True
    assert value["why"] is None
    assert [span["start"] for span in value["spans"]] == [3, 12]
    assert value["chain"][0]["roles"] == ["speaker", "spokesperson"]
    assert value["evidence"][1]["has_reply"] is False


def test_json_lines_has_every_field_in_every_row() -> None:
    names = [field.name for field in fields(ExportRow)]
    for line in written(JSONL, [make_row(None), FULL_ROW]).splitlines():
        assert sorted(json.loads(line)) == sorted(names)


def test_letters_stand_in_json_lines_as_they_are() -> None:
    assert "“no” 🕊️".encode() in written(JSONL, [make_row("“no” 🕊️")])

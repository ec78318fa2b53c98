"""Markdown: what somebody else's reader shows of it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from claims.exports.markdown_file import MARKDOWN, escaped
from claims.tests.seed_list import decide, read_back, take_out, words_of
from claims.tests.test_exports import make_row, written

# Signs whose like CommonMark leaves open, or its readers drop at the edges of a line: they are in our own round trip.
_OPEN = (
    "".join(map(chr, [*range(0x20), 0x7F, *range(0x80, 0xA0)])).replace("\n", "").replace("\t", "").replace("\r", "")
)


def shown(tokens: list[Token]) -> str:
    """The text that a reader sees, its breaks left out because the line ends stand in the text."""
    return "".join(child.content for child in tokens[0].children or () if child.type in ("text", "text_special"))


def blocks_of(file: bytes) -> dict[str, list[str]]:
    """The headings and the quoted words as CommonMark has them."""
    found: dict[str, list[str]] = {"heading_open": [], "blockquote_open": []}
    tokens = MarkdownIt("commonmark").parse(file.decode())
    for at, token in enumerate(tokens):
        if token.type in found:
            inline = next(at for at in range(at, len(tokens)) if tokens[at].type == "inline")
            found[token.type].append(shown(tokens[inline:]))
    return found


TRICKS = [
    "# no heading",
    "- no list\n- of two",
    "1. no list\n2) of two",
    "*so* _on_ `that` **bold** ~~gone~~",
    "[a](https://example.org) ![b](c) <b>d</b> <!-- e --> &amp; &#65;",
    "> so\n>> and so",
    "    indented\n\n    code",
    "over\n===\nunder\n---\n***",
    "a | b\n--|--\n1 | 2",
    "\\* \\\\ \\",
    "ends in a line\n",
    "\n\n three \n\n\n lines \n",
    "$x^2$ [^1] [^1]: note",
    'قال "لا" ثم غادر\u200f 🕊️',
    "↳ not the end of a row",
]


@pytest.mark.parametrize("words", TRICKS)
def test_words_are_shown_as_they_are(words: str) -> None:
    blocks = blocks_of(written(MARKDOWN, [make_row(words, statement=f"They said: {words}")]))
    assert blocks == {
        "heading_open": ["The Tolvik Desk: Claims", f"They said: {words}"],
        "blockquote_open": [words],
    }


@settings(deadline=None, max_examples=100)
@given(words=st.text(st.characters(exclude_characters=_OPEN, exclude_categories=["Cs"]), min_size=1))
def test_whatever_the_words_are_they_are_shown_so(words: str) -> None:
    assert blocks_of(f"> {escaped(words)}\n".encode())["blockquote_open"] == [words]


def test_hashes_and_places_stand_at_the_end(settings: Any, db: None) -> None:
    first, *_others = decide(settings)
    _exported, file = take_out("markdown")
    words, _mark, notes = file.getvalue().decode().partition(f"\n[^{first.pk}-1]: ")
    assert "SHA-256 of the text: " in notes
    assert "SHA-256 of the text" not in words
    assert "[140, 337)" not in words
    assert "\\[140, 337)" in notes


def test_the_seed_storys_list_shows_its_words_to_others(settings: Any, db: None) -> None:
    verified, relayed, *_others = decide(settings)
    exported, file = take_out("markdown")
    blocks = blocks_of(file.getvalue())
    assert blocks["blockquote_open"] == [words_of(verified), words_of(relayed)]
    assert len(read_back("markdown", file)) == exported.rows == 2


def test_only_what_the_list_has_is_in_it() -> None:
    text = written(MARKDOWN, [make_row(why="Heard on tape.")]).decode()
    assert "Heard on tape." not in text
    assert "Claim: 7" in text

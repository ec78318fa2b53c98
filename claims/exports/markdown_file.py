r"""Exports: Markdown (CommonMark, with footnotes), for people: to read, to paste, to turn into any document.

What others wrote comes out as they wrote it: every sign that Markdown would take for its own stands behind ``\``, and
a line end, which it would take for a blank, stands as a character reference with a break after it. Hashes and places
stand in the footnotes at the end, so that nothing comes between a reader and the words.
"""

import re
from collections.abc import Iterable, Iterator
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO, Final

from claims.exports.contract import Format, Sheet
from claims.exports.rows import ExportRow, by_claim

_HEADING, _QUOTE, _ENDS_ROW, _NOTE = "## ", "> ", "↳", "[^"
_LINE_END, _BREAK = "&#10;", "\\"

# Of a claim, of each of its quotations, and of both in the footnotes; just those columns that the list has.
_OF_CLAIM: Final = ("how_to_use", "status", "speaker", "role", "via", "why", "evidence", "checked_by", "when")
_OF_WORDS: Final = ("document", "published", "address")
_NOTED: Final = (
    *("claim_id", "claim_version", "chain", "chain_end", "kind", "copy", "damage", "said_when", "speaker_printed"),
    *("stale", "document_id", "snapshot_number", "snapshot_sha256", "spans", "quotation_id", "zone"),
)

_SIGNS: Final = re.compile(r"[\\`*_\[\]<>&#~|^$]")
# At the beginning of a line these begin a list or underline a heading.
_BEGINS: Final = re.compile(r"^(?=[-+=])|^(\d+)(?=[.)])", re.MULTILINE)
# Blanks that readers drop. Control signs stay: HTML reads a reference to one as some other sign.
_BLANK: Final = r"[^\S\n\x0b-\x1f\x85]"
_EDGES: Final = re.compile(f"^{_BLANK}+|(?<!{_BLANK}){_BLANK}+$", re.MULTILINE)
_ENDS: Final = re.compile(r"[\n\r\t]")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])|&#(\d+);")


def write(rows: Iterable[ExportRow], sheet: Sheet, to: BinaryIO) -> None:
    """Write each claim with its quotations; the footnotes wait on disk until all claims are there."""
    with TemporaryFile() as notes:
        to.write(f"# {escaped(sheet.desk.name)}: {escaped(sheet.title)}\n".encode())
        to.writelines(f"\n{escaped(remark)}\n".encode() for remark in sheet.remarks)
        for of_one in by_claim(rows):
            to.write("".join(_claim(of_one, sheet)).encode())
            notes.write("".join(_notes(of_one, sheet)).encode())
        notes.seek(0)
        copyfileobj(notes, to)


def read(stream: BinaryIO) -> Iterator[tuple[str, str]]:
    """The statement and the words of each row, as they were before anything was escaped."""
    statement, words = "", None
    for line in stream:
        text = line.decode().removesuffix("\n")
        if text.startswith(_HEADING):
            statement = _unescaped(text.removeprefix(_HEADING))
        elif text.startswith(_QUOTE):
            words = (words or "") + _unbroken(text.removeprefix(_QUOTE))
        elif text.startswith(_ENDS_ROW):
            yield statement, _unescaped(words or "")
            words = None
        elif text.startswith(_NOTE):
            return


def kept(rows: Iterable[ExportRow], _sheet: Sheet) -> Iterator[tuple[str, str]]:
    """The statement and the words of each row."""
    return ((row.statement, row.words or "") for row in rows)


def escaped(text: str) -> str:
    """A text as Markdown that comes out as just this text, in one line."""
    plain = _BEGINS.sub(lambda found: f"{found[0]}\\", _SIGNS.sub(r"\\\g<0>", text))
    return _ENDS.sub(_reference, _EDGES.sub(lambda found: "".join(map(_reference, found[0])), plain))


def _reference(found: re.Match[str] | str) -> str:
    return f"&#{ord(found[0])};"


def _in_lines(words: str) -> str:
    """Words as Markdown, with a break after every line end but those at the end."""
    inner = words.rstrip("\n")
    lines = escaped(inner).replace(_LINE_END, f"{_LINE_END}{_BREAK}\n{_QUOTE}")
    return lines + _LINE_END * (len(words) - len(inner))


def _unbroken(line: str) -> str:
    return line.removesuffix(_BREAK) if line.endswith(_LINE_END + _BREAK) else line


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: found[1] or chr(int(found[2])), text)


def _claim(rows: list[ExportRow], sheet: Sheet) -> Iterator[str]:
    """A claim: the statement, what to do with it, and the words with a mark that leads to their footnote."""
    yield f"\n{_HEADING}{escaped(rows[0].statement)}\n\n"
    yield from _told(_OF_CLAIM, rows[0], sheet, "- **{}:** {}\n")
    for number, row in enumerate(rows, 1):
        if row.words:
            yield f"\n{_QUOTE}{_in_lines(row.words)}\n"
        where = _told(_OF_WORDS, row, sheet)
        yield f"\n{_ENDS_ROW} {' · '.join([*where, f'[^{_mark(row, number)}]'])}\n"


def _notes(rows: list[ExportRow], sheet: Sheet) -> Iterator[str]:
    for number, row in enumerate(rows, 1):
        yield f"\n[^{_mark(row, number)}]: {'; '.join(_told(_NOTED, row, sheet))}\n"


def _told(keys: Iterable[str], row: ExportRow, sheet: Sheet, form: str = "{}: {}") -> list[str]:
    """Heading and cell of those columns that the list has and that say something, in this order."""
    cells, headings = sheet.named(row), dict(zip(sheet.keys, sheet.headings, strict=True))
    told = ((headings[key], str(cells[key])) for key in keys if cells.get(key) not in (None, ""))
    return [form.format(escaped(heading), escaped(cell)) for heading, cell in told]


def _mark(row: ExportRow, number: int) -> str:
    return f"{row.claim_id}-{number}"


MARKDOWN: Final = Format("markdown", "Markdown", ".md", "text/markdown; charset=utf-8", write, read, kept)

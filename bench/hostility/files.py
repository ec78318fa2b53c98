"""Bench: files that are broken, cut, disguised or made to harm: text, HTML, DOCX, PDF and CSV."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from random import Random
from typing import Final

from bench.hostility import BadFile, Kind
from bench.hostility.texts import ARABIC, BITS, CHINESE, HEBREW, REPEATED, RUSSIAN, SIZES, STORY, long_text, one_thing

ENCODINGS: Final = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "latin-1", "cp1252", "cp1251",
    "koi8_r", "cp1255", "cp1256", "shift_jis", "euc_jp", "iso2022_jp", "big5", "gb18030", "hz", "utf-7", "cp037",
    "cp437", "mac_roman", "iso8859_8",
)  # fmt: skip
DECLARED: Final = (
    "", "utf-8", "utf-16", "utf-32", "latin-1", "windows-1252", "ascii", "punycode", "idna", "utf-7", "rot13",
    "base64", "zlib", "hex", "bz2", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem", "x" * 5_000,
    "\0", "utf\0-8", "../utf-8", "encodings.utf_8", "os", "ütf-8", "\ud800", "__init__", "aliases", "cp65001",
    "charmap", "iso2022_kr",
)  # fmt: skip
NAMES: Final = (
    "story.txt", "STORY.TXT", "story", "..", ".txt", ".hidden.txt", "../../etc/passwd.txt", "..\\..\\boot.ini.txt",
    "/etc/passwd", "C:\\con.txt", "con.txt", "nul", "story.txt/", "a/b/c.txt", "a\0b.txt", "a\nb.txt",
    "\u202etxt.exe", "stоry.txt", "story\u200b.txt", "😀.txt", "-rf.txt", "--help.txt", "%00.txt", "%2e%2e%2f.txt",
    "'; drop.txt", '"quoted".txt', "<b>.txt", "{{x}}.txt", "%s%n.txt", f"{'n' * 300}.txt", f"{'ж' * 150}.txt",
    "README.txt", "story.tar.gz", "story.txt.exe", " .txt", "story.txt ", "\ud800.txt", "story.TxT", "story.md",
    "story.text",
)  # fmt: skip
MEDIA_TYPES: Final = (
    "text/plain", "text/plain; charset=utf-16", "text/html", "application/pdf", "application/octet-stream",
    "text/csv", "", "text/plain; charset=x\"y", "TEXT/PLAIN;;;", "image/png", "multipart/form-data",
    "application/x-www-form-urlencoded",
)  # fmt: skip
OTHER_FORMATS: Final = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\x10\0\0\0WEBP", b"\x1f\x8b\x08", b"BZh9",
    b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"\x7fELF", b"MZ\x90\0", b"SQLite format 3\0", b"{\\rtf1\\ansi ",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%!PS-Adobe", b"Rar!\x1a\x07", b"PK\x05\x06", b"OggS", b"ID3",
    b"\0\0\0\x18ftypmp42", b"II*\0", b"\xca\xfe\xba\xbe", b"wOF2", b"%PDF-1.7",
    b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"From: a@b.c\nSubject: x\n\n",
)  # fmt: skip

Make = Callable[[Random], bytes]


def bad_files(kind: Kind, count: int, seed: int) -> Iterator[BadFile]:
    """So many bad files of a kind; first each way of making one, then chance."""
    random, makers = Random(f"{seed} {kind}"), MAKERS[kind]
    for number in range(count):
        raw = makers[number % len(makers)](random)
        name, media_type, declared = f"bad-{kind}-{number}{_ENDINGS[kind]}", _MEDIA[kind], ""
        if random.random() < 0.3:
            name = random.choice(NAMES)
        if random.random() < 0.2:
            media_type = random.choice(MEDIA_TYPES)
        if random.random() < 0.2:
            declared = random.choice(DECLARED)
        yield BadFile(kind, name, raw, media_type, declared)


# --- text ---


def _wrong_encoding(random: Random) -> bytes:
    text = random.choice((STORY, HEBREW, ARABIC, RUSSIAN, CHINESE)) * random.randint(1, 30)
    return text.encode(random.choice(ENCODINGS), errors=random.choice(("replace", "ignore", "xmlcharrefreplace")))


def _mixed_encodings(random: Random) -> bytes:
    parts = (STORY, HEBREW, ARABIC, RUSSIAN, CHINESE)
    return b"".join(part.encode(random.choice(ENCODINGS), errors="ignore") for part in random.sample(parts, 3))


def _wrong_mark(random: Random) -> bytes:
    marks = (
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xff\xfe\0\0",
        b"\0\0\xfe\xff",
        b"\x2b\x2f\x76\x38",
        b"\xf7\x64\x4c",
    )
    body = STORY.encode(random.choice(ENCODINGS), errors="ignore")
    return random.choice(marks) * random.randint(1, 3) + body[random.randint(0, 3) :]


def _cut_character(random: Random) -> bytes:
    raw = (CHINESE + RUSSIAN + STORY).encode(random.choice(("utf-8", "utf-16", "gb18030", "utf-32")))
    return raw[random.randint(0, 3) : -random.randint(1, 3)]


def _not_utf8(random: Random) -> bytes:
    broken = (
        b"\xc0\x80",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xff",
        b"\xfe",
        b"\x80",
        b"\xe2\x28\xa1",
        b"\xf8\x88\x80\x80\x80",
    )
    at = random.randrange(len(STORY))
    return STORY[:at].encode() + random.choice(broken) * random.choice((1, 2, 5_000)) + STORY[at:].encode()


def _noise(random: Random) -> bytes:
    return random.randbytes(random.choice((1, 2, 3, 7, 100, 5_000, 200_000)))


def _hostile_words(random: Random) -> bytes:
    return long_text(random).encode("utf-8", errors=random.choice(("surrogatepass", "replace")))


def _megabytes(random: Random) -> bytes:
    return one_thing(random.choice(REPEATED), random.choice(SIZES)).encode("utf-8", errors="surrogatepass")


def _too_large(random: Random) -> bytes:
    return one_thing(
        random.choice(("a", "“x,” said Bo. ", "\n")), random.choice((4_999_999, 5_000_000, 5_000_001))
    ).encode()


def _nothing(random: Random) -> bytes:
    return random.choice(
        (b"", b"\n", b" " * 10_000, b"\0", b"\0" * 4_096, b"...", "\u200b\u2060\ufeff".encode(), b"\xff\xfe")
    )


def _other_format(random: Random) -> bytes:
    lead = random.choice((b"", b"", b"\n", b"\xef\xbb\xbf", b" " * 1_200))
    return lead + random.choice(OTHER_FORMATS) + random.choice((b"", STORY.encode(), random.randbytes(3_000)))


def _controls(random: Random) -> bytes:
    text = "".join(random.choice(BITS) if random.random() < 0.05 else letter for letter in STORY * 5)
    return text.encode("utf-8", errors="replace")


# --- HTML ---


def _page(random: Random) -> bytes:
    head = random.choice(
        ("<!DOCTYPE html>", "<html>", "<HTML\n>", "<?xml version='1.0'?>\n<html>", "\ufeff<html>", "", "<!-- x -->")
    )
    meta = f'<meta charset="{random.choice(DECLARED)[:60]}">'
    body = random.choice((_many_tags, _deep_tags, _broken_tags, _entities, _scripts))(random)
    return f"{head}{meta}<body>{body}</body>".encode("utf-8", errors="replace")


def _many_tags(random: Random) -> str:
    tag = random.choice(("p", "b", "table", "svg", "math", "template", "x" * 500, "a:b"))
    return f"<{tag}>{STORY}</{tag}>" * random.randint(1, 300)


def _deep_tags(random: Random) -> str:
    tag, depth = random.choice(("div", "b", "table", "blockquote", "q", "font")), random.choice((50, 1_000, 50_000))
    return f"<{tag}>" * depth + STORY + f"</{tag}>" * random.choice((0, depth))


def _broken_tags(random: Random) -> str:
    bits = (
        "<",
        "</",
        "<a",
        "<a href=",
        "<a href='",
        "<!--",
        "<![CDATA[",
        "<!",
        "<?",
        "&",
        "&#x",
        "<p",
        '="',
        "/>",
        ">",
    )
    return "".join(random.choice(bits) + random.choice(STORY.split()) for _ in range(random.choice((10, 500, 20_000))))


def _entities(random: Random) -> str:
    return "&#0;&#xD800;&#x110000;&#99999999999;&nbsp;&bogus;&amp" * random.randint(1, 500) + STORY


def _scripts(random: Random) -> str:
    bit = random.choice(
        ("<script>x()</script>", "<img src=x onerror=x()>", "<style>*{}</style>", "<iframe srcdoc='x'>")
    )
    return bit + STORY + bit


def _no_page(random: Random) -> bytes:
    """Tags without what a page begins with: it is read as text, and the tags are flagged."""
    return (STORY + random.choice((_many_tags, _broken_tags, _entities, _scripts))(random)).encode()


def _cut(make: Make) -> Make:
    def cut(random: Random) -> bytes:
        whole = make(random)
        return whole[: random.randint(0, len(whole))]

    return cut


def _flipped(make: Make) -> Make:
    def flipped(random: Random) -> bytes:
        raw = bytearray(make(random))
        for _ in range(min(len(raw), random.choice((1, 10, 300)))):
            raw[random.randrange(len(raw))] = random.randrange(256)
        return bytes(raw)

    return flipped


# --- DOCX and other zips ---


def _docx(random: Random) -> bytes:
    depth = random.choice((1, 100, 20_000))
    xml = "<w:document>" + "<w:p>" * depth + STORY + "</w:p>" * depth + "</w:document>"
    return _zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()})


def _bomb(random: Random) -> bytes:
    names = random.choice((["word/document.xml"], [f"word/{number}.xml" for number in range(20)]))
    return _zipped(dict.fromkeys(names, b"\0" * random.choice((100_000, 10_000_000))))


def _zip_in_zip(random: Random) -> bytes:
    raw = _docx(random)
    for _ in range(random.randint(1, 8)):
        raw = _zipped({"a.docx": raw})
    return raw


def _wandering_zip(_random: Random) -> bytes:
    return _zipped(
        {"../../../etc/cron.d/x": b"x", "/etc/passwd": b"x", "word/document.xml": STORY.encode(), "a" * 60_000: b""}
    )


def _xml_bomb(random: Random) -> bytes:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    xml = f'<!DOCTYPE x [<!ENTITY e0 "boo"><!ENTITY f SYSTEM "file:///etc/passwd">{entities}]><x>&e9;&f;</x>'
    return random.choice((xml.encode(), _zipped({"word/document.xml": xml.encode()})))


def _lying_zip(random: Random) -> bytes:
    """Sizes and sums in it that are not so."""
    raw = bytearray(_docx(random))
    at = raw.rfind(b"PK\x01\x02")
    for offset in random.sample(range(8, 40), 4):
        raw[at + offset] = random.choice((0, 0xFF))
    return bytes(raw)


def _text_called_so(random: Random) -> bytes:
    return _hostile_words(random)


def _zipped(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


# --- PDF ---


def _pdf(random: Random) -> bytes:
    stream = zlib.compress(random.choice((STORY.encode(), b"\0" * 5_000_000, random.randbytes(2_000))))
    kids = random.choice((b"[3 0 R]", b"[2 0 R]", b"[99999 0 R]", b"[" * 5_000))
    return b"".join(
        (
            random.choice((b"%PDF-1.7\n", b"%PDF-9.9\n", b"%pdf-1.4\n", b"%PDF-")),
            b"1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(x)>>>>endobj\n",
            b"2 0 obj<</Type/Pages/Count 1/Kids " + kids + b">>endobj\n",
            b"3 0 obj<</Type/Page/Contents 4 0 R>>endobj\n",
            b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % random.choice((len(stream), 0, -1, 2**70)),
            stream + b"\nendstream endobj\n",
            b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n",
        )
    )


def _polyglot(random: Random) -> bytes:
    lead = random.choice(
        (b"GIF89a", b"PK\x03\x04", b"<html>", b"\n\n", b" " * 500, STORY.encode(), b"\xef\xbb\xbf", b"\0")
    )
    return lead + _pdf(random)


# --- CSV ---


def _table(random: Random) -> bytes:
    cells = (
        "=1+1",
        "@SUM(A1)",
        "+1",
        "-1",
        '"',
        '""',
        '"a\nb"',
        "a" * 10_000,
        "\0",
        "",
        "é",
        "1e999",
        "\t",
        "'",
        "{",
        "claim",
    )
    divider = random.choice((",", ";", "\t", "|", "\x1f", "\0"))
    wide = random.choice((1, 3, 50, 20_000))
    rows = [
        divider.join(random.choice(cells) for _ in range(random.randint(0, wide)))
        for _ in range(20_000 // wide % 400 + 1)
    ]
    return ("sep=,\n" * random.randint(0, 1) + random.choice(("\n", "\r", "\r\n")).join(rows))[:1_000_000].encode()


def _open_cell(random: Random) -> bytes:
    return ('a,b\n"' + one_thing(random.choice(REPEATED), random.choice((100, 200_000)))).encode(
        "utf-8", errors="replace"
    )


def _encoded_table(random: Random) -> bytes:
    return _table(random).decode().encode(random.choice(ENCODINGS), errors="ignore")


_ENDINGS: Final = {Kind.TEXT: ".txt", Kind.HTML: ".html", Kind.DOCX: ".docx", Kind.PDF: ".pdf", Kind.CSV: ".csv"}
_MEDIA: Final = {
    Kind.TEXT: "text/plain",
    Kind.HTML: "text/html",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.PDF: "application/pdf",
    Kind.CSV: "text/csv",
}
MAKERS: Final[dict[Kind, tuple[Make, ...]]] = {
    Kind.TEXT: (
        _wrong_encoding, _mixed_encodings, _wrong_mark, _cut_character, _not_utf8, _noise, _hostile_words, _megabytes,
        _nothing, _other_format, _controls, _too_large, _flipped(_wrong_encoding), _hostile_words, _hostile_words,
    ),
    Kind.HTML: (_page, _no_page, _cut(_page), _flipped(_page), _page),
    Kind.DOCX: (
        _docx, _bomb, _zip_in_zip, _wandering_zip, _xml_bomb, _lying_zip, _text_called_so, _cut(_docx), _flipped(_docx),
    ),
    Kind.PDF: (_pdf, _cut(_pdf), _flipped(_pdf), _polyglot, _text_called_so),
    Kind.CSV: (_table, _open_cell, _encoded_table, _cut(_table), _flipped(_table)),
}  # fmt: skip

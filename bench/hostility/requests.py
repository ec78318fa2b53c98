"""Bench: requests that no browser of an editor would send: fields, bodies, addresses and headers gone wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from typing import Final
from urllib.parse import quote, urlencode

from bench.hostility import BadFile, Kind
from bench.hostility.pages import Field, FoundForm
from bench.hostility.texts import BITS, REPEATED, STORY, long_text, one_thing, short

URLENCODED: Final = "application/x-www-form-urlencoded"
_BOUNDARY: Final = "x9harbour"
MULTIPART: Final = f"multipart/form-data; boundary={_BOUNDARY}"

NUMBERS: Final = (
    "-1", "0", "00", "+1", "1.5", "1e9", "1e309", "nan", "inf", "0x10", "1_000", "٣", "²", " 7 ", "7\n", "True",
    "None", "9223372036854775807", "9223372036854775808", "18446744073709551616", "-9223372036854775809", "9" * 30,
    "9" * 5_000,
)  # fmt: skip
DATES: Final = (
    "2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "-1-01-01", "2026-13-45",
    "2026-11-23 24:61", "2026-11-23T14:30:99", "2026-11-23 14:30 +99:99", "2026-11-23 14:30 -14:01",
    "2026-11-23 Europe/../../etc/passwd", "2026-11-23 /etc/localtime", "2026-11-23 posixrules",
    "2026-11-23 localtime", "9999-12-31 23:59 -14:00", "23.11.2026", "0001-01-01 00:00 +14:00", "2026-11-23 Europe",
    "2026-11-23 Z Z", "٢٠٢٦-١١-٢٣", "yesterday", "1e5", "2026-W48", "24:00", "2026-11-23 tzdata.zi",
    "2026-11-23 zone.tab", "2026-11-23T14:30:00.0000000001Z", "12:60:61", "0001-01-01T00:00",
)  # fmt: skip
ADDRESSES: Final = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x",
    "file:///etc/passwd", "http://", "https://", "http:///x", "http:x", "//evil.example", "\\\\evil.example",
    "/\\evil.example", "http://[::1", "http://]", "http://[fe80::1%25eth0]/", "http://[v1.x]/", "http://[::1]:99999/",
    "http://a:99999/", "http://a:-1/", "http://a:b/", "http://u:p@w@h/", "http://a..b/", "http://.", "http://xn--/",
    "http://xn--zzzz-/", f"http://{'a' * 5_000}.example/", f"http://{'a.' * 300}example/", "http://exa mple/",
    "http://ex\nample/", "http://ex\tample/", "http://例え.テスト/", "http://ⓔ.example/",
    "http://evil.example\u202egpj.txt", "http://0x7f.1/", "http://127.1:80:80/", "http://a/\0", "http://a/%00%ff%zz",
    "http://a/\ud800", "http://paypal.example", "http://pаypal.example/", "http://\u200bexample/", "http://a/?x=%",
    "http://%41.example/", "HTTP://A/", f"http://a/{'x' * 20_000}", "http://a#<script>", "http://a/\"onmouseover=x",
    "http://℀/", "http://ß.example/", "http://a\u2028/", "mailto:a@b.c", "ftp://a/", "http", ":", "://", "?", "#",
    "http://۱۲۷.۰.۰.۱/", "http://example\uff0fevil/", "http://a%2eb/",
)  # fmt: skip
QUERIES: Final = (
    "%", "%zz", "%ff", "%00", "%ED%A0%80", "%C0%80", "+", "&", "=", ";", "[]", "[0]", "__class__", "../", "-1", "1e9",
    "9" * 40, "a,b", "1,2,3", ",", "~", "null", "undefined", "%E2%80%AE", "%25", "%F4%90%80%80", "id", "-id", "?",
    "pk", "created,id", "0,0", "1.0", "eyJhIjoxfQ==", "2026-11-23T00:00:00%2B99:00,1",
    "9999-12-31T23:59:59.999999Z,1", "0001-01-01,1", "x" * 3_000, "'", '"', "\\",
)  # fmt: skip
HEADERS: Final[tuple[tuple[str, str], ...]] = (
    ("Cookie", "sessionid=\x00; messages=x; csrftoken=" + "a" * 5_000), ("Cookie", "messages=" + "A" * 4_000),
    ("Cookie", "=;=;;,\"\\"), ("Cookie", "sessionid=" + "ÿ" * 50), ("Accept-Language", "x" * 9_000),
    ("Accept-Language", "en;q=9e999,*;q=-1,\x00"), ("Accept-Language", ",".join(f"x{n}" for n in range(500))),
    ("Content-Type", "text/html; charset=rot13"), ("Host", "a b"), ("Content-Type", f"{URLENCODED}; charset=hex"),
    ("Content-Type", f"{MULTIPART}; charset=zlib"), ("Content-Type", ";;;=;="),
    ("Content-Type", f"{URLENCODED}; charset=utf-16"), ("Content-Type", f"{URLENCODED}; charset=undefined"),
    ("Host", ""), ("Content-Type", "multipart/form-data"), ("Content-Type", "multipart/form-data; boundary="),
    ("Host", "testserver:99999"), ("Content-Type", "multipart/form-data; boundary=" + "x" * 500),
    ("Content-Type", 'x; a*=utf-8\'\'%zz; b*0="x'), ("Host", "[::1"), ("HX-Request", "maybe"),
    ("HX-Current-URL", "http://[::1"), ("HX-Current-URL-URI-AutoEncoded", "true"), ("HX-Target", "\u00ff"),
    ("HX-Request", "true"), ("HX-Boosted", "true"), ("HX-History-Restore-Request", "true"),
    ("HX-Prompt-URI-AutoEncoded", "x"), ("Referer", "http://[::1"), ("Referer", "javascript:x"), ("Origin", "null"),
    ("If-Modified-Since", "Mon, 99 Foo 0000"), ("If-None-Match", '"' * 999), ("Range", "bytes=9-1,-,x"),
    ("X-Forwarded-For", "::" * 900), ("X-Forwarded-Proto", "gopher"), ("X-Forwarded-Host", "evil.example"),
    ("Accept", "*/*;q=x," * 500), ("Accept-Encoding", "br;q=nan"), ("Authorization", "Basic %"),
    ("User-Agent", "\u00ff" * 4_000), ("X-HTTP-Method-Override", "DELETE"), ("Transfer-Encoding", "chunked"),
    ("Expect", "x"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BadRequest:
    """One request as it is sent; ``typed`` is what was typed into it, which a page that refuses has to show again."""

    kind: Kind
    name: str
    method: str
    address: str
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


def bad_forms(forms: Sequence[FoundForm], count: int, seed: int) -> Iterator[BadRequest]:
    """So many forms with something bad in them: every field of every form in its turn, then broken bodies."""
    random = Random(f"{seed} forms")
    posted = [form for form in forms if form.method == "post"]
    fields = cycle([(form, one) for form in posted for one in form.fields.values()])
    for number in range(count):
        form, one = next(fields)
        if number % 8 == 7:
            yield _broken_body(random, form, number)
        else:
            yield _bad_field(random, form, one, number)


def bad_addresses(pages: Sequence[str], forms: Sequence[FoundForm], count: int, seed: int) -> Iterator[BadRequest]:
    """So many addresses, queries and headers that are garbled; every page and every filter in its turn."""
    random = Random(f"{seed} addresses")
    every = cycle(pages)
    asked = sorted({name for form in forms if form.method == "get" for name in form.fields})
    names = cycle(
        [
            *asked,
            "after",
            "before",
            "cursor",
            "page",
            "sort",
            "q",
            "next",
            "of",
            "claim",
            "start",
            "version",
            "\0",
            "%ff",
        ]
    )
    for number in range(count):
        page, name = next(every), next(names)
        way = number % 4
        method, headers = (
            random.choice(("GET", "GET", "GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE", "TRACE", "\u00ff")),
            {},
        )
        if way == 0:
            page = _bad_path(random, page)
        elif way == 1:
            headers = dict([random.choice(HEADERS)])
        else:
            method, page = "GET", f"{page}?{_bad_query(random, name)}"
        yield BadRequest(Kind.URL, f"{number} {method} {page[:80]} {str(headers)[:60]}", method, page, headers=headers)


def upload(bad: BadFile, form: FoundForm) -> BadRequest:
    """A bad file as a browser sends it with the rest of a form."""
    typed = {"our_title": "What was typed"}
    data = {**form.data, "encoding": [bad.declared], **{name: [value] for name, value in typed.items()}}
    body = _multipart(data, ("file", bad.name, bad.media_type, bad.raw))
    return BadRequest(
        bad.kind, f"{bad.name[:60]!r} {bad.raw[:20]!r}", "POST", form.action, body, MULTIPART, typed=typed
    )


def paste(text: str, form: FoundForm, number: int) -> BadRequest:
    """A bad text as it is pasted."""
    typed = {"text": text, "our_title": "What was typed"}
    data = {**form.data, **{name: [value] for name, value in typed.items()}}
    name = f"pasted {number} {text[:20]!r}"
    return BadRequest(
        Kind.TEXT, name, "POST", form.action, _urlencoded(data), URLENCODED, typed=_read(typed, "replace")
    )


def _bad_field(random: Random, form: FoundForm, one: Field, number: int) -> BadRequest:
    data, bad = form.data, _bad_value(random, one)
    way = random.random()
    if way < 0.1:
        data.pop(one.name)
    elif way < 0.2:
        data[one.name] = [*(data[one.name] or ["1"]), bad]
    else:
        data[one.name] = [bad]
    typed = {name: values[-1] for name, values in data.items() if values and form.fields[name].is_typed}
    name = f"{number} {form.action[:60]} {one.name}={bad[:30]!r}"
    if random.random() < 0.5:
        body, kept = _urlencoded(data), _read(typed, "replace")
        return BadRequest(Kind.FORM, name, "POST", form.action, body, URLENCODED, typed=kept)
    file = (one.name, "x.txt", "text/plain", bad.encode("utf-8", "replace")) if one.kind == "file" else None
    return BadRequest(
        Kind.FORM, name, "POST", form.action, _multipart(data, file), MULTIPART, typed=_read(typed, "surrogatepass")
    )


def _read(typed: Mapping[str, str], errors: str) -> dict[str, str]:
    """What a server reads of it: half a character does not travel."""
    return {name: value.encode("utf-8", errors).decode("utf-8", "replace") for name, value in typed.items()}


def _bad_value(random: Random, one: Field) -> str:
    if any(word in one.name for word in ("address", "url", "link", "next")) and random.random() < 0.6:
        return random.choice(ADDRESSES)
    if (
        any(word in one.name for word in ("date", "published", "when", "by_", "due", "until", "day"))
        and random.random() < 0.6
    ):
        return random.choice(DATES)
    makers = (
        lambda: random.choice(NUMBERS),
        lambda: random.choice(DATES),
        lambda: random.choice(ADDRESSES),
        lambda: random.choice(BITS),
        lambda: short(random),
        lambda: short(random),
        lambda: one_thing(random.choice(REPEATED), random.choice((256, 5_001, 100_000))),
        lambda: long_text(random, 20_000),
        lambda: random.choice(("", " ", "\n", "\t\r\n", "\u200b", "None", "null", "[]", "{}", STORY)),
    )
    return random.choice(makers)()


def _broken_body(random: Random, form: FoundForm, number: int) -> BadRequest:
    make = random.choice((_broken_multipart, _broken_multipart, _broken_flat))
    content_type, body = make(random, form)
    name = f"{number} {form.action[:60]} as {content_type[:50]}"
    return BadRequest(Kind.FORM, name, "POST", form.action, body, content_type)


def _broken_multipart(random: Random, form: FoundForm) -> tuple[str, bytes]:
    whole = _multipart(form.data, ("file", "story.txt", "text/plain", STORY.encode()))
    end = f"--{_BOUNDARY}--\r\n".encode()
    heads = (b"", b"X", b"Content-Disposition: x" * 300)
    names = (b"name*=utf-8''%zz\"", b"name=", b'name="\xff', b'name="\0')
    bodies = (
        whole[: random.randint(0, len(whole))],
        whole.replace(b"Content-Disposition", random.choice(heads)),
        whole.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%"),
        whole.replace(b"\r\n", random.choice((b"\n", b"\r", b"\0"))),
        whole.replace(b'name="', random.choice(names)),
        whole.replace(end, f"--{_BOUNDARY}\r\n".encode() * 500),
        b"".join(_part(f"f{part}", "x.txt", "", b"x") for part in range(150)) + end,
        whole,
    )
    kinds = (
        *[MULTIPART] * 4,
        MULTIPART.replace(_BOUNDARY, random.choice(("", "other", "x" * 300, "\u00ff"))),
        f"{MULTIPART}; charset={random.choice(('hex', 'rot13', 'utf-7', 'utf-16', 'x', 'idna', 'undefined'))}",
    )
    return random.choice(kinds), random.choice(bodies)


def _broken_flat(random: Random, form: FoundForm) -> tuple[str, bytes]:
    flat = _urlencoded(form.data)
    noise = bytes(random.randrange(256) for _ in range(2_000))
    bits = (b"%", b"%zz=%ff&%00=%00", b"&&&===;;;", b"\0", b"\xff" * 300, b"=", b"a" * 30_000, noise)
    return random.choice(
        (
            (f"{URLENCODED}; charset={random.choice(('hex', 'rot13', 'utf-7', 'utf-16', 'x', 'latin-1'))}", flat),
            (URLENCODED, random.choice(bits)),
            (URLENCODED, b"&".join(b"f%d=1" % field for field in range(3_000))),
            (URLENCODED, flat + b"&" + flat + b"&version=%ED%A0%80&text=%FF%FE"),
            ("application/json", random.choice((b"{}", b"[" * 50_000, b'{"version": 1e999, "text": "\\ud800"}', flat))),
            (random.choice(("text/xml", "text/plain", "image/png", "", "x" * 5_000, ";")), flat),
        )
    )


def _bad_path(random: Random, page: str) -> str:
    steps = page.split("/")
    bad = random.choice(
        ("0", "-1", "9" * 19, "9" * 40, "9" * 5_000, "%00", "%ff", "%2e%2e", "..", "%2F", "%ED%A0%80", "1.0", "1e3",
         "١", "%zz", "%E2%80%AE", "x" * 3_000, "a\\b", "%", "accept%00", "settle", "__init__",
         "%0d%0aX: y", "'", "<b>", "{{x}}")
    )  # fmt: skip
    steps[random.randrange(1, len(steps))] = bad
    return "/".join(steps)


def _bad_query(random: Random, name: str) -> str:
    value = random.choice(
        (random.choice(QUERIES), quote(short(random).encode("utf-8", "replace")), random.choice(NUMBERS))
    )
    ways = (
        f"{name}={value}",
        f"{name}={value}&{name}={random.choice(QUERIES)}",
        f"{name}",
        f"={value}",
        f"{name}[]={value}",
    )
    many = "&".join(f"{name}={number}" for number in range(1_500))
    return random.choice((*ways, *ways, many, value))


def _urlencoded(data: Mapping[str, Sequence[str]]) -> bytes:
    return urlencode(data, doseq=True, errors="replace").encode()


def _multipart(data: Mapping[str, Sequence[str]], file: tuple[str, str, str, bytes] | None) -> bytes:
    parts = [
        _part(name, None, "", value.encode("utf-8", "surrogatepass"))
        for name, values in data.items()
        for value in values
        if file is None or name != file[0]
    ]
    if file is not None:
        parts.append(_part(*file))
    return b"".join((*parts, f"--{_BOUNDARY}--\r\n".encode()))


def _part(name: str, file: str | None, media_type: str, content: bytes) -> bytes:
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'
    if file is not None:
        escaped = file.replace("\\", "\\\\").replace('"', "%22").replace("\n", "%0A")
        head += f'; filename="{escaped}"\r\nContent-Type: {media_type}'
    return head.encode("utf-8", "surrogatepass") + b"\r\n\r\n" + content + b"\r\n"

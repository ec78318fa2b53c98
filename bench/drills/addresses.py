"""Drill: every address that the resolver has, with what may stand in it, and those that pages name."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import product
from typing import Final
from urllib.parse import urlsplit

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

_WORD: Final = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_IN_A_PATTERN: Final = re.compile(r"\(\?P<(?P<name>\w+)>(?P<of>[^()]*)\)")
_ON_A_PAGE: Final = re.compile(r"""\s(?:href|action|formaction|src|hx-[a-z-]+|data-[a-z-]+)=["']([^"'#]+)""")
_FORM: Final = re.compile(r"""<(?:form|button)[^>]*\s(?:form)?action=["']([^"'#]+)""")


def patterns() -> list[str]:
    """Every address of the resolver, with its words still open: "/sources/<int:pk>/edit/"."""
    return sorted({f"/{route}" for route in _routes(get_resolver().url_patterns, "")})


def _routes(found: Sequence[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for one in found:
        route = before + _spelled(one)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        else:
            yield route


def _spelled(one: URLPattern | URLResolver) -> str:
    """A pattern as a route; of a regular expression, each of the words that it names is left open as a choice."""
    written = str(one.pattern)
    if not isinstance(one.pattern, RegexPattern):
        return written
    return _IN_A_PATTERN.sub(
        lambda word: f"<{word['of']}:{word['name']}>" if word["of"].isalpha() else f"<str:{word['name']}>",
        written.lstrip("^").rstrip("$").replace(r"\.", "."),
    )


def filled(route: str, *, numbers: Sequence[int], batches: Sequence[str], words: Sequence[str]) -> Iterator[str]:
    """An address with everything in its open words that may stand there."""
    open_words = list(_WORD.finditer(route))
    choices: list[Sequence[object]] = []
    for word in open_words:
        match word["kind"]:
            case "int":
                choices.append(numbers)
            case "uuid":
                choices.append(batches)
            case "path":
                choices.append([*numbers, "nobody"])
            case _:
                choices.append(["claims", "auth"] if word["name"] == "app_label" else [*words, *numbers[:2]])
    for values in product(*choices):
        pieces = _WORD.split(route)[:: _WORD.groups + 1]
        yield "".join(f"{piece}{value}" for piece, value in zip(pieces, (*values, ""), strict=True))


def on(page: str) -> tuple[set[str], set[str]]:
    """The addresses of ours that a page names, and those among them that its forms are sent to."""
    return _ours(_ON_A_PAGE, page), _ours(_FORM, page)


def _ours(pattern: re.Pattern[str], page: str) -> set[str]:
    found = {unescape(address) for address in pattern.findall(page)}
    parts = (urlsplit(address) for address in found)
    return {f"{part.path}{'?' if part.query else ''}{part.query}" for part in parts if _is_ours(part)}


def _is_ours(part: object) -> bool:
    path, host = getattr(part, "path", ""), getattr(part, "netloc", "")
    return not host and path.startswith("/") and not path.startswith(("/static/", "/sign-out"))

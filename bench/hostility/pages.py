"""Bench: the pages of a desk and the forms on them, found by walking the addresses there are."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from claims.models import Claim, Document, Evidence, Note, SavedView, Source

_TYPED: Final = {"text", "search", "url", "email", "number", "date", "time", "datetime-local", "password", "textarea"}
_NOT_SENT: Final = {"submit", "button", "reset", "image"}


@dataclass(slots=True)
class Field:
    """One field of a form: its name, what kind of input it is, and what stands in it."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        """Whether somebody types into it, so that what was typed can be lost."""
        return self.kind in _TYPED


@dataclass(slots=True)
class FoundForm:
    """A form on a page: where it is sent to and how, with its fields by name."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def data(self) -> dict[str, list[str]]:
        """What it sends when nobody changes anything."""
        return {name: list(one.values) for name, one in self.fields.items()}


def addresses(limit: int) -> Iterator[str]:
    """Every address that there is, those with a number in it for up to ``limit`` things of their kind."""
    for prefix, name, converters in _patterns(get_resolver()):
        if prefix.startswith("admin/") and "autocomplete" in name:
            continue
        yield from _addresses(prefix, converters, limit)


def forms_on(browser: Client, address: str) -> list[FoundForm]:
    """The forms on the page at an address; none where it shows no page."""
    answer = browser.get(address)
    if not str(answer.headers.get("Content-Type", "")).startswith("text/html"):
        return []
    return forms_in(answer.content.decode(), address)


def forms_in(page: str, address: str) -> list[FoundForm]:
    """The forms in a page."""
    reader = _FormReader(address)
    reader.feed(page)
    reader.close()
    return reader.forms


def shape(form: FoundForm) -> tuple[str, ...]:
    """What a form is told apart by: where it goes, without numbers, and the names of its fields."""
    path = urlsplit(form.action).path
    steps = ("#" if step.isdecimal() else step for step in path.split("/"))
    return ("/".join(steps), form.method, *sorted(form.fields))


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str, dict[str, str]]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, route)
        elif isinstance(entry, URLPattern):
            kinds = {name: type(one).__name__ for name, one in entry.pattern.converters.items()}
            yield route, str(entry.name), kinds


def _addresses(route: str, kinds: dict[str, str], limit: int) -> Iterator[str]:
    if any(sign in route for sign in "^$\\?"):
        return
    if not kinds:
        yield f"/{route}"
        return
    if "<str:act>" in route:  # which the forms on the pages lead to
        return
    for number in _numbers(route, limit):
        address = f"/{route}"
        for name, kind in kinds.items():
            value = {"UUIDConverter": "12345678-1234-5678-1234-567812345678"}.get(kind, str(number))
            for written in (f"<int:{name}>", f"<str:{name}>", f"<uuid:{name}>", f"<path:{name}>", f"<slug:{name}>"):
                address = address.replace(written, "1" if name == "number" else value)
        yield address


def _numbers(route: str, limit: int) -> list[int]:
    """Things to look at: for claims one of each status first."""
    if route.startswith(("claims/", "second-check/", "admin/claims/claim/")):
        first = {status: pk for pk, status in Claim.objects.order_by("pk").values_list("pk", "status")}
        return [*first.values()]
    models = {
        "documents/": Document,
        "review/": Document,
        "sources/": Source,
        "notes/": Note,
        "evidence/": Evidence,
        "views/": SavedView,
    }
    model = next((model for start, model in models.items() if route.startswith(start)), None)
    if model is None:
        return [1]
    return list(model._default_manager.order_by("-pk").values_list("pk", flat=True)[:limit])


class _FormReader(HTMLParser):
    """Reads the forms of a page, with the fields that stand outside of theirs and name it."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.forms: list[FoundForm] = []
        self.by_id: dict[str, FoundForm] = {}
        self.open: FoundForm | None = None
        self.area: Field | None = None
        self.select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a form or a field."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self.address, given.get("action", ""))
            self.open = FoundForm(action or self.address, given.get("method", "get").lower())
            self.by_id[given.get("id", "")] = self.open
            self.forms.append(self.open)
        elif tag == "option" and self.select is not None:
            if "selected" in given or not self.select.values:
                self.select.values = [given.get("value", "")]
        elif tag in {"input", "textarea", "select"} and given.get("name"):
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        form = self.by_id.get(given["form"]) if "form" in given else self.open
        kind = given.get("type", "text").lower() if tag == "input" else tag
        if form is None or kind in _NOT_SENT:
            return
        one = form.fields.setdefault(given["name"], Field(given["name"], kind))
        if tag == "textarea":
            one.values.append("")
            self.area = one
        elif tag == "select":
            self.select = one
        elif kind not in {"checkbox", "radio", "file"} or "checked" in given:
            one.values.append(given.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        """Words of a text box."""
        if self.area is not None:
            self.area.values[-1] += data

    def handle_endtag(self, tag: str) -> None:
        """End a form or a field."""
        if tag == "form":
            self.open = None
        elif tag == "textarea" and self.area is not None:
            self.area.values[-1] = self.area.values[-1].removeprefix("\n")  # which a browser does not show
            self.area = None
        elif tag == "select":
            self.select = None

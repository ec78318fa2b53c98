"""Bench: every page opened in a real browser, and what it must not have done."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import Browser, Dialog, Error, Page, ProxySettings

from claims.models import Claim, Quotation
from claims.workflow import Status

# Pages that lead away, hand a file over or sign somebody out.
_LEFT_OUT = frozenset(
    {
        "sign-out",
        "demo-sign-in",
        "account-sessions-end",
        "home",
        "claims-bulk",
        "openid_connect_login",
        "second-check-next",
        "review-next",
    }
)
# The page of a row, and the forms beside it.
_OF_A_ROW = {
    "claim": ("claim", ("claim-chain",)),
    "story": ("review", ("document",)),
    "document": ("document", ("document-facts", "document-version")),
    "source": ("source", ("source-edit", "source-merge", "source-seal")),
    "note": ("note", ()),
    "view": ("view-change", ()),
}
_AT_A_TIME = 12
_SEARCHES = ("claims", "documents", "sources", "notes", "export", "source-names", "views")

_LISTEN = """
window.__xss = [];
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = (...said) => window.__xss.push(name);
"""

# Whatever became part of the page that no page of ours has: it would run by a click, if not by itself.
_INJECTED = """() => {
    const found = window.__xss.map((deed) => "ran: " + deed);
    for (const one of document.querySelectorAll("*")) {
        for (const { name, value } of one.attributes) {
            const isLink = ["href", "src", "action", "formaction", "data", "xlink:href", "srcdoc"].includes(name);
            if (/^on|hx-on/.test(name) || (isLink && /^\\s*(javascript|vbscript|data:text)/i.test(value)))
                found.push(`<${one.localName} ${name}="${value.slice(0, 60)}">`);
        }
    }
    if (!document.body) return found;
    const ours = "script[src], script[type='application/json']";
    const strange = "script, iframe, object, embed, math, base, marquee, audio, video, noembed, xss";
    for (const one of document.querySelectorAll(strange)) if (!one.matches(ours)) found.push(`<${one.localName}>`);
    if (document.body.textContent.includes("7191")) found.push("a template of ours was filled in");
    return found;
}"""


# Whatever is asked of another host goes to a port that nobody listens at. To hold each question up and let it pass
# would tell as much, and keep the browser from remembering our own files: a page would take twice as long.
_NOWHERE = ProxySettings(server="http://127.0.0.1:9", bypass="127.0.0.1,localhost")

_TRUSTING = ("<p>WORDS</p>", '<p title="WORDS">x</p>', "<p title='WORDS'>x</p>", '<a href="WORDS">x</a>')


@dataclass
class Seen:
    """What was looked at, and what should not have been there."""

    pages: int = 0
    ran: list[str] = field(default_factory=list)
    asked_elsewhere: list[str] = field(default_factory=list)
    refused_by_policy: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def add(self, more: "Seen") -> None:
        """What was looked at beside."""
        self.pages += more.pages
        self.ran += more.ran
        self.asked_elsewhere += more.asked_elsewhere
        self.refused_by_policy += more.refused_by_policy
        self.faults += more.faults


def signed_in(user: User) -> dict[str, str]:
    """The cookies of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    return {name: one.value for name, one in client.cookies.items()}


def look(browser: Browser, desk: str, cookies: Mapping[str, str], pages: Iterable[str]) -> Seen:
    """Open these pages as somebody, one after the other."""
    seen, context = Seen(), browser.new_context(proxy=_NOWHERE)
    context.add_cookies([{"name": name, "value": value, "url": desk} for name, value in cookies.items()])
    context.add_init_script(_LISTEN)
    context.on("request", lambda asked: _note_request(asked.url, desk, seen))
    context.on("dialog", lambda dialog: _dismiss(dialog, seen))
    context.on("weberror", lambda broken: seen.faults.append(str(broken.error)))
    context.on("console", lambda said: _note(said.text, seen) if said.type == "error" else None)
    page = context.new_page()
    for address in pages:
        if not _is_opened(page, desk + address, seen):
            page.close()
            page = context.new_page()
    context.close()
    return seen


def alive(browser: Browser, words: Sequence[str]) -> int:
    """How many of the words are found out on a page that trusts them: in its text, an attribute, an address, a script.

    The others need a reader of another kind: a template, Markdown, a decoder.
    """
    context = browser.new_context()
    context.add_init_script(_LISTEN)
    context.route("**/*", lambda route: route.abort())
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    found = sum(any(_is_found(page, place.replace("WORDS", one)) for place in _TRUSTING) for one in words)
    context.close()
    return found


def _is_found(page: Page, html: str) -> bool:
    page.evaluate("window.__xss = []")
    page.set_content(html, wait_until="commit")
    return bool(page.evaluate(_INJECTED))


def pages(rows: Mapping[str, Sequence[int]], words: Sequence[str], *, most: int) -> list[str]:
    """Every page that needs no number; the pages of each of these rows, or of so many of them; and searches.

    The forms beside the page of a row take turns, and so do the tables of the back office, where one template shows
    all rows; of its lists, as many pages as so many rows take.
    """
    found = [reverse(name) for name in _without_number()]
    for kind, (name, beside) in _OF_A_ROW.items():
        some = _some(rows[kind], most)
        found += [reverse(name, args=[pk]) for pk in some]
        for turn, form in enumerate(beside):
            found += [reverse(form, args=[pk]) for pk in some[turn :: len(beside)] or some[:1]]
    waiting = Claim.objects.filter(pk__in=rows["claim"], status=Status.SECOND_CHECK).values_list("pk", flat=True)
    found += [reverse("second-check-claim", args=[pk]) for pk in _some(list(waiting), most)]
    quoted = Quotation.objects.filter(claim__in=_some(rows["claim"], most // 2 or 1)).values_list(
        "claim", "snapshot__document"
    )
    found += [f"{reverse('review', args=[document])}?claim={claim}" for claim, document in quoted]
    tables = admin.site._registry
    for model in tables:
        at = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        ids = list(model._default_manager.order_by("-pk").values_list("pk", flat=True))
        found += [reverse(f"{at}_change", args=[pk]) for pk in _some(ids, most // len(tables) // 2 or 1)]
        found += [f"{reverse(f'{at}_changelist')}?p={page}" for page in range(2, min(len(ids), most) // 100 + 2)]
    return [*found, *_searches(words)]


def _some(rows: Sequence[int], most: int) -> Sequence[int]:
    return rows[:: -(-len(rows) // most) or 1]


def _searches(words: Sequence[str]) -> Iterator[str]:
    """Pages that show again what they were asked: each of the words at one of them, and a few at a time at all."""
    for at, asked in enumerate(words):
        yield _asked(_SEARCHES[at % len(_SEARCHES)], asked)
    for first in range(0, len(words), _AT_A_TIME):
        for name in _SEARCHES:
            yield _asked(name, " ".join(words[first : first + _AT_A_TIME]))


def _asked(name: str, words: str) -> str:
    return f"{reverse(name)}?q={quote(words)}&name={quote(words)}&query={quote(words)}"


def _without_number() -> Iterator[str]:
    for name, pattern in _patterns(get_resolver("project.urls")):
        if not pattern.pattern.regex.groupindex and name.rpartition(":")[2] not in _LEFT_OUT | {"logout"}:
            yield name


def _patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif entry.name:
            yield space + entry.name, entry


def _is_opened(page: Page, address: str, seen: Seen) -> bool:
    """Open and look; no where the browser shows a page of its own instead, which would interrupt the next one."""
    try:
        answer: Any = page.goto(address, wait_until="load")
    except Error as error:
        # A file is saved, a method that there is not has nothing to show: neither is a page.
        if "ERR_HTTP_RESPONSE_CODE_FAILURE" in str(error) or "Download is starting" in str(error):
            return False
        raise
    seen.pages += 1
    if answer.status >= 500:
        seen.faults.append(f"{answer.status} at {address}")
    seen.ran += [f"{found} at {urlsplit(address).path}" for found in page.evaluate(_INJECTED)]
    return True


def _note_request(address: str, desk: str, seen: Seen) -> None:
    if not address.startswith((desk, "data:", "blob:")):
        seen.asked_elsewhere.append(address)


def _dismiss(dialog: Dialog, seen: Seen) -> None:
    seen.ran.append(f"a dialog: {dialog.message}")
    dialog.dismiss()


def _note(said: str, seen: Seen) -> None:
    if "Content Security Policy" in said:
        seen.refused_by_policy.append(said)

"""Bench: every page opened in a real browser, and what it must not have done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import Browser, Dialog, Error, Page, Request, Route

from claims.models import Claim, Document, Note, SavedView, Source

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


_TRUSTING = ("<p>WORDS</p>", '<p title="WORDS">x</p>', "<p title='WORDS'>x</p>", '<a href="WORDS">x</a>')


@dataclass
class Seen:
    """What was looked at, and what should not have been there."""

    pages: int = 0
    ran: list[str] = field(default_factory=list)
    asked_elsewhere: list[str] = field(default_factory=list)
    refused_by_policy: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def look(browser: Browser, desk: str, user: User, *, most: int, words: Sequence[str]) -> Seen:
    """Open every page as somebody, up to so many of a kind, and search for the words.

    The pages beside the main one of a row (its forms, its page at the back office) are opened for a tenth of them.
    """
    seen, context = Seen(), browser.new_context()
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": name, "value": one.value, "url": desk} for name, one in client.cookies.items()])
    context.add_init_script(_LISTEN)
    context.route("**/*", lambda route: _let_pass(route, desk, seen))
    context.on("dialog", lambda dialog: _dismiss(dialog, seen))
    context.on("weberror", lambda broken: seen.faults.append(str(broken.error)))
    context.on("console", lambda said: _note(said.text, seen) if said.type == "error" else None)
    page = context.new_page()
    for address in (*addresses(most), *searches(words)):
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


def addresses(most: int) -> Iterator[str]:
    """Every page that needs no number, and of those that do, one for each of so many rows."""
    for name, pattern in _patterns(get_resolver("project.urls")):
        if not pattern.pattern.regex.groupindex and name.rpartition(":")[2] not in _LEFT_OUT | {"logout"}:
            yield reverse(name)
    beside = max(most // 10, 1)
    for names, rows in (
        (("claim", "claim-chain", "second-check-claim"), Claim.objects.order_by("pk")),
        (("document", "document-facts", "document-version", "review"), Document.objects.order_by("pk")),
        (("source", "source-edit", "source-merge", "source-seal"), Source.objects.order_by("-pk")),
        (("note",), Note.objects.filter(thread=None)),
        (("view-change",), SavedView.objects.order_by("pk")),
    ):
        for number, pk in enumerate(rows.values_list("pk", flat=True)[:most]):
            yield from (reverse(name, args=[pk]) for name in (names if number < beside else names[:1]))
    for claim in Claim.objects.filter(quotations__isnull=False).distinct()[:beside]:
        document = claim.quotations.select_related("snapshot")[0].snapshot.document_id
        yield f"{reverse('review', args=[document])}?claim={claim.pk}"
    for model in admin.site._registry:
        at = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for pk in model._default_manager.order_by("-pk").values_list("pk", flat=True)[:beside]:
            yield reverse(f"{at}_change", args=[pk])


def searches(words: Sequence[str]) -> Iterator[str]:
    """Pages that show again what they were asked."""
    for at, asked in enumerate(words):
        yield f"{reverse(_SEARCHES[at % len(_SEARCHES)])}?q={quote(asked)}&name={quote(asked)}&query={quote(asked)}"


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


def _let_pass(route: Route, desk: str, seen: Seen) -> None:
    request: Request = route.request
    if request.url.startswith((desk, "data:", "blob:")):
        route.continue_()
    else:
        seen.asked_elsewhere.append(request.url)
        route.abort()


def _dismiss(dialog: Dialog, seen: Seen) -> None:
    seen.ran.append(f"a dialog: {dialog.message}")
    dialog.dismiss()


def _note(said: str, seen: Seen) -> None:
    if "Content Security Policy" in said:
        seen.refused_by_policy.append(said)

"""Drill: words that want to be scripts, put into every field and looked for on every page in a real browser.

Each of the words goes into every field that shows words, and each is opened on every kind of page: the claim that is
full of it and its chain, the story it stands in, the document that has it as every fact, the source, note and view of
that name, the searches that were asked for it, the lists of the back office. The forms beside the page of a document
or a source take turns, and so do the rows of the back office; what stands in one state alone (a reason, what a claim
waits for) takes a third of the words. With the policy, a tenth is opened.
"""

import logging
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Playwright, sync_playwright

from bench.drills import Figure, say
from bench.scripting import looking, payloads, planting
from bench.scripting.looking import Seen

Look = Callable[[Mapping[str, str], Sequence[str]], Seen]

_BROWSERS = 3
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


def drill(*, full: bool) -> Iterator[Figure]:
    """Plant, serve, and open every page: once without the policy that would hold a script back, once with it."""
    # Playwright keeps an event loop in this thread; Django would refuse its database there.
    logging.disable(logging.WARNING)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    try:
        with sync_playwright() as playwright:
            browser = _launched(playwright)
            desk = f"http://127.0.0.1:{server.port}"
            yield from measured(browser, partial(_side_by_side, desk), full=full)
            browser.close()
    finally:
        server.terminate()
        server.join()


def _launched(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))


def _side_by_side(desk: str, cookies: Mapping[str, str], pages: Sequence[str]) -> Seen:
    """Look at the pages in a few browsers at once."""
    seen = Seen()
    with ThreadPoolExecutor(_BROWSERS) as pool:
        for some in pool.map(partial(_alone, desk, cookies), (pages[at::_BROWSERS] for at in range(_BROWSERS))):
            seen.add(some)
    return seen


def _alone(desk: str, cookies: Mapping[str, str], pages: Sequence[str]) -> Seen:
    with sync_playwright() as playwright:
        browser = _launched(playwright)
        seen = looking.look(browser, desk, cookies, pages)
        browser.close()
    return seen


def measured(browser: Browser, look: Look, *, full: bool) -> Iterator[Figure]:
    """The figures; ``look`` opens pages of a desk that is served somewhere."""
    words = payloads.payloads() if full else payloads.one_of_each()
    most, searched = (600, words) if full else (1, words[::6])
    say(f"{len(words)} words that want to be scripts")
    planted = planting.plant(words)
    goal = 500 if full else len(words)
    yield Figure("words that want to be scripts", f">= {goal}", str(len(words)), reached=len(words) >= goal)
    alive = looking.alive(browser, words)
    seen_at_once = f"{alive} of {len(words)}"
    yield Figure("found out on a page that trusts them", "most", seen_at_once, reached=alive > len(words) / 2)
    missed = planted.missed()
    fields = f"{len(planted.taken)} fields, {planted.taken.total():,} times" + "".join(
        f"; never: {one}" for one in missed
    )
    yield Figure("fields that took them", "every one", fields, reached=not missed)
    cookies = looking.signed_in(planted.chief)
    for name, policy, part in (("without", None, 1), ("with", settings.CONTENT_SECURITY_POLICY, 10)):
        pages = looking.pages(planted.rows, searched[::part], most=most // part or 1)
        say(f"{len(pages):,} pages {name} the policy")
        with override_settings(CONTENT_SECURITY_POLICY=policy, REQUIRE_SECOND_FACTOR=()):
            seen = look(cookies, pages)
        yield from _figures(name, seen)


def _figures(name: str, seen: Seen) -> Iterator[Figure]:
    for what, found in (
        ("scripts that ran or would", seen.ran),
        ("questions to another host", seen.asked_elsewhere),
        ("inline parts the policy refused", seen.refused_by_policy),
        ("faults", seen.faults),
    ):
        yield Figure(f"{what}, {name} the policy", "0", _told(found, seen.pages), reached=not found)


def _told(found: Sequence[str], pages: int) -> str:
    return f"{len(found)} on {pages} pages" + (f", first: {found[0][:200]}" if found else "")

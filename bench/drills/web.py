"""Drill: words that want to be scripts, put into every field and looked for on every page in a real browser."""

import logging
import os
import shutil
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, sync_playwright

from bench.drills import Figure, say
from bench.scripting import looking, payloads, planting

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
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
            yield from measured(browser, f"http://127.0.0.1:{server.port}", full=full)
            browser.close()
    finally:
        server.terminate()
        server.join()


def measured(browser: Browser, desk: str, *, full: bool) -> Iterator[Figure]:
    """The figures, at a desk that is served somewhere."""
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
    for name, policy, of_a_kind in (
        ("without", None, most),
        ("with", settings.CONTENT_SECURITY_POLICY, most // 10 or 1),
    ):
        with override_settings(CONTENT_SECURITY_POLICY=policy, REQUIRE_SECOND_FACTOR=()):
            seen = looking.look(browser, desk, planted.chief, most=of_a_kind, words=searched)
        yield from _figures(name, seen)


def _figures(name: str, seen: looking.Seen) -> Iterator[Figure]:
    for what, found in (
        ("scripts that ran or would", seen.ran),
        ("questions to another host", seen.asked_elsewhere),
        ("inline parts the policy refused", seen.refused_by_policy),
        ("faults", seen.faults),
    ):
        yield Figure(f"{what}, {name} the policy", "0", _told(found, seen.pages), reached=not found)


def _told(found: Sequence[str], pages: int) -> str:
    return f"{len(found)} on {pages} pages" + (f", first: {found[0][:200]}" if found else "")

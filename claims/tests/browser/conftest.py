"""Tests: a real browser, a served desk with the seed story, and pictures of what was seen."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 10_000  # milliseconds

# Where one column holds all: what a picture is of, at the top of the screen; then the page as it is painted there.
IN_SIGHT = """async () => {
    const shown = document.querySelector("dialog[open]") ? null
        : document.querySelector("main .opened, main details.act[open]")
        || (location.search.includes("claim=") ? document.querySelector("main [data-current]") : null)
    if (shown && matchMedia("(max-width: 60rem)").matches) {
        const away = shown.getBoundingClientRect()
        if (away.top < 0 || away.bottom > innerHeight - 60) scrollBy(0, away.top - 60)
    }
    for (let frame = 0; frame < 2; frame++) await new Promise((painted) => requestAnimationFrame(painted))
}"""

Picture = Callable[[str], None]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium. Where there is none these tests are skipped, but never in CI."""
    if CHROMIUM is None and os.environ.get("CI") != "true":
        pytest.skip("no browser: install Debian's package chromium to run the walks")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A wide screen, in the language and zone of the desk."""
    return {
        **browser_context_args,
        "viewport": {"width": 1440, "height": 1000},
        "locale": "en-GB",
        "timezone_id": "UTC",
    }


@pytest.fixture
def desk(transactional_db: None, settings: Settings, live_server: LiveServer, tmp_path: Path) -> str:
    """The address of a desk as ``make run`` makes it: well-known sources, the seed story, the demo people."""
    settings.DEBUG = True
    settings.CHECKPOINTS_DIR = tmp_path / "checkpoints"  # of this desk alone
    call_command("prepare", verbosity=0)
    return live_server.url


@pytest.fixture
def walker(page: Page) -> Page:
    """A page that waits no longer than somebody would, and fails on any error a script reports."""
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.errors = errors  # type: ignore[attr-defined]  # read by the tests at their end
    _wait_with_keys(page)
    return page


def _wait_with_keys(page: Page) -> None:
    """Press a key once the scripts of the page are there, as somebody does who looks before pressing."""
    press = page.keyboard.press

    def press_when_loaded(key: str, **options: Any) -> None:
        page.wait_for_load_state("load")
        press(key, **options)

    page.keyboard.press = press_when_loaded  # type: ignore[method-assign]  # for this page only


@pytest.fixture
def picture(walker: Page) -> Picture:
    """Keep a picture of what is on the screen under a name, where SCREENSHOTS names a folder."""
    folder = os.environ.get("SCREENSHOTS")

    def keep(name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            walker.emulate_media(reduced_motion="reduce")  # or the page is caught while it still glides
            walker.evaluate(IN_SIGHT)
            walker.screenshot(path=Path(folder) / f"{name}.png")

    return keep


def sign_in(page: Page, desk: str, name: str) -> None:
    """Sign in as one of the demo people, by a button."""
    page.context.clear_cookies()
    page.goto(desk)
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("load")

"""Tests: in a real browser, words that want to be scripts stay words; and nothing is left after a sign-out."""

from functools import partial

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from bench.drills import web
from bench.scripting import looking, payloads
from claims.tests.browser.conftest import sign_in


def test_there_are_five_hundred_of_them_and_each_fits_where_people_type() -> None:
    made = payloads.payloads()

    assert len(made) == len(set(made)) >= 500
    assert set(payloads.one_of_each()) <= set(made)


@pytest.mark.slow
def test_no_word_becomes_a_script_on_any_page(
    browser: Browser, transactional_db: None, live_server: LiveServer
) -> None:
    call_command("prepare", verbosity=0)

    missed = [
        figure
        for figure in web.measured(browser, partial(looking.look, browser, live_server.url), full=False)
        if not figure.reached
    ]

    assert not missed, missed


@pytest.mark.parametrize("place", ["claims/", "sources/", "admin/claims/source/"])
def test_after_a_sign_out_the_way_back_shows_nothing(walker: Page, desk: str, place: str) -> None:
    sign_in(walker, desk, "Clara Benedek")
    walker.goto(f"{desk}/{place}")
    expect(walker.get_by_text("Clara Benedek").first).to_be_attached()
    walker.goto(f"{desk}/desk/")
    walker.evaluate("document.querySelector('form[action=\"/sign-out/\"]').requestSubmit()")
    walker.wait_for_url("**/sign-in/**")

    walker.go_back()
    walker.go_back()
    walker.wait_for_load_state("load")

    assert "Clara Benedek" not in walker.content() or "sign-in" in walker.url

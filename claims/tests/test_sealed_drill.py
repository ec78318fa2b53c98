"""Tests: the drill of sealed sources in its short form. A sealed identity is looked for everywhere, and never found."""

import pytest

from bench.drills import canary, sealed


@pytest.mark.parametrize("token", canary.TOKENS)
def test_the_canary_is_known_in_every_form(token: str) -> None:
    for text in (token, token.upper(), f'{{"name": "{token}"}}'.encode(), f"x={token}&y"):
        assert canary.found(text)
    assert not canary.found("Marta Solheim, the port director")


@pytest.mark.django_db
def test_a_sealed_identity_is_found_nowhere() -> None:
    figures = list(sealed.drill(full=False))
    assert len(figures) >= 10
    assert [figure for figure in figures if not figure.reached] == []

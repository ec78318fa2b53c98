"""Bench: the review page of a long story: going on to the next claim, against a view that shows nothing."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path, reverse
from django.views.generic import TemplateView

from claims.importers import pasted
from claims.models import Claim, Document
from claims.records.acts import Role, command
from claims.services import importing
from project.urls import urlpatterns as ours

_QUOTATIONS = 300
_TIMES = 60
_GOAL = 3.0
_PAGES = 5

_STORY = (
    "“The ferry number {number} stays in the harbour until the council has met,” said {name}, the port director. "
    "Nobody else was on the quay when the lines were made fast, and the lights had been put out.\n\n"
)
_NAMES = ("Marta Solheim", "Jonas Brekke", "Ada Okafor", "Ines Valdor", "Tomas Reyk")


# A view that asks who is there and shows the frame of every page, with nothing in it.
urlpatterns = [path("nothing/", TemplateView.as_view(template_name="base.html")), *ours]
_PLAIN_FILES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def measure(*, claims: int) -> None:
    """Print what a step costs in milliseconds, and how many times an empty view. Its story is all that it needs."""
    document = _story(min(claims, _QUOTATIONS))
    claim_ids = list(Claim.objects.in_document(document).order_by("quotations__start").values_list("pk", flat=True))
    storages = {**settings.STORAGES, **_PLAIN_FILES}  # whose names are known without collecting them first
    with override_settings(
        ROOT_URLCONF="bench.review", ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False, STORAGES=storages
    ):
        browser = _browser()
        page = reverse("review", args=[document.pk])
        step = _stepping(browser, page, claim_ids)
        # Turn by turn, so that whatever else the machine does falls on both alike.
        empty, steps = [], []
        for _time in range(_TIMES):
            empty.append(_took(lambda: browser.get("/nothing/")))
            steps.append(_took(step))
        whole = [_took(lambda: browser.get(f"{page}?claim={claim_ids[0]}")) for _time in range(_PAGES)]
        with CaptureQueriesContext(connection) as queries:
            step()
    _report(len(claim_ids), sorted(empty), sorted(steps), sorted(whole), len(queries))


def _report(claims: int, empty: list[float], steps: list[float], whole: list[float], queries: int) -> None:
    times = _middle(steps) / _middle(empty)
    print(f"\nA story with {claims} claims, on {connection.display_name}; the middle of {_TIMES} turns, in one run.")
    print(f"{'an empty view':28} {_middle(empty):8.1f} ms")
    print(f"{'on to the next claim':28} {_middle(steps):8.1f} ms  {times:5.2f} times; {queries} queries")
    print(f"{'  one in twenty took':28} {steps[-len(steps) // 20]:8.1f} ms  or more")
    print(f"{'the whole page':28} {_middle(whole):8.1f} ms")
    print(f"Goal: the next claim in at most {_GOAL:.0f} times an empty view: {'met' if times <= _GOAL else 'missed'}.")


def _story(quotations: int) -> Document:
    """A long story of our own, as it comes in."""
    text = "".join(
        _STORY.format(number=number, name=_NAMES[number % len(_NAMES)]) for number in range(1, quotations + 1)
    )
    return importing.import_text(pasted(text, limit=5_000_000), by=command("bench")).document


def _browser() -> Client:
    """A reporter at her browser."""
    person = User.objects.create(username="bench-reporter")
    person.groups.add(Group.objects.get(name=Role.REPORTER.value))
    browser = Client()
    browser.force_login(person)
    return browser


def _stepping(browser: Client, page: str, claim_ids: list[int]) -> Callable[[], object]:
    """What asks, as the page does, for one claim after the other."""
    turn = 0

    def step() -> object:
        nonlocal turn
        left, here = claim_ids[turn % len(claim_ids)], claim_ids[(turn + 1) % len(claim_ids)]
        turn += 1
        headers = {"HX-Request": "true", "HX-Current-URL": f"{page}?claim={left}"}
        return browser.get(f"{page}?claim={here}", headers=headers)

    return step


def _took(act: Callable[[], object]) -> float:
    """How long something took, in milliseconds."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _middle(times: list[float]) -> float:
    return times[len(times) // 2]

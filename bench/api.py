"""Bench: the API, request by request: a token, the door, what is read, and JSON made of it."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, override_settings

from bench import database
from claims import permissions
from claims.models import Claim
from claims.records.tokens import TokenScope
from claims.selectors import claim_records
from claims.selectors.claim_places import Sort
from claims.services import tokens

_TIMES = 7


def measure(*, claims: int) -> None:
    """Print what each request costs: milliseconds, and how much is sent. The count of the limits is in it."""
    database.filled(claims)
    by = permissions.actor(User.objects.filter(username__startswith="editor").order_by("pk")[0])
    headers = {"Authorization": f"Bearer {tokens.make('Bench', [TokenScope.READ], by=by).secret}"}
    browser = Client(headers=headers)
    print(f"\n{Claim.objects.count():,} claims on {connection.display_name}; best of {_TIMES}.")
    print(f"\n{'request':34} {'ms':>8} {'kB':>8}")
    with override_settings(API_READS_PER_MINUTE=1_000_000, ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        for name, address in _requests():
            ask = _asking(browser, address)
            size = len(ask().content)
            print(f"{name:34} {_best(ask):8.1f} {size / 1000:8.1f}")


def _requests() -> Iterator[tuple[str, str]]:
    deep = claim_records.page(Claim.objects.all(), sort=Sort.OLDEST, most=200).next
    yield "50 claims, the newest", "claims"
    yield "200 claims, the newest", "claims?limit=200"
    yield "50 claims, deep in the list", f"claims?sort=created&cursor={deep}"
    yield "50 claims, two statuses", "claims?status=verified&status=misleading"
    yield "one claim", f"claims/{Claim.objects.order_by('pk')[0].pk}"
    yield "30 documents", "documents"


def _asking(browser: Client, address: str) -> Callable[[], Any]:
    return lambda: browser.get(f"/api/v1/{address}")


def _best(act: Callable[[], object]) -> float:
    """The shortest of several times, in milliseconds."""
    times = []
    for _time in range(_TIMES):
        begun = time.perf_counter()
        act()
        times.append(time.perf_counter() - begun)
    return min(times) * 1000

"""Drill: what readers elsewhere are told of a sealed source: the feed, and the messages of webhooks."""

import json
from collections.abc import Iterator
from typing import Final

from django.db import transaction
from django.test import Client
from django.urls import reverse

from bench.drills import Figure
from bench.drills.canary import LABEL, Desk, body_of, found
from claims.records.acts import Role
from claims.records.checking import Attribution, Verdict
from claims.records.tokens import TokenScope
from claims.selectors import news
from claims.services import findings, review, tokens
from claims.services.findings import Answers

_RELAYED: Final = Answers(Attribution.RELAYED, Verdict.UNCHECKED, "The agency alone says so.")


def figures(desk: Desk) -> Iterator[Figure]:
    """Decide on a claim of a sealed source, recall it, and look at everything that is told of that."""
    with transaction.atomic():
        _decide(desk)
        told = [*_feed(desk), *_messages()]
        transaction.set_rollback(True)
    leaks = [text for text in told if found(text)]
    about_her = [text for text in told if b'"list":' not in text]  # of lists nobody is told what is in them
    with_label = sum(LABEL.encode() in text for text in about_her)
    yield Figure(
        "feeds and messages of webhooks that show it",
        "0, with the label in them",
        f"{len(leaks)} of {len(told)}, {with_label} with the label",
        not leaks and with_label == len(about_her) > 1,
    )


def _decide(desk: Desk) -> None:
    editor, chief = desk.acting(Role.EDITOR), desk.acting(Role.CHIEF)
    review.take(desk.claim.pk, by=editor)
    findings.submit(desk.claim.pk, _RELAYED, by=editor)
    findings.agree(desk.claim.pk, by=chief)
    findings.recall(desk.claim.pk, by=chief, because="It was another court.")


def _feed(desk: Desk) -> Iterator[bytes]:
    secret = tokens.make("Reader", [TokenScope.FEED], by=desk.acting(Role.VIEWER)).secret
    yield body_of(Client().get(reverse("feed-news"), {"token": secret}))


def _messages() -> Iterator[bytes]:
    for told in news.told(news.newest(100)):
        yield json.dumps(news.payload(told), ensure_ascii=False).encode()

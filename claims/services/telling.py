"""Services: the telling of news, turn by turn, by the worker. No act waits for it, and no receiver for another one.

Each receiver is told in the order of the ledger. One that is not there, or has too much to do, rests for longer and
longer, and everything for it waits. Where just one message is refused, that one is tried again later and the others go
on. Whoever sends for a receiver holds it meanwhile, so that two workers never send the same; one that dies in the
middle may leave a message that is sent twice, under the same name.
"""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from claims.errors import Refused
from claims.models import Delivery, Webhook
from claims.records.news import DeliveryState, News, NewsKind, Outcome, Problem, TurnedOff
from claims.selectors import news
from claims.services import keys, posting, webhooks

# How long after each attempt that failed the next one comes; after the last one it is given up.
WAITS: Final = tuple(
    timedelta(seconds=seconds) for seconds in (10, 60, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 24 * 3600)
)
# A receiver that has taken nothing for so long is turned off.
FAILING_FOR: Final = timedelta(days=3)
_AT_ONCE: Final = 8  # receivers that are sent to at the same time
_TURN: Final = timedelta(seconds=30)  # after this a turn begins nothing new
_LINES: Final = 500  # lines of the ledger without news that are looked at again in the next turn
_HELD: Final = timedelta(seconds=90)  # longer than a turn with its last messages


@dataclass(frozen=True, slots=True)
class _Message:
    """What is sent next to a receiver."""

    webhook: int
    delivery: Delivery
    receiver: str
    key: str
    name: str
    body: bytes


def turn(*, stops: Callable[[], bool] = lambda: False) -> int:
    """Look for news, and send what is due. Returns how many messages were sent, whatever came of them.

    Once it ``stops``, what is under way is finished, and nothing more begun. Three queries where there is nothing to
    do, and two more for each webhook where something was done at the desk that is no news.
    """
    now = timezone.now()
    return sum(1 for _outcome in _send(sorted(_due(now) | _behind()), lambda: stops() or timezone.now() > now + _TURN))


def _due(now: datetime) -> set[int]:
    """The webhooks for which something waits whose time has come."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, next_try__lte=now)
    rested = Q(rests_until=None) | Q(rests_until__lte=now)
    there = Webhook.objects.filter(rested, is_on=True, pk__in=waiting.values("webhook"))
    return set(there.values_list("pk", flat=True))


def _behind() -> set[int]:
    """The webhooks for which there is news; and those that would look through too many lines the next time."""
    behind = set()
    for webhook in Webhook.objects.filter(is_on=True, cursor__lt=news.newest_line()):
        found, upto = news.after(webhook.cursor)
        if upto - webhook.cursor > _LINES or any(_is_for(webhook, one) for one in found):
            behind.add(webhook.pk)
    return behind


def _send(webhook_ids: list[int], is_over: Callable[[], bool]) -> Iterator[Outcome]:
    """Send to each what is due, several receivers at once; to each of them one message after the other.

    Threads do nothing but send: what they need is read before, what came of it is written after, here.
    """
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="telling") as pool:
        under_way: dict[Future[Outcome], _Message] = {}
        for pk in webhook_ids:
            if _hold(pk):
                _queue(Webhook.objects.get(pk=pk))
                _begin(pk, pool, under_way)
        while under_way:
            for done in wait(under_way, return_when=FIRST_COMPLETED).done:
                message, outcome = under_way.pop(done), done.result()
                _keep(message, outcome)
                yield outcome
                if is_over():
                    _let_go(message.webhook)
                else:
                    _begin(message.webhook, pool, under_way)


def _begin(pk: int, pool: ThreadPoolExecutor, under_way: dict[Future[Outcome], _Message]) -> None:
    """Send the next message of a webhook that is held; where there is none, let it go."""
    message = _next(pk)
    if message is None:
        _let_go(pk)
    else:
        under_way[pool.submit(_post, message)] = message


def _hold(pk: int) -> bool:
    """Hold a webhook, unless somebody else does."""
    now = timezone.now()
    free = Webhook.objects.filter(Q(held_until=None) | Q(held_until__lt=now), pk=pk, is_on=True)
    return free.update(held_until=now + _HELD) == 1


def _let_go(pk: int) -> None:
    Webhook.objects.filter(pk=pk).update(held_until=None)


def _queue(webhook: Webhook) -> None:
    """Put the news since the last time into the row of a webhook that is held."""
    found, upto = news.after(webhook.cursor)
    now = timezone.now()
    rows = [
        Delivery(webhook=webhook, event_id=one.sequence, kind=one.kind, next_try=now)
        for one in found
        if _is_for(webhook, one)
    ]
    with transaction.atomic():
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
        # Only forward: somebody may have turned it on anew meanwhile.
        Webhook.objects.filter(pk=webhook.pk, cursor__lt=upto).update(cursor=upto)


def _is_for(webhook: Webhook, one: News) -> bool:
    if one.kind is NewsKind.TEST:
        return one.subject == webhook.pk
    return one.kind.value in webhook.kinds


def _next(pk: int) -> _Message | None:
    """The next message for a webhook, in the order of the ledger; None where nothing is due, or it rests or is off."""
    now = timezone.now()
    webhook = Webhook.objects.get(pk=pk)
    if not webhook.is_on or (webhook.rests_until is not None and webhook.rests_until > now):
        return None
    due = webhook.deliveries.filter(state=DeliveryState.WAITING, next_try__lte=now).order_by("event_id")
    while delivery := due.first():
        if one := news.of_line(delivery.event_id):
            return _message(webhook, delivery, one)
        # What was news for the version of this program before is none for this one.
        Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.GIVEN_UP, next_try=None)
    return None


def _message(webhook: Webhook, delivery: Delivery, one: News) -> _Message:
    (told,) = news.told([one])
    body = json.dumps(news.payload(told), ensure_ascii=False, separators=(",", ":")).encode()
    return _Message(webhook.pk, delivery, webhook.receiver, webhook.key, f"msg_{one.id.hex}", body)


def _post(message: _Message) -> Outcome:
    """Sign a message and send it. Runs in a thread, and asks the database for nothing."""
    try:
        secret = keys.read(message.key)
    except Refused:
        return Outcome(None, Problem.SECRET_MISSING, 0)
    at = int(time.time())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "webhook-id": message.name,
        "webhook-timestamp": str(at),
        "webhook-signature": posting.signature(secret, message=message.name, at=at, body=message.body),
    }
    return posting.post(message.receiver, message.body, headers)


def _keep(message: _Message, outcome: Outcome) -> None:
    """Write down what came of a message, and when it or its receiver is tried next."""
    now, delivery, webhook = timezone.now(), message.delivery, Webhook.objects.get(pk=message.webhook)
    attempts = delivery.attempts + 1
    is_over = outcome.is_taken or outcome.is_gone or attempts > len(WAITS)
    facts = {
        "state": DeliveryState.TOLD if outcome.is_taken else DeliveryState.GIVEN_UP if is_over else delivery.state,
        "attempts": attempts,
        "next_try": None if is_over else now + WAITS[attempts - 1],
        "tried_at": now,
        "answer": outcome.answer,
        "problem": outcome.problem or "",
        "took_ms": outcome.took_ms,
    }
    with transaction.atomic():
        # Somebody may have asked to send it again meanwhile: that counts.
        Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts).update(**facts)
        Webhook.objects.filter(pk=webhook.pk).update(**_standing(webhook, outcome, now))
    if outcome.is_gone:
        webhooks.turn_off_by_itself(webhook.pk, TurnedOff.GONE)
    elif not outcome.is_taken and webhook.failing_since and now - webhook.failing_since > FAILING_FOR:
        webhooks.turn_off_by_itself(webhook.pk, TurnedOff.FAILING)


def _standing(webhook: Webhook, outcome: Outcome, now: datetime) -> dict[str, Any]:
    """How a receiver stands after an attempt: whether it fails, since when, and how long it rests."""
    if outcome.is_taken:
        return {"failures": 0, "failing_since": None, "rests_until": None}
    since = {"failing_since": webhook.failing_since or now}
    if not outcome.is_away:
        return since
    rest = WAITS[min(webhook.failures, len(WAITS) - 1)]
    return {**since, "failures": webhook.failures + 1, "rests_until": now + rest}

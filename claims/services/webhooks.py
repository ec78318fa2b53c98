"""Services: webhooks: who is told what, at which address, under which secret; turning one on and off."""

import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from claims import permissions
from claims.errors import Refusal, Refused
from claims.models import Delivery, Webhook
from claims.permissions import Act
from claims.records.acts import Actor, machine
from claims.records.news import DeliveryState, NewsKind, TurnedOff
from claims.selectors import news
from claims.services import keys, limits, posting, recording
from claims.services.recording import Change, Recorder

_TELLER: Final = machine("telling")
_FRESH: Final = {"failures": 0, "failing_since": None, "rests_until": None}


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says of a webhook."""

    name: str
    receiver: str
    kinds: Collection[NewsKind]


@dataclass(frozen=True, slots=True)
class WithSecret:
    """A webhook, with the secret that is shown this once."""

    webhook: Webhook
    secret: str


def make(given: Given, *, by: Actor) -> WithSecret:
    """A new webhook. It is told what happens from now on.

    Refuses: NAME_MISSING, what ``posting.check`` refuses, RECEIVER_TAKEN, NO_NEWS_CHOSEN.
    """
    permissions.require(by, Act.MANAGE_WEBHOOKS)
    with recording.act(by) as recorder:
        values, host = _checked(given)
        secret, key = _new_key()
        webhook = Webhook.objects.create(
            key=key, made_by_id=permissions.person(by), made_at=recorder.at, cursor=news.newest_line(), **values
        )
        recorder.record(Change("webhook.make", webhook, after={"kinds": values["kinds"], "host": host}))
        return WithSecret(webhook, secret)


def change(webhook_id: int, given: Given, *, by: Actor, version: int | None = None) -> Webhook:
    """Give a webhook another name, address or other news. Refuses what ``make`` refuses, and NOTHING_CHANGED."""
    with _act_on(webhook_id, by, version) as (recorder, webhook):
        values, host = _checked(given, but=webhook)
        if all(getattr(webhook, name) == value for name, value in values.items()):
            raise Refused(Refusal.NOTHING_CHANGED)
        moved = values["receiver"] != webhook.receiver
        before = {"host": posting.host_of(webhook.receiver)} if moved else {}
        recorder.change(webhook, "webhook.change", also_before=before, also={"host": host} if moved else {}, **values)
        return webhook


def turn_on(webhook_id: int, *, by: Actor, version: int | None = None) -> Webhook:
    """Turn a webhook on again: it is told what waits for it, and what happens from now on. Refuses: WEBHOOK_IS_ON."""
    with _act_on(webhook_id, by, version) as (recorder, webhook):
        if webhook.is_on:
            raise Refused(Refusal.WEBHOOK_IS_ON)
        recorder.change(webhook, "webhook.turn_on", is_on=True, off_because="")
        Webhook.objects.filter(pk=webhook.pk).update(cursor=news.newest_line(), **_FRESH)
        _waiting(webhook).update(next_try=recorder.at)
        return webhook


def turn_off(webhook_id: int, *, by: Actor, version: int | None = None) -> Webhook:
    """Turn a webhook off: nothing is sent until somebody turns it on again.

    One that was turned off by itself is left off by this: somebody has seen it. Refuses: WEBHOOK_IS_OFF.
    """
    with _act_on(webhook_id, by, version) as (recorder, webhook):
        if webhook.off_because == TurnedOff.BY_HAND:
            raise Refused(Refusal.WEBHOOK_IS_OFF)
        recorder.change(webhook, "webhook.turn_off", is_on=False, off_because=TurnedOff.BY_HAND)
        return webhook


def turn_off_by_itself(webhook_id: int, because: TurnedOff) -> None:
    """Turn a webhook off whose receiver is gone, or has failed for days. One that is off already stays as it is."""
    with recording.act(_TELLER) as recorder:
        webhook = recording.lock(Webhook, webhook_id)
        if webhook.is_on:
            recorder.change(webhook, "webhook.turn_off", is_on=False, off_because=because)


def new_secret(webhook_id: int, *, by: Actor, version: int | None = None) -> WithSecret:
    """A new secret in place of the old one, from the next message on."""
    with _act_on(webhook_id, by, version) as (recorder, webhook):
        old = webhook.key
        secret, key = _new_key()
        recorder.change(webhook, "webhook.new_secret", key=key)
        transaction.on_commit(lambda: keys.destroy(old))
        return WithSecret(webhook, secret)


def send_test(webhook_id: int, *, by: Actor, version: int | None = None) -> Webhook:
    """Tell a webhook, and nobody else, that this is a test: it goes the way of all news. Refuses: WEBHOOK_IS_OFF."""
    with _act_on(webhook_id, by, version) as (recorder, webhook):
        _refuse_off(webhook)
        recorder.change(webhook, "webhook.test")
        Webhook.objects.filter(pk=webhook.pk).update(rests_until=None)
        return webhook


def send_again(webhook_id: int, event: int, *, by: Actor, version: int | None = None) -> Webhook:
    """Send a piece of news once more, from the first attempt on.

    Refuses: WEBHOOK_IS_OFF, DELIVERY_WAITS (it has not been tried yet). Raises Delivery.DoesNotExist.
    """
    with _act_on(webhook_id, by, version) as (recorder, webhook):
        _refuse_off(webhook)
        delivery = webhook.deliveries.select_for_update().get(event=event)
        if delivery.state == DeliveryState.WAITING and not delivery.attempts:
            raise Refused(Refusal.DELIVERY_WAITS)
        delivery.state, delivery.attempts, delivery.next_try = DeliveryState.WAITING, 0, recorder.at
        delivery.save(update_fields=["state", "attempts", "next_try"])
        Webhook.objects.filter(pk=webhook.pk).update(rests_until=None)
        recorder.change(webhook, "webhook.send_again", also={"event": event})
        return webhook


@contextmanager
def _act_on(webhook_id: int, by: Actor, version: int | None) -> Iterator[tuple[Recorder, Webhook]]:
    permissions.require(by, Act.MANAGE_WEBHOOKS)
    with recording.act(by) as recorder:
        yield recorder, recording.lock(Webhook, webhook_id, version=version)


def _refuse_off(webhook: Webhook) -> None:
    if not webhook.is_on:
        raise Refused(Refusal.WEBHOOK_IS_OFF)


def _waiting(webhook: Webhook) -> QuerySet[Delivery]:
    return Delivery.objects.filter(webhook=webhook, state=DeliveryState.WAITING)


def _checked(given: Given, *, but: Webhook | None = None) -> tuple[dict[str, Any], str]:
    """The columns that somebody gave, and the host of the receiver."""
    name = " ".join(limits.within(given.name, limits.limit(Webhook, "name"), field="name").split())
    if not name:
        raise Refused(Refusal.NAME_MISSING, field="name")
    receiver = limits.within(given.receiver, limits.limit(Webhook, "receiver"), field="receiver")
    host = posting.check(receiver)
    taken = Webhook.objects.filter(receiver=receiver).exclude(pk=but.pk if but else 0).first()
    if taken is not None:
        raise Refused(Refusal.RECEIVER_TAKEN, field="receiver", name=taken.name)
    kinds = [kind.value for kind in news.FOR_READERS if kind in given.kinds]
    if not kinds:
        raise Refused(Refusal.NO_NEWS_CHOSEN, field="kinds")
    return {"name": name, "receiver": receiver, "kinds": kinds}, host


def _new_key() -> tuple[str, str]:
    """A new secret as its receiver is given it, and the name of the file that it is kept in here."""
    name = f"webhook-{secrets.token_hex(8)}"
    keys.make(name)
    return posting.secret_in_words(keys.read(name)), name

"""Selectors: webhooks as their pages show them: how each stands, and the log of what it was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from claims import permissions
from claims.choices import labels
from claims.models import Delivery, Event, Webhook
from claims.permissions import Act
from claims.querysets import CappedCount
from claims.records.acts import Actor, SubjectKind
from claims.records.news import DeliveryState, NewsKind, Problem, TurnedOff

PAGE: Final = 50
COUNTED: Final = 1_000
_BY_ITSELF: Final = (TurnedOff.GONE, TurnedOff.FAILING)


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """One webhook and how it stands. ``waiting``: how many pieces of news wait for it, "+" after a thousand."""

    webhook: Webhook
    kinds: Sequence[str]
    waiting: str
    told_at: datetime | None
    problem: str

    @property
    def was_turned_off(self) -> bool:
        """Whether it was turned off by itself, and nobody has looked at it since."""
        return self.webhook.off_because in _BY_ITSELF

    @property
    def why_off(self) -> str | Promise:
        """Why it is off; "" for one that is on."""
        return labels.label(TurnedOff(self.webhook.off_because)) if self.webhook.off_because else ""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One line of the log. ``claim`` or ``issued`` is the one it is about, by number; 0 where it is about none."""

    delivery: Delivery
    news: str | Promise
    state: str | Promise
    answer: str
    claim: int
    issued: int
    may_send_again: bool


@dataclass(frozen=True, slots=True)
class WebhookPage:
    """One webhook with a page of its log, newest news first; ``older`` is the line after which the next page begins.

    ``is_moving``: something is about to be sent, so that the log says more in a moment.
    """

    row: WebhookRow
    log: Sequence[DeliveryRow]
    older: int | None
    is_moving: bool


def webhooks() -> list[WebhookRow]:
    """Every webhook, by name. One query."""
    return [_row(webhook) for webhook in _with_standing()]


def webhook(pk: int, *, after: int | None = None) -> WebhookPage:
    """One webhook with its log: three queries. Raises Webhook.DoesNotExist."""
    row = _row(_with_standing().get(pk=pk))
    log = Delivery.objects.filter(webhook=pk).select_related("event").defer("event__body", "event__line")
    found = list((log.filter(event__lt=after) if after is not None else log).order_by("-event_id")[: PAGE + 1])
    listed = [_line(delivery, row.webhook) for delivery in found[:PAGE]]
    older = found[PAGE - 1].event_id if len(found) > PAGE else None
    return WebhookPage(row, listed, older, is_moving=after is None and _is_moving(row.webhook, found))


def turned_off(by: Actor) -> int:
    """How many webhooks were turned off by themselves, for whoever manages them: none for anybody else. One query."""
    if not permissions.may(by, Act.MANAGE_WEBHOOKS):
        return 0
    return Webhook.objects.filter(off_because__in=_BY_ITSELF).count()


def _with_standing() -> QuerySet[Any]:
    own = Delivery.objects.filter(webhook=OuterRef("pk"))
    waiting = own.filter(state=DeliveryState.WAITING).order_by().values("pk")[: COUNTED + 1]
    told = own.filter(state=DeliveryState.TOLD).order_by("-event_id")  # as its index has it
    failed = own.filter(state=DeliveryState.WAITING, attempts__gt=0).order_by("-tried_at")
    return Webhook.objects.select_related("made_by").annotate(
        waiting=CappedCount(waiting),
        told_at=Subquery(told.values("tried_at")[:1]),
        last_answer=Subquery(failed.values("answer")[:1]),
        last_problem=Subquery(failed.values("problem")[:1]),
    )


def _row(webhook: Any) -> WebhookRow:
    return WebhookRow(
        webhook=webhook,
        kinds=[str(labels.label(NewsKind(kind))) for kind in webhook.kinds],
        waiting=f"{COUNTED:,}+" if webhook.waiting > COUNTED else f"{webhook.waiting:,}",
        told_at=webhook.told_at,
        problem=_answer(webhook.last_answer, webhook.last_problem or "") if webhook.failing_since else "",
    )


def _is_moving(webhook: Webhook, log: Sequence[Delivery]) -> bool:
    """Whether a test was asked for and not looked at yet, or something new waits for a receiver that does not rest."""
    if not webhook.is_on or webhook.rests_until is not None:
        return False
    tests = Event.objects.about(SubjectKind.WEBHOOK, webhook.pk).filter(act="webhook.test", sequence__gt=webhook.cursor)
    return any(one.next_try is not None and not one.attempts for one in log) or tests.exists()


def _line(delivery: Delivery, webhook: Webhook) -> DeliveryRow:
    event = delivery.event
    return DeliveryRow(
        delivery=delivery,
        news=labels.label(NewsKind(delivery.kind)),
        state=labels.label(DeliveryState(delivery.state)),
        answer=_answer(delivery.answer, delivery.problem),
        claim=event.subject_id if event.subject_kind == SubjectKind.CLAIM else 0,
        issued=event.subject_id if event.subject_kind == SubjectKind.LIST else 0,
        may_send_again=webhook.is_on and delivery.attempts > 0,
    )


def _answer(status: int | None, problem: str) -> str:
    if problem:
        return str(labels.label(Problem(problem)))
    return _("answered %(status)s") % {"status": status} if status is not None else ""

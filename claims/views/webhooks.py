"""Views: webhooks: which there are, a new one, how one stands with its log, and what is done with it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.errors import Refused
from claims.forms.webhooks import WebhookForm
from claims.forms.words import VersionForm
from claims.models import Delivery, Webhook
from claims.permissions import Act
from claims.selectors import news, webhook_pages
from claims.selectors.webhook_pages import WebhookPage
from claims.services import webhooks as acts
from claims.services.webhooks import WithSecret
from claims.views import doors
from claims.views.account import confirmed_where_there_is_a_password

_either = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@doors.only_for(Act.MANAGE_WEBHOOKS)
def webhooks(request: HttpRequest) -> HttpResponse:
    """Every webhook, and how it stands."""
    return render(request, "claims/webhooks.html", {"rows": webhook_pages.webhooks()})


@require_safe
@doors.only_for(Act.MANAGE_WEBHOOKS)
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One webhook with its log."""
    after = doors.number(request.GET.get("after", ""))
    return render(request, "claims/webhook.html", {"page": _page(pk, after=after), "is_further": after is not None})


@never_cache
@_either
@doors.only_for(Act.MANAGE_WEBHOOKS)
@confirmed_where_there_is_a_password
def new(request: HttpRequest) -> HttpResponse:
    """Make one; its secret is shown this once."""
    if request.method != "POST":
        return _form_page(request, WebhookForm(initial={"kinds": news.FOR_READERS}))
    form = WebhookForm(request.POST)
    if form.is_valid():
        try:
            return _secret_page(request, acts.make(form.given, by=doors.actor(request)))
        except Refused as refused:
            doors.put(refused, form)
            return _form_page(request, form, status=doors.status_of(refused))
    return _form_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@_either
@doors.only_for(Act.MANAGE_WEBHOOKS)
@confirmed_where_there_is_a_password
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one another name, address or other news."""
    there = _page(pk).row.webhook
    known = {name: getattr(there, name) for name in ("name", "receiver", "kinds", "version")}
    if request.method != "POST":
        return _form_page(request, WebhookForm(initial=known), webhook=there)
    form = WebhookForm(request.POST, initial=known)
    if form.is_valid():
        try:
            acts.change(pk, form.given, by=doors.actor(request), version=form.seen)
        except Refused as refused:
            doors.put(refused, form)
            return _form_page(request, form, webhook=there, status=doors.status_of(refused))
        doors.say(request, _("The webhook is changed."))
        return redirect("webhook", pk)
    return _form_page(request, form, webhook=there, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@never_cache
@_either
@doors.only_for(Act.MANAGE_WEBHOOKS)
@confirmed_where_there_is_a_password
def new_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret in place of the old one, shown this once."""
    there = _page(pk).row.webhook
    if request.method != "POST":
        return render(request, "claims/webhook_secret.html", {"webhook": there})
    form = VersionForm(request.POST)
    form.is_valid()
    try:
        return _secret_page(request, acts.new_secret(pk, by=doors.actor(request), version=form.seen))
    except Refused as refused:
        doors.say_refused(request, refused)
        return redirect("webhook", pk)


@require_POST
@doors.only_for(Act.MANAGE_WEBHOOKS)
def turn_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn one on again."""
    done = _("“%(name)s” is on: it is told what waited for it, and what happens from now on.")
    return _do(request, pk, acts.turn_on, done)


@require_POST
@doors.only_for(Act.MANAGE_WEBHOOKS)
def turn_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn one off, or leave one off that was turned off by itself."""
    return _do(request, pk, acts.turn_off, _("“%(name)s” is off: nothing is sent to it."))


@require_POST
@doors.only_for(Act.MANAGE_WEBHOOKS)
def send_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test."""
    done = _("A test is on its way to “%(name)s”. In a moment the log below says what came of it.")
    return _do(request, pk, acts.send_test, done)


@require_POST
@doors.only_for(Act.MANAGE_WEBHOOKS)
def send_again(request: HttpRequest, pk: int, event: int) -> HttpResponse:
    """Send a piece of news again."""

    def again(pk: int, **by: Any) -> Webhook:
        return acts.send_again(pk, event, **by)

    return _do(request, pk, again, _("It is sent to “%(name)s” once more."))


def _do(request: HttpRequest, pk: int, act: Callable[..., Webhook], done: str) -> HttpResponse:
    form = VersionForm(request.POST)
    form.is_valid()
    try:
        webhook = act(pk, by=doors.actor(request), version=form.seen)
    except (Webhook.DoesNotExist, Delivery.DoesNotExist):
        raise Http404 from None
    except Refused as refused:
        doors.say_refused(request, refused)
    else:
        doors.say(request, done % {"name": webhook.name})
    return redirect("webhook", pk)


def _page(pk: int, *, after: int | None = None) -> WebhookPage:
    try:
        return webhook_pages.webhook(pk, after=after)
    except Webhook.DoesNotExist:
        raise Http404 from None


def _form_page(
    request: HttpRequest, form: WebhookForm, *, webhook: Webhook | None = None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "claims/webhook_form.html", {"form": form, "webhook": webhook}, status=status)


def _secret_page(request: HttpRequest, made: WithSecret) -> HttpResponse:
    return render(request, "claims/webhook_made.html", {"webhook": made.webhook, "secret": made.secret})

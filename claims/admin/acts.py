"""Admin: acts with a page of their own, on one row or on the rows that were chosen in a list."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import ngettext

from claims import permissions
from claims.admin.forms import ActForm
from claims.errors import Refused
from claims.forms.words import NOT_SEEN
from claims.permissions import Act
from claims.records.acts import Actor

Words = str | Promise


class OneAct:
    """Something that is done to one row, from a button on its page."""

    name: ClassVar[str]
    act: ClassVar[Act]
    words: ClassVar[Words]
    button: ClassVar[Words]
    done: ClassVar[Words]
    form: ClassVar[type[Any]] = ActForm

    def fits(self, row: Any) -> bool:
        """Whether the row is such that this can be done to it now."""
        return True

    def initial(self, row: Any) -> dict[str, object]:
        """What the form says before anything is typed."""
        return {}

    def open_form(self, row: Any, data: Any = None) -> Any:
        """The form, bound when something was sent."""
        return self.form(data, row=row, initial=self.initial(row))

    def do(self, row: Any, form: Any, by: Actor) -> None:
        """Ask the service."""
        raise NotImplementedError

    def after(self, request: HttpRequest, row: Any) -> None:
        """What this request itself needs once it is done."""


class BulkAct:
    """Something that is done to the rows chosen in a list. A service marks it as bulk.

    Without a ``form`` it is done at once, otherwise after a page that asks for what it needs.
    """

    name: ClassVar[str]
    act: ClassVar[Act]
    words: ClassVar[Words]
    button: ClassVar[Words] = ""
    form: ClassVar[type[ActForm] | None] = None

    @property
    def __name__(self) -> str:
        """The name by which Django's list calls it."""
        return self.name

    @property
    def short_description(self) -> Words:
        """What Django's list calls it on the page."""
        return self.words

    def do(self, seen: Mapping[int, int], form: ActForm | None, by: Actor) -> int:
        """Ask the service, for rows by their ids at the versions that the page showed; returns to how many."""
        raise NotImplementedError

    def done(self, count: int) -> str:
        """The sentence that says to how many it was done."""
        raise NotImplementedError

    def __call__(self, door: Any, request: HttpRequest, rows: "models.QuerySet[Any]") -> HttpResponse | None:
        """Do it, or ask first for what it needs. Django calls this with the rows that were chosen."""
        now = dict(rows.order_by("pk").values_list("pk", "version"))
        seen = {pk: _seen(request, pk) for pk in now}
        form = self.form(request.POST if "apply" in request.POST else None) if self.form else None
        if form is None or form.is_valid():
            try:
                count = self.do(seen, form, permissions.actor(request.user))
            except Refused as refused:
                if form is None:
                    door.say_refused(request, refused)
                    return None
                form.show(refused)
                seen = now  # the sentence asks to look again
            else:
                door.message_user(request, f"{self.done(count)} {_left(len(seen) - count)}".strip())
                return None
        return self._ask(door, request, form, seen)

    def _ask(self, door: Any, request: HttpRequest, form: ActForm, seen: Mapping[int, int]) -> HttpResponse:
        carried = [("_selected_action", pk) for pk in seen] + [("action", self.name), ("apply", "1")]
        carried += [(seen_as(pk), version) for pk, version in seen.items()]
        return act_page(
            door,
            request,
            form,
            title=self.words,
            subtitle=ngettext("%(count)s chosen", "%(count)s chosen", len(seen)) % {"count": len(seen)},
            button=self.button,
            carried=carried,
            back=request.get_full_path(),
        )


def seen_as(pk: int) -> str:
    """The name under which a list sends the version that it showed of a row."""
    return f"seen-{pk}"


def _seen(request: HttpRequest, pk: int) -> int:
    """The version of a row that the list showed; one that never was, when it does not say."""
    said = request.POST.get(seen_as(pk), "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else NOT_SEEN


def _left(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(count)s was left as it is.", "%(count)s were left as they are.", count) % {"count": count}


def act_page(door: Any, request: HttpRequest, form: Any, **context: object) -> TemplateResponse:
    """The page that asks for what an act needs."""
    return TemplateResponse(
        request,
        "admin/act.html",
        {
            **door.admin_site.each_context(request),
            "opts": door.opts,
            "media": door.media,
            "adminform": door.laid_out(form),
            "form": form,
            "row": None,
            "carried": (),
            **context,
        },
    )


def answer(door: Any, request: HttpRequest, act: OneAct, row: Any, back: str) -> HttpResponse:
    """Do one act on one row when its form was sent, or show the form."""
    form = act.open_form(row, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            act.do(row, form, permissions.actor(request.user))
        except Refused as refused:
            form.show(refused)
        else:
            act.after(request, row)
            door.message_user(request, str(act.done))
            return HttpResponseRedirect(back)
    return act_page(door, request, form, title=act.words, subtitle=str(row), button=act.button, row=row, back=back)

"""Admin: the ledger. Nobody changes it; those whose role lets them read it find here who did what, when and why."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Max, Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.admin import marks
from claims.admin.doors import Door
from claims.models import Claim, Document, Event, Export, IssuedList, Note, Phrase, SavedView, Source, Webhook
from claims.permissions import Act
from claims.records.acts import SubjectKind

_RECENT: Final = 10_000
_SUBJECT: Final = re.compile(r"(?:(?P<kind>[a-z]+)\s+)?(?P<pk>[0-9]{1,18})")
_PAGES: Final[Mapping[str, str]] = {
    SubjectKind.CLAIM: "admin:claims_claim_change",
    SubjectKind.DOCUMENT: "admin:claims_document_change",
    SubjectKind.SOURCE: "admin:claims_source_change",
    SubjectKind.EXPORT: "admin:claims_export_change",
    SubjectKind.NOTE: "admin:claims_note_change",
    SubjectKind.PERSON: "admin:auth_user_change",
    SubjectKind.PHRASE: "admin:claims_phrase_change",
    SubjectKind.WEBHOOK: "webhook",
    SubjectKind.LIST: "list",
}
_MODELS: Final[Mapping[str, type[Model]]] = {
    SubjectKind.CLAIM: Claim,
    SubjectKind.DOCUMENT: Document,
    SubjectKind.SOURCE: Source,
    SubjectKind.NOTE: Note,
    SubjectKind.EXPORT: Export,
    SubjectKind.PHRASE: Phrase,
    SubjectKind.VIEW: SavedView,
    SubjectKind.WEBHOOK: Webhook,
    SubjectKind.LIST: IssuedList,
}


class ActFilter(admin.SimpleListFilter):
    """What was done. Offers the acts of the newest events: to know them all, the whole ledger had to be read."""

    title = _("act")
    parameter_name = "act"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        last = Event.objects.aggregate(last=Max("sequence"))["last"] or 0
        recent = Event.objects.filter(sequence__gt=last - _RECENT).order_by()
        acts = {*recent.values_list("act", flat=True).distinct(), *filter(None, [self.value()])}
        return [(act, act) for act in sorted(acts)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        return queryset.filter(act=self.value()) if self.value() else queryset


class SubjectKindFilter(admin.SimpleListFilter):
    """What it was done to."""

    title = _("subject")
    parameter_name = "subject_kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind.value, _kind_word(kind)) for kind in SubjectKind]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        return queryset.filter(subject_kind=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(Door):
    """The ledger, newest first."""

    reading = Act.READ_LEDGER

    list_display = ("sequence", "when", "act", "subject_link", "actor_name", "bulk", "reason")
    list_filter = (ActFilter, SubjectKindFilter, "actor_kind", "is_bulk")
    list_display_links = ("sequence", "act")
    ordering = ("-sequence",)
    search_fields = ("batch",)
    search_help_text = _("A batch, the id of a subject, or both its kind and id, as in: claim 12")
    fields = (
        "sequence",
        "at",
        "act",
        "subject_link",
        "subject_version",
        "actor_name",
        "actor_kind",
        "bulk",
        "batch_link",
        "reason",
        "changes",
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Event], search_term: str
    ) -> tuple[QuerySet[Event], bool]:
        """By batch or subject, each from its index."""
        term = search_term.strip().lower()
        if not term:
            return queryset, False
        if batch := _batch(term):
            return queryset.filter(batch=batch), False
        if found := _SUBJECT.fullmatch(term):
            kinds = [found["kind"]] if found["kind"] else [kind.value for kind in SubjectKind]
            return queryset.filter(Q(subject_kind__in=kinds, subject_id=int(found["pk"]))), False
        return queryset.none(), False

    @admin.display(description=_("when"))
    def when(self, event: Event) -> str:
        return marks.when(event.at)

    @admin.display(description=_("bulk"))
    def bulk(self, event: Event) -> str:
        return marks.yes(event.is_bulk)

    @admin.display(description=_("subject"))
    def subject_link(self, event: Event) -> SafeString | str:
        """What it was done to, leading to its page where there is one."""
        words = f"{_kind_word(event.subject_kind)} {event.subject_id}"
        page = _PAGES.get(event.subject_kind)
        return marks.link(reverse(page, args=[event.subject_id]), words) if page else words

    @admin.display(description=_("batch"))
    def batch_link(self, event: Event) -> SafeString:
        """The batch, leading to all that was done in it."""
        return marks.link(f"{reverse('admin:claims_event_changelist')}?q={event.batch}", str(event.batch))

    @admin.display(description=_("what changed"))
    def changes(self, event: Event) -> SafeString | str:
        """Before and after, side by side; sources stand there by their ids, as the ledger keeps them."""
        body = json.loads(event.body)
        before, after = body["before"], body["after"]
        rows = [
            (capfirst(word), readable(before.get(name)), readable(after.get(name)))
            for name in sorted({*before, *after})
            for word, readable in [_reading(event.subject_kind, name)]
        ]
        if not rows:
            return marks.DASH
        return format_html(
            "<table><thead><tr><th></th><th>{}</th><th>{}</th></tr></thead><tbody>{}</tbody></table>",
            gettext("Before"),
            gettext("After"),
            format_html_join("", '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>', rows),
        )


def _batch(term: str) -> UUID | None:
    try:
        return UUID(term)
    except ValueError:
        return None


def _kind_word(kind: str) -> str:
    model = _MODELS.get(kind)
    return capfirst(str(model._meta.verbose_name)) if model else gettext("Person")


def _reading(kind: str, name: str) -> tuple[str, Callable[[object], str]]:
    """How the pages call a field, and how they show its values; its own name where they do not know it."""
    try:
        field: Any = _MODELS[kind]._meta.get_field(name)
    except (KeyError, FieldDoesNotExist):
        return name.replace("_", " "), _readable
    words = dict(getattr(field, "flatchoices", ()))
    return str(getattr(field, "verbose_name", name)), lambda value: _readable(words.get(str(value), value))


def _readable(value: object) -> str:
    """A value of an event's body, for people; a dash where there was none."""
    match value:
        case None | "":
            return marks.DASH
        case bool():
            return gettext("yes") if value else gettext("no")
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)

"""Admin: what every page of the back office does alike.

The permission table is asked instead of Django's own permissions, a service is called where Django would save, what it
refuses becomes a sentence in the form, nothing is ever deleted, and the ledger is the only log.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin import ShowFacets, helpers
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from claims import permissions
from claims.admin import acts, marks
from claims.admin.acts import BulkAct, OneAct
from claims.admin.paging import CappedPaginator
from claims.choices import refusals
from claims.errors import Refused
from claims.permissions import Act
from claims.records.acts import Actor, SubjectKind

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin

_LONGEST_KEY = 18  # digits that fit into a key of either database


@dataclass(frozen=True, slots=True)
class Tool:
    """A button above the form of one row."""

    address: str
    words: str | Promise


class Door(_ModelAdmin):
    """The pages of one kind of row.

    ``add_row`` and ``change_row`` ask a service; without ``adding`` or ``changing`` nobody may come that far.
    """

    subject: ClassVar[SubjectKind | None] = None
    reading: ClassVar[Act] = Act.READ
    adding: ClassVar[Act | None] = None
    changing: ClassVar[Act | None] = None
    one_acts: ClassVar[tuple[OneAct, ...]] = ()
    bulk_acts: ClassVar[tuple[BulkAct, ...]] = ()

    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    paginator = CappedPaginator
    list_per_page = 50
    list_max_show_all = 50
    sortable_by: ClassVar[Any] = ()
    view_on_site = False
    empty_value_display = marks.DASH

    # --- What a service does ---------------------------------------------------------------------------------------

    def add_row(self, form: Any, by: Actor) -> models.Model:
        """Ask a service for a new row."""
        raise NotImplementedError

    def change_row(self, row: Any, form: Any, by: Actor) -> models.Model:
        """Ask a service to change a row."""
        raise NotImplementedError

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """Leave the row as it is; ``save_model`` asks the service."""
        return form.instance

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Ask a service. A refusal goes up to ``changeform_view``."""
        by = permissions.actor(request.user)
        done = self.change_row(obj, form, by) if change else self.add_row(form, by)
        obj.pk = done.pk
        obj.refresh_from_db()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing: the service has written what belongs to the row."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form again, with the sentence and all that was typed, when a service refuses it.

        The transaction of the first attempt is undone by then.
        """
        view = partial(super().changeform_view, request, object_id, form_url, extra_context)
        try:
            return view()
        except Refused as refused:
            request.refused = refused  # type: ignore[attr-defined]  # for get_form, on the way back
            return view()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, told what the service refused."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.refused = getattr(request, "refused", None)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields, with the version that the page shows in a hidden one."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        return [*fieldsets, (None, {"fields": ["seen_version"], "classes": ["hidden"]})]

    # --- Who may ---------------------------------------------------------------------------------------------------

    def may(self, request: HttpRequest, act: Act | None) -> bool:
        """Whether somebody may do this; nobody may do what is not done here."""
        return act is not None and permissions.may(permissions.actor(request.user), act)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may(request, self.reading)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, self.reading)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request, self.adding)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, self.changing)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: what is here stays, or is withdrawn, set aside or made inactive."""
        return False

    # --- Acts besides saving ---------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """The pages of Django's, after those of the acts on one row."""
        return [self._url_of(act) for act in self.one_acts] + super().get_urls()

    def _url_of(self, act: OneAct) -> URLPattern:
        view = self.admin_site.admin_view(csrf_protect(partial_view(self.act_view, act)))
        return path(f"<int:pk>/{act.name}/", view, name=self._name_of(act.name))

    def _name_of(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def address_of(self, page: str, *args: object) -> str:
        """The address of one of these pages."""
        return reverse(f"admin:{self._name_of(page)}", args=args)

    def act_view(self, request: HttpRequest, act: OneAct, pk: int) -> HttpResponse:
        """The page of one act on one row."""
        if not self.may(request, act.act):
            raise PermissionDenied
        row = self.get_object(request, str(pk))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))  # type: ignore[attr-defined,no-any-return]  # as Django's own pages do
        if not self.may_act_on(request, act, row):
            raise PermissionDenied
        return acts.answer(self, request, act, row, self.address_of("change", pk))

    def may_act_on(self, request: HttpRequest, act: OneAct, row: Any) -> bool:
        """Whether somebody may do this to this row."""
        return self.may(request, act.act)

    def action_checkbox(self, obj: Any) -> SafeString:
        """What chooses a row, and the version of it that the list shows."""
        chooses: SafeString = super().action_checkbox(obj)
        if not self.bulk_acts:
            return chooses
        return format_html('{}<input type="hidden" name="{}" value="{}">', chooses, acts.seen_as(obj.pk), obj.version)

    def get_actions(self, request: HttpRequest) -> Any:
        """The acts on chosen rows that somebody may do."""
        allowed = [act for act in self.bulk_acts if self.may(request, act.act)]
        return {act.name: (act, act.name, act.words) for act in allowed}

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any) -> Any:
        """Act on the rows that were chosen one by one, and on no other; never on a whole filter."""
        chosen = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
        if not all(key.isascii() and key.isdigit() and len(key) <= _LONGEST_KEY for key in chosen):
            return None
        return super().response_action(request, queryset.filter(pk__in=chosen))

    def say_refused(self, request: HttpRequest, refused: Refused) -> None:
        """Say on the next page what was refused."""
        self.message_user(request, refusals.sentence(refused), messages.ERROR)

    def laid_out(self, form: Any) -> helpers.AdminForm:
        """A plain form in the shape of Django's own pages."""
        return helpers.AdminForm(form, [(None, {"fields": list(form.fields)})], {})

    # --- What the pages show ---------------------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, by its name."""
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The form, with the buttons above it."""
        row = context.get("original")
        context |= {"tools": self.tools(request, row) if row is not None else [], "show_save_and_add_another": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def tools(self, request: HttpRequest, row: Any) -> list[Tool]:
        """The buttons above the form of one row: what can be done to it, and its history."""
        tools = [
            Tool(self.address_of(act.name, row.pk), act.words)
            for act in self.one_acts
            if act.fits(row) and self.may_act_on(request, act, row)
        ]
        if self.subject is not None:
            tools.append(Tool(self.address_of("history", row.pk), _("History")))
        return tools

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the ledger says of one row."""
        if self.subject is None or not (self.may(request, self.reading) and self.may(request, Act.READ_LEDGER)):
            raise PermissionDenied
        about = urlencode({"q": f"{self.subject.value} {unquote(object_id)}"})
        return HttpResponseRedirect(f"{reverse('admin:claims_event_changelist')}?{about}")

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the service has written the Event."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the service has written the Event."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Nothing: there is no log but the ledger."""


def partial_view(view: Callable[..., HttpResponse], act: OneAct) -> Callable[..., HttpResponse]:
    """A view that knows its act."""

    def opened(request: HttpRequest, pk: int) -> HttpResponse:
        return view(request, act, pk)

    return opened

"""Admin: documents. Their facts, their versions to look at, and their withdrawal."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from claims.admin import marks
from claims.admin.acts import BulkAct, OneAct
from claims.admin.doors import Door, Tool
from claims.admin.forms import ActForm, NeededReasonForm, ReasonForm, RowForm
from claims.choices import labels
from claims.forms.documents import EditFactsForm
from claims.importers import parse_date
from claims.models import FACTS, Document, Snapshot
from claims.permissions import Act
from claims.records.acts import Actor, SubjectKind
from claims.records.extractions import LanguageBasis
from claims.records.provenance import DatePrecision, Knowledge
from claims.records.quotations import DamageKind
from claims.services import documents

_AS_TYPED: Final = {
    DatePrecision.YEAR: "%Y",
    DatePrecision.MONTH: "%Y-%m",
    DatePrecision.DAY: "%Y-%m-%d",
    DatePrecision.MINUTE: "%Y-%m-%d %H:%M",
}


def date_as_typed(document: Document) -> str:
    """The date as somebody would type it, with its precision and zone; typed again it is the same date."""
    if document.published is None:
        return ""
    zone = parse_date("2000", document.published_zone).moment.tzinfo
    moment = document.published.astimezone(zone)
    shape = _AS_TYPED[DatePrecision(document.published_precision)]
    seconds = ":%S" if document.published_precision == DatePrecision.MINUTE and moment.second else ""
    return f"{moment.strftime(shape + seconds):0>4} {document.published_zone}"


class DocumentForm(RowForm, EditFactsForm):
    """The facts of a document, in the fields of the desk's own form."""

    class Meta:
        model = Document
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Give the fields the room that Django's pages have for them."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.TextInput):
                field.widget.attrs["class"] = "vTextField"

    def there(self, row: Document) -> dict[str, object]:
        """Sources by name, the date as somebody would type it, and why a fact is not given."""
        return {
            **super().there(row),
            **{name: getattr(row, name) for name in ("our_title", "headline", "address", "language", "translation")},
            **{f"{fact}_is": _why_not_given(row, fact) for fact in FACTS},
            "publisher": row.publisher.name if row.publisher else "",
            "agency": row.agency.name if row.agency else "",
            "published": date_as_typed(row),
        }


def _why_not_given(row: Document, fact: str) -> str:
    knowledge = getattr(row, f"{fact}_knowledge")
    return "" if knowledge in (Knowledge.KNOWN, Knowledge.UNKNOWN) else knowledge


def _read_as(version: Snapshot) -> str:
    """The language a text was read in, how that is known, and whether all of it was read."""
    if not version.language_basis:
        return marks.DASH
    how = str(labels.label(LanguageBasis(version.language_basis)))
    whole = [] if version.read_whole else [gettext("direct quotations only")]
    return ", ".join([version.language or gettext("language not told"), how, *whole])


def _damage(version: Snapshot) -> str:
    """How damaged a text looks, and what that rests on."""
    if version.damage_score is None:
        return marks.DASH
    reasons = [str(labels.label(DamageKind(reason))) for reason in version.damage_reasons]
    return "; ".join([formats.localize(round(version.damage_score, 2)), *reasons])


def _credits(version: Snapshot) -> str:
    """Whom the credit lines of a text name, as printed."""
    return ", ".join(version.text[start:end] for start, end, *_line in version.credits)


class _DocumentAct(OneAct):
    """An act on one document, which asks for no more than a reason."""

    form: ClassVar[type[ActForm]] = ReasonForm
    service: Callable[..., Document]

    def do(self, row: Document, form: ActForm, by: Actor) -> None:
        typed = form.cleaned_data
        type(self).service(row.pk, because=typed["because"], by=by, version=typed["seen_version"])


class Withdraw(_DocumentAct):
    """Take a document out of lists and search, with what rests on it alone."""

    name = "withdraw"
    act = Act.WITHDRAW_DOCUMENT
    words = _("Withdraw …")
    button = _("Withdraw")
    done = _("The document is withdrawn, and the claims that rest on it alone are set aside.")
    form = NeededReasonForm
    service = documents.withdraw

    def fits(self, row: Document) -> bool:
        return not row.is_withdrawn


class Reinstate(_DocumentAct):
    """Undo a withdrawal."""

    name = "reinstate"
    act = Act.WITHDRAW_DOCUMENT
    words = _("Bring back …")
    button = _("Bring back")
    done = _("The document is back, with what its withdrawal had set aside.")
    service = documents.reinstate

    def fits(self, row: Document) -> bool:
        return row.is_withdrawn


class Finish(_DocumentAct):
    """Be done with a story."""

    name = "finish"
    act = Act.FINISH_DOCUMENT
    words = _("Done with it …")
    button = _("Done with this story")
    done = _("The story is read; the proposals that were left are set aside.")
    service = documents.finish

    def fits(self, row: Document) -> bool:
        return row.read_at is None and not row.is_withdrawn


class Unfinish(_DocumentAct):
    """Undo being done with a story."""

    name = "unfinish"
    act = Act.FINISH_DOCUMENT
    words = _("Not done with it …")
    button = _("Open it again")
    done = _("The story is open again, and its proposals are back.")
    service = documents.unfinish

    def fits(self, row: Document) -> bool:
        return row.read_at is not None


class WithdrawChosen(BulkAct):
    """Withdraw several documents: one act each, as each takes its own claims along."""

    name = "withdraw_chosen"
    act = Act.WITHDRAW_DOCUMENT
    words = _("Withdraw …")
    button = _("Withdraw")
    form = NeededReasonForm

    def do(self, seen: Mapping[int, int], form: Any, by: Actor) -> int:
        return documents.withdraw_all(seen, because=form.cleaned_data["because"], by=by)

    def done(self, count: int) -> str:
        return ngettext("%(count)s document withdrawn.", "%(count)s documents withdrawn.", count) % {"count": count}


class _YesNo(admin.SimpleListFilter):
    """Whether a moment is set."""

    field: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(**{f"{self.field}__isnull": self.value() == "no"})


class WithdrawnFilter(_YesNo):
    """Whether it should not have come in."""

    title = _("withdrawn")
    parameter_name = "withdrawn"
    field = "withdrawn_at"


class FinishedFilter(_YesNo):
    """Whether somebody is done with it."""

    title = _("done with")
    parameter_name = "done"
    field = "read_at"


def _lines() -> tuple[Any, ...]:
    return ("our_title", *((fact, f"{fact}_is") for fact in FACTS), "translation")


@admin.register(Document)
class DocumentAdmin(Door):
    """Documents, the newest first."""

    subject = SubjectKind.DOCUMENT
    changing = Act.EDIT_DOCUMENT
    one_acts = (Withdraw(), Reinstate(), Finish(), Unfinish())
    bulk_acts = (WithdrawChosen(),)
    form = DocumentForm

    list_display = (
        "our_title",
        "publisher_link",
        "agency_link",
        "date",
        "translation",
        "received",
        "is_done",
        "is_out",
    )
    list_filter = (WithdrawnFilter, FinishedFilter, "translation", "publisher_knowledge", "agency_knowledge")
    list_select_related = ("publisher", "agency")
    ordering = ("-created", "-id")
    sortable_by = ("received",)
    search_fields = ("our_title", "headline")
    search_help_text = _("Words of our title, or of the headline as received")
    readonly_fields = ("created", "versions", "read_at", "read_by", "withdrawn_at", "withdrawn_because")
    fieldsets = (
        (None, {"fields": (*_lines(), "because")}),
        (_("What became of it"), {"fields": readonly_fields}),
    )

    def change_row(self, row: Document, form: DocumentForm, by: Actor) -> Document:
        typed = form.cleaned_data
        return documents.edit_facts(
            row.pk, form.facts(settings.TIME_ZONE), by=by, version=typed["seen_version"], because=typed["because"]
        )

    def tools(self, request: HttpRequest, row: Document) -> list[Tool]:
        """First of all the document's own page."""
        return [Tool(reverse("document", args=[row.pk]), _("Open its page")), *super().tools(request, row)]

    @admin.display(description=_("publisher"))
    def publisher_link(self, document: Document) -> SafeString | str:
        return marks.link_to(document.publisher)

    @admin.display(description=_("credited agency"))
    def agency_link(self, document: Document) -> SafeString | str:
        return marks.link_to(document.agency)

    @admin.display(description=_("received"), ordering="created")
    def received(self, document: Document) -> str:
        return marks.when(document.created)

    @admin.display(description=_("published"))
    def date(self, document: Document) -> str:
        """With its precision and zone."""
        return date_as_typed(document)

    @admin.display(description=_("done with"))
    def is_done(self, document: Document) -> str:
        return marks.yes(document.read_at is not None)

    @admin.display(description=_("withdrawn"))
    def is_out(self, document: Document) -> str:
        return marks.yes(document.is_withdrawn)

    @admin.display(description=_("versions"))
    def versions(self, document: Document) -> SafeString:
        """Its texts as received, each with its hash and how it was read; the words stand on the document's page."""
        rows = [
            (
                snapshot.number,
                marks.when(snapshot.received),
                snapshot.received_by or marks.DASH,
                snapshot.name or marks.DASH,
                f"{snapshot.encoding} ({snapshot.encoding_basis})",
                snapshot.raw_size,
                snapshot.text_sha256[:12],
                snapshot.extractor or marks.DASH,
                _read_as(snapshot),
                _damage(snapshot),
                _credits(snapshot) or marks.DASH,
            )
            for snapshot in document.snapshots.select_related("received_by")
        ]
        heads = (
            gettext("Version"),
            gettext("Received"),
            gettext("By"),
            gettext("File"),
            gettext("Encoding"),
            gettext("Bytes"),
            gettext("SHA-256"),
            gettext("Read by"),
            gettext("Read as"),
            gettext("Looks damaged"),
            gettext("Credits"),
        )
        return format_html(
            "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
            format_html_join("", "<th>{}</th>", ((head,) for head in heads)),
            format_html_join("", f"<tr>{'<td>{}</td>' * len(heads)}</tr>", rows),
        )

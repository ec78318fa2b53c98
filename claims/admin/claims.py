"""Admin: claims. A list to act on in bulk, and the statement; everything else about a claim is done on its own page."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from claims import permissions, search
from claims.admin import marks
from claims.admin.acts import BulkAct
from claims.admin.doors import Door, Tool
from claims.admin.forms import ActForm, ReasonForm, RowForm
from claims.choices import labels
from claims.errors import Refusal, Refused
from claims.models import Claim, Quotation
from claims.permissions import Act
from claims.records.acts import Actor, Role, SubjectKind
from claims.records.quotations import QuotationKind
from claims.services import review, wording

_IN_A_LIST = 140


class WordFilter(admin.ChoicesFieldListFilter):
    """Filters by a fixed set of values, each by its word alone, without the explanation after its colon."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield choice | {"display": str(choice["display"]).partition(":")[0]}


class StaleFilter(admin.SimpleListFilter):
    """Decided on words that have changed since, or not."""

    title = _("stale")
    parameter_name = "stale"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Stale")), ("no", _("Not stale"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        match self.value():
            case "yes":
                return queryset.exclude(stale_since=None)
            case "no":
                return queryset.filter(stale_since=None)
            case _:
                return queryset


class KindFilter(admin.SimpleListFilter):
    """How the primary quotation gives the words; or that there is none, when a claim was entered by hand."""

    title = _("kind")
    parameter_name = "kind"
    BY_HAND = "none"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*labels.pairs(QuotationKind), (self.BY_HAND, _("Entered by hand"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        primary = Quotation.objects.primary().filter(claim=OuterRef("pk"))
        match self.value():
            case None:
                return queryset
            case self.BY_HAND:
                return queryset.filter(~Exists(primary))
            case kind:
                return queryset.filter(Exists(primary.filter(kind=kind)))


class AcceptChosen(BulkAct):
    """Accept proposals as proposed."""

    name = "accept"
    act = Act.ACCEPT
    words = _("Accept")

    def do(self, seen: Mapping[int, int], form: ActForm | None, by: Actor) -> int:
        return review.accept_all(seen, by=by, seen=seen)

    def done(self, count: int) -> str:
        return ngettext("%(count)s claim accepted.", "%(count)s claims accepted.", count) % {"count": count}


class SetAsideChosen(BulkAct):
    """Set open claims aside."""

    name = "set_aside"
    act = Act.SET_ASIDE
    words = _("Set aside …")
    button = _("Set aside")
    form = ReasonForm

    def do(self, seen: Mapping[int, int], form: Any, by: Actor) -> int:
        return review.set_aside_all(seen, by=by, because=form.cleaned_data["because"], seen=seen)

    def done(self, count: int) -> str:
        return ngettext("%(count)s claim set aside.", "%(count)s claims set aside.", count) % {"count": count}


class RestoreChosen(BulkAct):
    """Bring back what was set aside."""

    name = "restore"
    act = Act.RESTORE
    words = _("Restore …")
    button = _("Restore")
    form = ReasonForm

    def do(self, seen: Mapping[int, int], form: Any, by: Actor) -> int:
        return review.restore_all(seen, by=by, because=form.cleaned_data["because"], seen=seen)

    def done(self, count: int) -> str:
        return ngettext("%(count)s claim restored.", "%(count)s claims restored.", count) % {"count": count}


def who_takes_claims() -> QuerySet[User]:
    """Those whose role lets them take a claim in hand."""
    roles = [role.value for role in Role if permissions.TABLE[role, Act.TAKE] is not permissions.Scope.NONE]
    in_role = Exists(Group.objects.filter(user=OuterRef("pk"), name__in=roles))
    return User.objects.filter(in_role, is_active=True).order_by("username")


if TYPE_CHECKING:
    _ModelChoiceField = forms.ModelChoiceField[User]
else:
    _ModelChoiceField = forms.ModelChoiceField


class PersonField(_ModelChoiceField):
    """Somebody at the desk, by user name and full name."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.username} ({obj.get_full_name()})" if obj.get_full_name() else obj.username


class AssignForm(ReasonForm):
    """Into whose hand, and why."""

    to = PersonField(label=_("To"), queryset=User.objects.none())
    field_order = ("to", "because")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = who_takes_claims()  # type: ignore[attr-defined]  # a choice among rows


class AssignChosen(BulkAct):
    """Give open claims into somebody's hand."""

    name = "assign"
    act = Act.ASSIGN
    words = _("Assign …")
    button = _("Assign")
    form = AssignForm

    def do(self, seen: Mapping[int, int], form: Any, by: Actor) -> int:
        return review.assign(
            seen, to=form.cleaned_data["to"].pk, by=by, because=form.cleaned_data["because"], seen=seen
        )

    def done(self, count: int) -> str:
        return ngettext("%(count)s claim assigned.", "%(count)s claims assigned.", count) % {"count": count}


class ClaimForm(RowForm):
    """The statement, the one thing of a claim that is written here."""

    class Meta:
        model = Claim
        fields = ("statement",)
        widgets = {"statement": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}


@admin.register(Claim)
class ClaimAdmin(Door):
    """Claims, newest first."""

    subject = SubjectKind.CLAIM
    changing = Act.CHANGE
    bulk_acts = (AcceptChosen(), SetAsideChosen(), RestoreChosen(), AssignChosen())
    form = ClaimForm

    list_display = ("claim", "standing", "use", "speaker_link", "source_link", "taken_by", "found")
    list_filter = (
        ("status", WordFilter),
        ("how_to_use", WordFilter),
        ("attribution", WordFilter),
        ("verdict", WordFilter),
        StaleFilter,
        KindFilter,
    )
    list_select_related = ("speaker", "source", "assigned_to")
    ordering = ("-created", "-id")
    sortable_by = ("found",)
    search_fields = ("statement",)
    search_help_text = _("Words of the statement, the quotation, the story's title or the speaker's names")
    readonly_fields = (
        "words",
        "confidence",
        "standing",
        "use",
        "attribution",
        "verdict",
        "speaker_link",
        "source_link",
        "assigned_to",
        "document",
        "created",
        "updated",
    )
    fields = ("statement", *readonly_fields)

    def change_row(self, row: Claim, form: ClaimForm, by: Actor) -> Claim:
        """Write another statement. Whoever saves the one that stands there has not approved it: its own page asks."""
        if "statement" not in form.changed_data:
            raise Refused(Refusal.NOTHING_CHANGED)
        typed = form.cleaned_data
        return wording.change_statement(row.pk, typed["statement"], by=by, version=typed["seen_version"])

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Claim], search_term: str
    ) -> tuple[QuerySet[Claim], bool]:
        """By plain words, as everywhere."""
        return (queryset.filter(search.matching(search_term)) if search_term.strip() else queryset), False

    def tools(self, request: HttpRequest, row: Claim) -> list[Tool]:
        """First of all the claim's own page, where everything can be done."""
        return [Tool(reverse("claim", args=[row.pk]), _("Open its page")), *super().tools(request, row)]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """With the way to enter a claim, which is no form of the back office."""
        may_enter = permissions.may(permissions.actor(request.user), Act.MARK)
        tools = [Tool(reverse("claim-enter"), _("Enter a claim by hand"))] if may_enter else []
        response: HttpResponse = super().changelist_view(request, {"tools": tools, **(extra_context or {})})
        return response

    @admin.display(description=_("statement"))
    def claim(self, claim: Claim) -> str:
        """The statement, no longer than a row has room for."""
        return Truncator(claim.statement).chars(_IN_A_LIST)

    @admin.display(description=_("status"))
    def standing(self, claim: Claim) -> str:
        return marks.status_of(claim)

    @admin.display(description=_("how to use"))
    def use(self, claim: Claim) -> str:
        return claim.get_how_to_use_display()

    @admin.display(description=_("words as printed"))
    def words(self, claim: Claim) -> str:
        """The primary quotation's. Queries."""
        primary = claim.quotations.primary().first()
        return primary.words if primary else marks.DASH

    @admin.display(description=_("document"))
    def document(self, claim: Claim) -> SafeString | str:
        """Where the primary quotation stands. Queries."""
        primary = claim.quotations.primary().select_related("snapshot__document").first()
        return marks.link_to(primary.snapshot.document if primary else None)

    @admin.display(description=_("found"), ordering="created")
    def found(self, claim: Claim) -> str:
        return marks.when(claim.created)

    @admin.display(description=_("taken by"))
    def taken_by(self, claim: Claim) -> str:
        return claim.assigned_to.get_username() if claim.assigned_to else marks.DASH

    @admin.display(description=_("speaker"))
    def speaker_link(self, claim: Claim) -> SafeString | str:
        return marks.link_to(claim.speaker)

    @admin.display(description=_("source (via)"))
    def source_link(self, claim: Claim) -> SafeString | str:
        return marks.link_to(claim.source)

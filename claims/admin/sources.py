"""Admin: people and sources, with their other names, their rating, and whether the house knows who they are."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from claims import permissions
from claims.admin import marks
from claims.admin.acts import OneAct
from claims.admin.doors import Door
from claims.admin.forms import ActForm, RowForm, reason
from claims.choices import definitions, labels
from claims.errors import Refusal, Refused
from claims.lineage.folding import fold
from claims.models import Alias, Source
from claims.permissions import Act
from claims.records.acts import Actor, SubjectKind
from claims.records.checking import Reliability
from claims.records.provenance import SourceKind
from claims.services import merging, sources


class SourceForm(RowForm):
    """The names and facts of a source."""

    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_("One a line. A story that prints one of them in full means this source."),
    )

    class Meta:
        model = Source
        fields = ("name", "kind", "role", "is_monitor")

    def there(self, row: Source) -> dict[str, object]:
        """Also the other names, one a line."""
        return super().there(row) | {"aliases": "\n".join(row.aliases.values_list("name", flat=True))}

    def clean_aliases(self) -> list[str]:
        """The lines with words on them."""
        return [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]

    def facts(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        typed = self.cleaned_data
        return {name: typed[name] for name in ("name", "role", "aliases", "is_monitor")} | {
            "kind": SourceKind(typed["kind"])
        }


class NewSourceForm(SourceForm):
    """A source that is new here."""

    may_share_a_name = forms.BooleanField(
        label=_("Somebody else of the same name"),
        required=False,
        help_text=_("Only when two really have the same name. Then neither links by it alone."),
    )


def _what_each_letter_means() -> SafeString:
    return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", definitions.of(Reliability)))


class RatingForm(ActForm):
    """How far a source can be relied on, and why."""

    reliability = forms.ChoiceField(
        label=_("Reliability"),
        required=False,
        choices=lambda: [("", _("Not rated")), *labels.pairs(Reliability)],
        help_text=lazy(_what_each_letter_means, SafeString)(),
    )
    rationale = reason(is_needed=True, label=_("Rationale"))


class Rate(OneAct):
    """Rate a source from A to F."""

    name = "rate"
    act = Act.RATE
    words = _("Rate …")
    button = _("Rate")
    done = _("The rating is kept, with its rationale.")
    form = RatingForm

    def initial(self, row: Source) -> dict[str, object]:
        return {"reliability": row.reliability, "rationale": row.reliability_rationale}

    def do(self, row: Source, form: RatingForm, by: Actor) -> None:
        if not form.has_changed():
            raise Refused(Refusal.NOTHING_CHANGED)
        typed = form.cleaned_data
        reliability = Reliability(typed["reliability"]) if typed["reliability"] else None
        sources.rate(
            row.pk, by=by, version=typed["seen_version"], reliability=reliability, rationale=typed["rationale"]
        )


class VouchForm(ActForm):
    """Whether the house knows who somebody is that no story names."""

    is_known = forms.BooleanField(label=_("The house knows who it is"), required=False)
    because = reason(is_needed=True)


class Vouch(OneAct):
    """Record that the house knows who an anonymous source is, or no longer vouches for it."""

    name = "vouch"
    act = Act.VOUCH
    words = _("Who it is …")
    button = _("Record it")
    done = _("It is recorded whether the house knows who this is.")
    form = VouchForm

    def fits(self, row: Source) -> bool:
        return row.is_anonymous

    def initial(self, row: Source) -> dict[str, object]:
        return {"is_known": row.known_to_the_house}

    def do(self, row: Source, form: VouchForm, by: Actor) -> None:
        # A form with another version than the row's is for the service to refuse.
        if not {"is_known", "seen_version"} & {*form.changed_data}:
            raise Refused(Refusal.NOTHING_CHANGED)
        typed = form.cleaned_data
        sources.vouch(
            row.pk, by=by, version=typed["seen_version"], is_known=typed["is_known"], because=typed["because"]
        )


class ReliabilityFilter(admin.SimpleListFilter):
    """Those with one rating, or with none."""

    title = _("reliability")
    parameter_name = "reliability"
    NOT_RATED = "none"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*labels.pairs(Reliability), (self.NOT_RATED, _("Not rated"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> QuerySet[Source]:
        if self.value() is None:
            return queryset
        return queryset.filter(reliability="" if self.value() == self.NOT_RATED else self.value())


class MergedFilter(admin.SimpleListFilter):
    """Those that stand by themselves, or those that were merged into another."""

    title = _("merged")
    parameter_name = "merged"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("Stand by themselves")), ("yes", _("Merged into another"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> QuerySet[Source]:
        if self.value() is None:
            return queryset
        return queryset.filter(merged_into__isnull=self.value() == "no")


class UnmergeForm(ActForm):
    """Why a merge is undone."""

    because = reason(is_needed=False)


class Unmerge(OneAct):
    """Let a source stand by itself again that was merged into another."""

    name = "unmerge"
    act = Act.MERGE_SOURCES
    words = _("Undo the merge …")
    button = _("Undo the merge")
    done = _("It stands by itself again. What was changed since the merge stayed with the other.")
    form = UnmergeForm

    def fits(self, row: Source) -> bool:
        return row.merged_into_id is not None and not row.is_sealed

    def do(self, row: Source, form: UnmergeForm, by: Actor) -> None:
        typed = form.cleaned_data
        merging.unmerge(row.pk, by=by, version=typed["seen_version"], because=typed["because"])


@admin.register(Source)
class SourceAdmin(Door):
    """People and sources."""

    subject = SubjectKind.SOURCE
    adding = changing = Act.EDIT_SOURCE
    one_acts = (Rate(), Vouch(), Unmerge())
    form = SourceForm

    list_display = ("name", "kind", "role", "identification", "rating", "monitor", "described_in", "merged_away")
    list_filter = (
        "kind",
        "identification",
        ReliabilityFilter,
        "is_monitor",
        "known_to_the_house",
        "is_sealed",
        MergedFilter,
    )
    list_select_related = ("document", "merged_into")
    ordering = ("name", "id")
    sortable_by = ("name",)
    search_fields = ("name",)
    search_help_text = _("A part of a name, or of another name")
    readonly_fields = (
        "merged_away",
        "identification",
        "described_in",
        "known_to_the_house",
        "rating",
        "reliability_rationale",
        "is_sealed",
    )
    _OF_ANONYMOUS = frozenset({"described_in", "known_to_the_house"})

    def get_fields(self, request: HttpRequest, obj: Source | None = None) -> Any:
        if obj is None:
            return ("name", "aliases", "kind", "role", "is_monitor", "may_share_a_name")
        left_out = frozenset() if obj.is_anonymous else self._OF_ANONYMOUS
        judged = (name for name in self.readonly_fields if name not in left_out)
        if obj.is_sealed:
            return ("name", "kind", "is_monitor", *judged)
        return ("name", "aliases", "kind", "role", "is_monitor", *judged)

    def has_change_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        """One that is sealed is only looked at here."""
        is_protected = obj is not None and obj.is_sealed
        return permissions.may(permissions.actor(request.user), Act.EDIT_SOURCE, is_protected=is_protected)

    def get_form(self, request: HttpRequest, obj: Source | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **({} if change else {"form": NewSourceForm}) | kwargs)

    def add_row(self, form: NewSourceForm, by: Actor) -> Source:
        return sources.create(by=by, may_share_a_name=form.cleaned_data["may_share_a_name"], **form.facts())

    def change_row(self, row: Source, form: SourceForm, by: Actor) -> Source:
        return sources.edit(row.pk, by=by, version=form.cleaned_data["seen_version"], **form.facts())

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Source], search_term: str
    ) -> tuple[QuerySet[Source], bool]:
        """By any part of any of its names, folded: without case and accents."""
        folded = fold(search_term)
        if not folded:
            return (queryset.none() if search_term.strip() else queryset), False
        alias = Alias.objects.filter(source=OuterRef("pk"), folded__contains=folded)
        return queryset.filter(Q(folded__contains=folded) | Q(Exists(alias))), False

    @admin.display(description=_("reliability"))
    def rating(self, source: Source) -> str:
        """The letter with its words, without which it says nothing."""
        return str(labels.label(Reliability(source.reliability))) if source.reliability else marks.DASH

    @admin.display(description=_("monitor"))
    def monitor(self, source: Source) -> str:
        return marks.yes(source.is_monitor)

    @admin.display(description=_("merged into"))
    def merged_away(self, source: Source) -> SafeString | str:
        """The one that took its place, if one did."""
        return marks.link_to(source.merged_into)

    @admin.display(description=_("described in"))
    def described_in(self, source: Source) -> SafeString | str:
        """The one document an anonymous source belongs to."""
        return marks.link_to(source.document)

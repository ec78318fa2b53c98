"""Filters: what a list of claims can be asked. One set for pages, exports, the admin and whatever asks next.

What cannot be understood is said beside its field and left out; the rest still applies.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial, reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet, MultipleChoiceFilter

from claims import search, workflow
from claims.choices import confidence, labels
from claims.choices.confidence import Band
from claims.filters.fields import DayFilter, TextFilter, WordsFilter
from claims.models import Claim, Quotation
from claims.querysets import ClaimQuerySet
from claims.records.checking import Attribution, Verdict
from claims.records.quotations import QuotationKind
from claims.selectors import names, queues
from claims.selectors.claim_places import Sort, Split
from claims.selectors.queues import Queue
from claims.workflow import Status

ME, NOBODY = "me", "nobody"
ALL = "all"

_LONGEST_WORDS = 500
_LONGEST_NAME = 200
_NO_CHOICE = {"invalid_choice": _("“%(value)s” is not one of the choices; it was left out.")}
_SORTS = (
    (Sort.NEWEST, _("Newest first")),
    (Sort.OLDEST, _("Oldest first")),
    (Sort.CHANGED_LAST, _("Last changed first")),
    (Sort.CHANGED_FIRST, _("Longest unchanged first")),
    (Sort.STATUS, _("By status")),
    (Sort.SUREST, _("Surest proposals first")),
    (Sort.LEAST_SURE, _("Least sure proposals first")),
    (Sort.NEEDED, _("Needed first, then the oldest")),
)

_AT_HAND = Split("status", [status.value for status in Status if status not in workflow.AWAY])


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in use: its name, what is asked, and the query of the same list without it."""

    name: str
    label: str
    value: str
    without: str


class _Form(forms.Form):
    """What no field can know by itself."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("created_from"), cleaned.get("created_to")
        if first and last and first > last:
            self.add_error("created_to", _("This day is before the first one; it was left out."))
        return self.cleaned_data


def _short(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """The values of an enum with the short words for them."""
    return [(value.value, labels.short_label(value)) for value in kind]


class ClaimFilter(FilterSet):  # type: ignore[misc]  # django-filter has no types
    """What a list of claims can be asked. Give it a QueryDict, or a dictionary of texts and lists of texts.

    What is set aside or withdrawn is left out unless ``status`` names it or ``show`` asks for all.

    ``qs`` holds exactly the claims that fit. Ask ``errors`` after it or before it, as you like: some names are only
    found out to be nobody's, or too many people's, when they are looked for.
    """

    queue = ChoiceFilter(
        label=_("Queue"),
        method="by_queue",
        choices=queues.choices,
        empty_label=_("Any claims"),
        error_messages=_NO_CHOICE,
    )
    q = WordsFilter(
        label=_("Words"),
        method="by_words",
        max_length=_LONGEST_WORDS,
        widget=forms.SearchInput,
        help_text=_("Every word must occur, or a longer one that begins so. “Words in quotation marks” stand just so."),
    )
    status = MultipleChoiceFilter(
        label=_("Status"),
        method="by_values",
        choices=workflow.status_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_NO_CHOICE,
    )
    show = ChoiceFilter(
        label=_("Which"),
        method="by_show",
        choices=((ALL, _("Also set aside or withdrawn")),),
        empty_label=_("All in use"),
        error_messages=_NO_CHOICE,
    )
    attribution = ChoiceFilter(
        label=_("Did they say it?"),
        choices=partial(_short, Attribution),
        empty_label=_("Any answer"),
        error_messages=_NO_CHOICE,
    )
    verdict = ChoiceFilter(
        label=_("Is it true?"), choices=partial(_short, Verdict), empty_label=_("Any answer"), error_messages=_NO_CHOICE
    )
    how_to_use = MultipleChoiceFilter(
        label=_("How to use"),
        method="by_values",
        choices=workflow.use_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_NO_CHOICE,
    )
    speaker = WordsFilter(
        label=_("Speaker"),
        method="by_speaker",
        max_length=_LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    source = TextFilter(
        label=_("Source (via)"),
        method="by_source",
        max_length=_LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    document = TextFilter(
        label=_("Document"), method="by_document", max_length=300, help_text=_("Its number, or words of its title.")
    )
    kind = ChoiceFilter(
        label=_("Kind"),
        method="by_kind",
        choices=labels.of(QuotationKind),
        empty_label=_("Any kind"),
        error_messages=_NO_CHOICE,
    )
    confidence = MultipleChoiceFilter(
        label=_("Confidence"),
        method="by_confidence",
        choices=confidence.pairs,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_NO_CHOICE,
    )
    assigned_to = TextFilter(
        label=_("Taken by"),
        method="by_assigned_to",
        max_length=150,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )
    stale = ChoiceFilter(
        label=_("Stale"),
        method="by_stale",
        choices=(("yes", _("Stale: words changed since")), ("no", _("Not stale"))),
        empty_label=_("Either"),
        error_messages=_NO_CHOICE,
    )
    single_read = ChoiceFilter(
        label=_("Single-read"),
        method="by_single_read",
        choices=(("yes", _("Released on one reader")), ("no", _("Not released on one reader"))),
        empty_label=_("Either"),
        error_messages=_NO_CHOICE,
    )
    read = ChoiceFilter(
        label=_("Read, nothing to do"),
        method="by_read",
        choices=(("yes", _("Said of it")), ("no", _("Not said of it"))),
        empty_label=_("Either"),
        error_messages=_NO_CHOICE,
    )
    created_from = DayFilter(label=_("Found from"), method="by_first_day")
    created_to = DayFilter(label=_("Found until"), method="by_last_day")
    sort = ChoiceFilter(label=_("Order"), method="by_sort", choices=_SORTS, empty_label=None, error_messages=_NO_CHOICE)

    class Meta:
        model = Claim
        fields = ()
        form = _Form

    def __init__(
        self, data: Mapping[str, Any] | None = None, queryset: ClaimQuerySet | None = None, **more: Any
    ) -> None:
        super().__init__(data, queryset, **more)
        self.remarks: list[str] = []
        self._splits: dict[str, Sequence[Any]] = {}

    @cached_property
    def qs(self) -> ClaimQuerySet:
        """The claims that fit, in no order of its own."""
        claims: ClaimQuerySet = self.queryset.all()
        if not self.is_bound or self.form.errors is None:
            return claims.at_hand()
        asked = dict(self.form.cleaned_data)
        for name, value in asked.items():
            claims = self.filters[name].filter(claims, value)
        return claims if _reaches_away(asked) else claims.at_hand()

    @property
    def errors(self) -> Any:
        """What was left out, by field, with the sentences that say why."""
        _found_out = self.qs
        return self.form.errors

    @property
    def order(self) -> Sort:
        """The order asked for."""
        return Sort(self._cleaned.get("sort") or Sort.NEWEST)

    @property
    def split(self) -> Split | None:
        """One filter by several values of an indexed field, so that a page need not walk through the others."""
        _found_out = self.qs
        if self._splits:
            return Split(*next(iter(self._splits.items())))
        is_plain = self.order is Sort.STATUS or (self.order.moment == "created" and not self.is_active)
        return _AT_HAND if is_plain and self.leaves_away_out else None

    @property
    def leaves_away_out(self) -> bool:
        """Whether nobody asked for what is set aside or withdrawn, so that it is not shown."""
        return not _reaches_away(self._cleaned)

    @property
    def is_active(self) -> bool:
        """Whether anything is asked at all, understood or not."""
        return any(name != "sort" for name, _value in self._typed())

    @property
    def query_with_all(self) -> str:
        """The query of the same list with what is set aside or withdrawn."""
        return self.query(show=ALL)

    def asks(self, name: str) -> bool:
        """Whether a filter is in use, and was understood."""
        return bool(self._cleaned.get(name))

    def described(self) -> list[Chip]:
        """The filters in use, for people."""
        return [
            Chip(name, str(self.form.fields[name].label), shown, self.query(without=name))
            for name, value in self._cleaned.items()
            if name != "sort" and (shown := self._shown(name, value))
        ]

    def query(self, *, without: str = "", **instead: str) -> str:
        """What was asked, as the query of an address; without one filter, or with others in their place."""
        left_out = {without, *instead}
        pairs = [(name, value) for name, value in self._typed() if name not in left_out]
        return urlencode([*pairs, *((name, value) for name, value in instead.items() if value)], safe=":~")

    # --- What each filter does -------------------------------------------------------------------------------------

    def by_queue(self, claims: ClaimQuerySet, name: str, value: str) -> ClaimQuerySet:
        """What waits for somebody, or for whoever asks."""
        queue, person = Queue(value), self.request.user.pk if self.request is not None else None
        if person is None and queues.QUEUES[queue].is_own:
            return self._left_out(claims, name, gettext("Nobody is signed in whose queue this could be; left out."))
        return queues.narrow(claims, queue, person=person, now=timezone.now())

    def by_words(self, claims: ClaimQuerySet, _name: str, text: str) -> ClaimQuerySet:
        """Plain words of what was said, where it stood and who said it."""
        return claims.filter(search.matching(text, using=claims.db))

    def by_speaker(self, claims: ClaimQuerySet, _name: str, text: str) -> ClaimQuerySet:
        """Plain words of the speaker's names: linked, other and printed ones; or the number of one ("#12")."""
        if names.is_number(text):
            return claims.filter(speaker__in=names.sources_called(text))
        return claims.filter(search.matching(text, column="speaker", using=claims.db))

    def by_values(self, claims: ClaimQuerySet, name: str, values: Sequence[str]) -> ClaimQuerySet:
        """One of several values."""
        if len(values) == len(list(self.form.fields[name].choices)):
            return claims
        return self._one_of(claims, name, values)

    def by_show(self, claims: ClaimQuerySet, _name: str, _value: str) -> ClaimQuerySet:
        """All takes no claim away; what its absence does stands in ``qs``."""
        return claims

    def by_source(self, claims: ClaimQuerySet, name: str, text: str) -> ClaimQuerySet:
        """A source by its name or alias, or by how either begins."""
        found = names.sources_called(text)
        if len(found) > names.MOST:
            return self._left_out(claims, name, gettext("Too many sources begin so. Write more of the name."))
        if not found:
            self.remarks.append(gettext("No source has a name that begins with “%(name)s”.") % {"name": text})
        return self._one_of(claims, name, found)

    def by_document(self, claims: ClaimQuerySet, name: str, text: str) -> ClaimQuerySet:
        """Claims with a quotation in a document, whichever version."""
        found = names.documents_called(text)
        if len(found) > names.MOST:
            return self._left_out(claims, name, gettext("Too many documents have this in their title. Write more."))
        if not found:
            self.remarks.append(gettext("No document has “%(title)s” in its title.") % {"title": text})
        quotations = Quotation.objects.filter(snapshot__document__in=[pk for pk, _title in found])
        return claims.filter(pk__in=quotations.values("claim"))

    def by_kind(self, claims: ClaimQuerySet, _name: str, value: str) -> ClaimQuerySet:
        """The kind of the primary quotation."""
        return claims.filter(Exists(Quotation.objects.primary().filter(claim=OuterRef("pk"), kind=value)))

    def by_confidence(self, claims: ClaimQuerySet, _name: str, values: Sequence[str]) -> ClaimQuerySet:
        """How sure the extractor is, roughly; or nothing to be sure of, because a person found it."""
        rows = [confidence.BANDS[Band(value)] for value in values]
        wanted = [
            Q(confidence__isnull=True) if row.low is None else Q(confidence__gte=row.low, confidence__lt=row.below)
            for row in rows
        ]
        return claims.filter(reduce(or_, wanted)) if len(wanted) < len(Band) else claims

    def by_assigned_to(self, claims: ClaimQuerySet, name: str, text: str) -> ClaimQuerySet:
        """Claims in somebody's hand, in nobody's, or in the hand of whoever asks. Only open ones are in a hand."""
        if text.casefold() == NOBODY:
            return claims.exclude(assigned_to__isnull=False, status__in=workflow.OPEN)
        if text.casefold() == ME and self.request is not None:
            return claims.open().filter(assigned_to=self.request.user.pk)
        person = User.objects.filter(username__iexact=text).first()
        if person is None:
            return self._left_out(
                claims, name, gettext("Nobody here has the user name “%(name)s”; it was left out.") % {"name": text}
            )
        return claims.open().filter(assigned_to=person.pk)

    def by_stale(self, claims: ClaimQuerySet, _name: str, value: str) -> ClaimQuerySet:
        """Decided on words that have changed since, or not."""
        return claims.filter(stale_since__isnull=value == "no")

    def by_single_read(self, claims: ClaimQuerySet, _name: str, value: str) -> ClaimQuerySet:
        """Released by a chief on one reader, or not."""
        return claims.filter(single_read_at__isnull=value == "no")

    def by_read(self, claims: ClaimQuerySet, _name: str, value: str) -> ClaimQuerySet:
        """Somebody has said "read, nothing to do", or nobody has."""
        return claims.filter(read_at__isnull=value == "no")

    def by_first_day(self, claims: ClaimQuerySet, _name: str, day: date) -> ClaimQuerySet:
        """Found on this day or later."""
        return claims.filter(created__gte=_midnight(day))

    def by_last_day(self, claims: ClaimQuerySet, _name: str, day: date) -> ClaimQuerySet:
        """Found on this day or earlier."""
        return claims.filter(created__lt=_midnight(day + timedelta(days=1)))

    def by_sort(self, claims: ClaimQuerySet, _name: str, _value: str) -> ClaimQuerySet:
        """The order takes no claim away; whoever reads the list asks ``order``."""
        return claims

    # --- How it is asked and shown ---------------------------------------------------------------------------------

    @property
    def _cleaned(self) -> dict[str, Any]:
        """What was understood, by filter."""
        return {} if self.errors is None or not self.is_bound else self.form.cleaned_data

    def _one_of(self, claims: ClaimQuerySet, field: str, values: Sequence[Any]) -> ClaimQuerySet:
        if len(values) == 1:
            return claims.filter(**{field: values[0]})
        self._splits[field] = values
        return claims.filter(**{f"{field}__in": values})

    def _left_out(self, claims: ClaimQuerySet, field: str, sentence: str) -> ClaimQuerySet:
        self.form.add_error(field, sentence)
        return claims

    def _typed(self) -> list[tuple[str, str]]:
        """What was typed, understood or not, without what these filters do not know."""
        pairs: list[tuple[str, str]] = []
        for name in self.filters:
            given = self.data.getlist(name) if hasattr(self.data, "getlist") else self.data.get(name, "")
            pairs.extend((name, str(value)) for value in ([given] if isinstance(given, str) else given) if value)
        return pairs

    def _shown(self, name: str, value: Any) -> str:
        match value:
            case list():
                return ", ".join(self._word(name, one) for one in value)
            case date():
                return formats.date_format(value, "j M Y")
            case _ if isinstance(self.form.fields[name], forms.ChoiceField):
                return self._word(name, value) if value else ""
            case _:
                return str(value or "")

    def _word(self, name: str, value: str) -> str:
        return str(dict(self.form.fields[name].choices).get(value, value)).partition(":")[0]


def _reaches_away(asked: Mapping[str, Any]) -> bool:
    """Whether what is set aside or withdrawn was asked for, or may be: by its status, or with everything."""
    return bool(asked.get("status")) or asked.get("show") == ALL


def _midnight(day: date) -> datetime:
    """The first moment of a day in the desk's own time."""
    return timezone.make_aware(datetime.combine(day, time.min))

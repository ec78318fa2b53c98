"""Templatetags: lists that left the house, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.records.checking import Attribution, Verdict
from claims.selectors import export_sheet
from claims.services.correcting import Changed
from claims.services.list_checking import Finding
from claims.workflow import STATUSES, USES, Status, Use

register = template.Library()


@dataclass(frozen=True, slots=True)
class PartChanged:
    """One thing that a correction says otherwise; ``before`` is empty where nothing stood or it was erased."""

    name: str | Promise
    before: str | Promise
    after: str | Promise


_FINDINGS: Mapping[Finding, str | Promise] = {
    Finding.ALTERED: _("altered"),
    Finding.MISSING: _("missing"),
    Finding.ADDED: _("not of this list"),
}
_NAMES: Mapping[str, str | Promise] = {
    "is_altered": _("The sense was changed in this copy"),
    "document_withdrawn": _("The document was withdrawn"),
    "stale": _("Stale"),
}


@register.filter
def of(numbers: Mapping[int, int], key: int) -> int:
    """The number that stands under a key; 0 when none does."""
    return numbers.get(key, 0)


@register.filter
def finding(value: Finding) -> str | Promise:
    """The word for what is the matter with a row."""
    return _FINDINGS[value]


@register.filter
def parts_changed(change: Changed) -> Iterator[PartChanged]:
    """What is said otherwise of a claim, part by part; all we say now where the words before were erased."""
    for name, after in change.after.items():
        before = change.before.get(name)
        if before != after and (change.before or after):
            yield PartChanged(_name(name), _word(name, before), _word(name, after))


def _name(name: str) -> str | Promise:
    column = export_sheet.COLUMNS.get(name)
    return column.heading if column else _NAMES[name]


def _word(name: str, value: object) -> str | Promise:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    match name:
        case "status":
            return STATUSES[Status(text)].label
        case "how_to_use":
            return USES[Use(text)].label
        case "attribution":
            return labels.short_label(Attribution(text))
        case "verdict":
            return labels.short_label(Verdict(text))
        case _:
            return text

"""Selectors: the facts of a document as people read them, and as they would write them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from claims.choices import labels
from claims.models import FACTS, Document
from claims.records.provenance import DatePrecision, Knowledge, Translation
from claims.selectors.zones import zone

_READ: Final = {
    DatePrecision.YEAR: "Y",
    DatePrecision.MONTH: "F Y",
    DatePrecision.DAY: "j F Y",
    DatePrecision.MINUTE: "j F Y, H:i",
}
_WRITTEN: Final = {
    DatePrecision.YEAR: "Y",
    DatePrecision.MONTH: "Y-m",
    DatePrecision.DAY: "Y-m-d",
    DatePrecision.MINUTE: "Y-m-d H:i",
}


@dataclass(frozen=True, slots=True)
class FactShown:
    """One fact: its name, and its value, or the word for why there is none. A source is led to by its id."""

    name: str
    value: str
    label: str
    is_known: bool
    source_id: int | None = None


def shown(document: Document) -> Sequence[FactShown]:
    """The facts in the order of a form. Publisher and agency must be loaded with the document."""
    return [_shown(document, fact) for fact in FACTS] + [_translation(document)]


def date_of(document: Document) -> str:
    """The document's own date, no finer than it is known and in the zone it was given in; "" when there is none."""
    return _dated(document, _READ)


def written(document: Document) -> dict[str, str]:
    """The facts as somebody would type them, by the names of their fields; ``<fact>_is`` says why one is missing."""
    values = {fact: _value(document, fact) for fact in FACTS} | {"published": _written_date(document)}
    return {
        "our_title": document.our_title,
        **values,
        **{f"{fact}_is": _without_value(document, fact) for fact in FACTS},
        "translation": document.translation,
    }


def _shown(document: Document, fact: str) -> FactShown:
    knowledge = Knowledge(getattr(document, f"{fact}_knowledge"))
    is_known = knowledge is Knowledge.KNOWN
    field = Document._meta.get_field(fact)
    return FactShown(
        name=fact,
        label=str(capfirst(field.verbose_name)),  # type: ignore[union-attr]  # a column, not a relation from elsewhere
        value=_value(document, fact) if is_known else str(labels.label(knowledge)).lower(),
        is_known=is_known,
        source_id=getattr(document, f"{fact}_id", None),
    )


def _translation(document: Document) -> FactShown:
    translation = Translation(document.translation)
    return FactShown(
        name="translation",
        label=_("Translation"),
        value=str(labels.label(translation)) if translation is not Translation.UNKNOWN else _("unknown"),
        is_known=translation is not Translation.UNKNOWN,
    )


def _value(document: Document, fact: str) -> str:
    value = getattr(document, fact)
    return date_of(document) if fact == "published" else str(value) if value is not None else ""


def _without_value(document: Document, fact: str) -> str:
    """What a form says of a fact that is not given; "" is unknown, as an empty field is."""
    knowledge = getattr(document, f"{fact}_knowledge")
    return "" if knowledge in (Knowledge.KNOWN, Knowledge.UNKNOWN) else str(knowledge)


def _written_date(document: Document) -> str:
    """A date that reads back as the same moment, precision and zone."""
    date = _dated(document, _WRITTEN, is_exact=True)
    is_ours = not date or document.published_zone == settings.TIME_ZONE
    return date if is_ours else f"{date} {document.published_zone}"


def _dated(document: Document, shapes: dict[DatePrecision, str], *, is_exact: bool = False) -> str:
    if document.published is None:
        return ""
    precision = DatePrecision(document.published_precision)
    local = document.published.astimezone(zone(document.published_zone))
    date = formats.date_format(local, shapes[precision])
    if precision is not DatePrecision.MINUTE:
        return date
    if is_exact:
        return date + formats.date_format(local, ":s") if local.second else date
    return f"{date} {document.published_zone}"

"""Services: the facts of a document, checked and brought into the columns they are kept in."""

from dataclasses import replace
from typing import Any, Final, cast
from urllib.parse import urlsplit

from django.db import models

from claims.choices import labels
from claims.errors import Refusal, Refused
from claims.models import Document, Source
from claims.records.documents import DocumentFacts, Fact
from claims.records.provenance import Knowledge, SourceKind
from claims.services import limits, sources
from claims.services.recording import Recorder

_NAME_LIMIT: Final = limits.limit(Source, "name")
_SCHEMES: Final = ("http", "https")


def checked(facts: DocumentFacts) -> DocumentFacts:
    """The facts without white space around them; a fact that is given counts as known.

    Refuses, naming the field: TOO_LONG, TEXT_HAS_NUL, TEXT_HAS_HALF_CHARACTER, FACT_HAS_NO_VALUE (known, and not
    given), FACT_SAYS_TWO_THINGS (given, and absent or unreadable), ADDRESS_UNREADABLE.
    """
    return replace(
        facts,
        our_title=limits.within(facts.our_title, _limit("our_title"), field="our_title"),
        headline=_checked(facts.headline, "headline", _limit("headline")),
        publisher=_checked(facts.publisher, "publisher", _NAME_LIMIT),
        agency=_checked(facts.agency, "agency", _NAME_LIMIT),
        address=_checked_address(facts.address),
        language=_checked(facts.language, "language", _limit("language")),
        published_knowledge=_agreed(facts.published_knowledge, is_given=facts.published is not None, field="published"),
    )


def columns(recorder: Recorder, facts: DocumentFacts, *, title: str, there: Document | None = None) -> dict[str, Any]:
    """Checked facts as values of a document; sources that nobody knew yet are made, within the act under way.

    ``title`` is what lists call the document by where neither we nor the story give it one. ``there`` is the document
    as it is: a name that it has already means the source it has already. Refuses: SEVERAL_HAVE_THE_NAME.
    """
    published = facts.published
    publisher, agency = (there.publisher, there.agency) if there else (None, None)
    return {
        "our_title": (facts.our_title or facts.headline.value or title)[: _limit("our_title")],
        "headline": facts.headline.value,
        "headline_knowledge": facts.headline.knowledge,
        "publisher": _source(recorder, facts.publisher, SourceKind.OUTLET, "publisher", publisher),
        "publisher_knowledge": facts.publisher.knowledge,
        "agency": _source(recorder, facts.agency, SourceKind.AGENCY, "agency", agency),
        "agency_knowledge": facts.agency.knowledge,
        "address": facts.address.value,
        "address_knowledge": facts.address.knowledge,
        "published": published.moment if published else None,
        "published_knowledge": facts.published_knowledge,
        "published_precision": published.precision if published else "",
        "published_zone": published.zone if published else "",
        "language": facts.language.value,
        "language_knowledge": facts.language.knowledge,
        "translation": facts.translation,
    }


def column(fact: str) -> "models.Field[Any, Any]":
    """The column that a fact of a document is kept in: its label and its limit."""
    return cast("models.Field[Any, Any]", Document._meta.get_field(fact))


def _limit(fact: str) -> int:
    return limits.limit(Document, fact)


def _checked(fact: Fact, field: str, limit: int) -> Fact:
    value = limits.within(fact.value, limit, field=field)
    return Fact(value, _agreed(fact.knowledge, is_given=bool(value), field=field))


def _checked_address(fact: Fact) -> Fact:
    fact = _checked(fact, "address", _limit("address"))
    if fact.value and not _is_address(fact.value):
        raise Refused(Refusal.ADDRESS_UNREADABLE, field="address", value=fact.value)
    return fact


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    has_blanks = any(letter.isspace() or not letter.isprintable() for letter in value)
    return parts.scheme.lower() in _SCHEMES and bool(parts.hostname) and not has_blanks


def _agreed(knowledge: Knowledge, *, is_given: bool, field: str) -> Knowledge:
    """What is known of a fact, once what is said of it and whether it is given agree."""
    label = column(field).verbose_name
    match knowledge:
        case Knowledge.KNOWN:
            if not is_given:
                raise Refused(Refusal.FACT_HAS_NO_VALUE, field=field, fact=label)
            return Knowledge.KNOWN
        case Knowledge.UNKNOWN:
            return Knowledge.KNOWN if is_given else Knowledge.UNKNOWN
        case Knowledge.ABSENT | Knowledge.UNREADABLE:
            if is_given:
                word = str(labels.label(knowledge)).lower()
                raise Refused(Refusal.FACT_SAYS_TWO_THINGS, field=field, fact=label, knowledge=word)
            return knowledge


def _source(recorder: Recorder, fact: Fact, kind: SourceKind, field: str, there: Source | None) -> Source | None:
    if not fact.value:
        return None
    if there is not None and there.name == fact.value:
        return there
    if sources.is_number(fact.value):
        return sources.called(fact.value, field=field)
    return sources.named_or_new(recorder, fact.value, kind=kind, field=field)

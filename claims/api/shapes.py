"""API: the shape of each record, made of the record itself, so that the two never differ."""

import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from rest_framework import serializers

from claims.exports.rows import SecondCheck
from claims.records.checking import Attribution, EvidenceKind, FindingState, Relation, Stance, Verdict
from claims.records.provenance import (
    Basis,
    ChainEnd,
    DatePrecision,
    Knowledge,
    Place,
    SourceKind,
    SpeakerBasis,
    Transform,
    Translation,
)
from claims.records.quotations import Identification, QuotationKind
from claims.selectors.history import By
from claims.workflow import Status, Use

# Of which codes a field is, where its type says no more than that it is words.
_CODES: Final[Mapping[tuple[str, str], type[StrEnum]]] = {
    **{(record, "status"): Status for record in ("ClaimRecord", "WholeClaimRecord")},
    **{(record, "how_to_use"): Use for record in ("ClaimRecord", "WholeClaimRecord")},
    **{(record, "attribution"): Attribution for record in ("ClaimRecord", "WholeClaimRecord", "FindingRecord")},
    **{(record, "verdict"): Verdict for record in ("ClaimRecord", "WholeClaimRecord", "FindingRecord")},
    **{(record, "speaker_basis"): SpeakerBasis for record in ("ClaimRecord", "WholeClaimRecord")},
    **{(record, "speaker_kind"): SourceKind for record in ("ClaimRecord", "WholeClaimRecord")},
    **{(record, "second_check"): SecondCheck for record in ("ClaimRecord", "WholeClaimRecord")},
    **{(record, "translation"): Translation for record in ("DocumentRecord", "WholeDocumentRecord")},
    **{(record, "published_precision"): DatePrecision for record in ("DocumentRecord", "WholeDocumentRecord")},
    ("QuotationRecord", "kind"): QuotationKind,
    ("QuotationRecord", "place"): Place,
    ("QuotationRecord", "chain_end"): ChainEnd,
    ("EvidenceItem", "kind"): EvidenceKind,
    ("EvidenceItem", "stance"): Stance,
    ("EvidenceItem", "relation"): Relation,
    ("Step", "basis"): Basis,
    ("Step", "transform"): Transform,
    ("Step", "knowledge"): Knowledge,
    ("FindingRecord", "state"): FindingState,
    ("HistoryRecord", "by"): By,
    ("CarriedClaimRecord", "status"): Status,
    ("CarriedClaimRecord", "status_now"): Status,
    ("CarriedClaimRecord", "how_to_use"): Use,
    ("CarriedClaimRecord", "how_to_use_now"): Use,
    ("SourceRecord", "kind"): SourceKind,
    ("SourceRecord", "identification"): Identification,
}
_PLAIN: Final[Mapping[type, type[serializers.Field]]] = {
    str: serializers.CharField,
    int: serializers.IntegerField,
    float: serializers.FloatField,
    bool: serializers.BooleanField,
    datetime: serializers.DateTimeField,
}


@cache
def shape_of(record: type) -> type[serializers.Serializer]:
    """The shape of a record, for the schema."""
    hints = get_type_hints(record)
    fields = {name: _field(record, name, hint) for name, hint in hints.items()}
    doc = (record.__doc__ or "").partition("\n\n")[0]
    return type(record.__name__.removesuffix("Record"), (serializers.Serializer,), {**fields, "__doc__": doc})


@cache
def page_of(record: type) -> type[serializers.Serializer]:
    """The shape of a page of records."""
    name = f"PageOf{record.__name__.removesuffix('Record')}s"
    following = serializers.CharField(allow_null=True, help_text="The address of the next page; null on the last one.")
    doc = "One page; follow `next` until it is null."
    fields = {"items": shape_of(record)(many=True), "next": following, "__doc__": doc}
    return type(name, (serializers.Serializer,), fields)


def body_of(record: Any) -> dict[str, Any]:
    """A record as it is sent."""
    return {name: _sent(getattr(record, name)) for name in get_type_hints(type(record))}


def _sent(value: Any) -> Any:
    if _is_record(type(value)):
        return body_of(value)
    return [_sent(one) for one in value] if isinstance(value, tuple) else value


def _is_record(kind: type) -> bool:
    """A record has named fields: a dataclass, or a tuple with names."""
    return is_dataclass(kind) or hasattr(kind, "_fields")


def _field(record: type, name: str, hint: Any, **more: Any) -> serializers.Field:
    if get_origin(hint) in (Union, types.UnionType):
        (real,) = (one for one in get_args(hint) if one is not type(None))
        return _field(record, name, real, allow_null=True)
    if get_origin(hint) is tuple:
        item: type = get_args(hint)[0]
        return shape_of(item)(many=True) if _is_record(item) else serializers.ListField(child=_PLAIN[item]())
    codes = Knowledge if name.endswith("_knowledge") else _CODES.get((record.__name__, name))
    if codes is not None:
        return serializers.ChoiceField(choices=[code.value for code in codes], **more)
    return _PLAIN[hint](**more)

"""Exports: PROV, the W3C's model of provenance, as PROV-JSON: a bundle for each claim, made by the ``prov`` library.

A bundle stands by itself: everything that led to one claim, with names of its own for it. So a list is written bundle
by bundle, and no more than one of them is in memory.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final

from prov.model import ProvBundle, ProvDocument

from claims.exports import lines
from claims.exports.contract import Format, Sheet, whole
from claims.exports.prov_claim import describe
from claims.exports.rows import ExportRow, by_claim

NAMESPACE: Final = "claimtrail"


def pieces(rows: Iterable[ExportRow], sheet: Sheet) -> Iterator[bytes]:
    """A document with a bundle for each claim."""
    prefixes = lines.encoded({NAMESPACE: _terms(sheet)})
    bundles = (lines.encoded(bundle)[1:-1] for bundle in kept(rows, sheet))
    return lines.pieces(f'{{"prefix":{prefixes},"bundle":{{', bundles, "}}")


def read(stream: BinaryIO) -> Iterator[dict[str, Any]]:
    """Each bundle, under its name."""
    return (json.loads(f"{{{item}}}") for item in lines.read(stream))


def kept(rows: Iterable[ExportRow], sheet: Sheet) -> Iterator[dict[str, Any]]:
    """The bundle of each claim, under its name."""
    return (json.loads(str(_document(of_one, sheet).serialize(format="json")))["bundle"] for of_one in by_claim(rows))


def _document(rows: list[ExportRow], sheet: Sheet) -> ProvDocument:
    document = ProvDocument()
    document.add_namespace(NAMESPACE, _terms(sheet))
    bundle: ProvBundle = document.bundle(f"{NAMESPACE}:bundle-{rows[0].claim_id}")
    describe(bundle, rows)
    return document


def _terms(sheet: Sheet) -> str:
    return f"{sheet.desk.address}prov#"


PROV: Final = Format("prov", "PROV", ".prov.json", "application/json", whole(pieces), read, kept, pieces=pieces)

"""Exports: ClaimReview, as search engines and fact-check collections read it: one review for each claim with a rating.

schema.org in JSON-LD, with its context inside, so that nobody has to fetch one to read it. What a rating says is
whether the claim is true. Statuses that answer whether somebody said it have no place here.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, Final

from claims.exports import lines
from claims.exports.contract import Carries, Format, Sheet, whole
from claims.exports.rows import ExportRow, by_claim

# None: the review has its word and no number, because any number would say how true the claim is.
RATINGS: Final[Mapping[str, int | None]] = {
    "verified": 5,
    "misleading": 2,
    "refuted": 1,
    "disputed": None,
    "unverifiable": None,
}
WORST, BEST = 1, 5

_CONTEXT: Final = {
    "@vocab": "https://schema.org/",
    "url": {"@type": "@id"},
    "datePublished": {"@type": "Date"},
}
_KINDS: Final[Mapping[str, str]] = {
    "person": "Person",
    "group": "Organization",
    "organisation": "Organization",
    "state": "Organization",
    "agency": "Organization",
    "outlet": "Organization",
}
_HEAD: Final = f'{{"@context":{lines.encoded(_CONTEXT)},"@graph":['


def pieces(rows: Iterable[ExportRow], sheet: Sheet) -> Iterator[bytes]:
    """A review for each claim."""
    return lines.pieces(_HEAD, map(lines.encoded, kept(rows, sheet)), "]}")


def read(stream: BinaryIO) -> Iterator[dict[str, Any]]:
    """The reviews."""
    return map(json.loads, lines.read(stream))


def kept(rows: Iterable[ExportRow], sheet: Sheet) -> Iterator[dict[str, Any]]:
    """The review of each claim that has a rating and is not stale."""
    return (_review(of_one, sheet) for of_one in by_claim(rows) if _is_rated(of_one[0]))


def _is_rated(row: ExportRow) -> bool:
    return row.status in RATINGS and row.stale_since is None


def _review(rows: list[ExportRow], sheet: Sheet) -> dict[str, Any]:
    row, words = rows[0], sheet.named(rows[0])
    address = sheet.desk.claim(row.claim_id)
    return lines.without_gaps(
        {
            "@id": f"{address}#review",
            "@type": "ClaimReview",
            "url": address,
            "claimReviewed": row.statement,
            "reviewRating": _rating(row.status, str(words.get("status", row.status))),
            "author": {"@type": "Organization", "name": sheet.desk.name, "url": sheet.desk.address},
            "datePublished": row.checked_at and row.checked_at[:10],
            "reviewBody": row.why,
            "citation": [item.address for item in row.evidence if item.address],
            "version": row.claim_version,
            "itemReviewed": _claim(rows, str(words.get("speaker", ""))),
        }
    )


def _rating(status: str, word: str) -> dict[str, Any]:
    value = RATINGS[status]
    number = {} if value is None else {"ratingValue": value, "bestRating": BEST, "worstRating": WORST}
    return {"@type": "Rating", "alternateName": word, **number}


def _claim(rows: list[ExportRow], speaker: str) -> dict[str, Any]:
    """The claim: who made it, and where it appeared."""
    return {"@type": "Claim"} | lines.without_gaps(
        {
            "name": rows[0].statement,
            "author": _speaker(rows[0], speaker),
            "appearance": [_appearance(row) for row in rows if row.address],
        }
    )


def _speaker(row: ExportRow, described: str) -> dict[str, Any]:
    """Who made the claim. A name that is not printed, or not linked, says so."""
    name = row.speaker or row.speaker_resolved or row.speaker_printed
    if not name:
        return {}
    facts = {
        "@type": _KINDS.get(row.speaker_kind or ""),
        "name": name,
        "jobTitle": row.speaker_role if row.speaker_kind == "person" else None,
        "disambiguatingDescription": described if described != name else None,
    }
    return lines.without_gaps(facts)


def _appearance(row: ExportRow) -> dict[str, Any]:
    facts = {"@type": "CreativeWork", "url": row.address, "name": row.document, "datePublished": row.published}
    return lines.without_gaps(facts)


CLAIMREVIEW: Final = Format(
    "claimreview",
    "ClaimReview",
    ".claimreview.jsonld",
    "application/ld+json",
    whole(pieces),
    read,
    kept,
    Carries(statuses=frozenset(RATINGS), only_fresh=True),
    pieces,
)

"""Services: the folded words by which a claim or a note is found. Kept beside every act that changes them."""

from collections.abc import Iterable

from claims.models import Claim, ClaimWords, Note, NoteWords, Quotation, Source
from claims.search.words import words_of, words_of_note


def remember(claims: Iterable[Claim]) -> None:
    """Keep the words of these claims for search: theirs, those of their quotations, and the names of their speakers.

    Four queries for any number of claims.
    """
    claims = list(claims)
    ids = [claim.pk for claim in claims]
    quotations: dict[int, list[Quotation]] = {}
    found = Quotation.objects.filter(claim__in=ids).select_related("snapshot__document").defer("snapshot__text")
    for quotation in found:
        quotations.setdefault(quotation.claim_id, []).append(quotation)
    names: dict[int, list[str]] = {}
    for pk, name, alias in Source.objects.filter(claims__in=ids).values_list("pk", "name", "aliases__name"):
        names.setdefault(pk, []).extend(filter(None, (name, alias)))
    rows = [_row(claim, quotations.get(claim.pk, []), names.get(claim.speaker_id or 0, [])) for claim in claims]
    ClaimWords.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["claim"], update_fields=["words", "speaker"], batch_size=500
    )


def remember_claims_of(source: Source) -> None:
    """Keep the words anew of every claim this source speaks in, after its names changed."""
    remember(Claim.objects.by_speaker(source))


def remember_note(note: Note) -> None:
    """Keep the words of a note for search."""
    NoteWords.objects.update_or_create(note=note, defaults={"words": words_of_note(note.body)})


def _row(claim: Claim, quotations: list[Quotation], names: list[str]) -> ClaimWords:
    words, speaker = words_of(
        texts=[
            claim.statement,
            *(quotation.words for quotation in quotations),
            *{quotation.snapshot.document.our_title for quotation in quotations},
        ],
        names=[
            *names,
            *(quotation.speaker_printed for quotation in quotations),
            *(quotation.speaker_resolved for quotation in quotations),
        ],
    )
    return ClaimWords(claim=claim, words=words, speaker=speaker)

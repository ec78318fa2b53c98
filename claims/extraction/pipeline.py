"""Extraction: the steps in order, from a text to its proposals."""

from dataclasses import replace
from typing import Final

from claims.extraction import proposals
from claims.extraction.any_language import find_quoted
from claims.extraction.copy_damage import copy_damage
from claims.extraction.credits import find_credits
from claims.extraction.damage import find_damage
from claims.extraction.floating import Floating
from claims.extraction.identities import Reader
from claims.extraction.languages import pack_for
from claims.extraction.litter import without_litter
from claims.extraction.packs import Pack
from claims.extraction.paired_marks import pair_marks
from claims.extraction.people import find_people
from claims.extraction.relaying import with_monitors
from claims.extraction.risks import risks_of
from claims.extraction.sentences import split
from claims.extraction.weights import THRESHOLD
from claims.records.extractions import Extraction, ReadAs
from claims.records.quotations import Proposal

LONGEST_TEXT: Final = 500_000
MOST_PROPOSALS: Final = 1_000


def read(text: str, language: str, *, least: float = THRESHOLD) -> Extraction:
    """Everything that can be read in a text, as far as half a million characters: longer than any story.

    The first thousand proposals are kept: more than any story has. Those less sure than ``least`` are left out.
    """
    text = text[:LONGEST_TEXT]
    pack, read_as = pack_for(text, language)
    return _read_marks_only(text, read_as) if pack is None else _read_whole(text, pack, read_as, least)


def _read_whole(text: str, pack: Pack, read_as: ReadAs, least: float) -> Extraction:
    legible = without_litter(text)
    marks = pack.read_marks(legible)
    damages = find_damage(text, marks, pack.damage_words)
    story = proposals.Text(text, pack, damages, split(legible, marks, pack.sentence_words))
    found = tuple(_with_risks(proposal, story) for proposal in _propose(story) if proposal.confidence >= least)
    return Extraction(found[:MOST_PROPOSALS], read_as, copy_damage(text, damages), find_credits(text))


def _read_marks_only(text: str, read_as: ReadAs) -> Extraction:
    marks = pair_marks(without_litter(text))
    damages = find_damage(text, marks, None)
    found = tuple(proposals.quoted(text, span, damages) for span in find_quoted(text, marks))
    return Extraction(found[:MOST_PROPOSALS], read_as, copy_damage(text, damages), find_credits(text))


def _with_risks(proposal: Proposal, story: proposals.Text) -> Proposal:
    if story.pack.risk_words is None:
        return proposal
    words = " ".join(story.text[span.start : span.end] for span in proposal.spans)
    return replace(proposal, risks=risks_of(words, story.pack.risk_words))


def _propose(story: proposals.Text) -> tuple[Proposal, ...]:
    """The quotations with a cue and those without, read in the order in which they stand: each may lean on the last."""
    pack = story.pack
    contents = tuple(pack.attribute(sentence) for sentence in story.sentences)
    floating = pack.find_floating(story.sentences, contents)
    reader = Reader(find_people(story.sentences, pack.naming), pack.naming)
    waiting = sorted(
        [(number, content.stretches[0][0], content) for number, group in enumerate(contents) for content in group]
        + [(one.sentence, one.place, one) for one in floating],
        key=lambda item: item[:2],
    )
    found: list[Proposal] = []
    for number, _, item in waiting:
        if isinstance(item, Floating):
            found.append(proposals.floating(story, item, reader, found[-1] if found else None))
        else:
            found.append(proposals.attributed(story, number, item, reader))
    in_order = tuple(sorted(found, key=lambda proposal: (proposal.start, proposal.end)))
    return with_monitors(in_order, story.sentences)

"""Tests: the steps of the extraction one by one, as one would call them in a notebook."""

from claims.extraction import extract
from claims.extraction.contents import Content, contents_of
from claims.extraction.cues import find_cues
from claims.extraction.english import SENTENCE_WORDS, TAG_WORDS
from claims.extraction.marks import Marks, read_marks
from claims.extraction.sentences import Sentence, Word, split
from claims.records.quotations import Proposal


def marks(text: str) -> Marks:
    return read_marks(text, TAG_WORDS)


def sentences(text: str) -> tuple[Sentence, ...]:
    return split(text, marks(text), SENTENCE_WORDS)


def words(text: str) -> tuple[Word, ...]:
    return tuple(word for sentence in sentences(text) for word in sentence.words)


def contents(text: str) -> list[tuple[Sentence, Content]]:
    return [
        (sentence, content) for sentence in sentences(text) for content in contents_of(sentence, find_cues(sentence))
    ]


def only(text: str) -> Proposal:
    """The one quotation of a text."""
    proposals = extract(text).proposals
    assert len(proposals) == 1, [text[p.start : p.end] for p in proposals]
    return proposals[0]


def said(text: str) -> list[str]:
    """The quoted words, span by span."""
    return [text[span.start : span.end] for proposal in extract(text).proposals for span in proposal.spans]

"""Extraction: the steps in order, from a text to its proposals."""

from typing import Final, NamedTuple

from claims.extraction.contents import Content, contents_of
from claims.extraction.credits import find_credits
from claims.extraction.cues import find_cues
from claims.extraction.damage import copy_damage, damage_of, find_damage
from claims.extraction.english import SENTENCE_WORDS, TAG_WORDS
from claims.extraction.floating import Floating, find_floating
from claims.extraction.identities import Reader
from claims.extraction.marks import read_marks
from claims.extraction.modifiers import time_after
from claims.extraction.naming_en import NAMING
from claims.extraction.people import find_people
from claims.extraction.relaying import told_to_kind
from claims.extraction.scoring import confidence, reasons_of_content, reasons_of_floating
from claims.extraction.sentences import Sentence, Word, split
from claims.records.extractions import Extraction, LanguageBasis, ReadAs
from claims.records.quotations import Damage, Phrase, Proposal, QuotationKind, Span

LONGEST_TEXT: Final = 500_000
SHORT_TEXT: Final = 20_000
LETTERS: Final = 0.6


class Text(NamedTuple):
    """A text with what the first steps found in it."""

    text: str
    damages: tuple[Damage, ...]
    sentences: tuple[Sentence, ...]


def read(text: str, language: str) -> Extraction:
    """Everything that can be read in a text.

    A text is read as far as half a million characters, longer than any story; a long text that is hardly made of
    letters is none.
    """
    text = text[:LONGEST_TEXT]
    read_as = ReadAs(language or "en", LanguageBasis.ASSUMED, is_whole=True)
    if len(text) > SHORT_TEXT and sum(map(str.isalnum, text)) < LETTERS * len(text):
        return Extraction((), read_as, copy_damage(text, ()))
    marks = read_marks(text, TAG_WORDS)
    read = Text(text, find_damage(text, marks), split(text, marks, SENTENCE_WORDS))
    proposals = _propose(read)
    return Extraction(proposals, read_as, copy_damage(text, read.damages), find_credits(text))


def _propose(read: Text) -> tuple[Proposal, ...]:
    contents = tuple(contents_of(sentence, find_cues(sentence)) for sentence in read.sentences)
    floating = find_floating(read.sentences, contents)
    reader = Reader(find_people(read.sentences, NAMING), NAMING)
    proposals: list[Proposal] = []
    waiting = sorted(
        [(number, content.stretches[0][0], content) for number, group in enumerate(contents) for content in group]
        + [(one.sentence, one.place, one) for one in floating],
        key=lambda item: item[:2],
    )
    last: Proposal | None = None
    for number, _, item in waiting:
        if isinstance(item, Floating):
            proposals.append(_floating(read, item, reader, last))
        else:
            proposals.append(_attributed(read, number, item, reader))
        last = proposals[-1]
    return tuple(sorted(proposals, key=lambda proposal: (proposal.start, proposal.end)))


def _phrase(text: str, words: tuple[Word, ...], stretch: tuple[int, int] | None) -> Phrase | None:
    if stretch is None or stretch[0] >= stretch[1]:
        return None
    start, end = words[stretch[0]].start, words[stretch[1] - 1].end
    return Phrase(start, end, text[start:end])


def _span(words: tuple[Word, ...], stretch: tuple[int, int]) -> Span:
    first, last = stretch
    while last - 1 > first and not words[last - 1].is_quotation and words[last - 1].text[0] in ",;:.—–":
        last -= 1
    return Span(words[first].start, words[last - 1].end)


def _attributed(read: Text, number: int, content: Content, reader: Reader) -> Proposal:
    sentence = read.sentences[number]
    words = sentence.words
    speaker = content.speaker
    identity = reader.read(words[speaker.first : speaker.last], words[speaker.first].start, number, sentence.line)
    spans = tuple(_span(words, stretch) for stretch in content.stretches)
    told_to = _phrase(read.text, words, content.modifiers.told_to)
    when = content.modifiers.when or time_after(words, content.cue.last, len(words))
    reasons = reasons_of_content(content, identity)
    return Proposal(
        spans=spans,
        kind=content.kind,
        speaker=_phrase(read.text, words, (speaker.first, speaker.last)),
        role=_phrase(read.text, words, speaker.role),
        identification=identity.identification,
        resolved=identity.name,
        resolved_by=identity.by,
        candidates=identity.candidates,
        cue=_phrase(read.text, words, (content.cue.first, content.cue.last)),
        told_to=told_to,
        told_to_kind=told_to_kind(told_to),
        medium=_phrase(read.text, words, content.modifiers.medium),
        said_when=_phrase(read.text, words, when),
        damage=damage_of(read.text, spans, read.damages),
        confidence=confidence(reasons),
        reasons=reasons,
    )


def _floating(read: Text, item: Floating, reader: Reader, last: Proposal | None) -> Proposal:
    sentence = read.sentences[item.sentence]
    word = sentence.words[item.place]
    if item.is_announced:
        identity, mention = reader.announced(word.start, item.sentence, sentence.line)
    else:
        identity, mention = reader.continue_from(word.start, item.sentence, sentence.line), None
    spans = (Span(word.start, word.end),)
    speaker = Phrase(mention.start, mention.end, read.text[mention.start : mention.end]) if mention else None
    if speaker is None and last is not None and last.resolved == identity.name:
        speaker = last.speaker
    reasons = reasons_of_floating(identity, is_announced=mention is not None)
    return Proposal(
        spans=spans,
        kind=QuotationKind.DIRECT,
        speaker=speaker,
        identification=identity.identification,
        resolved=identity.name,
        resolved_by=identity.by,
        candidates=identity.candidates,
        floating=mention is None,
        damage=damage_of(read.text, spans, read.damages),
        confidence=confidence(reasons),
        reasons=reasons,
    )

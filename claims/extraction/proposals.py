"""Extraction: proposals, what the steps found put together for an editor, each with its places in the text."""

from typing import NamedTuple

from claims.extraction.contents import Content
from claims.extraction.damage import damage_of
from claims.extraction.floating import Floating
from claims.extraction.identities import Place, Reader, is_personal
from claims.extraction.packs import Pack
from claims.extraction.relaying import told_to_kind
from claims.extraction.scoring import reasons_of_content, reasons_of_floating, reasons_of_quoted, scored
from claims.extraction.sentences import Sentence, Word
from claims.records.quotations import Damage, Phrase, Proposal, QuotationKind, Span


class Text(NamedTuple):
    """A text with what the first steps found in it."""

    text: str
    pack: Pack
    damages: tuple[Damage, ...]
    sentences: tuple[Sentence, ...]


def attributed(read: Text, number: int, content: Content, reader: Reader) -> Proposal:
    """A quotation with its cue, in sentence ``number``."""
    sentence = read.sentences[number]
    words = sentence.words
    speaker = content.speaker
    place = Place(words[speaker.first].start, number, sentence.line, words[content.stretches[0][0]].start)
    identity = reader.read(words[speaker.first : speaker.last], place)
    spans = tuple(_span(words, stretch) for stretch in content.stretches)
    told_to = _phrase(read.text, words, content.modifiers.told_to)
    draft = Proposal(
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
        carried_by=_phrase(read.text, words, content.modifiers.carried_by),
        said_when=_phrase(read.text, words, content.modifiers.when),
        damage=damage_of(read.text, spans, read.damages, read.pack.damage_words),
    )
    return scored(draft, reasons_of_content(draft, read.text, content, read.pack.plain_cues))


def floating(read: Text, item: Floating, reader: Reader, last: Proposal | None) -> Proposal:
    """A quotation without a cue; ``last`` is the one before it."""
    sentence = read.sentences[item.sentence]
    word = sentence.words[item.place]
    place = Place(word.start, item.sentence, sentence.line, word.start)
    if item.signature is not None:
        identity, mention = reader.signed(place, item.signature)
    elif item.is_announced:
        identity, mention = reader.announced(place)
    else:
        identity, mention = reader.continue_from(place, is_personal=is_personal(word, read.pack.naming)), None
    spans = (Span(word.start, word.end),)
    speaker = Phrase(mention.start, mention.end, read.text[mention.start : mention.end]) if mention else None
    if speaker is None and last is not None and last.resolved == identity.name:
        speaker = last.speaker
    draft = Proposal(
        spans=spans,
        kind=QuotationKind.DIRECT,
        speaker=speaker,
        identification=identity.identification,
        resolved=identity.name,
        resolved_by=identity.by,
        candidates=identity.candidates,
        floating=mention is None,
        damage=damage_of(read.text, spans, read.damages, read.pack.damage_words),
    )
    return scored(draft, reasons_of_floating(draft, read.text, item.evidence))


def quoted(text: str, span: Span, damages: tuple[Damage, ...]) -> Proposal:
    """Words between marks in a language that is not read: nobody is looked for."""
    draft = Proposal(
        spans=(span,),
        kind=QuotationKind.DIRECT,
        floating=True,
        damage=damage_of(text, (span,), damages, None),
    )
    return scored(draft, reasons_of_quoted())


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

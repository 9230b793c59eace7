"""The channel of a statement: press conference, post, report …, only where the article says it.

``own_channel`` reads what stands in the statement's own sentence; ``channel_of`` adds what carries over
from the scene that the statement belongs to (see ``scenes``). The words are data:
``lexicons/channels.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules import clauses
from summarizer.engines.rules.channel_phrases import ChannelPhrase, channel_nouns, document_type, noun_at
from summarizer.engines.rules.lexicon import load, words
from summarizer.engines.rules.parsing import lemma
from summarizer.engines.rules.transcripts import channel_of_turns
from summarizer.records import ChannelType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Finding
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence
    from summarizer.engines.rules.scenes import Events

__all__ = ["OwnChannel", "channel_of", "channel_of_audience", "own_channel"]

# Inside the object of a verb such as "condemned" these are how it was said, not what was condemned.
_UNMISTAKABLE = frozenset(
    {
        ChannelType.PRESS_BRIEFING,
        ChannelType.PRESS_CONFERENCE,
        ChannelType.INTERVIEW,
        ChannelType.SOCIAL_MEDIA_POST,
        ChannelType.PRESS_RELEASE,
        ChannelType.WRITTEN_STATEMENT,
        ChannelType.LETTER,
    }
)
_PRESS = frozenset({ChannelType.PRESS_BRIEFING, ChannelType.PRESS_CONFERENCE, ChannelType.INTERVIEW})
_ASKING = frozenset({"ask", "press", "question", "quiz"})
_MAY_BE_POSTED = frozenset({ChannelType.WRITTEN_STATEMENT, ChannelType.OTHER})
_TAIL = 25  # characters


@dataclass(frozen=True, slots=True)
class OwnChannel:
    """A channel as a statement's own sentence gives it.

    Attributes:
        type: the type of channel.
        name: the article's words for it; None where only a verb tells ("tweeted").
        noun: its head noun, "" without one.
        same: it points back at a channel named before ("the same briefing").
    """

    type: ChannelType
    name: str | None
    noun: str = ""
    same: bool = False


def channel_of(
    parsed: ParsedArticle, finding: Finding, events: Events
) -> tuple[ChannelType, str | None] | None:
    """Return a statement's channel and the article's words for it; None where the article is silent.

    Args:
        parsed: the article.
        finding: the statement as found.
        events: what ``scenes.find_events`` made of the article and all its findings.
    """
    setting = events.setting_of(finding)
    if setting is not None:
        return setting.channel
    own = own_channel(parsed, finding, events.phrases(finding.sentence))
    return None if own is None else (own.type, own.name)


def own_channel(
    parsed: ParsedArticle, finding: Finding, phrases: Sequence[ChannelPhrase]
) -> OwnChannel | None:
    """Return the channel that a statement's own sentence names, None where it names none.

    Args:
        parsed: the article.
        finding: the statement as found.
        phrases: the channel phrases of its sentence.
    """
    if finding.frame == "turn":
        return OwnChannel(*channel_of_turns(parsed))
    cue = clauses.root_of(clauses.cue_tokens(parsed, finding))
    if cue is None:
        return None
    sentence = parsed.sentences[finding.sentence]
    document = _document(sentence, finding, cue)
    if document is not None and document.type in _MAY_BE_POSTED:
        document = _post(_attached(parsed, finding, phrases)) or document
    return (
        document
        or _by_verb(parsed, finding, phrases)
        or _by_phrase(parsed, finding, cue, phrases)
        or _by_audience(sentence, finding, cue)
    )


@cache
def _verbs() -> dict[str, ChannelType]:
    return {v: ChannelType(name) for name, verbs in load("channels")["verbs"].items() for v in verbs.split()}


def _document(sentence: Sentence, finding: Finding, cue: Token) -> OwnChannel | None:
    """Return the channel where a document is what speaks: "the report said", "a statement condemning"."""
    for token in _speaking_nouns(sentence, finding, cue):
        # A newspaper's name (the Post, the Bulletin) is no document.
        if token.tag_ not in ("NN", "NNS"):
            continue
        hit = noun_at(token)
        two_words = hit is not None and " " in hit[0]
        kind = hit[1] if hit is not None and two_words else document_type(lemma(token))
        if kind is not None:
            return OwnChannel(
                kind, _without_determiner(clauses.noun_phrase(sentence, token, keep=frozenset()))
            )
    return None


def _speaking_nouns(sentence: Sentence, finding: Finding, cue: Token) -> Iterator[Token]:
    """Yield the nouns that say it: mention, relay, the object of "according to", what the cue modifies."""
    for named in (finding.mention, finding.relay):
        span = sentence.span(*named) if named is not None else None
        noun = clauses.root_of(list(span)) if span is not None else None
        if noun is not None:
            yield noun
    if finding.frame == "according":
        for token in clauses.cue_tokens_in(sentence, finding):
            yield from (c for c in token.children if c.dep_ == "pobj")
    yield from (t for t in clauses.anchors(cue) if t.dep_ != "nsubj")


def _without_determiner(phrase: str) -> str:
    first, _, rest = phrase.partition(" ")
    return (
        rest
        if rest and first.lower() in ("the", "a", "an", "its", "his", "her", "their", "this", "that")
        else phrase
    )


def _by_verb(parsed: ParsedArticle, finding: Finding, phrases: Sequence[ChannelPhrase]) -> OwnChannel | None:
    """Return the channel that the cue's verb is: "tweeted", "testified"."""
    kind = _verbs().get(finding.lemma.split()[0] if finding.lemma else "")
    if kind is None or finding.cue is None:
        return None
    attached = _attached(parsed, finding, phrases)
    if kind is ChannelType.SOCIAL_MEDIA_POST:
        return OwnChannel(kind, next((p.name for p in attached if p.type is kind), None))
    return OwnChannel(kind, attached[0].name if attached else parsed.text[slice(*finding.cue)])


def _attached(
    parsed: ParsedArticle, finding: Finding, phrases: Sequence[ChannelPhrase]
) -> list[ChannelPhrase]:
    """Return the phrases that modify the saying."""
    if not phrases:
        return []
    runs = [(p.start, p.end, p.first) for p in phrases]
    marks = clauses.attached(parsed, finding, runs, channel_nouns())
    found = [p for p, ok in zip(phrases, marks, strict=True) if ok]
    found = found or _asked_at(parsed, finding, phrases)
    if found or finding.frame != "object":
        return found
    end = finding.content[-1][1]
    # At the object's end only, and no bare "on social media": that may be where the rumours were.
    sure = [
        p
        for p in phrases
        if (p.type in _UNMISTAKABLE or p.start >= end)
        and p.preposed
        and end - p.end < _TAIL
        and (p.noun or not p.name.islower())
    ]
    runs = [(p.start, p.end, p.first) for p in sure]
    return [
        p
        for p, ok in zip(sure, _after_object(parsed, finding, runs), strict=True)
        if ok and not _quoted(parsed.text, p.start, finding)
    ]


def _asked_at(
    parsed: ParsedArticle, finding: Finding, phrases: Sequence[ChannelPhrase]
) -> list[ChannelPhrase]:
    """Return where the speaker was asked: "*Asked* about the flood *at a press conference*, she said"."""
    cue = clauses.root_of(clauses.cue_tokens(parsed, finding))
    asked = [c for c in cue.lefts if c.dep_ == "advcl" and lemma(c) in _ASKING] if cue is not None else []
    inside = {t.i for clause in asked for t in clause.subtree}
    return [p for p in phrases if p.first.i in inside and p.preposed and p.type in _PRESS]


def _after_object(parsed: ParsedArticle, finding: Finding, runs: list[tuple[int, int, Token]]) -> list[bool]:
    """Tell which phrases are the tail of the object's own words: "condemned the raid [in a post on X]"."""
    inside = [clauses.overlaps(s, e, finding.content) for s, e, _ in runs]
    if not any(inside):
        head = parsed.sentences[finding.sentence]
        return [
            clauses.overlaps(head.start(t.head), head.end(t.head), finding.content)
            and parsed.text[finding.content[-1][1] : s].strip(" ,”\"’'") == ""
            for s, _, t in runs
        ]
    return inside


def _quoted(text: str, at: int, finding: Finding) -> bool:
    """Tell whether a place inside the content stands between quotation marks."""
    start = min(r[0] for r in finding.content)
    before = text[max(0, start - 1) : at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _by_phrase(
    parsed: ParsedArticle, finding: Finding, cue: Token, phrases: Sequence[ChannelPhrase]
) -> OwnChannel | None:
    """Return the channel of the phrase nearest to the cue that modifies the saying."""
    at = parsed.sentences[finding.sentence].start(cue)
    attached = _attached(parsed, finding, phrases)
    if not attached:
        return None
    # "in her speech at the ceremony" is a speech
    best = min(attached, key=lambda p: (p.type is ChannelType.OTHER, abs(p.start - at), p.start))
    found = OwnChannel(best.type, best.name, best.noun, best.same)
    return (_post(attached) if best.type in _MAY_BE_POSTED else None) or found


def _post(attached: Sequence[ChannelPhrase]) -> OwnChannel | None:
    """Return the post among phrases: "in a video *posted on X*", "according to a statement *on Telegram*"."""
    post = next((p for p in attached if p.type is ChannelType.SOCIAL_MEDIA_POST), None)
    return None if post is None else OwnChannel(post.type, post.name, post.noun, post.same)


def _by_audience(sentence: Sentence, finding: Finding, cue: Token) -> OwnChannel | None:
    """Return the channel that the listeners imply: "told the court", "addressing the assembly"."""
    subjects = [c for c in cue.children if c.dep_ == "nsubj"]
    speaking = [
        c
        for top in [cue, *subjects]
        for c in top.children
        if c.dep_ in ("advcl", "acl", "prep") and lemma(c) == "address"
    ]
    told = [cue] if finding.lemma in ("tell", "address", "inform", "testify") else []
    for verb in [*told, *speaking]:
        for noun in (c for c in verb.children if c.dep_ in ("dobj", "dative")):
            if clauses.overlaps(sentence.start(noun), sentence.end(noun), finding.content):
                continue
            channel = channel_of_audience(sentence, noun)
            if channel is not None:
                return channel
    return None


def channel_of_audience(sentence: Sentence, noun: Token) -> OwnChannel | None:
    """Return the channel that the listeners named by a noun imply, None for any other noun."""
    kind = _of_audience(noun)
    return (
        None if kind is None else OwnChannel(kind, _without_determiner(clauses.noun_phrase(sentence, noun)))
    )


def _of_audience(noun: Token) -> ChannelType | None:
    """Return the channel that listeners of one noun imply, None for any other noun."""
    base = lemma(noun).lower()
    for kind in (ChannelType.SPEECH, ChannelType.MEETING, ChannelType.OTHER):
        if base in words("channels", "audiences", kind.value):
            return kind
    before = {c.lower_ for c in noun.children if c.i < noun.i}
    if base == "person" and "media" in before:
        return ChannelType.PRESS_BRIEFING
    # "told about 300 people", "told hundreds of people": a crowd
    crowd = base in ("people", "person") and any(
        c.dep_ == "nummod" and len(c.text) > 1 for c in noun.children
    )
    return ChannelType.SPEECH if crowd or base in ("hundred", "thousand") else None

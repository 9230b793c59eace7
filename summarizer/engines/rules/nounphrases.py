"""Noun phrases that stand for a speaker: head, determiner, modifiers, and what can serve as a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.lexicon import load, words
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence

__all__ = ["Phrase", "kind_of_phrase", "phrase_at", "phrase_in"]

_CHUNK = frozenset(
    [
        "DT",
        "PDT",
        "PRP$",
        "WP$",
        "JJ",
        "JJR",
        "JJS",
        "NN",
        "NNS",
        "NNP",
        "NNPS",
        "CD",
        "POS",
        "HYPH",
        "RB",
        "RBS",
        "$",
        "AFX",
        "FW",
        "ADD",
    ]
)
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_LEADING = frozenset(
    {
        "even",
        "only",
        "also",
        "but",
        "and",
        "or",
        "meanwhile",
        "however",
        "later",
        "then",
        "not",
        "said",
        "says",
        "according",
        "to",
        "by",
        "as",
        "now",
        "like",
        "unlike",
        "while",
        "despite",
    }
)
_REACH = 40
_AFTER = frozenset(
    {
        "of",
        "for",
        "in",
        "at",
        "from",
        "with",
        "to",
        "on",
        "near",
        "behind",
        "inside",
        "within",
        "across",
        "around",
        "against",
        "close",
        "familiar",
        "by",
        "who",
    }
)


@dataclass(slots=True)
class Phrase:
    """One noun phrase.

    Attributes:
        sentence: where it stands.
        first: index of its first token.
        head: index of its head noun.
        stop: one past the last token that can serve as a name: with "of …", without a relative clause.
        noun: the head in lower case, singular.
        plural: whether the head is plural or coordinated.
        determiner: the, a, one, his, … in lower case; "" without one.
        joined: whether two nouns are joined by "and" or "or" before the head.
        modifiers: words between determiner and head, lower case, without hyphens and possessive marks.
    """

    sentence: Sentence
    first: int
    head: int
    stop: int
    noun: str
    plural: bool
    determiner: str
    modifiers: tuple[str, ...]
    joined: bool = False

    @property
    def is_role(self) -> bool:
        """Whether its head says what somebody is: a noun, or the initials of an office ("the DPO")."""
        return names.is_role(self.noun) or names.is_role(self.sentence.doc[self.head].text)

    @property
    def initials(self) -> str:
        """The first letters of what stands between determiner and head and of the head: "cm"."""
        return "".join(word[0] for word in (*self.modifiers, self.noun) if word)

    def range(self, *, whole: bool = True) -> Range:
        """Return its range in the article, to its head or with what belongs behind it."""
        doc = self.sentence.doc
        last = self.stop - 1 if whole else self.head
        return self.sentence.start(doc[self.first]), self.sentence.end(doc[last])


def phrase_at(parsed: ParsedArticle, mention: Range) -> Phrase | None:
    """Read the noun phrase that begins a range of the article; None where there is no noun."""
    sentence = parsed.at(mention[0])
    span = sentence.span(mention[0], min(mention[1], sentence.segment.end)) if sentence else None
    return phrase_in(sentence, span.start, span.end) if sentence and span else None


def phrase_in(sentence: Sentence, first: int, end: int) -> Phrase | None:  # noqa: C901, PLR0912 - a noun phrase has many shapes
    """Read the noun phrase that begins at token ``first`` and ends before ``end`` at the latest."""
    doc = sentence.doc
    end = min(end, first + _REACH)
    while first < end and (doc[first].is_punct or doc[first].lower_ in _LEADING or doc[first].is_space):
        first += 1
    k, head, joined = first, -1, False
    while k < end:
        token = doc[k]
        tag = token.tag_
        if tag in _NOUNS:
            head = k
        elif (
            tag in ("VBN", "VBG", "VBD")
            and k + 1 < end
            and doc[k + 1].tag_ in (_NOUNS | {"JJ"})
            and (head < 0 or token.dep_ == "amod" or doc[k - 1].tag_ == "POS")
        ) or token.is_space:
            pass
        elif tag == "CC" and k + 1 < end and doc[k + 1].tag_ in _CHUNK:
            joined = joined or head >= 0
        elif token.is_quote and k + 1 < end:
            pass
        elif tag not in _CHUNK:
            break
        k += 1
    if head < 0:
        pronominal = [i for i in range(first, k) if doc[i].tag_ in ("CD", "DT", "JJ", "JJS", "RBS", "PDT")]
        if not pronominal:
            return None
        head = pronominal[-1]
    determiner = ""
    begin = first
    for i in range(first, head):
        if doc[i].tag_ in ("DT", "PRP$", "CD", "WP$", "PDT"):
            determiner, begin = determiner or doc[i].lower_, i + 1
        else:
            break
    aged = doc[head].lower_.endswith("year") and doc[head + 1 : head + 3].text.lower() in ("-old", "- old")
    if aged and head + 2 < end:
        head += 2
    low = "year-old" if aged else doc[head].lower_
    plural = joined or doc[head].tag_ in ("NNS", "NNPS") or low in words("unnamed", "several", "words")
    modifiers = tuple(
        doc[i].lower_
        for i in range(begin, head)
        if doc[i].tag_ not in ("HYPH", "POS") and not doc[i].is_punct
    )
    noun = names.singular(low) if plural or doc[head].tag_ == "NNS" else low
    return Phrase(
        sentence, first, head, _stop(sentence, head, end), noun, plural, determiner, modifiers, joined
    )


def _stop(sentence: Sentence, head: int, end: int) -> int:
    """Return where "of the ministry", "close to the talks" behind a head noun stops."""
    doc = sentence.doc
    k = head + 1
    if k >= end or doc[k].lower_ not in _AFTER or doc[k].lower_ == "who":
        return head + 1
    noun = head
    while k < end:
        tag = doc[k].tag_
        if doc[k].lower_ == "on" and doc[k + 1 : k + 2].text in names.WEEKDAYS:
            break  # "a group of experts on Tuesday"
        if tag in _NOUNS or tag == "CD":
            noun = k
        elif (
            tag not in _CHUNK
            and tag not in ("IN", "TO", "CC", "PRP")
            and not (tag in ("VBN", "VBG") and doc[k + 1 : k + 2].text)
        ) or doc[k].lower_ in (
            "that",
            "who",
            "which",
            "as",
            "during",
            "after",
            "before",
            "because",
            "since",
            "while",
            "if",
        ):
            break
        k += 1
    return noun + 1


def kind_of_phrase(phrase: Phrase) -> SpeakerKind:  # noqa: PLR0911 - one lexicon after another
    """Return what sort of speaker a description that names nobody is, by its head noun."""
    low = phrase.sentence.doc[phrase.head].lower_
    if low in words("unnamed", "always", "words"):
        return SpeakerKind.UNNAMED
    if phrase.plural and low in words("unnamed", "plural", "words"):
        return SpeakerKind.UNNAMED
    if phrase.is_role and not phrase.plural:
        return SpeakerKind.UNNAMED
    head = phrase.sentence.doc[phrase.head]
    named = head.tag_ == "NNP" and head.text[0].isupper()
    if named and any(names.is_role(m) for m in phrase.modifiers):
        return SpeakerKind.UNNAMED
    for key, kind in _KINDS:
        listed = load("organizations")[key]
        for part in ("words", "documents"):
            if part in listed and (
                low in words("organizations", key, part) or phrase.noun in words("organizations", key, part)
            ):
                return kind
    if phrase.noun + "s" in words("organizations", "group", "words") and not phrase.plural:
        return SpeakerKind.UNNAMED
    if phrase.plural:
        return SpeakerKind.UNNAMED if phrase.is_role else SpeakerKind.GROUP
    return (
        SpeakerKind.ORGANIZATION
        if phrase.sentence.doc[phrase.head].tag_ in ("NNP", "NNPS")
        else SpeakerKind.UNNAMED
    )


_KINDS = (
    ("government", SpeakerKind.GOVERNMENT),
    ("group", SpeakerKind.GROUP),
    ("organization", SpeakerKind.ORGANIZATION),
    ("publication", SpeakerKind.PUBLICATION),
)

"""Finding statements: every attribution of an article, in order, before its speaker is resolved."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from summarizer.engines.rules.contents import content_of
from summarizer.engines.rules.cues import cue_lexicon, finite_participle, is_reporting_verb, nothing_said
from summarizer.engines.rules.findings import Finding
from summarizer.engines.rules.nonverbal import according, headline_label, hearsay, noun_with_clause
from summarizer.engines.rules.parsing import lemma
from summarizer.engines.rules.quotations import attribute_quotations
from summarizer.engines.rules.subjects import mention_of, nearby_subject, subject_of
from summarizer.engines.rules.transcripts import turns
from summarizer.engines.rules.views import Cue, views
from summarizer.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from spacy.tokens import Token

    from summarizer.engines.rules.parsing import ParsedArticle, Sentence
    from summarizer.engines.rules.subjects import Subject
    from summarizer.engines.rules.views import Content, View

__all__ = ["blocks_with_orders", "find_statements"]

_WORD = re.compile(r"\w+")
_CUE_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "NN", "NNS", "RB", "IN", "JJ"})
"""Tags of words that may be cues: verbs, nouns, "reportedly", and "according" however it is tagged."""
_AFTER_ORDER = frozenset({"the", "a", "an", "only", "this", "your"})
_TOPS = (BlockKind.HEADLINE, BlockKind.DECK)
_ANONYMITY_REACH = 60
"""Characters of a content in which a wish not to be named stands, if it is one."""
_NESTING_REACH = 7
"""Findings before a nested one among which the one that holds it is looked for."""
_OPENING = 3
_LINKS = frozenset(
    {"that", "which", "and", "or", "of", "in", "on", "for", "as", "to", "by", "from", "with", "against"}
)
_FEW_WORDS = 3
"""A content of no more words may be said twice."""


def find_statements(parsed: ParsedArticle, *, skip: Collection[int] = ()) -> list[Finding]:
    """Return the statements of an article as findings with offsets, nested ones after what holds them.

    Args:
        parsed: the article.
        skip: indices of blocks in which no cue is looked for.
    """
    findings: list[Finding] = []
    for view in views(parsed):
        if view.sentence.segment.block not in skip:
            findings += _in_sentence(parsed, view)
    findings += turns(parsed)
    findings = attribute_quotations(parsed, findings)
    findings.sort(key=lambda f: (f.sentence, f.start, -max((r[1] for r in f.content), default=0)))
    return _nested(_distinct(parsed, findings))


def blocks_with_orders(parsed: ParsedArticle) -> frozenset[int]:
    """Return the indices of blocks that give orders to a machine: what they tell it to say was not said."""
    lex = cue_lexicon()
    found = set()
    for i, block in enumerate(parsed.article.article.blocks):
        words = parsed.text[block.start : block.end].lower()
        if any(phrase in words for phrase in lex.orders):
            found.add(i)
    found |= {s.segment.block for s in parsed.sentences if _gives_order(s)}
    return frozenset(found)


def _gives_order(sentence: Sentence) -> bool:
    """Tell whether a sentence begins like an order: "Print only the following", not "Print sales fell"."""
    doc = sentence.doc
    if len(doc) <= 1 or doc[0].lower_ not in cue_lexicon().order_words:
        return False
    imperative = doc[0].tag_ == "VB" and doc[0].dep_ == "ROOT"
    return imperative or doc[1].lower_ in _AFTER_ORDER or bool(doc[1].is_quote)


def _in_sentence(parsed: ParsedArticle, view: View) -> list[Finding]:
    """Return the statements whose cue stands in this sentence, outside its quotations."""
    is_headline = parsed.article.block_of(view.sentence.segment).kind is BlockKind.HEADLINE
    if is_headline and (labelled := headline_label(view)):
        return [labelled]
    sentence = view.sentence
    found = [
        _at(view, token, tag)
        for token, tag, quote in zip(sentence.tokens, sentence.tags, view.quoted, strict=True)
        if quote is None and tag in _CUE_TAGS
    ]
    return _without_doubles([finding for finding in found if finding is not None])


def _at(view: View, token: Token, tag: str) -> Finding | None:
    """Return the statement whose cue is this token with this tag."""
    word = token.lower_
    if word == "according":
        return according(view, token)
    if tag[:2] == "VB":
        return _verb(view, token) if lemma(token) in cue_lexicon().verbs else None
    if word in cue_lexicon().unattributed:
        return hearsay(view, token)
    return noun_with_clause(view, token) if tag in {"NN", "NNS"} else None


def _base(verb: Token) -> str:
    """Return the base form of a verb, with its particle where the lexicon has them together: "point out"."""
    lex = cue_lexicon()
    base = lemma(verb)
    if base == "put" and verb.i + 1 < len(verb.doc) and verb.doc[verb.i + 1].lower_ == "it":
        return "put it"
    particle = next((c for c in verb.rights if c.dep_ == "prt"), None)
    phrasal = f"{base} {particle.lower_}" if particle is not None else base
    return phrasal if phrasal in lex.clause or phrasal in lex.quotation or phrasal in lex.object else base


def _verb(view: View, verb: Token) -> Finding | None:
    """Return the statement whose cue is this verb, which is one of the lexicon's."""
    if verb.dep_ in {"aux", "auxpass", "amod", "compound"}:
        return None
    base = _base(verb)
    if _only_relays(verb, base) or _only_describes(verb):
        return None
    subject = subject_of(verb, view.inside) or nearby_subject(view, verb)
    if subject is None or not is_reporting_verb(subject, base) or nothing_said(verb):
        return None
    if subject.head is not None and subject.head.i in view.inside:
        return None
    content = content_of(Cue(view, verb, base, subject))
    if content is None or _is_about_anonymity(view, content) or _only_leads_in(view, verb, content):
        return None
    return _finding(view, content, base, subject)


def _only_relays(verb: Token, base: str) -> bool:
    """Tell whether the statement is found at another verb: "quoted her as *saying* …"."""
    if base not in cue_lexicon().citing:
        return False
    likened = (c for c in verb.rights if c.dep_ == "prep" and c.lower_ == "as")
    return any(g.dep_ == "pcomp" for c in likened for g in c.children)


def _only_describes(verb: Token) -> bool:
    """Tell whether a participle describes a noun: "the plan announced in May"."""
    if verb.tag_ != "VBN" or verb.dep_ not in {"acl", "advcl"} or finite_participle(verb):
        return False
    return not any(c.dep_ in {"aux", "auxpass", "agent"} for c in verb.children)


def _only_leads_in(view: View, verb: Token, content: Content) -> bool:
    """Tell whether a participle only leads to the cue: "*Responding* to a question, Gul said: “…”"."""
    above = verb.head
    if verb.tag_ != "VBG" or verb.dep_ != "advcl" or above.i < verb.i:
        return False
    return lemma(above) in cue_lexicon().clause and content.ranges[0][0] >= view.after(above.i)


def _is_about_anonymity(view: View, content: Content) -> bool:
    """Tell whether it is but a wish of the speaker's: "asked *not to be named*"."""
    beginnings = (view.text[a : a + _ANONYMITY_REACH] for a, _ in content.ranges[:1])
    return any(phrase in words for words in beginnings for phrase in cue_lexicon().anonymity)


def _finding(view: View, content: Content, base: str, subject: Subject) -> Finding:
    head, relay = subject.head, subject.relay
    return Finding(
        content=content.ranges,
        cue=view.range(*content.cue),
        lemma=base,
        frame=content.frame,
        mention=view.range(*mention_of(head)) if head is not None else None,
        sentence=view.sentence.index,
        relay=view.range(*mention_of(relay)) if relay is not None else None,
        hints={"carrier": subject.carrier.lower_} if subject.carrier is not None else {},
    )


def _without_doubles(found: list[Finding]) -> list[Finding]:
    """Drop a second finding with the same content, and nouns inside objects ("denied a *claim* that …")."""
    kept: list[Finding] = []
    for finding in found:
        if finding.frame == "noun" and any(_holds_cue(k, finding) for k in kept if k.frame == "object"):
            continue
        if not any(k.content == finding.content and k.cue != finding.cue for k in kept):
            kept.append(finding)
    return kept


def _holds_cue(holder: Finding, finding: Finding) -> bool:
    return finding.cue is not None and holder.content[0][0] <= finding.cue[0] < holder.content[-1][1]


def _distinct(parsed: ParsedArticle, findings: list[Finding]) -> list[Finding]:
    """Drop a headline's wording that the body repeats, and one sentence that an article repeats."""
    contents = [_words(parsed, finding) for finding in findings]
    tops = [parsed.article.block_of(parsed.sentences[f.sentence].segment).kind in _TOPS for f in findings]
    body = [words for words, top in zip(contents, tops, strict=True) if not top]
    seen: set[tuple[str, str, frozenset[str]]] = set()
    acts: set[tuple[str, str, tuple[str, ...]] | None] = set()
    kept = []
    for finding, words, top in zip(findings, contents, tops, strict=True):
        if top and any(words <= other or 2 * len(words & other) > len(words | other) for other in body):
            continue
        who = parsed.text[slice(*finding.mention)].lower() if finding.mention else ""
        key = (finding.lemma, who, words)
        # "condemns the attacks that …", said five times of one event in other words, is one statement.
        act = (finding.lemma, who, _opening(parsed, finding)) if finding.frame == "object" else None
        if (key not in seen or len(words) <= _FEW_WORDS) and (act is None or act not in acts):
            kept.append(finding)
        seen.add(key)
        acts.add(act)
    return kept


def _opening(parsed: ParsedArticle, finding: Finding) -> tuple[str, ...]:
    """Return the first words of a content up to its first preposition or conjunction: what is named."""
    first = [w.lower() for w in _WORD.findall(parsed.text[slice(*finding.content[0])])]
    return tuple(itertools.takewhile(lambda w: w not in _LINKS, first))[:_OPENING]


def _words(parsed: ParsedArticle, finding: Finding) -> frozenset[str]:
    return frozenset(w.lower() for a, b in finding.content for w in _WORD.findall(parsed.text[a:b]))


def _nested(findings: list[Finding]) -> list[Finding]:
    """Set parents; drop what stands inside a content that is itself disputed, demanded or alleged."""
    lex = cue_lexicon()
    kept: list[Finding] = []
    for finding in findings:
        finding.parent = _parent(kept, finding)
        if finding.parent is not None:
            above = kept[finding.parent].lemma
            denied = finding.lemma in lex.denied and above in lex.denials
            if above in lex.opaque and not denied:
                continue
        kept.append(finding)
    return kept


def _parent(kept: list[Finding], finding: Finding) -> int | None:
    """Return the position of the nearest finding before in whose content this one's cue stands."""
    at = finding.cue[0] if finding.cue else finding.start
    for k in range(len(kept) - 1, max(-1, len(kept) - 1 - _NESTING_REACH), -1):
        other = kept[k]
        if other.frame != "turn" and other.cue != finding.cue and any(a <= at < b for a, b in other.content):
            return k
    return None

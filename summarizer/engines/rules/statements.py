"""Finding statements: every attribution of an article, in the order of the text, before its speaker is resolved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.rules.contents import Content, View, content_of, tidy, whole_quotes
from summarizer.engines.rules.cues import Subject, cue_lexicon, finite_participle, is_reporting_verb, mention_of, modal_or_negated, subject_of
from summarizer.engines.rules.findings import Finding
from summarizer.engines.rules.parsing import lemma
from summarizer.engines.rules.quotations import attribute_quotations, turns
from summarizer.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence

__all__ = ["find_statements"]

_LABEL = re.compile(r"(?P<name>[^\W\d_][\w.’'&-]*(?: [\w.’'&-]+){0,4}):\s+(?=\S)")
_WORD = re.compile(r"\w+")
_TOPS = (BlockKind.HEADLINE, BlockKind.DECK)


def find_statements(parsed: ParsedArticle) -> list[Finding]:
    """Return the statements of an article as findings with offsets, nested ones after the one that holds them."""
    findings: list[Finding] = []
    orders = _orders(parsed)
    for view in _views(parsed):
        if view.sentence.segment.block not in orders:
            findings += _in_sentence(parsed, view)
    findings += turns(parsed)
    findings = attribute_quotations(parsed, findings)
    findings.sort(key=lambda f: (f.sentence, f.start, -max((r[1] for r in f.content), default=0)))
    return _nested(parsed, _distinct(parsed, findings))


def _orders(parsed: ParsedArticle) -> frozenset[int]:
    """Blocks that give orders to a machine: what they tell it to say was not said."""
    lex = cue_lexicon()
    blocks = parsed.article.article.blocks
    found = {i for i, b in enumerate(blocks) if any(p in parsed.text[b.start : b.end].lower() for p in lex.orders)}
    found |= {s.segment.block for s in parsed.sentences if len(s.doc) > 1 and s.doc[0].lower_ in lex.order_words and s.doc[1].tag_ != "VBD"}
    return frozenset(found)


def _views(parsed: ParsedArticle) -> Iterator[View]:
    quotes = parsed.article.quotations
    first = 0
    for sentence in parsed.sentences:
        start, end = sentence.segment.start, sentence.segment.end
        while first < len(quotes) and quotes[first].end < start:
            first += 1
        touching = []
        for quote in quotes[first:]:
            if quote.start >= end:
                break
            touching.append(quote)
        yield View(sentence, parsed.text, tuple(touching))


def _in_sentence(parsed: ParsedArticle, view: View) -> list[Finding]:
    sentence = view.sentence
    found: list[Finding] = []
    if parsed.article.block_of(sentence.segment).kind is BlockKind.HEADLINE and (labelled := _headline(parsed, view)):
        return [labelled]
    for token in sentence.doc:
        if view.quoted[token.i] is not None:
            continue
        finding = None
        if token.lower_ == "according":
            finding = _according(view, token)
        elif token.tag_[:2] == "VB":
            finding = _verb(view, token)
        elif token.tag_ in ("NN", "NNS"):
            finding = _noun(view, token)
        elif token.lower_ in cue_lexicon().unattributed:
            finding = _adverb(view, token)
        if finding is not None:
            found.append(finding)
    return _without_doubles(found)


def _base(verb: Token) -> str:
    base = lemma(verb)
    if base == "put" and verb.i + 1 < len(verb.doc) and verb.doc[verb.i + 1].lower_ == "it":
        return "put it"
    particle = next((c for c in verb.rights if c.dep_ == "prt"), None)
    if particle is not None and f"{base} {particle.lower_}" in cue_lexicon().clause | cue_lexicon().quotation:
        return f"{base} {particle.lower_}"
    return base


def _verb(view: View, verb: Token) -> Finding | None:
    lex = cue_lexicon()
    base = _base(verb)
    if base in ("quote", "cite") and any(c.dep_ == "prep" and c.lower_ == "as" and any(g.dep_ == "pcomp" for g in c.children) for c in verb.rights):
        return None  # "quoted X as saying": the statement is found at "saying"
    if base.split(" ")[0] not in lex.verbs or verb.dep_ in ("aux", "auxpass", "amod", "compound"):
        return None
    subject = subject_of(verb, view.inside)
    if subject is None:
        subject = _by_position(view, verb)
    if subject is None or not is_reporting_verb(verb, subject, base) or modal_or_negated(verb):
        return None
    if subject.head is not None and view.quoted[subject.head.i] is not None:
        return None
    if verb.tag_ == "VBN" and not any(c.dep_ in ("aux", "auxpass", "agent") for c in verb.children) and verb.dep_ in ("acl", "advcl"):
        if not finite_participle(verb):
            return None
    content = content_of(view, verb, base, subject)
    if content is None or any(p in view.text[a : a + 60] for a, _ in content.ranges[:1] for p in lex.anonymity):
        return None
    return _finding(view, content, base, subject)


def _finding(view: View, content: Content, base: str, subject: Subject) -> Finding:
    sentence = view.sentence
    mention = relay = None
    hints: dict[str, str] = {}
    if subject.head is not None:
        mention = _token_range(view, mention_of(subject.head))
    if subject.relay is not None:
        relay = _token_range(view, mention_of(subject.relay))
    if subject.carrier is not None:
        hints["carrier"] = subject.carrier.lower_
    return Finding(
        content=content.ranges,
        cue=_token_range(view, content.cue),
        lemma=base,
        frame=content.frame,
        mention=mention,
        sentence=sentence.index,
        relay=relay,
        hints=hints,
    )


def _token_range(view: View, tokens: tuple[int, int]) -> Range:
    return view.at(tokens[0]), view.after(tokens[1] - 1)


def _by_position(view: View, verb: Token) -> Subject | None:
    """Subject that the parse missed: "“…,” said X", and "X said: “…”" where X is a bare name."""
    lex, doc = cue_lexicon(), verb.doc
    if lemma(verb) not in lex.clause | lex.quotation or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    before = verb.i - 1
    if before >= 0 and (doc[before].is_quote or doc[before].text in (",", "—", "–")) and verb.i + 1 < len(doc):
        for token in doc[verb.i + 1 : verb.i + 14]:
            if token.tag_ in ("NNP", "NNPS", "PRP", "NN", "NNS"):
                head = token
                while head.head.i > head.i and head.dep_ in ("compound", "amod", "nmod", "poss", "det") and head.head.tag_[:2] == "NN":
                    head = head.head
                return Subject(head)
            if token.is_punct or token.tag_[:1] == "V":
                break
    if before > 0 and verb.dep_ not in ("acl", "advcl", "amod", "xcomp", "pcomp"):
        if doc[before].tag_[:2] == "NN" and view.quoted[before] is None:
            return Subject(doc[before])
        if doc[before].text == ",":
            comma = next((i for i in range(before - 1, max(0, before - 25), -1) if doc[i].text == ","), None)
            if comma and doc[comma - 1].tag_[:3] == "NNP" and view.quoted[comma - 1] is None:
                return Subject(doc[comma - 1])
    return None


def _according(view: View, token: Token) -> Finding | None:
    doc = token.doc
    to = token.i + 1
    if to >= len(doc) or doc[to].lower_ != "to":
        return None
    pobj = next((c for c in doc[to].children if c.dep_ == "pobj"), None)
    if pobj is None:
        pobj = next((t for t in doc[to + 1 : to + 12] if t.tag_[:2] == "NN" and not (t.i + 1 < len(doc) and doc[t.i + 1].tag_[:2] == "NN")), None)
    if pobj is None or pobj.lower_ in ("plan", "plans", "schedule", "law", "tradition", "need", "size", "me", "us", "you"):
        return None
    left, right = mention_of(pobj)
    end = pobj.right_edge.i + 1
    sentence = view.sentence.segment
    at, after = view.at(token.i), view.after(right - 1)
    head = next((i for i in range(token.i - 1, -1, -1) if not doc[i].is_punct), None)
    fronted = head is None or (doc[token.i - 1].is_punct and doc[token.i - 1].text in (";", "(", "—", ":")) or doc[head].lower_ in ("but", "and")
    if fronted:
        comma = next((i for i in range(right, min(len(doc), max(end, right) + 25)) if doc[i].text == "," and view.quoted[i] is None and i >= min(end, right + 14)), None)
        comma = comma if comma is not None else next((i for i in range(right, len(doc)) if doc[i].text == ","), None)
        start = view.after(comma) if comma is not None else view.at(end)
        ranges = [(start, sentence.end)]
    else:
        clause = _clause_start(view, token)
        ranges = [(clause, at)]
        if end < len(doc) and doc[end].text == "," and end + 1 < len(doc) and doc[end + 1].tag_ not in ("WP", "WDT", "VBG", "CC", "IN") and not doc[end + 1].is_quote:
            ranges.append((view.at(end + 1), sentence.end))
        elif end < len(doc) and doc[end].text == "," and end + 1 < len(doc) and doc[token.i - 1].text == "," and doc[end + 1].tag_ in ("VBD", "VBZ", "VBP", "MD"):
            ranges.append((view.at(end + 1), sentence.end))
    kept = [r for a, b in ranges if (r := tidy(view.text, a, b, fronted=True)) is not None]
    if not kept:
        return None
    kept, _ = whole_quotes(view, kept, (at, after))
    return Finding(kept, (at, view.after(to)), "according to", "according", _token_range(view, (left, right)), view.sentence.index)


def _clause_start(view: View, token: Token) -> int:
    """Where the clause that "according to" closes begins: after "said … and", else the sentence's start."""
    doc = token.doc
    for i in range(token.i - 1, 0, -1):
        if view.quoted[i] is None and doc[i].text == ";":
            return view.after(i)
    return view.sentence.segment.start


def _noun(view: View, noun: Token) -> Finding | None:
    """"his claim that …", "a warning from the mayor that …"."""
    lex = cue_lexicon()
    if lemma(noun) not in lex.nouns:
        return None
    clause = next((c for c in noun.rights if c.dep_ in ("acl", "ccomp", "relcl") and c.left_edge.lower_ == "that" and c.left_edge.tag_ == "IN"), None)
    if clause is None:
        return None
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is None:
        prep = next((c for c in noun.rights if c.dep_ == "prep" and c.lower_ in ("of", "from", "by")), None)
        owner = next((c for c in prep.children if c.dep_ == "pobj"), None) if prep is not None else None
    if owner is None and noun.dep_ == "dobj" and (subject := subject_of(noun.head)) is not None:
        if modal_or_negated(noun.head) or lemma(noun.head) not in ("make", "issue", "repeat", "give", "release", "reiterate", "send", "deliver", "renew"):
            return None
        owner = subject.head
    if owner is None:
        return None
    content = tidy(view.text, view.at(clause.left_edge.i), view.after(clause.right_edge.i))
    if content is None or owner.lower_ in ("my", "our", "your", "i", "we"):
        return None
    found = Content([content], "noun", (noun.i, noun.i + 1))
    return _finding(view, found, lemma(noun), Subject(owner))


def _adverb(view: View, token: Token) -> Finding | None:
    """"… reportedly …": said by nobody in particular."""
    sentence, doc = view.sentence, token.doc
    verb = token.head
    clause = verb
    while clause.dep_ in ("conj", "aux", "auxpass", "xcomp") and not any(c.dep_.startswith("nsubj") for c in clause.children):
        clause = clause.head
    start, end = view.at(clause.left_edge.i), view.after(clause.right_edge.i)
    if token.i == 0:
        start = view.after(0)
    ranges = [r for a, b in ((start, view.at(token.i)), (view.after(token.i), end)) if (r := tidy(view.text, a, b, fronted=True)) is not None]
    if not ranges or doc[token.i - 1 if token.i else 0].lower_ == "was":
        return None
    return Finding(ranges, (view.at(token.i), view.after(token.i)), token.lower_, "adverb", None, sentence.index)


def _headline(parsed: ParsedArticle, view: View) -> Finding | None:
    """"Mayor: The bridge will open", a headline's way to attribute."""
    text, (start, end) = parsed.text, (view.sentence.segment.start, view.sentence.segment.end)
    match = _LABEL.match(text, start, end)
    if match is None or match.end() >= end or len(_WORD.findall(text[match.end() : end])) < 4:
        return None
    span = view.sentence.span(*match.span("name"))
    if span is None or span[-1].tag_[:2] != "NN":
        return None
    last = lemma(span[-1])
    if span[-1].tag_[:3] != "NNP" and last not in cue_lexicon().speakers and not last.endswith(cue_lexicon().endings):
        return None
    content = tidy(text, match.end(), end)
    if content is None:
        return None
    return Finding([content], (match.end("name"), match.end("name") + 1), "", "label", match.span("name"), view.sentence.index)


def _without_doubles(found: list[Finding]) -> list[Finding]:
    """Drop a finding whose content another one of the same speaker covers with a nearer cue; noun cues inside objects."""
    kept: list[Finding] = []
    for finding in found:
        if finding.frame == "noun" and any(
            k.cue and finding.cue and k.content[0][0] <= finding.cue[0] < k.content[-1][1] and k.frame == "object" for k in kept
        ):
            continue
        if any(k.content == finding.content and k.cue != finding.cue for k in kept):
            continue
        kept.append(finding)
    return kept


def _distinct(parsed: ParsedArticle, findings: list[Finding]) -> list[Finding]:
    """Drop a headline's wording that the body repeats, and one sentence that an article repeats."""
    seen: set[tuple[str, frozenset[str]]] = set()
    kept = []
    contents = [frozenset(w.lower() for a, b in f.content for w in _WORD.findall(parsed.text[a:b])) for f in findings]
    tops = [parsed.article.block_of(parsed.sentences[f.sentence].segment).kind in _TOPS for f in findings]
    body = [words for words, top in zip(contents, tops, strict=True) if not top]
    for finding, words, top in zip(findings, contents, tops, strict=True):
        if top and any(2 * len(words & other) > len(words | other) or words <= other for other in body):
            continue
        who = parsed.text[slice(*finding.mention)].lower() if finding.mention else ""
        key = (f"{finding.lemma} {who}", words)
        if len(words) > 3 and key in seen:
            continue
        seen.add(key)
        kept.append(finding)
    return kept


def _nested(parsed: ParsedArticle, findings: list[Finding]) -> list[Finding]:
    """Set parents; drop what stands inside a content that is itself disputed, demanded or alleged."""
    lex = cue_lexicon()
    kept: list[Finding] = []
    for finding in findings:
        at = finding.cue[0] if finding.cue else finding.start
        parent = None
        for k in range(len(kept) - 1, max(-1, len(kept) - 8), -1):
            other = kept[k]
            if other.frame != "turn" and any(a <= at < b for a, b in other.content) and other.cue != finding.cue:
                parent = k
                break
        if parent is not None:
            chain, k = [], parent
            while k is not None:
                chain.append(kept[k].lemma)
                k = kept[k].parent
            if chain[0] in lex.opaque and not (finding.lemma in ("claim", "report", "say") and chain[0] in ("reject", "deny", "dismiss", "refute")):
                continue
        finding.parent = parent
        kept.append(finding)
    return kept

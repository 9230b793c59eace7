"""The extractive summary: a headline and the few sentences that carry the news, in the article's own words.

A sentence earns its place by where it stands, by how much of the article it covers, and by what it reports: a
denial, a pledge, a count. It loses it when it tells background, leans on a sentence that is not there, or
says again what another one says. Weights and word lists are in ``lexicons/summary.toml``.
"""

from __future__ import annotations

import bisect
import datetime as dt
import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from summarizer.drafts import DraftSentence
from summarizer.engines.rules.entries import behind_clock, entry_blocks
from summarizer.engines.rules.events import concerns_people
from summarizer.engines.rules.lexicon import load, words
from summarizer.reading.dates import find_dates
from summarizer.records import BlockKind, SpeakerKind
from summarizer.segments import point

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarizer.drafts import DraftFigure, DraftStatement, Pointer
    from summarizer.engines.rules.findings import Finding
    from summarizer.engines.rules.parsing import ParsedArticle
    from summarizer.segments import Segment, SegmentedArticle

__all__ = ["summarize"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENDS = (".", "!", "…", ".”", "!”", '."', '!"', ".’", ".'", ".)", ".»", "”", '"', "»")
_FOLD = str.maketrans({"’": "'", "‘": "'", "\n": " "})
_BLANK_LINE = re.compile(r"\r?\n[ \t]*\r?\n")
_ENDINGS = ("ing", "ed", "es", "s")
_FULL_DAY = 10
_NAMELESS = (SpeakerKind.UNNAMED, SpeakerKind.UNATTRIBUTED)


@dataclass(slots=True)
class _Candidate:
    """A sentence that may be chosen.

    Attributes:
        start: where its words begin, behind the time of a ticker's entry.
        leans: whether it needs the one before.
        said: who does what in it.
    """

    segment: Segment
    index: int
    start: int
    words: frozenset[str]
    leans: bool
    score: float = 0.0
    said: frozenset[tuple[str, str]] = frozenset()


def summarize(
    parsed: ParsedArticle,
    findings: Sequence[Finding],
    drafts: Sequence[DraftStatement],
    figures: Sequence[DraftFigure],
) -> tuple[DraftSentence | None, tuple[DraftSentence, ...]]:
    """Return the headline and up to three sentences of an article, in the order of the text.

    Args:
        parsed: the article; its sentences need not have been parsed.
        findings: the statements found, which tell whose words a sentence holds.
        drafts: the same as proposed, with their acts and speakers.
        figures: the figures found.

    An article without prose gives ``(None, ())``; one with a headline only gives that.
    """
    article = parsed.article
    candidates = _candidates(parsed, findings)
    _score(article, candidates, drafts, figures)
    headline = _headline(article, candidates)
    # A first line that serves as the headline is not said again.
    if (
        len(candidates) > 1
        and headline == _whole_of(article, candidates[0])
        and _is_short(article, candidates[0])
    ):
        candidates = candidates[1:]
    chosen = _choose(candidates, _wanted(candidates))
    return headline, tuple(_whole_of(article, c) for c in chosen)


def _whole(article: SegmentedArticle, start: int, end: int) -> DraftSentence:
    return DraftSentence(evidence=(point(article, start, end),))


def _whole_of(article: SegmentedArticle, candidate: _Candidate) -> DraftSentence:
    return _whole(article, candidate.start, candidate.segment.end)


def _is_short(article: SegmentedArticle, candidate: _Candidate) -> bool:
    words_in_it = len(article.text[candidate.segment.start : candidate.segment.end].split())
    return words_in_it <= int(load("summary")["limits"]["headline_words"])


def _headline(article: SegmentedArticle, candidates: Sequence[_Candidate]) -> DraftSentence | None:
    """Return the headline block, else the title where it stands in the text, else the first sentence."""
    blocks = article.article.blocks
    for first in article.sentences:
        if blocks[first.block].kind is BlockKind.HEADLINE:
            start, end = _headline_line(article.text, first.start, blocks[first.block].end)
            # A stray mark after the last word is in no sentence.
            end = min(end, max(s.end for s in article.sentences if s.block == first.block))
            if (
                end > start
                and article.text[start:end].lower().rstrip(":") not in load("summary")["skipped"]["headlines"]
            ):
                return _whole(article, start, end)
    title = (article.article.title or "").strip()
    at = article.text.find(title) if title else -1
    if at >= 0 and any(s.start <= at and at + len(title) <= s.end for s in article.sentences):
        return _whole(article, at, at + len(title))
    if not candidates:
        return None
    return _whole_of(article, candidates[0])


def _headline_line(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the words of a headline without Markdown's marks and without a byline below it."""
    end = min([end, *(m.start() for m in _BLANK_LINE.finditer(text, start, end))])
    line = text[start:end]
    start += len(line) - len(line.lstrip("#*_> \t"))
    return start, max(start, start + len(text[start:end].rstrip("*_# \t\r\n")))


def _wanted(candidates: Sequence[_Candidate]) -> int:
    few, some = 4, 8
    return 1 if len(candidates) < few else 2 if len(candidates) < some else 3


def _candidates(parsed: ParsedArticle, findings: Sequence[Finding]) -> list[_Candidate]:
    """Return the sentences that may stand in a summary: prose, whole, declarative, of a readable length."""
    article, entries = parsed.article, frozenset(entry_blocks(parsed))
    prose = _usable(article, BlockKind.PARAGRAPH)
    turns = _usable(article, BlockKind.TURN)
    turns = [t for t in turns if not _asks(article, t[1])] or turns
    # What stands between the turns of a transcript only tells of the occasion.
    if not prose or (turns and prose[0][0] > turns[0][0] and len(prose) <= len(turns)):
        prose = turns
    speaking = _pronoun_speakers(article, findings)
    found: list[_Candidate] = []
    for index, segment in prose:
        text = article.text[segment.start : segment.end]
        leans = _leans(text) or bool(_within(speaking, segment))
        opens = segment.block in entries and segment.start == article.block_of(segment).body
        start = behind_clock(article.text, segment.start, segment.end) if opens else segment.start
        found.append(_Candidate(segment, index, start, frozenset(_content_words(text)), leans))
    return found


def _asks(article: SegmentedArticle, segment: Segment) -> bool:
    block = article.block_of(segment)
    return article.text[block.body : block.end].rstrip(" ”\"'’").endswith("?")


def _usable(article: SegmentedArticle, kind: BlockKind) -> list[tuple[int, Segment]]:
    blocks, limit = article.article.blocks, int(load("summary")["limits"]["considered"])
    cut = _cut_positions(article)
    found: list[tuple[int, Segment]] = []
    for index, segment in enumerate(article.sentences[:limit]):
        if blocks[segment.block].kind is not kind or blocks[segment.block].language is not None:
            continue
        if _readable(article.text[segment.start : segment.end]) and not _cuts_quotation(cut, segment):
            found.append((index, segment))
    return found


def _readable(text: str) -> bool:
    limits: dict[str, Any] = load("summary")["limits"]
    length = len(text.split())
    plain = text.translate(_FOLD)
    if not limits["fewest_words"] <= length <= limits["most_words"] or not plain.endswith(_ENDS):
        return False
    first = plain.lstrip("“\"'(«„")[:1]
    return not first.islower() and _skipped().search(plain) is None and "?" not in plain[-3:]


def _cut_positions(article: SegmentedArticle) -> list[tuple[int, int]]:
    # An unclosed quotation goes on beyond its block.
    return [(q.start, q.end if q.closed else q.end + 1) for q in article.quotations]


def _cuts_quotation(quotations: Sequence[tuple[int, int]], segment: Segment) -> bool:
    """Whether a quotation begins before the sentence or ends after it: half of it would stand there alone."""
    for boundary in (segment.start, segment.end):
        i = bisect.bisect_left(quotations, (boundary, -1)) - 1
        # The opening mark belongs to the sentence, so a quotation that begins right after it does not count.
        if i >= 0 and quotations[i][0] + 1 < boundary < quotations[i][1]:
            return True
    return False


def _pronoun_speakers(article: SegmentedArticle, findings: Sequence[Finding]) -> list[int]:
    """Return where statements stand whose sentence names no speaker, only a pronoun or no cue at all."""
    named: set[int] = set()
    unnamed: list[tuple[int, int]] = []
    for finding in findings:
        position = finding.cue[0] if finding.cue is not None else finding.start
        mention = None if finding.mention is None else article.text[finding.mention[0] : finding.mention[1]]
        if finding.frame == "turn":
            continue
        if mention is None and finding.frame != "continued":
            continue
        if mention is None or mention.lower() in words("summary", "starts", "speakers"):
            unnamed.append((finding.sentence, position))
        else:
            named.add(finding.sentence)
    return sorted(position for sentence, position in unnamed if sentence not in named)


def _within(positions: Sequence[int], segment: Segment) -> Sequence[int]:
    return positions[
        bisect.bisect_left(positions, segment.start) : bisect.bisect_left(positions, segment.end)
    ]


def _leans(text: str) -> bool:
    """Whether a sentence needs the one before it: it begins with a pronoun or a connective."""
    plain = text.translate(_FOLD).lstrip("“\"'(«„ ").lower()
    match = _WORD.match(plain)
    first = "" if match is None else match[0].split("'")[0]
    quoted = text[:1] in "“\"'«„‘"
    own = ("starts", "connectives") if quoted else ("starts", "pronouns")
    # "We …" inside quotation marks is the speaker's own word; outside it is nobody's.
    listed = words("summary", *own) | words("summary", "starts", "connectives")
    return first in listed or plain.startswith(tuple(p for p in load("summary")["starts"]["phrases"]))


def _content_words(text: str) -> list[str]:
    stop = words("summary", "words", "stop")
    found = [w.lower().replace("’", "'").removesuffix("'s") for w in _WORD.findall(text)]
    return [_stem(w) for w in found if w not in stop]


def _stem(word: str) -> str:
    """Cut the commonest endings, so that "attacks" and "attacked" count as one word."""
    if not word.endswith(_ENDINGS):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)]
    return word


def _score(
    article: SegmentedArticle,
    candidates: Sequence[_Candidate],
    drafts: Sequence[DraftStatement],
    figures: Sequence[DraftFigure],
) -> None:
    weights: dict[str, float] = load("summary")["weights"]
    limits: dict[str, Any] = load("summary")["limits"]
    frequency = Counter(w for c in candidates for w in c.words)
    central = [_centrality(c.words, frequency) for c in candidates]
    highest = max(central, default=0.0) or 1.0
    title = frozenset(_content_words(article.article.title or ""))
    said = _said(article, drafts)
    counted = _figures_by_sentence(article, figures)
    quoted = sorted(q.start for q in article.quotations if q.end - q.start >= limits["quotation"])
    published = _day(article.article.published_on)
    for rank, candidate in enumerate(candidates):
        text = article.text[candidate.segment.start : candidate.segment.end]
        key = candidate.segment.id
        score = weights["first"] / (1 + 0.5 * rank) + weights["central"] * central[rank] / highest
        score += (
            weights["headline"] * _share(candidate.words, title)
            + _news(said.get(key, ()))
            + counted.get(key, 0.0)
        )
        candidate.said = frozenset((d.speaker.name, d.acts[0].value) for d in said.get(key, ()) if d.acts)
        score += weights["named"] * any(d.speaker.kind not in _NAMELESS for d in said.get(key, ()))
        score += weights["quotation"] * bool(_within(quoted, candidate.segment))
        score += weights["background"] * (
            rank > 0 and _background().search(text.translate(_FOLD)) is not None
        )
        score += weights["old"] * _is_old(text, published, limits["old_days"])
        score += weights["long"] * (len(text.split()) > limits["long_words"])
        candidate.score = score


def _centrality(own: frozenset[str], frequency: Counter[str]) -> float:
    """Return how much a sentence shares with all others; by length, so that long ones do not win by it."""
    shared = sum(math.log(frequency[w]) for w in sorted(own))
    return shared / math.sqrt(len(own) + 4)


def _share(own: frozenset[str], other: frozenset[str]) -> float:
    return len(own & other) / len(other) if other else 0.0


def _said(article: SegmentedArticle, drafts: Sequence[DraftStatement]) -> dict[str, list[DraftStatement]]:
    """Return the statements of each sentence, by its id."""
    found: dict[str, list[DraftStatement]] = {}
    for draft in drafts:
        key = _sentence_of(article, draft.cue if draft.cue is not None else draft.content[0])
        if key is not None:
            found.setdefault(key, []).append(draft)
    return found


def _news(drafts: Iterable[DraftStatement]) -> float:
    weights: dict[str, float] = load("summary")["acts"]
    return max((weights.get(act.value, 0.0) for d in drafts for act in d.acts), default=0.0)


def _figures_by_sentence(article: SegmentedArticle, figures: Sequence[DraftFigure]) -> dict[str, float]:
    weights: dict[str, float] = load("summary")["weights"]
    strongest: dict[str, float] = {}
    people: Counter[str] = Counter()
    for figure in figures:
        for key in sorted({k for p in figure.evidence if (k := _sentence_of(article, p)) is not None}):
            people[key] += concerns_people(figure.measure)
            strongest[key] = weights["casualties"] if people[key] else weights["figure"]
    return {k: w + weights["more_casualties"] * min(max(people[k] - 1, 0), 2) for k, w in strongest.items()}


def _sentence_of(article: SegmentedArticle, pointer: Pointer) -> str | None:
    """Return the id of the sentence that a pointer's first segment is, or lies in."""
    segment = article.get(pointer.segments[0]) if pointer.segments else None
    if segment is None or segment.kind == "sentence":
        return None if segment is None else segment.id
    i = bisect.bisect_right(article.sentences, segment.start, key=lambda s: s.start) - 1
    return article.sentences[i].id if i >= 0 else None


def _day(published_on: str | None) -> dt.date | None:
    return dt.date.fromisoformat(published_on) if published_on and len(published_on) == _FULL_DAY else None


def _is_old(text: str, published: dt.date | None, days: int) -> bool:
    """Whether a sentence tells of a day, a month or a year that was over long before publication."""
    if published is None:
        return False
    limit = (published - dt.timedelta(days=days)).isoformat()
    dates = [d.iso for d in find_dates(text, published) if d.iso is not None]
    return bool(dates) and all(iso < limit[: len(iso)] for iso in dates)


def _choose(candidates: Sequence[_Candidate], wanted: int) -> list[_Candidate]:
    """Take the best sentence, then the next best that adds something and can stand where it will."""
    limits: dict[str, Any] = load("summary")["limits"]
    chosen: list[_Candidate] = []
    likeness = dict.fromkeys((c.index for c in candidates), 0.0)
    left = list(candidates)
    while left and len(chosen) < wanted:
        taken = {c.index for c in chosen}
        left = [c for c in left if likeness[c.index] <= limits["overlap"]]
        able = [c for c in left if not c.leans or c.index - 1 in taken]
        if not able:
            break
        said = frozenset(pair for c in chosen for pair in c.said)
        best = max(able, key=lambda c: (_worth(c, likeness[c.index], said), -c.index))
        chosen.append(best)
        left.remove(best)
        for other in left:
            likeness[other.index] = max(likeness[other.index], _overlap(best.words, other.words))
    return sorted(chosen, key=lambda c: c.index)


def _worth(candidate: _Candidate, likeness: float, said: frozenset[tuple[str, str]]) -> float:
    """Return a sentence's score after what the chosen ones say already."""
    lexicon = load("summary")
    same: float = lexicon["weights"]["same"] * bool(candidate.said & said)
    near: float = lexicon["limits"]["diversity"] * likeness
    return candidate.score + same - near


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 1.0


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    listed = "|".join(re.escape(p).replace(r"\ ", r"\s") for p in sorted(phrases, key=lambda p: (-len(p), p)))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)


@cache
def _background() -> re.Pattern[str]:
    return _pattern(load("summary")["background"]["phrases"])


@cache
def _skipped() -> re.Pattern[str]:
    return _pattern(load("summary")["skipped"]["phrases"])

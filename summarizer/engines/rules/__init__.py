"""The rules engine: deterministic, no key, no network, one small spaCy model.

Its parts, in the order of their work: parsing; statements (views, cues, subjects, contents, quotations);
people, speakers; acts, channels, saying, relays, targets; figures; summary. Word lists are in ``lexicons/``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.drafts import Draft, DraftSpeaker, DraftStatement, Pointer
from summarizer.engines.rules.acts import acts_of
from summarizer.engines.rules.anonymous import nameless
from summarizer.engines.rules.channels import channel_of
from summarizer.engines.rules.figures import find_figures
from summarizer.engines.rules.outlets import pass_on
from summarizer.engines.rules.parsing import model_name, parse
from summarizer.engines.rules.people import build_register
from summarizer.engines.rules.relays import via_of
from summarizer.engines.rules.resolved import called_militant, official_kind
from summarizer.engines.rules.saying import date_of, hedges_of
from summarizer.engines.rules.scenes import find_events
from summarizer.engines.rules.speakers import Focus, inherit, resolve
from summarizer.engines.rules.statements import blocks_with_orders, find_statements
from summarizer.engines.rules.summary import summarize
from summarizer.engines.rules.targets import target_of
from summarizer.records import Act
from summarizer.segments import point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.engines.rules.findings import Finding, Range
    from summarizer.engines.rules.parsing import ParsedArticle
    from summarizer.engines.rules.resolved import Resolved
    from summarizer.engines.rules.scenes import Events
    from summarizer.segments import SegmentedArticle

__all__ = ["RulesEngine"]


class RulesEngine:
    """Makes drafts by rules over a dependency parse."""

    name = "rules"

    @property
    def model(self) -> str:
        """Package name of the spaCy model that parses."""
        return model_name()

    def draft(self, article: SegmentedArticle) -> Draft:
        """Propose statements, figures and an extractive summary for one article.

        Raises:
            UsageError: no spaCy model is installed, or its files are damaged.
        """
        parsed = parse(article)
        orders = blocks_with_orders(parsed)
        findings = find_statements(parsed, skip=orders)
        findings, speakers = pass_on(findings, _speakers(parsed, findings))
        names = [s.name for s in speakers]
        events = find_events(parsed, findings, names)
        found = _Found(parsed, findings, speakers, names, events, _militants(parsed, findings, names))
        statements = tuple(found.statement(i) for i in range(len(findings)))
        keys = [statement.key for statement in statements]
        figures = find_figures(parsed, findings, keys, article.article.published_on)
        headline, sentences = summarize(parsed, findings, statements, figures)
        return Draft(headline, sentences, statements, tuple(figures), _warnings(len(orders)))


def _warnings(orders: int) -> tuple[str, ...]:
    """Return what the reader of a record must know about how it was made."""
    if not orders:
        return ()
    blocks = "a block of text that gives" if orders == 1 else f"{orders} blocks of text that give"
    return (f"no statements were looked for in {blocks} orders to a machine",)


def _speakers(parsed: ParsedArticle, findings: Sequence[Finding]) -> list[Resolved]:
    register = build_register(parsed)
    focus = Focus()
    resolved: list[Resolved] = []
    for finding in findings:
        at = finding.mention[0] if finding.mention is not None else finding.start
        focus.enclosing = resolved[finding.parent] if finding.parent is not None else None
        if finding.mention is None and finding.frame == "continued":
            speaker = inherit(register, parsed, at, focus)
        else:
            speaker = resolve(register, parsed, finding.mention, at, focus)
        resolved.append(speaker)
        described = nameless(parsed, finding.mention, speaker)
        nested = finding.parent is not None
        focus.add((finding.start, _end(finding)), speaker, nested=nested, nameless=described)
    return resolved


def _militants(parsed: ParsedArticle, findings: Sequence[Finding], names: Sequence[str]) -> frozenset[str]:
    """Return the names of those who claim responsibility for something, or are called militants."""
    claims = ((name, f) for name, f in zip(names, findings, strict=True) if f.lemma == "claim")
    found = {name for name, f in claims if Act.CLAIM_RESPONSIBILITY in acts_of(parsed, f)}
    return frozenset(found | {name for name in set(names) if called_militant(parsed.text, name)})


def _end(finding: Finding) -> int:
    ends = [b for _, b in finding.content]
    return max([*ends, finding.cue[1]] if finding.cue else ends)


def _key(i: int) -> str:
    return f"F{i + 1}"


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known about an article's statements when their drafts are made; lists run parallel."""

    parsed: ParsedArticle
    findings: Sequence[Finding]
    speakers: Sequence[Resolved]
    names: Sequence[str]
    events: Events
    militants: frozenset[str]

    def statement(self, i: int) -> DraftStatement:
        """Return the draft of statement ``i``."""
        parsed, finding, speaker = self.parsed, self.findings[i], self.speakers[i]
        described = " ".join(d for d in (speaker.name, speaker.role, speaker.affiliation) if d)
        kind = official_kind(speaker.name, speaker.kind, militant=speaker.name in self.militants)
        mention = _pointer(parsed, finding, finding.mention)
        channel = channel_of(parsed, finding, self.events)
        return DraftStatement(
            key=_key(i),
            speaker=DraftSpeaker(speaker.name, kind, mention, speaker.role, speaker.affiliation),
            content=tuple(point(parsed.article, a, b) for a, b in finding.content),
            cue=_pointer(parsed, finding, finding.cue),
            acts=acts_of(parsed, finding, described),
            target=target_of(parsed, finding, described),
            channel=channel[0] if channel else None,
            channel_name=channel[1] if channel else None,
            date=date_of(parsed, finding, self.events),
            via=via_of(parsed, finding, self.findings, self.names, speaker.name),
            hedges=hedges_of(parsed, finding),
        )


def _pointer(parsed: ParsedArticle, finding: Finding, where: Range | None) -> Pointer | None:
    """Point at a mention or a cue; a turn's label lies outside all segments and is known to grounding."""
    if (
        where is None
        or finding.frame == "turn"
        or not any(c.isprintable() and not c.isspace() for c in parsed.text[slice(*where)])
    ):
        return None
    return point(parsed.article, *where)

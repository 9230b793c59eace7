"""What the kind of an article says of its statements: a live ticker dates them, a court report places them.

In a ticker all is said on its day. A report from a court, a council or a parliament names the room once, and
all who have a part in it speak there, until they step outside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules import clauses
from summarizer.engines.rules.lexicon import load
from summarizer.engines.rules.reach import looks_back, outside_text
from summarizer.engines.rules.saying import own_date
from summarizer.records import BlockKind, ChannelType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.engines.rules.findings import Finding
    from summarizer.engines.rules.parsing import ParsedArticle
    from summarizer.engines.rules.scenes import Events

__all__ = ["settle_genres"]

_HEAD = 6  # blocks in which a press release says that it is one
_LEAD = 8  # sentences in which a report names its room
_NEAR = 40  # characters between a room and its day
_RELEASE = re.compile(
    r"\b(?:press|news|media) release\b|\bfor immediate (?:release|use|publication)\b", re.IGNORECASE
)


def settle_genres(
    parsed: ParsedArticle,
    findings: Sequence[Finding],
    names: Sequence[str | None],
    events: Events,
    entries: Sequence[int],
) -> None:
    """Add to the settings of an article's findings what the kind of the article tells of them.

    Args:
        parsed: the article.
        findings: its statements, each with a setting in ``events``.
        names: the resolved name of each finding's speaker, None where unknown.
        events: where the settings are kept.
        entries: what ``entry_blocks`` found.
    """
    if events.reference is not None:
        _release(parsed, findings, events)
        if entries:
            _ticker(parsed, findings, events, entries[0])
    for name in load("channels")["rooms"]:
        _room(parsed, findings, names, events, name)


def _ticker(parsed: ParsedArticle, findings: Sequence[Finding], events: Events, first: int) -> None:
    """Give the ticker's day to what its entries report without another one."""
    for finding in findings:
        setting = events.setting_of(finding)
        if setting is None or setting.date is not None or finding.parent is not None:
            continue
        inside = parsed.sentences[finding.sentence].segment.block >= first
        timed = own_date(parsed, finding, events.dates(finding.sentence)) is not None
        if inside and not timed and not looks_back(parsed, finding):
            events.place(finding, setting.channel, events.day)


def _release(parsed: ParsedArticle, findings: Sequence[Finding], events: Events) -> None:
    """Make a press release the channel of what its first sentence says, if that is said now or today."""
    blocks = parsed.article.article.blocks
    head = parsed.text[: blocks[min(_HEAD, len(blocks)) - 1].end] if blocks else ""
    match = _RELEASE.search(head[:1500])
    body = [
        f for f in findings if blocks[parsed.sentences[f.sentence].segment.block].kind is BlockKind.PARAGRAPH
    ]
    if match is None or not body:
        return
    first = min(body, key=lambda f: f.start)
    setting = events.setting_of(first)
    cue = clauses.root_of(clauses.cue_tokens(parsed, first))
    if setting is None or cue is None or setting.channel is not None:
        return
    if cue.tag_ in ("VBZ", "VBP") or setting.date == events.day:
        events.place(first, (ChannelType.PRESS_RELEASE, "press release"), events.day)


@dataclass(frozen=True, slots=True)
class _Room:
    """One kind of room, as patterns: what names it, who belongs to it, and what is said outside of it."""

    type: ChannelType
    opens: re.Pattern[str]
    people: re.Pattern[str]
    outside: re.Pattern[str]


@cache
def _rooms(name: str) -> _Room:
    section = load("channels")["rooms"][name]
    nouns, people = (
        "|".join(re.escape(w) for w in sorted(section[k], key=lambda w: (-len(w), w)))
        for k in ("nouns", "people")
    )
    sat = "|".join(re.escape(w) for w in section["sittings"])
    heard = rf"\b(?P<heard>{nouns}) (?:heard|hears|was told|were told|is told)\b"
    to = r"(?:told|tells|addressing|addressed) (?:(?:the|a|an|her|his|their) )?(?:[\w-]+ ){0,3}?"
    at = r"(?:in|at|during|before) (?:[\w’'-]+ ){0,4}?"
    beyond = r"(?:outside|after|before|ahead of|left|leaving|following) (?:the|a|his|her) (?:[\w-]+ )?"
    apart = "reporters|journalists|statement|interview|email|e-mail|spokes\\w+|letter|posted"
    return _Room(
        ChannelType(section["type"]),
        re.compile(rf"{heard}|\b{to}(?P<told>{nouns})\b|\b{at}(?P<sat>{sat})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{people})\b", re.IGNORECASE),
        re.compile(rf"\b{beyond}(?:{nouns}|{sat})|\b(?:{apart})\b", re.IGNORECASE),
    )


def _room(
    parsed: ParsedArticle, findings: Sequence[Finding], names: Sequence[str | None], events: Events, name: str
) -> None:
    """Place in a room what those say who have a part in it, if the lead tells of a sitting there."""
    room = _rooms(name)
    lead = parsed.sentences[min(_LEAD, len(parsed.sentences)) - 1].segment.end if parsed.sentences else 0
    opened = [m for m in room.opens.finditer(parsed.text, 0, lead) if not _quoted(findings, m.start())]
    if not opened:
        return
    day = _day_of(parsed, findings, events, room, opened)
    label = opened[0][opened[0].lastgroup or 0]
    inside: dict[str, bool] = {}
    for i, finding in enumerate(findings):
        setting = events.setting_of(finding)
        if setting is None or finding.parent is not None or finding.frame in ("turn", "noun"):
            continue
        who = _key(names[i] if i < len(names) else None)
        around = outside_text(parsed, finding)
        if room.outside.search(around):
            inside[who] = False
            continue
        here = room.opens.search(around) is not None or room.people.search(around) is not None
        if who and who not in inside:
            inside[who] = here or _belongs(parsed, who, room)
        placed = setting.channel is not None and setting.channel[0] is room.type
        if (
            not (here or (who and inside[who]))
            or not (setting.channel is None or placed)
            or _elsewhere(parsed, finding)
        ):
            continue
        inside[who] = True
        timed = own_date(parsed, finding, events.dates(finding.sentence)) is not None
        date = setting.date if setting.date is not None or timed else day
        events.place(finding, setting.channel or (room.type, label), date)


def _quoted(findings: Sequence[Finding], at: int) -> bool:
    """Tell whether a place stands in what somebody is told to have said."""
    return any(s <= at < e for f in findings[:_LEAD] if f.frame in ("quote", "turn") for s, e in f.content)


def _day_of(
    parsed: ParsedArticle,
    findings: Sequence[Finding],
    events: Events,
    room: _Room,
    opened: Sequence[re.Match[str]],
) -> str | None:
    """Return the day of the sitting: beside the words that name it, or of the first statement made there."""
    for match in opened:
        sentence = parsed.at(match.start())
        dates = events.dates(sentence.index) if sentence is not None else []
        near = [d for d in dates if 0 <= d.start - match.end() <= _NEAR]
        if near:
            return near[0].iso
    for finding in findings:
        setting = events.setting_of(finding)
        if (
            setting is not None
            and setting.channel is not None
            and setting.channel[0] is room.type
            and setting.date
        ):
            return setting.date
    return None


def _key(name: str | None) -> str:
    """Return the last word of a name, "" for what is no name."""
    last = name.rsplit(maxsplit=1)[-1] if name and name.strip() else ""
    return last if last[:1].isupper() else ""


def _belongs(parsed: ParsedArticle, who: str, room: _Room) -> bool:
    """Tell whether the sentence that first names somebody gives them a part in the room."""
    sentence = parsed.at(parsed.text.find(who))
    if sentence is None:
        return False
    text = parsed.text[sentence.segment.start : sentence.segment.end]
    at = sentence.segment.start + text.find(who)
    before = parsed.text[max(sentence.segment.start, at - _NEAR * 2) : at + len(who) + _NEAR * 2]
    return room.people.search(before) is not None


def _elsewhere(parsed: ParsedArticle, finding: Finding) -> bool:
    """Tell whether a statement is told as one of now or of another time, and so not as one of the sitting."""
    cue = clauses.root_of(clauses.cue_tokens(parsed, finding))
    return (cue is not None and cue.tag_ in ("VBZ", "VBP")) or looks_back(parsed, finding)

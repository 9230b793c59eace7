"""Scenes: the occasion that a run of statements belongs to, so that its channel and day carry over.

A press conference named once holds for what the same speaker says after it, a meeting for all who take
part, until a heading, another channel, another time, or too much else comes between. A written statement or
a post carries only to what directly follows. What looks back ("had earlier said") carries nothing. All
findings are read in one pass.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from summarizer.engines.rules.channel_phrases import ChannelPhrase, document_type, find_phrases
from summarizer.engines.rules.channels import OwnChannel, own_channel
from summarizer.engines.rules.clauses import words_of
from summarizer.engines.rules.entries import entry_blocks
from summarizer.engines.rules.genres import settle_genres
from summarizer.engines.rules.meetings import find_meeting
from summarizer.engines.rules.occasions import find_occasion, find_remarks
from summarizer.engines.rules.parsing import lemma
from summarizer.engines.rules.reach import looks_back, same_speaker, takes_part, tells_others, to_the_press
from summarizer.engines.rules.saying import own_date
from summarizer.reading.dates import FoundDate, find_dates
from summarizer.records import BlockKind, ChannelType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.engines.rules.findings import Finding
    from summarizer.engines.rules.parsing import ParsedArticle

__all__ = ["Events", "Setting", "find_events"]

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SPOKEN = frozenset(
    {
        ChannelType.PRESS_BRIEFING,
        ChannelType.PRESS_CONFERENCE,
        ChannelType.INTERVIEW,
        ChannelType.SPEECH,
        ChannelType.MEETING,
    }
)
_IN_ONE_PLACE = frozenset({ChannelType.MEETING, ChannelType.SPEECH})
# Reporters use the two words for one thing.
_PRESS = {ChannelType.PRESS_BRIEFING: ChannelType.PRESS_CONFERENCE}
_WRITTEN = frozenset({ChannelType.WRITTEN_STATEMENT, ChannelType.LETTER, ChannelType.SOCIAL_MEDIA_POST})
_GAP = 8
_KEPT = 12
_WRITTEN_GAP = 3
_PRONOUNS = frozenset(
    {"he", "she", "they", "it", "we", "i", "who", "which", "that", "this", "his", "her", "their", "its"}
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a statement was made, as far as the article says."""

    channel: tuple[ChannelType, str | None] | None
    date: str | None


@dataclass(slots=True)
class _Scene:
    """A setting with those who speak in it; ``dated``: it gives a time, even one that cannot be resolved."""

    who: str
    channel: OwnChannel | None
    date: str | None
    dated: bool
    block: int
    seen: int
    parties: str = ""


class Events:
    """Channel phrases and dates of an article's sentences, and the setting of each of its findings."""

    def __init__(self, parsed: ParsedArticle) -> None:
        published = parsed.article.article.published_on
        whole = published is not None and published.count("-") == 2  # noqa: PLR2004 - year, month and day
        self._parsed = parsed
        self.reference = dt.date.fromisoformat(published) if published is not None and whole else None
        self._phrases: dict[int, list[ChannelPhrase]] = {}
        self._dates: dict[int, list[FoundDate]] = {}
        self._settings: dict[int, Setting] = {}

    def phrases(self, sentence: int) -> list[ChannelPhrase]:
        """Return the channel phrases of a sentence."""
        if sentence not in self._phrases:
            self._phrases[sentence] = find_phrases(
                self._parsed.sentences[sentence], words_of(self._parsed, sentence)
            )
        return self._phrases[sentence]

    def dates(self, sentence: int) -> list[FoundDate]:
        """Return the times in a sentence, resolved against the article's date."""
        if sentence not in self._dates:
            text, offset = words_of(self._parsed, sentence), self._parsed.sentences[sentence].offset
            # only a day beside its weekday asks for the years, which the whole text has to be searched for
            asks = any(map(str.isdigit, text)) and any(day in text for day in _WEEKDAYS)
            years = self._years if asks else frozenset[int]()
            self._dates[sentence] = find_dates(text, self.reference, offset, years)
        return self._dates[sentence]

    @cached_property
    def _years(self) -> frozenset[int]:
        """Years of the full dates of an undated article: they tell that of "Monday (11/11)"."""
        if self.reference is not None:
            return frozenset()
        days = (d.iso for d in find_dates(self._parsed.text, None) if d.iso is not None)
        return frozenset(int(iso[:4]) for iso in days if len(iso) == len("2026-02-03"))

    def setting_of(self, finding: Finding) -> Setting | None:
        """Return the setting of one of the findings that these events were made with; None for any other."""
        return self._settings.get(id(finding))

    def settle(self, finding: Finding, setting: Setting) -> None:
        """Note the setting of a finding."""
        self._settings[id(finding)] = setting

    def place(
        self, finding: Finding, channel: tuple[ChannelType, str | None] | None, date: str | None
    ) -> None:
        """Note the channel and the day of a finding."""
        self.settle(finding, Setting(channel, date))

    @property
    def day(self) -> str | None:
        """The article's own day, None where it is not known to the day."""
        return None if self.reference is None else self.reference.isoformat()


def find_events(
    parsed: ParsedArticle, findings: Sequence[Finding] = (), names: Sequence[str | None] = ()
) -> Events:
    """Read the settings of all statements of an article in one pass.

    Args:
        parsed: the article.
        findings: its statements as found; keep them alive as long as the events, which know them by identity.
        names: the resolved name of each finding's speaker, in the same order, None where unknown. Without it
            the mentions are compared, which lets no pronoun carry beyond its neighbouring paragraph.
    """
    events = Events(parsed)
    entries = entry_blocks(parsed)
    telling = frozenset(f.sentence for f in findings if f.cue is not None)
    walk = _Walk(parsed, events, _sections(parsed, entries), telling)
    order = sorted(range(len(findings)), key=lambda i: (findings[i].sentence, findings[i].start))
    for i in order:
        walk.occasions_up_to(findings[i].sentence)
        name = names[i] if i < len(names) else None
        walk.visit(findings, i, name or _mention(parsed, findings[i]))
    walk.occasions_up_to(len(parsed.sentences) - 1)
    walk.reports(findings)
    settle_genres(parsed, findings, names, events, entries)
    return events


def _sections(parsed: ParsedArticle, entries: Sequence[int]) -> list[int]:
    """Return for each sentence the number of headings and entries before it: scenes end at them."""
    blocks = parsed.article.article.blocks
    section, count, opening = [], 0, frozenset(entries)
    for i, block in enumerate(blocks):
        count += block.kind is BlockKind.HEADING or i in opening
        section.append(count)
    return [section[s.segment.block] if s.segment.block < len(section) else count for s in parsed.sentences]


def _mention(parsed: ParsedArticle, finding: Finding) -> str:
    """Return a finding's mention as a key to compare speakers by; "" for a pronoun or none."""
    text = parsed.text[slice(*finding.mention)] if finding.mention is not None else ""
    return "" if text.lower() in _PRONOUNS else text


class _Walk:
    """The pass over an article's findings, in the order of the text."""

    def __init__(
        self, parsed: ParsedArticle, events: Events, sections: list[int], telling: frozenset[int]
    ) -> None:
        self._parsed = parsed
        self._telling = telling
        self._events = events
        self._sections = sections
        self._section = -1
        self._next = 0
        self._scenes: list[_Scene] = []
        self._lead: list[_Scene] = []
        self._recent: list[tuple[Finding, str]] = []

    def _enter(self, sentence: int) -> None:
        if self._sections[sentence] != self._section:
            self._section = self._sections[sentence]
            self._scenes.clear()
            self._recent.clear()

    def occasions_up_to(self, sentence: int) -> None:
        """Open a scene for each meeting and occasion that the sentences up to this one tell of."""
        while self._next <= sentence:
            index = self._next
            self._next += 1
            meeting = find_meeting(
                self._parsed.sentences[index], self._events.phrases(index), words_of(self._parsed, index)
            )
            if meeting is None:
                self._occasion(index)
                continue
            self._enter(index)
            if any(s.parties and index - s.seen <= _GAP for s in self._scenes):
                continue  # "both sides held talks": still the same meeting
            dates = self._events.dates(index)
            date = dates[0].iso if len(dates) == 1 else None
            scene = _Scene(
                "", meeting.channel, date, bool(dates), self._block(index), index, self._parties(index)
            )
            earlier = self._scene_of_party(scene)
            if earlier is not None and not scene.dated:
                scene.date, scene.dated = earlier.date, earlier.dated
            self._scenes.append(scene)
            if meeting.told_before:
                self._look_back(scene)

    def _occasion(self, index: int) -> None:
        """Open the scene of a sentence such as "Berg answered questions at a press conference on Friday"."""
        sentence, phrases = self._parsed.sentences[index], self._events.phrases(index)
        occasion = find_remarks(sentence, phrases)
        # otherwise what is said in it tells its own channel
        if occasion is None and phrases and index not in self._telling:
            occasion = find_occasion(sentence, phrases)
        if occasion is None or occasion.channel.same:
            return
        self._enter(index)
        dates = self._events.dates(index)
        date = dates[0].iso if len(dates) == 1 else None
        # "The minister read a statement", "They made the remarks": whoever spoke last
        told = [who for finding, who in self._recent if finding.parent is None]
        named = any(w[:1].isupper() for w in occasion.who.removeprefix("The ").split())
        who = occasion.who if named or not told else told[-1]
        scene = _Scene(who, occasion.channel, date, bool(dates), self._block(index), index)
        self._scenes.append(scene)
        if occasion.told_before:
            self._look_back(scene)

    def _block(self, sentence: int) -> int:
        return self._parsed.sentences[sentence].segment.block

    def _parties(self, sentence: int) -> str:
        """Return the words of a meeting's sentence and of those just before it: who takes part."""
        first = sentence
        while (
            first
            and sentence - first < _WRITTEN_GAP
            and self._sections[first - 1] == self._sections[sentence]
        ):
            first -= 1
        start = self._parsed.sentences[first].segment.start
        return self._parsed.text[start : self._parsed.sentences[sentence].segment.end]

    def _scene_of_party(self, meeting: _Scene) -> _Scene | None:
        return next(
            (s for s in reversed(self._scenes) if s.dated and takes_part(s.who, meeting.parties)), None
        )

    def _look_back(self, scene: _Scene) -> None:
        """Give the channel of "the meeting", or of "the remarks", to what was just told."""
        for finding, who in reversed(self._recent):
            setting = self._events.setting_of(finding)
            there = takes_part(who, scene.parties) if scene.parties else same_speaker(who, scene.who)
            if setting is None or setting.channel is not None or not there or scene.channel is None:
                continue
            if not scene.dated and setting.date is not None:
                scene.date, scene.dated = setting.date, True
            self._events.settle(
                finding, Setting((scene.channel.type, scene.channel.name), setting.date or scene.date)
            )

    def visit(self, findings: Sequence[Finding], i: int, who: str) -> None:
        """Settle one finding and open or continue its scene."""
        finding = findings[i]
        self._enter(finding.sentence)
        channel = own_channel(self._parsed, finding, self._events.phrases(finding.sentence))
        time = own_date(self._parsed, finding, self._events.dates(finding.sentence))
        followed = findings[finding.follows] if finding.follows is not None else None
        before = self._events.setting_of(followed) if followed is not None else None
        if channel is None and time is None and before is not None:
            self._events.settle(finding, before)
            return
        if channel is not None and channel.same:
            channel, scene = self._pointed_at(channel)
        else:
            scene = None
        nested = finding.parent is not None or finding.frame == "turn"
        if scene is None and not nested and not looks_back(self._parsed, finding):
            scene = self._scene_of(finding, who, placed=channel is not None)
        self._settle(finding, who, channel, time, scene)

    def _settle(
        self,
        finding: Finding,
        who: str,
        channel: OwnChannel | None,
        time: FoundDate | None,
        scene: _Scene | None,
    ) -> None:
        """Join what the sentence says itself with what its scene says."""
        moved = time is not None and scene is not None and scene.dated and time.iso != scene.date
        date, dated = (time.iso, True) if time is not None else (None, False)
        if scene is not None and not moved:
            fits = channel is None or scene.channel is None or scene.channel.type is channel.type
            carried = channel is None and self._carries(scene, finding)
            channel_now = scene.channel if carried else channel
            if time is None and fits:
                date, dated = scene.date, scene.dated
            scene.seen, scene.block = finding.sentence, self._block(finding.sentence)
        else:
            channel_now = channel
        if channel is not None and (scene is None or scene.channel is None):
            date = self._just_before(finding, who, channel, date)
        if channel_now is not None and date is None and not dated:
            date = self._lead_date(who, channel_now)
        named = None if channel_now is None else (channel_now.type, channel_now.name)
        self._events.settle(finding, Setting(named, date))
        self._recent.append((finding, who))
        # What is further back carries nothing: this keeps the pass linear.
        del self._recent[:-_KEPT], self._scenes[:-_KEPT]
        if channel is not None or time is not None:
            # Who "told the council" something is not there with all whom the sentences before name.
            meets = channel is not None and channel.type is ChannelType.MEETING
            told = finding.lemma == "tell" and meets
            parties = "" if not meets or told else self._parties(finding.sentence)
            block = self._block(finding.sentence)
            opened = _Scene(who, channel_now, date, dated, block, finding.sentence, parties)
            self._scenes.append(opened)
            if self._section == 0 and dated and len(self._lead) < _KEPT:
                self._lead.append(opened)

    def _just_before(self, finding: Finding, who: str, channel: OwnChannel, date: str | None) -> str | None:
        """Give the channel to what the same speaker was told to have said just before it was named.

        "Ruiz denied it on Monday. “Never,” she said at a council meeting." Returns the day of both, if any.
        """
        here = self._block(finding.sentence)
        written = channel.type not in _SPOKEN | {ChannelType.OTHER}
        if not who or (written and channel.type not in _WRITTEN):
            return date
        # Back to the paragraph before only from the first statement of this one.
        first = not self._recent or self._block(self._recent[-1][0].sentence) != here
        recent = self._recent[-1:] if written else self._recent
        for earlier, speaker in reversed(recent):
            if earlier.parent is not None:
                continue
            setting = self._events.setting_of(earlier)
            near = here - self._block(earlier.sentence) <= (first and not written)
            distance = finding.sentence - earlier.sentence
            if not distance or (written and distance > 1):
                break
            if setting is None or setting.channel is not None or not near or not same_speaker(who, speaker):
                break
            moved = date is not None and setting.date is not None and date != setting.date
            if moved or looks_back(self._parsed, earlier) or to_the_press(self._parsed, earlier):
                break
            date = date or setting.date
            self._events.settle(earlier, Setting((channel.type, channel.name), date))
        return date

    def _lead_date(self, who: str, channel: OwnChannel) -> str | None:
        """Return the day that the article's lead gives to the same speaker in the same kind of channel.

        The body tells again, under its headings, what the lead told with its day.
        """
        kind = _PRESS.get(channel.type, channel.type)
        for scene in self._lead:
            same = scene.channel is not None and _PRESS.get(scene.channel.type, scene.channel.type) is kind
            document = bool(who) and document_type(who.rsplit(maxsplit=1)[-1].lower()) is kind
            if same and (document or same_speaker(who, scene.who)):
                return scene.date
        return None

    def _pointed_at(self, channel: OwnChannel) -> tuple[OwnChannel, _Scene | None]:
        """Return the channel and scene that "the same briefing" points back at; else the channel as it is."""
        for scene in reversed(self._scenes):
            if scene.channel is not None and scene.channel.noun.split()[-1:] == channel.noun.split()[-1:]:
                return scene.channel, scene
        return channel, None

    def _scene_of(self, finding: Finding, who: str, *, placed: bool) -> _Scene | None:
        """Return the latest scene that a finding's speaker is in; None without one, or too far back.

        ``placed``: the finding has a channel of its own.
        """
        block = self._block(finding.sentence)
        for scene in reversed(self._scenes):
            if finding.sentence - scene.seen > _GAP:
                continue
            if not who:
                if block - scene.block <= 1 and scene.who:
                    return scene
                continue
            quoted = finding.frame in ("quote", "continued")
            if scene.channel is None and block != scene.block and not (quoted or placed):
                continue  # a day without an occasion ends with its paragraph
            if same_speaker(who, scene.who) or (scene.parties and takes_part(who, scene.parties)):
                return scene
        return None

    def _carries(self, scene: _Scene, finding: Finding) -> bool:
        """Tell whether a scene's channel reaches a finding without a channel of its own."""
        if scene.channel is None:
            return False
        if scene.channel.type in _IN_ONE_PLACE and (
            to_the_press(self._parsed, finding) or tells_others(self._parsed, finding)
        ):
            return False
        if scene.channel.type in _SPOKEN:
            return True
        if scene.who and document_type(scene.who.rsplit(maxsplit=1)[-1].lower()) is not None:
            return True  # "it notes", of the report itself
        distance = finding.sentence - scene.seen
        near = self._block(finding.sentence) - scene.block <= 1 and distance <= _WRITTEN_GAP
        return near and scene.channel.type is not ChannelType.REPORT

    def reports(self, findings: Sequence[Finding]) -> None:
        """Give "According to the institute, …" the channel report where "The report …" goes on from it."""
        for finding in findings:
            setting = self._events.setting_of(finding)
            if finding.frame != "according" or setting is None or setting.channel is not None:
                continue
            for index in range(finding.sentence + 1, min(finding.sentence + 3, len(self._parsed.sentences))):
                doc = self._parsed.sentences[index].doc
                kind = document_type(lemma(doc[1])) if len(doc) > 1 and doc[0].lower_ == "the" else None
                if kind is not None and doc[1].dep_ in ("nsubj", "nsubjpass"):
                    self._events.settle(finding, Setting((kind, doc[1].text), setting.date))
                    break

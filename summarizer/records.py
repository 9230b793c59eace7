"""The record of one article, and what it is made of: the canonical, versioned, serialised form.

Every offset is a half-open character range ``[start, end)`` in ``Article.text`` (Python characters, that is
Unicode code points), and ``exact`` is always ``text[start:end]``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

SCHEMA_VERSION: Final = 1

IsoDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A day ``2026-02-03``, a month ``2026-02`` or a year ``2026``, as far as the article lets it be derived."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BlockKind(StrEnum):
    """What a part of an article is."""

    HEADLINE = "headline"
    DECK = "deck"
    DATELINE = "dateline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    TURN = "turn"
    BOILERPLATE = "boilerplate"


class Block(_Model):
    """A run of the article's text with a kind; blocks are in order, disjoint and hold no outer white space.

    Attributes:
        language: ISO 639-1 code, only where it differs from the article's.
        label: the range of the speaker's name in a turn (``Dr. Okonjo`` in ``**Dr. Okonjo**: Yes``); the
            further paragraphs of a turn have that of its first.
        body: where the block's words begin, after a turn's label or Markdown marks; else ``start``.
    """

    kind: BlockKind
    start: int
    end: int
    language: str | None = None
    label: tuple[int, int] | None = None
    body: int

    @model_validator(mode="before")
    @classmethod
    def _body_defaults_to_start(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("body") is None:
            return {**data, "body": data.get("start")}
        return data


class Article(_Model):
    """One document as read; its text is never altered after reading.

    Attributes:
        id: ``sha256:`` and the digest of the bytes that were read (of a file: what ``sha256sum`` prints).
        source: where it came from: a path, ``path:LINE`` or ``path#ID`` for one of many in a file, ``-``
            or ``text``.
        published_on: the day of publication, only where the article or its metadata gives one.
        language: ISO 639-1 code, None where the text is too short to tell.
    """

    id: str
    source: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published_on: IsoDate | None = None
    language: str | None = None
    text: str
    blocks: tuple[Block, ...] = ()


class Evidence(_Model):
    """A span and the exact text that it covers."""

    start: int
    end: int
    exact: str

    def selectors(self, text: str, context: int = 32) -> list[dict[str, Any]]:
        """Return W3C Web Annotation selectors (text position and text quote) for this span of ``text``.

        Source: https://www.w3.org/TR/annotation-model/#selectors
        """
        return [
            {"type": "TextPositionSelector", "start": self.start, "end": self.end},
            {
                "type": "TextQuoteSelector",
                "exact": self.exact,
                "prefix": text[max(0, self.start - context) : self.start],
                "suffix": text[self.end : self.end + context],
            },
        ]


class Kind(StrEnum):
    """How the content is reported: all of it quoted, none of it, or some."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Act(StrEnum):
    """The speech act of a statement."""

    ASSERT = "assert"
    CONDEMN = "condemn"
    CONDOLE = "condole"
    SUPPORT = "support"
    OPPOSE = "oppose"
    PLEDGE = "pledge"
    URGE = "urge"
    DENY = "deny"
    ACCUSE = "accuse"
    WARN = "warn"
    THANK = "thank"
    CLAIM_RESPONSIBILITY = "claim_responsibility"
    ANNOUNCE = "announce"
    QUESTION = "question"
    OTHER = "other"


class SpeakerKind(StrEnum):
    """What sort of speaker it is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    GOVERNMENT = "government"
    GROUP = "group"
    PUBLICATION = "publication"
    UNNAMED = "unnamed"
    UNATTRIBUTED = "unattributed"


class ChannelType(StrEnum):
    """How something was said."""

    PRESS_BRIEFING = "press_briefing"
    PRESS_CONFERENCE = "press_conference"
    INTERVIEW = "interview"
    SOCIAL_MEDIA_POST = "social_media_post"
    PRESS_RELEASE = "press_release"
    WRITTEN_STATEMENT = "written_statement"
    MEETING = "meeting"
    REPORT = "report"
    SPEECH = "speech"
    LETTER = "letter"
    OTHER = "other"


class Channel(_Model):
    """The channel, with the words that the article uses for it."""

    type: ChannelType
    name: str | None = None


class Speaker(_Model):
    """Who is said to have said it.

    Attributes:
        name: usable on its own, the fullest form that the article gives; never a pronoun.
        mention: the surface form at this statement; None where it has none (a quotation continued).
    """

    name: str
    mention: str | None = None
    role: str | None = None
    affiliation: str | None = None
    kind: SpeakerKind


class Statement(_Model):
    """An attribution: speaker, cue and content.

    Attributes:
        content: the spans of what was said, in order, without quotation marks.
        via: relays from the nearest to the speaker outwards.
        grounding: ``exact``, or ``aligned`` where a span was found up to punctuation, case or an ellipsis.
    """

    id: str
    kind: Kind
    acts: tuple[Act, ...]
    speaker: Speaker
    cue: Evidence | None
    content: tuple[Evidence, ...] = Field(min_length=1)
    target: str | None = None
    channel: Channel | None = None
    date: IsoDate | None = None
    via: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()
    grounding: Literal["exact", "aligned"]


class Figure(_Model):
    """A number that the article reports.

    Attributes:
        value: the number itself, in units of ``measure``: USD 60 billion is 60000000000 of ``money``, 97 %
            is 97.
        measure: what is counted: killed, injured, arrested, freed, money, share, …
        unit: currency or unit where there is one: ``USD``, ``%``.
        qualifier: what limits the value, in the article's words: ``at least``, ``nearly``, ``over``.
        who: who or what is counted, in the article's words.
        statement: id of the statement that it belongs to.
    """

    value: int | float
    measure: str
    unit: str | None = None
    qualifier: str | None = None
    who: str | None = None
    as_of: IsoDate | None = None
    statement: str | None = None
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class SummarySentence(_Model):
    """One sentence of the summary and the evidence that it rests on."""

    text: str
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class Summary(_Model):
    """A headline and a few sentences."""

    headline: str | None = None
    sentences: tuple[SummarySentence, ...] = ()


class Refused(_Model):
    """Something that an engine proposed and grounding did not accept.

    Attributes:
        what: which part of the draft it was.
        reason: a short name: not_found, changed_number, changed_negation, changed_modal, changed_name, …
        detail: one line for a person.
        draft: what was proposed, as JSON.
    """

    what: Literal["statement", "figure", "sentence", "headline"]
    reason: str
    detail: str
    draft: dict[str, Any]


class OutcomeName(StrEnum):
    """How one article ended."""

    OK = "ok"
    REFUSED = "refused"
    FILTERED = "filtered"
    TRUNCATED = "truncated"
    INVALID = "invalid"
    UNGROUNDED = "ungrounded"
    TRANSPORT = "transport"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    BUDGET = "budget"


class Usage(_Model):
    """Tokens and calls, summed over all attempts."""

    input_tokens: int = 0
    output_tokens: int = 0
    calls: int = 0


class Provenance(_Model):
    """What made a record. ``cost_usd`` is None where the model has no known price."""

    outcome: Literal[OutcomeName.OK] = OutcomeName.OK
    engine: str
    model: str | None = None
    prompt: str | None = None
    program: str
    usage: Usage = Usage()
    cost_usd: float | None = 0
    cached: bool = False


class Record(_Model):
    """The grounded result for one article."""

    schema_version: Literal[1] = SCHEMA_VERSION
    article: Article
    summary: Summary
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    refused: tuple[Refused, ...] = ()
    warnings: tuple[str, ...] = ()
    provenance: Provenance


class Outcome(_Model):
    """How one article of a run ended: a record, or a named reason why there is none.

    Attributes:
        id: the article's id where its bytes could be read.
        reason: one line for a person; None when ok.
        attempts: how often it was tried, over all runs into one output.
        usage: of a failure, what was paid for all the same; a record's own provenance tells its.
        cost_usd: dollars for that; None where the model has no known price.
    """

    source: str
    outcome: OutcomeName
    id: str | None = None
    record: Record | None = None
    reason: str | None = None
    attempts: int = 1
    usage: Usage = Usage()
    cost_usd: float | None = 0

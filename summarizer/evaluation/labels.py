"""The file format of hand-made labels: one JSON file an article, validated strictly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarizer.errors import UsageError
from summarizer.records import Act, ChannelType, IsoDate, Kind, SpeakerKind

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "TAGS",
    "ArticleLabels",
    "FactLabel",
    "FigureLabel",
    "SpanLabel",
    "SpeakerLabel",
    "Split",
    "StatementLabel",
    "read_labels",
]

Split = Literal["dev", "test"]

TAGS = frozenset(
    {
        "boilerplate", "conflicting_figures", "continued_quotation", "denial", "description", "direct",
        "headings", "hedged", "indirect", "injection", "joint_statement", "live_ticker", "long_read", "mixed",
        "multi_paragraph", "no_statement", "other_language", "press_release", "pronoun", "report_of_report",
        "same_surname", "social_media", "split_quotation", "titles", "transcript", "unnamed_source",
    }
)  # fmt: skip
"""The slices that an article can be tagged with; ``evals/LABELLING.md`` says what each means."""


class _Label(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SpanLabel(_Label):
    """A half-open character range of the article's text and the exact text there."""

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    exact: str


class SpeakerLabel(_Label):
    """Who said it: the fullest name that the article gives, and other answers that are as right."""

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    role: str | None
    affiliation: str | None
    kind: SpeakerKind


class StatementLabel(_Label):
    """A statement. None means that the article does not say, so that an answer there is wrong.

    Attributes:
        opt: careful people may disagree; it counts neither for nor against.
    """

    id: str = Field(min_length=1)
    speaker: SpeakerLabel
    mention: SpanLabel | None
    cue: SpanLabel | None
    content: tuple[SpanLabel, ...] = Field(min_length=1)
    kind: Kind
    acts: tuple[Act, ...] = Field(min_length=1)
    target: str | None
    channel: ChannelType | None
    date: IsoDate | None
    via: tuple[str, ...]
    hedges: tuple[str, ...]
    opt: bool


class FactLabel(_Label):
    """A fact that an editor would miss; a ``core`` one must be in a summary of three sentences.

    Attributes:
        evidence: spans that prove it together.
        alternatives: other places that state the whole fact again; each is a set of spans that prove it
            together, without any of ``evidence``.
    """

    id: str = Field(min_length=1)
    text: str = Field(min_length=1)
    core: bool
    evidence: tuple[SpanLabel, ...]
    alternatives: tuple[tuple[SpanLabel, ...], ...] = ()

    @property
    def proofs(self) -> tuple[tuple[SpanLabel, ...], ...]:
        """The evidence and its alternatives: any one of them is enough."""
        return (self.evidence, *self.alternatives)


class FigureLabel(_Label):
    """A number that the article reports, with every place where it stands."""

    id: str = Field(min_length=1)
    value: int | float
    measure: str = Field(min_length=1)
    unit: str | None
    who: str | None
    as_of: IsoDate | None
    statement: str | None
    evidence: tuple[SpanLabel, ...]
    opt: bool


class ArticleLabels(_Label):
    """All labels of one article.

    Attributes:
        article: file name in the articles folder.
        text_sha256: digest of the article's text as reading gives it, in UTF-8.
        group: name of the event, for articles about the same one; they share a split.
        draft: made by an engine and not yet corrected by a person; such labels are refused as gold.
    """

    draft: bool = False
    article: str = Field(min_length=1)
    text_sha256: str
    split: Split
    group: str | None
    tags: tuple[str, ...]
    published_on: IsoDate | None
    language: str | None
    statements: tuple[StatementLabel, ...]
    facts: tuple[FactLabel, ...]
    figures: tuple[FigureLabel, ...]


def read_labels(path: Path) -> ArticleLabels:
    """Read one file of labels.

    Raises:
        UsageError: it cannot be read or is not in the format; the message names file, field and reason.
    """
    try:
        return ArticleLabels.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        raise UsageError(f"{path}: {where}: {first['msg']}{more}") from error

"""Gold as scoring sees it, whatever file it came from: a folder of articles and labels, or attributions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summarizer import reading
from summarizer.errors import ArticleError, UsageError
from summarizer.evaluation.labels import read_labels
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from summarizer.evaluation.labels import ArticleLabels, FigureLabel, SpanLabel, StatementLabel
    from summarizer.reading import Item

__all__ = [
    "Gold",
    "GoldArticle",
    "GoldFact",
    "GoldFigure",
    "GoldStatement",
    "Span",
    "load_gold",
    "read_article",
    "select",
]

Span = tuple[int, int]
"""A half-open range of characters of the article's text."""


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """A labelled statement.

    Attributes:
        names: answers that are right for who spoke; empty where nobody was labelled.
        surface: the form of the speaker at this place, where it is labelled.
        optional: counts neither for nor against.
        labels: value by field (kind, acts, channel, date, via, target, hedges, speaker_kind). A field that
            is not there was not labelled; None or an empty tuple means that the article does not say.
        slices: what this statement is an example of.
    """

    id: str
    content: tuple[Span, ...]
    names: tuple[str, ...] = ()
    surface: str | None = None
    cue: Span | None = None
    optional: bool = False
    labels: Mapping[str, Any] = field(default_factory=dict)
    slices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldFact:
    """A fact that a summary should hold, in the labeller's words.

    Attributes:
        proofs: sets of spans; all spans of any one of the sets prove the fact.
    """

    id: str
    text: str
    core: bool
    proofs: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """A labelled number: value in units of its measure, what is counted, who, and where it stands."""

    id: str
    value: float
    measure: str
    who: str | None
    evidence: tuple[Span, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One labelled article.

    Attributes:
        key: its name: the file's stem, or the document's id.
        item: what an engine's run reads.
        facts: None where facts were not labelled.
        figures: None where figures were not labelled.
    """

    key: str
    item: Item
    text: str
    split: str
    tags: tuple[str, ...] = ()
    group: str | None = None
    statements: tuple[GoldStatement, ...] = ()
    facts: tuple[GoldFact, ...] | None = None
    figures: tuple[GoldFigure, ...] | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """A corpus of labelled articles and the digest that pins it.

    Attributes:
        path: where it came from.
        sha256: digest of all articles and labels, of every split.
    """

    path: str
    sha256: str
    articles: tuple[GoldArticle, ...]


def load_gold(path: Path) -> Gold:
    """Load gold: a folder with ``articles/`` and ``labels/``, or a file of attributions (JSON lines).

    Raises:
        UsageError: there is none, or a label does not fit its article; the message names the file.
    """
    if path.is_file():
        from summarizer.evaluation.attributions import load_attributions  # noqa: PLC0415 - it imports this

        return load_attributions(path)
    files = sorted((path / "labels").glob("*.json"))
    if not files:
        raise UsageError(
            f"{path}: no gold here; expected articles/ and labels/*.json, or a file of JSON lines"
        )
    articles = []
    parts = []
    for file in files:
        labels = read_labels(file)
        if labels.draft:
            raise UsageError(f'{file}: a draft; correct it and remove its "draft" line')
        source = path / "articles" / labels.article
        article = _article(file.stem, source, labels)
        articles.append(article)
        parts.append((file.name, file.read_bytes(), source.read_bytes()))
    return Gold(str(path), _digest(parts), tuple(articles))


def select(gold: Gold, split: str) -> tuple[GoldArticle, ...]:
    """Return the articles of ``dev``, ``test`` or ``all``.

    Raises:
        UsageError: there is no such article.
    """
    chosen = tuple(a for a in gold.articles if split in ("all", a.split))
    if not chosen:
        raise UsageError(f"{gold.path}: no article in the split {split!r}; choose one of: dev, test, all")
    return chosen


def _digest(parts: Iterable[tuple[str, bytes, bytes]]) -> str:
    whole = hashlib.sha256()
    for name, labels, article in parts:
        digests = (hashlib.sha256(data).hexdigest() for data in (labels, article))
        whole.update(" ".join((name, *digests)).encode() + b"\n")
    return whole.hexdigest()


def _article(key: str, source: Path, labels: ArticleLabels) -> GoldArticle:
    item, text = read_article(source)
    if hashlib.sha256(text.encode()).hexdigest() != labels.text_sha256:
        raise UsageError(f"{source}: its text is not the one that {key}.json labels; label it again")
    return GoldArticle(
        key=key,
        item=item,
        text=text,
        split=labels.split,
        tags=labels.tags,
        group=labels.group,
        statements=tuple(_statement(s) for s in labels.statements),
        facts=tuple(GoldFact(f.id, f.text, f.core, tuple(map(_spans, f.proofs))) for f in labels.facts),
        figures=tuple(_figure(f) for f in labels.figures),
    )


def read_article(source: Path) -> tuple[Item, str]:
    """Return what a run would read from one article's file, and its text.

    Raises:
        UsageError: the file does not hold exactly one article that can be read.
    """
    items = list(reading.find([source])) if source.is_file() else []
    if len(items) != 1:
        raise UsageError(f"{source}: not a file with one article")
    try:
        return items[0], reading.read(items[0]).article.text
    except ArticleError as error:
        raise UsageError(str(error)) from error


def _spans(spans: Sequence[SpanLabel]) -> tuple[Span, ...]:
    return tuple((s.start, s.end) for s in spans)


def _statement(label: StatementLabel) -> GoldStatement:
    return GoldStatement(
        id=label.id,
        content=_spans(label.content),
        names=(label.speaker.name, *label.speaker.aliases),
        surface=label.mention.exact if label.mention else None,
        cue=(label.cue.start, label.cue.end) if label.cue else None,
        optional=label.opt,
        labels={
            "kind": label.kind,
            "acts": label.acts,
            "channel": label.channel,
            "date": label.date,
            "via": label.via,
            "target": label.target,
            "hedges": label.hedges,
            "speaker_kind": label.speaker.kind,
        },
        slices=_slices(label),
    )


_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "who", "his", "her", "their", "its"})


def _slices(label: StatementLabel) -> tuple[str, ...]:
    mention = label.mention.exact.casefold() if label.mention else None
    nameless = label.speaker.kind in (SpeakerKind.UNNAMED, SpeakerKind.UNATTRIBUTED)
    named = mention is not None and mention.split()[-1] in label.speaker.name.casefold().split()
    found = {
        f"kind: {label.kind}": True,
        "split quotation": len(label.content) > 1 and label.cue is not None,
        "speaker: pronoun": mention in _PRONOUNS,
        "speaker: by name": named,
        "speaker: description": mention is not None
        and not named
        and not nameless
        and mention not in _PRONOUNS,
        "speaker: no mention": mention is None,
        "speaker: unnamed": nameless,
        "denial": "deny" in label.acts,
        "relayed": bool(label.via),
        "hedged": bool(label.hedges),
    }
    return tuple(name for name, yes in found.items() if yes)


def _figure(label: FigureLabel) -> GoldFigure:
    return GoldFigure(label.id, label.value, label.measure, label.who, _spans(label.evidence), label.opt)

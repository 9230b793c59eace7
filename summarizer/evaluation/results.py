"""What a run of the evaluation says about each article, and how it is kept: ``results.jsonl``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from summarizer.errors import UsageError
from summarizer.evaluation.scores import score_article

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from summarizer.evaluation.gold import GoldArticle, Span
    from summarizer.records import Outcome

__all__ = ["RESULTS", "ArticleResult", "PairResult", "Setup", "read_results", "result_of"]

RESULTS = "results.jsonl"
_LONGEST = 200  # characters of a content that is shown


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Setup(_Kept):
    """What was run on what. Two runs with equal setups, splits and samples apart, are the same experiment.

    Attributes:
        prompt: ``task/version`` as asked.
        prompt_id: its identity, with the hash of its bytes and wire schema.
        fingerprint: digest of the code and data files that make records.
    """

    suite: str
    engine: str
    model: str | None = None
    prompt: str | None = None
    prompt_id: str | None = None
    gold: str
    gold_sha256: str
    split: str
    samples: int = 1
    program: str
    fingerprint: str

    def same_experiment(self, other: Setup) -> bool:
        """Tell whether outcomes of one can stand for outcomes of the other."""
        fields = ("engine", "model", "prompt", "prompt_id", "gold_sha256", "fingerprint")
        return all(getattr(self, name) == getattr(other, name) for name in fields)


class PairResult(_Kept):
    """A labelled statement and the position of what was found for it; fields right or wrong."""

    gold: str
    found: int
    overlap: float
    exact: bool
    fields: dict[str, bool]


class ArticleResult(_Kept):
    """One article, one sample.

    Attributes:
        counts: numerator and denominator of each metric.
        slices: the same for each slice of statements.
        misses: ids of labels; extras: positions in the record's statements.
        labels: words of the labelled statements by id, where the split may be looked at.
        found: words of the extras by position, where the split may be looked at.
    """

    article: str
    sample: int
    split: str
    tags: tuple[str, ...]
    outcome: str
    reason: str | None
    attempts: int
    seconds: float
    counts: dict[str, tuple[float, float]]
    slices: dict[str, dict[str, tuple[float, float]]]
    pairs: tuple[PairResult, ...]
    misses: tuple[str, ...]
    extras: tuple[int, ...]
    fact_misses: tuple[str, ...]
    figure_misses: tuple[str, ...]
    figure_extras: tuple[int, ...]
    labels: dict[str, str] = {}
    found: dict[str, str] = {}


def result_of(
    article: GoldArticle,
    outcome: Outcome | None,
    *,
    sample: int = 0,
    seconds: float = 0.0,
    visible: bool = True,
) -> ArticleResult:
    """Score one outcome and put it into the form that is kept.

    Args:
        article: its labels.
        outcome: how it ended; None where it was never tried.
        sample: number of the repeat, from 0.
        seconds: time on the clock.
        visible: whether words of labels and answers may be shown; False for a split that nobody asked to see.
    """
    score = score_article(article, outcome, seconds)
    labels: dict[str, str] = {}
    found: dict[str, str] = {}
    if visible:
        labels = {
            s.id: _shown(_first(s.names, s.surface), article.text, s.content) for s in article.statements
        }
        statements = outcome.record.statements if outcome and outcome.record else ()
        for i in score.extras:
            content = [(e.start, e.end) for e in statements[i].content]
            found[str(i)] = _shown(statements[i].speaker.name, article.text, content)
    return ArticleResult(
        article=article.key,
        sample=sample,
        split=article.split,
        tags=article.tags,
        outcome=outcome.outcome.value if outcome else "missing",
        reason=outcome.reason if outcome else None,
        attempts=outcome.attempts if outcome else 0,
        seconds=seconds,
        counts=score.counts,
        slices=score.slices,
        pairs=tuple(
            PairResult(gold=p.gold, found=p.found, overlap=p.overlap, exact=p.exact, fields=p.fields)
            for p in score.pairs
        ),
        misses=score.misses,
        extras=score.extras,
        fact_misses=score.fact_misses,
        figure_misses=score.figure_misses,
        figure_extras=score.figure_extras,
        labels=labels,
        found=found,
    )


def _first(names: tuple[str, ...], surface: str | None) -> str:
    return names[0] if names else surface or "nobody"


def _shown(speaker: str, text: str, content: Iterable[Span]) -> str:
    words = " … ".join(" ".join(text[a:b].split()) for a, b in content)
    return f"{speaker}: {words if len(words) <= _LONGEST else words[: _LONGEST - 1] + '…'}"


def read_results(folder: Path) -> tuple[Setup, list[ArticleResult]]:
    """Read a folder that ``summarizer eval`` wrote.

    Raises:
        UsageError: there are no complete results in it, or they are of another version.
    """
    try:
        setup = Setup.model_validate_json((folder / "run.json").read_bytes())
        lines = (folder / RESULTS).read_bytes().splitlines()
        return setup, [ArticleResult.model_validate_json(line) for line in lines]
    except FileNotFoundError as error:
        raise UsageError(
            f"{folder}: holds no finished results; summarizer eval -o {folder} makes them"
        ) from error
    except (OSError, ValidationError) as error:
        raise UsageError(f"{folder}: its results cannot be read; run the evaluation again") from error

"""The gate: floors under what was reached, on a pinned corpus; a floor falls only with a reason."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from summarizer.errors import UsageError
from summarizer.evaluation.metrics import METRICS, value
from summarizer.output.lines import write_beside

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from summarizer.evaluation.gold import Gold
    from summarizer.evaluation.metrics import Counts

__all__ = [
    "FLOORED",
    "Baseline",
    "Check",
    "Corpus",
    "Fall",
    "check_invariants",
    "check_rates",
    "moved_floors",
    "pin",
    "read_baseline",
    "require_pinned",
    "write_baseline",
]

FLOORED = (
    "f1", "precision", "recall", "exact_f1", "speaker", "speaker_exact", "kind", "act_any", "act_first",
    "channel", "date", "via", "target", "hedges", "core_facts", "facts", "supported", "figure_f1",
    "figure_precision", "figure_recall", "figure_value", "figure_who",
)  # fmt: skip
"""Rates that have a floor. What must be 1 or 0 whatever the corpus is an invariant and has none."""

_STEP = 1000
"""Floors are kept in thousandths, rounded down."""


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Corpus(_Kept):
    """The gold that the floors hold for."""

    sha256: str
    articles: int
    statements: int


class Fall(_Kept):
    """A floor that was lowered, and why. Steps up need no reason."""

    run: str
    metric: str
    before: float
    after: float
    reason: str


class Baseline(_Kept):
    """What ``evals/baseline.json`` holds.

    Attributes:
        floors: by run (``rules``, or the name of a recorded run) and metric.
        falls: every floor that was ever lowered, in order.
    """

    corpus: Corpus
    floors: dict[str, dict[str, float]] = {}
    falls: tuple[Fall, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the gate.

    Attributes:
        sort: invariant, rate, or recording (a recorded run that can no longer be checked).
        detail: what is wrong and what to do; None where it holds.
    """

    run: str
    sort: Literal["invariant", "rate", "recording"]
    name: str
    value: float | None
    floor: float | None
    detail: str | None = None

    @property
    def holds(self) -> bool:
        """Whether it is as it must be."""
        return self.detail is None


def read_baseline(path: Path) -> Baseline | None:
    """Read the baseline; None where there is none yet.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    except ValidationError as error:
        raise UsageError(f"{path}: is no baseline: {error.errors(include_url=False)[0]['msg']}") from error


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write the baseline whole.

    Raises:
        OSError: it cannot be written.
    """
    body = baseline.model_dump_json(indent=2).encode() + b"\n"
    write_beside(path, lambda write: write(body)).replace(path)


def pin(baseline: Baseline | None, gold: Gold) -> Baseline:
    """Return the baseline with this corpus pinned; floors stay as they are."""
    statements = sum(not s.optional for a in gold.articles for s in a.statements)
    corpus = Corpus(sha256=gold.sha256, articles=len(gold.articles), statements=statements)
    return Baseline(corpus=corpus) if baseline is None else baseline.model_copy(update={"corpus": corpus})


def require_pinned(baseline: Baseline | None, gold: Gold) -> Baseline:
    """Return the baseline if it pins this gold.

    Raises:
        UsageError: there is none, or the gold has changed since.
    """
    if baseline is None:
        raise UsageError("the corpus is not pinned; summarizer gold check --pin does it")
    if baseline.corpus.sha256 != gold.sha256:
        raise UsageError(
            "the gold is not the one that is pinned; if that is on purpose: summarizer gold check --pin, "
            "then summarizer eval gate"
        )
    return baseline


def check_invariants(run: str, counts: Counts, *, recorded: bool = False) -> list[Check]:
    """Check what must hold whatever the corpus: every span is exact, every article gives a record.

    Args:
        run: its name.
        counts: its sums.
        recorded: whether a model made it. A model may fail at an article; that is in the denominators of the
            rates, whose floors guard it.
    """
    checks = []
    musts = [("contents_exact", 1.0), ("evidence_exact", 1.0)] + ([] if recorded else [("failed", 0.0)])
    for name, must in musts:
        found = value(counts, name)
        wrong = found is not None and found != must
        numerator, denominator = counts.get(name, (0.0, 0.0))
        detail = f"{numerator:g} of {denominator:g}; must be {'all' if must else 'none'}" if wrong else None
        checks.append(Check(run, "invariant", name, found, must, detail))
    return checks


def check_rates(run: str, counts: Counts, floors: Mapping[str, float]) -> list[Check]:
    """Check rates against their floors; a floor without a measured value does not hold."""
    checks = []
    for name, floor in floors.items():
        found = value(counts, name)
        detail = None
        if found is None:
            detail = "nothing to measure"
        elif found < floor:
            detail = (
                f"fell below {floor:.3f}; if that must be: summarizer eval gate --allow-regression REASON"
            )
        checks.append(Check(run, "rate", name, found, floor, detail))
    return checks


def moved_floors(
    baseline: Baseline, measured: Mapping[str, Counts], *, reason: str | None = None
) -> Baseline:
    """Return the baseline with floors at what was reached.

    Args:
        baseline: with the floors until now.
        measured: summed counts by run.
        reason: why floors may fall; None: they only rise.
    """
    floors = {run: dict(found) for run, found in baseline.floors.items()}
    falls = list(baseline.falls)
    for run, counts in measured.items():
        own = floors.setdefault(run, {})
        for name in FLOORED:
            found = value(counts, name)
            if found is None:
                continue
            reached = math.floor(found * _STEP) / _STEP
            before = own.get(name)
            if before is None or reached > before:
                own[name] = reached
            elif found < before and reason:
                falls.append(Fall(run=run, metric=name, before=before, after=reached, reason=reason))
                own[name] = reached
        floors[run] = {name: own[name] for name in METRICS if name in own}
    return baseline.model_copy(update={"floors": floors, "falls": tuple(falls)})

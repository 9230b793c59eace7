"""Recorded runs of a model, kept small in the repository, scored again against the gold as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from summarizer.errors import UsageError
from summarizer.evaluation.gate import Check
from summarizer.evaluation.metrics import add
from summarizer.evaluation.results import Setup, result_of
from summarizer.evaluation.running import RUN, read_outcomes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from summarizer.evaluation.gold import Gold
    from summarizer.evaluation.metrics import Counts

__all__ = ["find_recorded", "score_recorded"]


def find_recorded(folder: Path) -> Iterator[tuple[str, Path, Setup]]:
    """Yield name, folder and setup of each recorded run, sorted by name; none where there is no such folder.

    Raises:
        UsageError: a run's setup cannot be read.
    """
    for run in sorted(folder.glob(f"*/{RUN}")):
        try:
            yield run.parent.name, run.parent, Setup.model_validate_json(run.read_bytes())
        except (OSError, ValidationError) as error:
            raise UsageError(f"{run}: cannot be read; record the run again") from error


def score_recorded(
    name: str, folder: Path, setup: Setup, gold: Gold, current: Callable[[str], str | None]
) -> tuple[list[Check], Counts | None]:
    """Score a recorded run, if it still speaks for the prompt and the articles as they are now.

    Args:
        name: of the run.
        folder: with its outcomes.
        setup: what was run.
        gold: to score against; labels may have changed since the recording, articles may not.
        current: gives the identity that a prompt (``task/version``) has now; None where it is gone.

    Returns:
        Failing lines that name the command which records again, and no counts; or no line, and the counts.
    """
    again = f"record again: {_command(folder, setup)}"
    if setup.prompt is not None:
        now = current(setup.prompt)
        if now is None:
            detail = f"its prompt {setup.prompt} is gone; remove the run or {again}"
            return [Check(name, "recording", "prompt", None, None, detail)], None
        if now != setup.prompt_id:
            detail = f"prompts/{setup.prompt}.md changed since it was recorded; {again}"
            return [Check(name, "recording", "prompt", None, None, detail)], None
    attempts = read_outcomes(folder)
    articles = [a for a in gold.articles if setup.split in ("all", a.split)]
    counts = []
    stale = 0
    for article in articles:
        for sample in range(setup.samples):
            attempt = attempts.get((article.key, sample))
            if attempt is None or attempt.outcome.id != article.item.id:
                stale += 1
                continue
            outcome = attempt.outcome
            counts.append(
                result_of(article, outcome, sample=sample, seconds=attempt.seconds, visible=False).counts
            )
    if stale:
        detail = f"{stale} of its articles are new or changed since; {again}"
        return [Check(name, "recording", "articles", None, None, detail)], None
    return [], add(counts)


def _command(folder: Path, setup: Setup) -> str:
    parts = ["summarizer eval", setup.suite, f"--engine {setup.engine}"]
    parts += [f"--{name} {given}" for name in ("model", "prompt") if (given := getattr(setup, name))]
    parts += (
        [f"--split {setup.split}", f"--samples {setup.samples}"]
        if setup.samples > 1
        else [f"--split {setup.split}"]
    )
    return " ".join([*parts, "--replace", f"-o {folder}"])

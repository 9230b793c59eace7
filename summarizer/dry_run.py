"""What a run would ask a language model: calls, tokens and dollars, without a call."""

from __future__ import annotations

import asyncio
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer import engines, reading
from summarizer.errors import ArticleError
from summarizer.hosting import Host
from summarizer.output.store import Store
from summarizer.plan import Names, Plan
from summarizer.segments import segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.engines.llm.counting import Counter
    from summarizer.engines.llm.engine import LlmEngine
    from summarizer.settings import Settings
    from summarizer.workers import Work

__all__ = ["RunEstimate", "estimate_run"]


@dataclass
class RunEstimate:
    """What a run would take.

    Attributes:
        engine: its name, and why it is that one.
        articles: how many the run would do; ``done`` are in the output folder already.
        unreadable: those of them that no record can be made of, at no cost.
        calls: requests, if none has to be repeated.
        cached: questions that the cache answers.
        input_tokens: counted with the vocabulary of the model where it is known, else with a margin.
        output_tokens: about; ``most_output_tokens`` are as many as the answers may have.
        cost_usd: about; None where the model has no known price. ``most_cost_usd`` is the upper end.
    """

    engine: str
    articles: int = 0
    done: int = 0
    unreadable: int = 0
    calls: int = 0
    cached: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    most_output_tokens: int = 0
    cost_usd: float | None = 0.0
    most_cost_usd: float | None = 0.0

    def lines(self) -> list[str]:
        """Return the same as lines for a person."""
        cost = "unpriced"
        if self.cost_usd is not None and self.most_cost_usd is not None:
            cost = f"about ${self.cost_usd:.4f}, at most ${self.most_cost_usd:.4f}"
        return [
            f"Engine: {self.engine}.",
            f"articles       {self.articles:,} to do, {self.done:,} done before",
            f"unreadable     {self.unreadable:,} of them",
            f"calls          {self.calls:,} ({self.cached:,} more from the cache)",
            f"tokens in      {self.input_tokens:,}",
            f"tokens out     about {self.output_tokens:,}, at most {self.most_output_tokens:,}",
            f"cost           {cost}",
            "Nothing was sent. Faults of the endpoint and answers that have to be asked again cost more.",
        ]


def estimate_run(  # noqa: PLR0913 - what a run is asked for
    sources: Sequence[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    engine: str = "auto",
    settings: Settings,
    limit: int | None = None,
    retry_failed: bool = False,
    max_bytes: int | None = None,
) -> RunEstimate:
    """Return what :func:`summarizer.batch.run_batch` would ask for and pay; nothing is sent or written.

    Raises:
        UsageError: a source does not exist, there is no such engine, or the settings do not do for it.
        OutputError: the output folder cannot be used.
    """
    from summarizer.engines.llm.client import Client  # noqa: PLC0415 - only where a model may be asked
    from summarizer.engines.llm.counting import Counter  # noqa: PLC0415 - the same
    from summarizer.engines.llm.engine import LlmEngine  # noqa: PLC0415 - the same

    most = reading.DEFAULT_MAX_BYTES if max_bytes is None else max_bytes
    items = reading.find([os.fspath(source) for source in sources], max_bytes=most)
    why = engines.choose(engine, settings)
    # what may be spent is a matter for the run itself
    made = engines.get_engine(engine, settings.model_copy(update={"budget_usd": None}))
    estimate = RunEstimate(f"{why.name} ({why.why})")
    with tempfile.TemporaryDirectory() as nowhere:
        folder = Path(out) if Path(out).exists() else Path(nowhere)
        with Store(folder, engine=made.name) as store, Host(made) as host:
            here = Path.cwd()
            base = Path(os.path.normpath(folder.resolve() / store.run["base"])) if store.run else here
            names = Names([*store.live, *store.failed], base=base, here=here)
            plan = Plan(store, names, limit=limit, retry_failed=retry_failed)
            works = plan.works(items)
            if isinstance(made, LlmEngine) and isinstance(made.asker, Client):
                counter = Counter(made.asker, made.fixed_tokens)
                made.asker = counter
                for work in works:
                    host.portal.run(_count(work, made, estimate, most))
                _add(estimate, counter)
            else:
                estimate.articles = sum(1 for _ in works)
            estimate.done = plan.done
    return estimate


def _add(estimate: RunEstimate, counter: Counter) -> None:
    counted = counter.counted
    estimate.calls, estimate.cached = counted.calls, counted.cached
    estimate.input_tokens, estimate.output_tokens = counted.input, counted.output
    estimate.most_output_tokens = counted.most_output
    estimate.cost_usd = None if counted.cost is None else float(counted.cost)
    estimate.most_cost_usd = counted.most_cost


async def _count(work: Work, engine: LlmEngine, estimate: RunEstimate, max_bytes: int) -> None:
    """Go one article's way as far as the questions about it."""
    estimate.articles += 1
    try:
        if work.item.error is not None:
            raise work.item.error
        found = await asyncio.to_thread(reading.read, work.item, max_bytes=max_bytes)
    except (ArticleError, OSError):
        estimate.unreadable += 1
        return
    article = found.article.model_copy(update={"source": work.source})
    await engine.adraft(await asyncio.to_thread(segment, article))

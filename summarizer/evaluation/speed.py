"""How long it takes to score and compare many articles: made-up ones, so that nothing else is measured."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from summarizer._version import __version__
from summarizer.evaluation.comparing import compare
from summarizer.evaluation.gold import GoldArticle, GoldStatement
from summarizer.evaluation.metrics import ASKED
from summarizer.evaluation.results import Setup, result_of
from summarizer.evaluation.statistics import RESAMPLES
from summarizer.reading import Item
from summarizer.records import (
    Act,
    Article,
    Evidence,
    Kind,
    Outcome,
    OutcomeName,
    Provenance,
    Record,
    Speaker,
    SpeakerKind,
    Statement,
    Summary,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["time_comparison"]

_SENTENCE = "The harbour office said that pier {} would stay closed to all ships until the autumn. "


def time_comparison(articles: int = 1000, statements: int = 15) -> Iterator[str]:
    """Yield lines that say how many seconds scoring two runs and comparing them took.

    Args:
        articles: made-up articles.
        statements: labelled in each; each run lacks some.
    """
    gold = [_article(n, statements) for n in range(articles)]
    runs = [[_outcome(a, missing) for a in gold] for missing in (7, 5)]
    started = time.perf_counter()
    scored = [[result_of(a, o) for a, o in zip(gold, run, strict=True)] for run in runs]
    middle = time.perf_counter()
    yield f"scored 2 × {articles} articles of {statements} statements: {middle - started:.1f} s"
    setup = Setup(
        suite="speed",
        engine="none",
        gold="made up",
        gold_sha256="",
        split="dev",
        program=__version__,
        fingerprint="",
    )
    compare((setup, scored[0]), (setup, scored[1]), ASKED)
    ended = time.perf_counter()
    yield f"compared {len(ASKED)} metrics with {RESAMPLES} resamples: {ended - middle:.1f} s"
    yield f"together {ended - started:.1f} s"


def _article(number: int, statements: int) -> GoldArticle:
    sentences = [_SENTENCE.format(n) for n in range(statements)]
    text = "".join(sentences)
    labels = []
    at = 0
    for n, sentence in enumerate(sentences):
        start, end = at + sentence.index("pier"), at + len(sentence) - 2
        fields = {"kind": "indirect", "acts": ("assert",), "channel": None, "date": None}
        labels.append(GoldStatement(f"s{n}", ((start, end),), ("harbour office",), labels=fields))
        at += len(sentence)
    return GoldArticle(f"article-{number}", Item(f"article-{number}"), text, "dev", statements=tuple(labels))


def _outcome(article: GoldArticle, missing: int) -> Outcome:
    speaker = Speaker(name="harbour office", kind=SpeakerKind.ORGANIZATION)
    shift = int(article.key.partition("-")[2])
    found = tuple(
        Statement(
            id=label.id,
            kind=Kind.INDIRECT,
            acts=(Act.ASSERT,),
            speaker=speaker,
            cue=None,
            content=tuple(Evidence(start=a, end=b, exact=article.text[a:b]) for a, b in label.content),
            grounding="exact",
        )
        for n, label in enumerate(article.statements)
        if (n + shift) % missing
    )
    record = Record(
        article=Article(id=article.key, source=article.key, text=article.text),
        summary=Summary(),
        statements=found,
        provenance=Provenance(engine="none", program=__version__),
    )
    return Outcome(source=article.key, outcome=OutcomeName.OK, record=record)

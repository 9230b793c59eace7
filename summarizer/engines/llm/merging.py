"""Merging the drafts of an article's parts: without doubles, every statement under a key of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from summarizer.drafts import Draft
from summarizer.engines.llm.places import range_of, ranges_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.drafts import DraftFigure, DraftSentence, DraftStatement
    from summarizer.segments import SegmentedArticle

__all__ = ["merged"]

_SENTENCES = 6
"""Sentences of a summary, at most."""


def merged(article: SegmentedArticle, drafts: Sequence[Draft]) -> Draft:
    """Return one draft of several, in their order.

    Two statements with the same content and the same cue are one: the first one counts. The headline is the
    first part's; of the summaries' sentences the first of each part come before their second ones.
    """
    statements: list[DraftStatement] = []
    figures: list[DraftFigure] = []
    seen: dict[object, str] = {}
    counted: set[object] = set()
    for draft in drafts:
        keys: dict[str, str] = {}
        for statement in draft.statements:
            ranges = ranges_of(article, statement.content)
            same = (ranges, range_of(article, statement.cue) if statement.cue else None)
            if ranges and same in seen:
                keys[statement.key] = seen[same]
                continue
            key = f"M{len(statements) + 1}"
            keys[statement.key] = seen[same] = key
            statements.append(replace(statement, key=key))
        for figure in draft.figures:
            number = (figure.value, figure.measure, ranges_of(article, figure.evidence))
            if number not in counted:
                counted.add(number)
                key_of = keys.get(figure.statement) if figure.statement else None
                figures.append(replace(figure, statement=key_of))
    return Draft(
        headline=next((d.headline for d in drafts if d.headline), None),
        sentences=_sentences(drafts),
        statements=tuple(statements),
        figures=tuple(figures),
        warnings=tuple(w for d in drafts for w in d.warnings),
    )


def _sentences(drafts: Sequence[Draft]) -> tuple[DraftSentence, ...]:
    ranked = [
        (rank, part, sentence)
        for part, draft in enumerate(drafts)
        for rank, sentence in enumerate(draft.sentences)
    ]
    ranked.sort(key=lambda entry: entry[:2])
    kept = dict.fromkeys(sentence for _, _, sentence in ranked[:_SENTENCES])
    order = {sentence: (part, rank) for rank, part, sentence in reversed(ranked)}
    return tuple(sorted(kept, key=lambda sentence: order[sentence]))

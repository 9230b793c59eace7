"""Reading the examples of a template: an invented article, and the answer that would be right."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from summarizer.segments import segment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from summarizer.segments import SegmentedArticle

    M = TypeVar("M", bound=BaseModel)

__all__ = ["answered", "article_of"]


def article_of(given: Mapping[str, Any], more: frozenset[str]) -> SegmentedArticle:
    """Return the article of an example, cut into segments.

    Args:
        given: the example.
        more: the keys that this task's examples have beside ``article``, ``published_on`` and ``answer``.

    Raises:
        ValueError: a key is missing or unknown.
    """
    from summarizer.reading import read_text  # noqa: PLC0415 - slow to load

    missing = {"article", "answer", *more} - set(given)
    unknown = set(given) - {"article", "answer", "published_on", *more}
    if missing or unknown:
        faults = [f"{k} is missing" for k in sorted(missing)] + [f"{k} is unknown" for k in sorted(unknown)]
        raise ValueError("; ".join(faults))
    day = given.get("published_on")
    read = read_text(str(given["article"]), published_on=None if day is None else str(day))
    return segment(read.article)


def answered(given: Mapping[str, Any], schema: type[M]) -> tuple[M, str]:
    """Return an example's answer, and the compact JSON that a model would write for it.

    Raises:
        ValueError: it does not follow the schema (a ValidationError is one).
    """
    value = schema.model_validate_json(json.dumps(given["answer"], ensure_ascii=False))
    return value, value.model_dump_json()

"""The task extract: numbered sentences in; summary, statements and figures out, in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarizer.drafts import Draft
from summarizer.engines.llm.drafting import figures, left_out, sentence, statements
from summarizer.engines.llm.examples import answered, article_of
from summarizer.engines.llm.rendering import article_lines, date_line, person_line
from summarizer.engines.llm.wire import ExtractAnswer, knowing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarizer.engines.llm.grammar import Person
    from summarizer.segments import Segment, SegmentedArticle

__all__ = ["SCHEMA", "VARIABLES", "draft_of", "example", "schema", "variables"]

SCHEMA = ExtractAnswer
VARIABLES = frozenset(("date", "lines", "people"))


def variables(
    article: SegmentedArticle, sentences: Sequence[Segment] | None = None, known: Sequence[Person] = ()
) -> dict[str, str]:
    """Return the template's variables for an article or a part of it.

    Args:
        article: the article.
        sentences: those of the part; None is all of them.
        known: people that earlier parts named; they keep their numbers.
    """
    table = "\n".join(f"{n} {person_line(p)}" for n, p in enumerate(known, 1))
    return {"date": date_line(article.article), "lines": article_lines(article, sentences), "people": table}


def schema(sentences: int, known: Sequence[Person] = ()) -> type[ExtractAnswer]:
    """Return the wire schema of an answer to a question that shows some sentences and has numbered people."""
    return knowing(ExtractAnswer, sentences=sentences, known=len(known))


def draft_of(
    article: SegmentedArticle, answer: ExtractAnswer, known: Sequence[Person] = ()
) -> tuple[Draft, list[Person]]:
    """Turn an answer into a draft; return it and all people that are numbered now."""
    read = answer.lines
    everybody = [*known, *read.people]
    said = statements(article, read.statements, everybody)
    draft = Draft(
        headline=sentence(answer.headline),
        sentences=tuple(sentence(s) for s in dict.fromkeys(answer.summary)),
        statements=tuple(s for s in said if s is not None),
        figures=tuple(figures(article, read.figures, said)),
        warnings=left_out(len(read.faults)),
    )
    return draft, everybody


def example(given: Mapping[str, Any]) -> tuple[SegmentedArticle, dict[str, str], str, Draft]:
    """Return an example's article, variables, answer and draft; see `summarizer.prompts.Task`."""
    article = article_of(given, frozenset())
    answer, line = answered(given, schema(len(article.sentences)))
    return article, variables(article), line, draft_of(article, answer)[0]

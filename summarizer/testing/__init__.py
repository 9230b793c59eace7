"""For people who test their own code against this package: articles, scripted drafts, a check of every span.

Nothing here extracts anything: :class:`ScriptedEngine` is a test double that hands out the drafts it was
given, :class:`ScriptedAsker` one that hands out a model's answers. :class:`HostileServer` is a real HTTP
server for those who test what becomes of a language model's bad days; what it can answer is in
:mod:`summarizer.testing.replies`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarizer.drafts import Draft
from summarizer.testing.asker import ScriptedAsker
from summarizer.testing.hostile import HostileServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from summarizer.records import Article, Evidence, Record
    from summarizer.segments import SegmentedArticle

__all__ = ["HostileServer", "ScriptedAsker", "ScriptedEngine", "article", "assert_grounded", "evidence"]


class ScriptedEngine:
    """A test double of an engine: it returns the drafts that it was given and reads nothing in the article.

    Args:
        drafts: one draft for every article; or a mapping from an article's id, source or text to its draft
            (an article that is not in it gets an empty draft); or a function from the segmented article to a
            draft.
        name: what ``provenance.engine`` will say.
    """

    def __init__(
        self,
        drafts: Draft | Mapping[str, Draft] | Callable[[SegmentedArticle], Draft] | None = None,
        *,
        name: str = "scripted",
    ) -> None:
        self.name = name
        self._drafts = Draft() if drafts is None else drafts

    def draft(self, article: SegmentedArticle) -> Draft:
        """Return the draft that was scripted for this article."""
        if isinstance(self._drafts, Draft):
            return self._drafts
        if callable(self._drafts):
            return self._drafts(article)
        keys = (article.article.id, article.article.source, article.article.text)
        return next((self._drafts[key] for key in keys if key in self._drafts), Draft())


def article(text: str, **metadata: Any) -> Article:
    """Return ``text`` as an article with its blocks, as if it had been read from a file.

    Args:
        text: the article's text.
        metadata: ``source``, ``title``, ``publisher``, ``url``, ``published_on``, ``language`` as needed.
    """
    from summarizer.reading import read_text  # noqa: PLC0415 - slow to load

    return read_text(text, **metadata).article


def evidence(record: Record) -> Iterator[tuple[str, Evidence]]:
    """Yield every piece of evidence in a record, each with its place: ``statements[3].content[0]``."""
    for i, sentence in enumerate(record.summary.sentences):
        for j, span in enumerate(sentence.evidence):
            yield f"summary.sentences[{i}].evidence[{j}]", span
    for i, statement in enumerate(record.statements):
        if statement.cue is not None:
            yield f"statements[{i}].cue", statement.cue
        for j, span in enumerate(statement.content):
            yield f"statements[{i}].content[{j}]", span
    for i, figure in enumerate(record.figures):
        for j, span in enumerate(figure.evidence):
            yield f"figures[{i}].evidence[{j}]", span


def assert_grounded(record: Record) -> None:
    """Check that every span of a record slices to exactly its text; the record must hold its article's text.

    Raises:
        AssertionError: a span lies outside the text or covers other words than it says; the message names it.
    """
    text = record.article.text
    for place, span in evidence(record):
        found = text[span.start : span.end] if 0 <= span.start < span.end <= len(text) else None
        if found != span.exact:
            raise AssertionError(
                f"{place}: [{span.start}, {span.end}) of {record.article.source} is {found!r}, "
                f"not {span.exact!r}"
            )

"""What the rules engine gives a model to judge: candidates, and everybody who could speak."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from summarizer.drafts import DraftSpeaker

if TYPE_CHECKING:
    from summarizer.drafts import Draft
    from summarizer.engines import Engine
    from summarizer.segments import SegmentedArticle

__all__ = ["able_to_speak", "propose"]

_PARSER = threading.Lock()
"""The parser works on one article at a time."""


def propose(article: SegmentedArticle, engine: Engine | None = None) -> Draft:
    """Return the draft whose statements are the candidates.

    Args:
        article: the article.
        engine: what makes it; None is the rules engine.

    Raises:
        UsageError: no spaCy model is installed, or its files are damaged.
    """
    with _PARSER:
        if engine is None:
            from summarizer.engines.rules import RulesEngine  # noqa: PLC0415 - spaCy costs half a second

            engine = RulesEngine()
        return engine.draft(article)


def able_to_speak(article: SegmentedArticle, proposed: Draft) -> list[DraftSpeaker]:
    """Return everybody who could speak in an article: the candidates' speakers and those of the register.

    Raises:
        UsageError: no spaCy model is installed, or its files are damaged.
    """
    from summarizer.engines.rules.parsing import parse  # noqa: PLC0415 - spaCy costs half a second
    from summarizer.engines.rules.people import build_register  # noqa: PLC0415 - the same
    from summarizer.engines.rules.resolved import of_entity  # noqa: PLC0415 - the same

    with _PARSER:
        parsed = parse(article)
        found = [of_entity(entity, parsed=parsed) for entity in build_register(parsed).entities]
    able = {s.speaker.name: replace(s.speaker, mention=None) for s in proposed.statements}
    for who in found:
        able.setdefault(who.name, DraftSpeaker(who.name, who.kind, None, who.role, who.affiliation))
    return list(able.values())

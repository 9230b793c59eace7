"""Labels from a record for a person to correct, and records from labels for a person to look at."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from summarizer._version import __version__
from summarizer.records import (
    Channel,
    Evidence,
    Figure,
    Provenance,
    Record,
    Speaker,
    Statement,
    Summary,
    SummarySentence,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.evaluation.labels import ArticleLabels, SpanLabel
    from summarizer.records import Article

__all__ = ["draft_labels", "view_record"]


def draft_labels(file_name: str, record: Record) -> dict[str, Any]:
    """Return labels as the file has them, marked as a draft; tags, group and aliases are left to the person.

    Args:
        file_name: of the article in the articles folder.
        record: what an engine made of it.
    """
    article = record.article
    numbers = {s.id: f"s{n}" for n, s in enumerate(record.statements, 1)}
    return {
        "draft": True,
        "article": file_name,
        "text_sha256": hashlib.sha256(article.text.encode()).hexdigest(),
        "split": "dev",
        "group": None,
        "tags": [],
        "published_on": article.published_on,
        "language": article.language,
        "statements": [_statement(article.text, s, numbers[s.id]) for s in record.statements],
        "facts": [
            {"id": f"f{n}", "text": s.text, "core": True, "evidence": _spans(s.evidence)}
            for n, s in enumerate(record.summary.sentences, 1)
        ],
        "figures": [
            {
                "id": f"n{n}",
                "value": f.value,
                "measure": f.measure,
                "unit": f.unit,
                "who": f.who,
                "as_of": f.as_of,
                "statement": numbers.get(f.statement or ""),
                "evidence": _spans(f.evidence),
                "opt": False,
            }
            for n, f in enumerate(record.figures, 1)
        ],
    }


def _spans(spans: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [e.model_dump() for e in spans]


def _statement(text: str, statement: Statement, name: str) -> dict[str, Any]:
    speaker = statement.speaker
    near = statement.cue or statement.content[0]
    return {
        "id": name,
        "speaker": {
            "name": speaker.name,
            "aliases": [],
            "role": speaker.role,
            "affiliation": speaker.affiliation,
            "kind": speaker.kind.value,
        },
        "mention": _nearest(text, speaker.mention, near.start),
        "cue": statement.cue.model_dump() if statement.cue else None,
        "content": _spans(statement.content),
        "kind": statement.kind.value,
        "acts": [act.value for act in statement.acts],
        "target": statement.target,
        "channel": statement.channel.type.value if statement.channel else None,
        "date": statement.date,
        "via": list(statement.via),
        "hedges": list(statement.hedges),
        "opt": False,
    }


def _nearest(text: str, mention: str | None, near: int) -> dict[str, Any] | None:
    """Return where the mention stands next to a place; records keep only its words."""
    if not mention:
        return None
    before, after = text.rfind(mention, 0, near + len(mention)), text.find(mention, near)
    places = [at for at in (before, after) if at >= 0]
    if not places:
        return None
    start = min(places, key=lambda at: (abs(at - near), at))
    return {"start": start, "end": start + len(mention), "exact": mention}


def view_record(labels: ArticleLabels, article: Article) -> Record:
    """Return labels as a record, so that the report's page can show them: core facts are its summary.

    Args:
        labels: of the article.
        article: as it was read.
    """
    unsure = [s.id for s in labels.statements if s.opt] + [f.id for f in labels.figures if f.opt]
    optional = ", ".join(unsure)
    return Record(
        article=article.model_copy(update={"published_on": labels.published_on, "language": labels.language}),
        summary=Summary(
            sentences=tuple(
                SummarySentence(text=f.text, evidence=_evidence(f.evidence))
                for f in labels.facts
                if f.core and f.evidence
            )
        ),
        statements=tuple(
            Statement(
                id=s.id,
                kind=s.kind,
                acts=s.acts,
                speaker=Speaker(
                    name=s.speaker.name,
                    mention=s.mention.exact if s.mention else None,
                    role=s.speaker.role,
                    affiliation=s.speaker.affiliation,
                    kind=s.speaker.kind,
                ),
                cue=_evidence([s.cue])[0] if s.cue else None,
                content=_evidence(s.content),
                target=s.target,
                channel=Channel(type=s.channel) if s.channel else None,
                date=s.date,
                via=s.via,
                hedges=s.hedges,
                grounding="exact",
            )
            for s in labels.statements
        ),
        figures=tuple(
            Figure(
                value=f.value,
                measure=f.measure,
                unit=f.unit,
                who=f.who,
                as_of=f.as_of,
                statement=f.statement,
                evidence=_evidence(f.evidence),
            )
            for f in labels.figures
            if f.evidence
        ),
        warnings=(
            f"labels by hand; {labels.split} split; tags: {', '.join(labels.tags) or 'none'}",
            *((f"optional: {optional}",) if optional else ()),
        ),
        provenance=Provenance(engine="gold", program=__version__),
    )


def _evidence(spans: Iterable[SpanLabel]) -> tuple[Evidence, ...]:
    return tuple(Evidence(start=s.start, end=s.end, exact=s.exact) for s in spans)

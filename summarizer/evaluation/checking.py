"""``summarizer gold check``: what a machine can find wrong with labels."""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.errors import UsageError
from summarizer.evaluation.gold import read_article
from summarizer.evaluation.labels import TAGS, read_labels
from summarizer.wording import numbers

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator
    from pathlib import Path

    from summarizer.evaluation.labels import ArticleLabels, FactLabel, SpanLabel, StatementLabel

__all__ = ["check_article", "check_gold"]


def check_gold(folder: Path) -> tuple[list[str], list[str]]:
    """Check all labels in a folder.

    Args:
        folder: with ``articles/`` and ``labels/``.

    Returns:
        Errors, and notes on what is allowed but worth a look; a line each, with the file's name.

    Raises:
        UsageError: there are no labels in the folder.
    """
    files = sorted((folder / "labels").glob("*.json"))
    if not files:
        raise UsageError(f"{folder}: no gold here; expected articles/ and labels/*.json")
    errors: list[str] = []
    notes: list[str] = []
    splits: dict[str, dict[str, str]] = {}
    labelled: dict[str, str] = {}
    for file in files:
        try:
            labels = read_labels(file)
            _, text = read_article(folder / "articles" / labels.article)
        except UsageError as error:
            errors.append(str(error))
            continue
        found, noted = check_article(labels, text)
        errors += [f"{file.name}: {line}" for line in found]
        notes += [f"{file.name}: {line}" for line in noted]
        if labels.article in labelled:
            errors.append(f"{file.name}: {labels.article} is labelled in {labelled[labels.article]}, too")
        labelled.setdefault(labels.article, file.name)
        if labels.group:
            splits.setdefault(labels.group, {}).setdefault(labels.split, file.name)
    for group, of in splits.items():
        if len(of) > 1:
            errors.append(f"the group {group} stands in two splits: {' and '.join(sorted(of.values()))}")
    present = (p.name for p in sorted((folder / "articles").iterdir()) if not p.name.startswith("."))
    notes += [f"{name}: has no labels" for name in present if name not in labelled]
    return errors, notes


def check_article(labels: ArticleLabels, text: str) -> tuple[list[str], list[str]]:
    """Check one article's labels against its text.

    Args:
        labels: in the right form already.
        text: as reading gives it.

    Returns:
        Errors and notes, a line each.
    """
    errors = list(_errors(labels, text))
    notes = []
    required = [s for s in labels.statements if not s.opt]
    if labels.statements and len(required) < 0.75 * len(labels.statements):
        notes.append(
            f"{len(labels.statements) - len(required)} of {len(labels.statements)} statements are optional"
        )
    for figure in labels.figures:
        read = {n.value for span in figure.evidence for n in numbers(span.exact)}
        if figure.value not in read:
            notes.append(f"{figure.id}: no number in its evidence reads as {figure.value}")
    return errors, notes


def _errors(labels: ArticleLabels, text: str) -> Iterator[str]:
    if labels.draft:
        yield 'is a draft: correct it, then remove its "draft" line'
    if hashlib.sha256(text.encode()).hexdigest() != labels.text_sha256:
        yield "text_sha256 is not the digest of the article's text"
    yield from _wrong_tags(labels)
    yield from _doubles("id", [name for name, _ in _parts(labels)])
    yield from _doubles("statement with speaker, cue and content", map(_identity, labels.statements))
    for place, span in _spans(labels):
        if not span.start < span.end <= len(text) or text[span.start : span.end] != span.exact:
            there = text[span.start : span.end]
            yield f"{place}: [{span.start}, {span.end}) is {there!r}, not {span.exact!r}"
    for statement in labels.statements:
        if any(b.start < a.end for a, b in pairwise(statement.content)):
            yield f"{statement.id}: its content spans overlap or are out of order"
    yield from (f"{name}: has no evidence" for name, evidence in _parts(labels) if not evidence)
    yield from _wrong_references(labels)
    yield from (f"{fact.id}: {wrong}" for fact in labels.facts for wrong in _wrong_alternatives(fact))


def _wrong_alternatives(fact: FactLabel) -> Iterator[str]:
    proofs = [frozenset((span.start, span.end) for span in proof) for proof in fact.proofs]
    stated = _counts(fact.text) & _counts(" ".join(span.exact for span in fact.evidence))
    for n, proof in enumerate(fact.alternatives):
        name, own = f"alternatives[{n}]", proofs[n + 1]
        if not proof:
            yield f"{name} has no spans"
        elif any(own <= other or other <= own for other in proofs[: n + 1]):
            yield f"{name} and another proof of the fact hold all of each other's spans: keep the smaller one"
        elif lacking := sorted(stated - _counts(" ".join(span.exact for span in proof))):
            yield f"{name} does not state the whole fact: it lacks {', '.join(f'{v:g}' for v in lacking)}"


def _counts(text: str) -> frozenset[float]:
    """Return the numbers of a text without 1, which is a pronoun as often."""
    return frozenset(n.value for n in numbers(text) if n.value != 1)


def _wrong_tags(labels: ArticleLabels) -> Iterator[str]:
    for tag in labels.tags:
        if tag not in TAGS:
            yield f"the tag {tag!r} is unknown; tags: {', '.join(sorted(TAGS))}"
    yield from _doubles("tag", labels.tags)
    if "no_statement" in labels.tags and any(not s.opt for s in labels.statements):
        yield "is tagged no_statement and has statements"


def _wrong_references(labels: ArticleLabels) -> Iterator[str]:
    ids = {s.id for s in labels.statements}
    for figure in labels.figures:
        if figure.statement is not None and figure.statement not in ids:
            yield f"{figure.id}: there is no statement {figure.statement}"
    dates = [(s.id, s.date) for s in labels.statements] + [(f.id, f.as_of) for f in labels.figures]
    for place, day in [("published_on", labels.published_on), *dates]:
        if day is not None and not _exists(day):
            yield f"{place}: {day} is no date of the calendar"


def _identity(s: StatementLabel) -> Hashable:
    cue = (s.cue.start, s.cue.end) if s.cue else None
    return s.speaker.name, cue, tuple((span.start, span.end) for span in s.content)


def _doubles(what: str, values: Iterable[Hashable]) -> Iterator[str]:
    seen = set()
    for value in values:
        if value in seen:
            yield f"the {what} {value!r} stands there twice"
        seen.add(value)


def _parts(labels: ArticleLabels) -> Iterator[tuple[str, tuple[SpanLabel, ...]]]:
    yield from ((s.id, s.content) for s in labels.statements)
    yield from ((f.id, f.evidence) for f in labels.facts)
    yield from ((f.id, f.evidence) for f in labels.figures)


def _spans(labels: ArticleLabels) -> Iterator[tuple[str, SpanLabel]]:
    for statement in labels.statements:
        for name, span in (("mention", statement.mention), ("cue", statement.cue)):
            if span is not None:
                yield f"{statement.id}.{name}", span
    for name, spans in _parts(labels):
        yield from ((f"{name}[{n}]", span) for n, span in enumerate(spans))
    for fact in labels.facts:
        for n, proof in enumerate(fact.alternatives):
            yield from ((f"{fact.id}.alternatives[{n}][{m}]", span) for m, span in enumerate(proof))


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(f"{day}-01-01"[:10] if len(day) < 10 else day)  # noqa: PLR2004 - length of a full date
    except ValueError:
        return False
    return True

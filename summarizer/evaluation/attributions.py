"""Gold from attributions: JSON lines that any corpus of labelled attributions can be converted to.

One line an article: ``doc_id`` and ``text``, ``statements``, and optionally ``split`` (dev where it is
missing) and ``tags``. A statement needs ``content_spans`` (pairs of offsets); everything else may be missing
or null and then counts neither way: ``id``, ``speaker_text`` (the form at this place), ``reference`` and
``aliases`` (who it is), ``cue_span``, ``kind``, ``acts``, ``channel``, ``date``, ``via``, ``opt``. Facts and
figures are not in this format, so scores for them are not given.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from summarizer.errors import UsageError
from summarizer.evaluation.gold import Gold, GoldArticle, GoldStatement
from summarizer.reading import Item

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["load_attributions"]


def load_attributions(path: Path) -> Gold:
    """Load a file of attributions.

    Raises:
        UsageError: the file cannot be read or a line is not in the format; the message names the line.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    articles: dict[str, GoldArticle] = {}
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            article = _article(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(f"{path}:{number}: not an article with attributions: {error!r}") from error
        if article.key in articles:
            raise UsageError(f"{path}:{number}: the doc_id {article.key!r} stands there twice")
        articles[article.key] = article
    if not articles:
        raise UsageError(f"{path}: holds no article")
    return Gold(str(path), hashlib.sha256(data).hexdigest(), tuple(articles.values()))


def _article(doc: dict[str, Any]) -> GoldArticle:
    key, text = str(doc["doc_id"]), str(doc["text"])
    data = text.encode()
    identity = "sha256:" + hashlib.sha256(data).hexdigest()
    found = [_statement(s, n, len(text)) for n, s in enumerate(doc["statements"], 1)]
    return GoldArticle(
        key=key,
        item=Item(key, identity, "text", data=data),
        text=text,
        split=str(doc.get("split") or "dev"),
        tags=tuple(doc.get("tags") or ()),
        # a span of punctuation alone names no words, so nothing can match it
        statements=tuple(s for s in found if any(any(map(str.isalnum, text[a:b])) for a, b in s.content)),
    )


def _statement(label: dict[str, Any], number: int, length: int) -> GoldStatement:
    content = tuple((int(a), int(b)) for a, b in label["content_spans"])
    for start, end in content:
        if not 0 <= start < end <= length:
            raise ValueError(f"the span [{start}, {end}) lies outside the text")
    surface = label.get("speaker_text") or None
    names = [label.get("reference"), *(label.get("aliases") or ())]
    if "aliases" in label:
        names.append(surface)
    cue = label.get("cue_span")
    kind = label.get("kind") or None
    fields = ("kind", "channel", "date")
    labels: dict[str, Any] = {name: label[name] for name in fields if label.get(name)}
    labels |= {name: tuple(label[name]) for name in ("acts", "via") if label.get(name)}
    return GoldStatement(
        id=str(label.get("id") or f"s{number}"),
        content=content,
        names=tuple(str(n) for n in names if n),
        surface=surface,
        cue=(int(cue[0]), int(cue[1])) if cue else None,
        optional=bool(label.get("opt")),
        labels=labels,
        slices=(f"kind: {kind}",) if kind else (),
    )

"""From HTML to text, what its mark-up says about the parts, and the metadata that it declares."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summarizer.errors import UnreadableError
from summarizer.reading.metadata import day_of
from summarizer.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Page", "looks_like_html", "read_fragment", "read_page"]

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(
    r"\s*<(?:p|div|h[1-6]|article|section|figure|ul|ol|blockquote|span|main|br)\b|</p>|<br\s*/?>",
    re.IGNORECASE,
)
# Trafilatura's own names (head, item, row, cell, quote) beside those of HTML.
_PARTS: dict[str, BlockKind | None] = {
    **dict.fromkeys(("head", "h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
    **dict.fromkeys(("item", "li", "quote", "blockquote", "row", "tr"), BlockKind.PARAGRAPH),
    **dict.fromkeys((
        "p", "div", "section", "article", "main", "body", "list", "ul", "ol", "table", "figure",
        "aside", "header", "footer", "nav", "dd", "dt", "dl", "pre", "form",
    )),
    "figcaption": BlockKind.CAPTION,
}  # fmt: skip
_SKIPPED = frozenset(
    ("script", "style", "template", "noscript", "iframe", "svg", "button", "graphic", "object")
)
_DATE_NAMES = (
    "article:published_time", "datepublished", "date", "pubdate", "publishdate", "publish-date",
    "publish_date", "publication_date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued",
    "dcterms.created", "parsely-pub-date", "sailthru.date", "article.published", "og:published_time",
    "cxenseparse:recs:publishtime", "citation_publication_date", "prism.publicationdate",
    "originalpublicationdate", "published-date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """What was read from HTML.

    Attributes:
        text: the extracted text.
        kinds: what the mark-up says about the passage that starts at a position.
    """

    text: str
    kinds: dict[int, BlockKind]
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published_on: str | None = None
    language: str | None = None


def looks_like_html(text: str, *, fragment: bool = False) -> bool:
    """Return whether a text is an HTML page; with ``fragment`` also whether it is a part of one."""
    return bool(_HTML.match(text[:3000])) or (fragment and bool(_FRAGMENT.search(text[:3000])))


def read_page(html: str) -> Page:
    """Extract the main text and the declared metadata of a page.

    Raises:
        UnreadableError: the page has no text; the message is the reason alone.
    """
    import lxml.html  # noqa: PLC0415 - with trafilatura a fifth of a second, and only HTML needs them
    import trafilatura  # noqa: PLC0415 - as above

    html = html.replace("\x00", "")
    document = trafilatura.bare_extraction(
        html, with_metadata=True, include_comments=False, include_formatting=False
    )
    page = _build(document.body) if document is not None and not isinstance(document, dict) else None
    if page is None or not page.text.strip() or document is None or isinstance(document, dict):
        raise UnreadableError("the HTML holds no text of an article")
    tree = lxml.html.document_fromstring(
        html.encode("utf-8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8")
    )
    language = (tree.get("lang") or "")[:2].lower()
    return Page(
        text=page.text,
        kinds=page.kinds,
        title=document.title or None,
        publisher=document.sitename or None,
        url=document.url or None,
        published_on=_declared_day(tree),
        language=language if re.fullmatch("[a-z]{2}", language) else None,
    )


def read_fragment(html: str) -> Page:
    """Take the text of a part of a page as it is, nothing left out but scripts; it has no metadata."""
    import lxml.html  # noqa: PLC0415 - only HTML needs it

    if not html.strip():
        return Page("", {})
    return _build(lxml.html.fragment_fromstring(html.replace("\x00", ""), create_parent="div"))


@dataclass(slots=True)
class _Builder:
    """Collects words until a part ends."""

    pieces: list[str] = field(default_factory=list)
    kinds: dict[int, BlockKind] = field(default_factory=dict)
    length: int = 0
    words: list[str] = field(default_factory=list)
    filled: bool = False  # whether the words hold more than spaces

    def add(self, words: str) -> None:
        self.words.append(words)
        self.filled = self.filled or not (words == "" or words.isspace())

    def close(self, kind: BlockKind | None, gap: str = "\n\n") -> None:
        text = re.sub(r"[ \t\r\n\f]+", " ", "".join(self.words)).strip()
        self.words.clear()
        self.filled = False
        if not text:
            return
        if self.pieces:
            self.pieces.append(gap)
            self.length += len(gap)
        if kind is not None:
            self.kinds[self.length] = kind
        self.pieces.append(text)
        self.length += len(text)


def _build(root: Any) -> Page:
    builder = _Builder()
    for event, tag, words, kind in _walk(root):
        if event == "break" or tag in _PARTS:
            builder.close(kind)
        elif tag in ("cell", "td", "th") and builder.filled and event == "start":
            builder.add(" | ")
        builder.add(words)
    builder.close(None)
    return Page("".join(builder.pieces), builder.kinds)


def _walk(root: Any) -> Iterator[tuple[str, str, str, BlockKind | None]]:
    """Yield (event, tag, text behind the event, kind of the words before it), without recursion."""
    stack: list[tuple[Any, bool, BlockKind | None]] = [(root, False, None)]
    while stack:
        element, closing, kind = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else "!"
        tail = (element.tail or "") if element is not root else ""
        if closing:
            yield "end", tag, tail, _PARTS.get(tag) or kind
        elif tag == "!" or tag in _SKIPPED:
            yield "skip", "", tail, kind
        elif tag in ("lb", "br"):
            yield "break", tag, tail, kind
        else:
            yield "start", tag, element.text or "", kind
            stack.append((element, True, kind))
            stack += [(child, False, _PARTS.get(tag) or kind) for child in reversed(element)]


def _declared_day(tree: Any) -> str | None:
    """Return the day of publication that meta, JSON-LD, microdata or a time element declares; no guess."""
    named: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        named.setdefault(name.lower(), meta.get("content") or "")
    values: list[object] = [named[name] for name in _DATE_NAMES if name in named]
    values += [v for script in tree.iter("script") for v in _linked_days(script)]
    times = [t for t in tree.iter("time") if t.get("datetime")]
    marked = [
        t
        for t in times
        if t.get("pubdate") is not None or (t.get("itemprop") or "").lower() == "datepublished"
    ]
    marked += [
        t for t in times if re.search("publish|pub-?date|entry-date", t.get("class") or "", re.IGNORECASE)
    ]
    values += [t.get("datetime") for t in marked]
    return next((day for day in map(day_of, values) if day), None)


def _linked_days(script: Any) -> list[object]:
    if (script.get("type") or "").lower() != "application/ld+json" or not script.text:
        return []
    try:
        waiting: list[Any] = [json.loads(script.text, strict=False)]
    except (ValueError, RecursionError):
        return []
    days = []
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            if "datePublished" in node and "Comment" not in str(node.get("@type")):
                days.append(node["datePublished"])
            waiting += [node[k] for k in ("@graph", "mainEntity") if k in node]
    return days

"""The fields of an article in JSON, under the names that people use (ninjs among them)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from summarizer.errors import UnreadableError
from summarizer.reading.metadata import day_of

__all__ = ["Fields", "find_fields", "members", "name_of"]

_TEXT = (
    "text", "bodytext", "maintext", "articlebody", "articletext", "fulltext", "plaintext", "body", "content",
    "article", "bodyhtml", "bodyxhtml", "contenthtml", "html", "bodies", "story",
)  # fmt: skip
_TITLE = ("title", "headline", "name", "webtitle", "headlines")
_URL = ("url", "link", "canonicalurl", "weburl", "permalink", "uri")
_PUBLISHER = (
    "publisher",
    "site",
    "outlet",
    "sourcename",
    "source",
    "sitename",
    "provider",
    "copyrightholder",
)
_DATE = (
    "publishedon", "published", "publishedat", "datepublished", "publicationdate", "webpublicationdate",
    "pubdate", "date", "publishdate", "firstpublished", "firstcreated", "versioncreated", "createdat",
)  # fmt: skip
_ID = ("id", "guid", "uuid", "uri", "articleid")
_LANGUAGE = ("language", "lang")
_LISTS = ("articles", "items", "documents", "data", "results", "entries", "docs")
_NESTED = ("fields", "attributes", "article", "source")  # where some services keep an article's fields


@dataclass(frozen=True, slots=True)
class Fields:
    """An article's fields as they stand in JSON; ``html`` says that ``text`` is mark-up."""

    text: str
    html: bool
    title: str | None
    publisher: str | None
    url: str | None
    published_on: str | None
    language: str | None


def members(data: Any) -> list[Any] | None:
    """Return the articles that a JSON value holds as a list, or None where it is one article itself."""
    if isinstance(data, list):
        return data
    if isinstance(data, dict) and _text(data) is None:
        for holder in (data, data.get("response")):
            if isinstance(holder, dict):
                for key in _LISTS:
                    if isinstance(holder.get(key), list):
                        return list(holder[key])
    return None


def name_of(data: Any) -> str | None:
    """Return the id that an article's object carries, as one line of at most 200 characters, or None."""
    if not isinstance(data, dict):
        return None
    keys = _keys(data)
    for key in _ID:
        value = keys.get(key)
        if isinstance(value, dict):  # {"$oid": "…"}
            value = next(iter(value.values()), None)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return " ".join(str(value).split())[:200]
    return None


def find_fields(data: Any) -> Fields:
    """Read an article's fields from its JSON object.

    Raises:
        UnreadableError: it is no object, or has no text; the message is the reason alone.
    """
    if not isinstance(data, dict):
        raise UnreadableError(f"expected a JSON object, found {_type(data)}")
    found = _text(data)
    if found is None:
        keys = ", ".join(list(data)[:12]) or "none"
        raise UnreadableError(f"no text field (text, body, content, …); the keys are: {keys[:300]}")
    text, html = found
    values = _keys(data)
    days = (day_of(values[key]) for key in _DATE if key in values)
    url = _string(values, _URL)
    language = (_string(values, _LANGUAGE) or "")[:2].lower()
    return Fields(
        text=text,
        html=html,
        title=_string(values, _TITLE),
        publisher=_string(values, _PUBLISHER),
        url=url if url and re.match(r"https?://", url) else None,
        published_on=next((day for day in days if day), None),
        language=language if re.fullmatch("[a-z]{2}", language) else None,
    )


def _type(data: Any) -> str:
    return {list: "an array", str: "a string", type(None): "null", bool: "a truth value"}.get(
        type(data), "a number"
    )


def _keys(data: dict[str, Any]) -> dict[str, Any]:
    """Return the object's values by bare name (``body_text`` is ``bodyText``), its own before nested ones."""
    keys: dict[str, Any] = {}
    nested = [data[key] for key in _NESTED if isinstance(data.get(key), dict) and key != "source"]
    for holder in [data, *nested]:
        for key, value in holder.items():
            bare = re.sub(r"[_\s-]", "", key).lower()
            if value not in (None, "", [], {}):
                keys.setdefault(bare, value)
    return keys


def _text(data: dict[str, Any]) -> tuple[str, bool] | None:
    keys = _keys(data)
    for name in _TEXT:
        value = keys.get(name)
        rendered = "html" in name
        if isinstance(value, dict):  # {"rendered": "<p>…"}, as WordPress has it
            rendered = "rendered" in value
            value = value.get("rendered") or value.get("value") or value.get("text")
        if isinstance(value, list):
            value = _joined(value)
        if isinstance(value, str):
            return value, rendered or _is_markup(value)
    empty = any(re.sub(r"[_\s-]", "", key).lower() in _TEXT and value == "" for key, value in data.items())
    return ("", False) if empty else None


def _joined(values: list[Any]) -> str | None:
    """Return a list of paragraphs, or of ninjs bodies, as one text."""
    parts = [v.get("value") or v.get("text") if isinstance(v, dict) else v for v in values]
    strings = [p for p in parts if isinstance(p, str)]
    if not strings or len(strings) < len(parts):
        return None
    return (
        strings[0]
        if any(isinstance(v, dict) and "contentType" in v for v in values)
        else "\n\n".join(strings)
    )


def _is_markup(text: str) -> bool:
    return bool(re.search(r"</p>|<br\s*/?>|</div>|</h[1-6]>", text[:5000], re.IGNORECASE))


def _string(keys: dict[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = keys.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("name") or value.get("title") or value.get("rendered") or value.get("value")
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None

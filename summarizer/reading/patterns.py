"""The patterns of ``boilerplate.toml``, and what they say about one line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = [
    "has_attribution",
    "has_quotation",
    "is_boilerplate",
    "is_caption",
    "not_places",
    "opens_links",
    "sign_off",
]

_LONGEST_LINE = 300  # characters; noise is short, and a pattern never sees more than this
_ATTRIBUTING = (
    "said", "says", "saying", "told", "tells", "added", "stated", "announced", "warned", "insisted",
    "replied", "tweeted", "wrote", "according to",
)  # fmt: skip
_ATTRIBUTION = re.compile(rf"\b(?:{'|'.join(_ATTRIBUTING)})\b")
_QUOTATION = re.compile(r"[\"“”„«]\s*(?:[^\s\"“”„«»]+\s+){2,}[^\s\"“”„«»]+")
_AGENCIES = (
    "Reuters", "AP", "AFP", "PTI", "ANI", "IANS", "Xinhua", "Agencies", "APP", "Bernama", "EFE", "dpa",
    "TASS", "Anadolu", "AA", "UPI", "PA",
)  # fmt: skip
_SIGNED = (")", "]", *_AGENCIES)
"""What a sign-off ends with: a quick look before the pattern."""
_SIGN_OFF = re.compile(
    rf"""(?<=[.!?"”’'\])…])\s*
    (?P<sign>
      [(\[](?:[A-Z][A-Za-z]{{0,9}}|[A-Z]{{2,10}})(?:[/\-\s&][A-Za-z0-9]{{1,10}}){{0,4}}[)\]]
    | [(\[](?:[Ww]ith\s(?:additional\s|agency\s)?(?:inputs?|reporting|reports?|files?)
        |[Rr]eporting|[Aa]dditional\sreporting|[Ww]riting|[Ee]diting)\s(?:from|by)\b[^()\[\]]{{1,200}}[)\]]
    | (?:[—–―]|--|-)\s*(?:{"|".join(_AGENCIES)})
    )\s*$""",
    re.VERBOSE,
)
_RULES = "–—-*[]()|·• "  # what a line such as "– ENDS –" is framed with
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|@\w+|[^\s@]+@[^\s@]+\.[^\s@]+")
_AGENCY_WORDS = re.compile(r"[A-Z]{2,}|/|^(?:Reuters|Agencies|Xinhua|Ant|Bernama|Anadolu|Tass|Antara|Agency)")


@dataclass(frozen=True, slots=True)
class _Patterns:
    line: re.Pattern[str]
    start: re.Pattern[str]
    link: re.Pattern[str]
    remnant: re.Pattern[str]
    remnant_line: re.Pattern[str]
    list_heading: re.Pattern[str]
    caption_start: re.Pattern[str]
    caption_end: re.Pattern[str]
    caption_end_signs: tuple[str, ...]
    not_places: frozenset[str]


@cache
def _patterns() -> _Patterns:
    data = tomllib.loads(resources.files(__package__).joinpath("boilerplate.toml").read_text("utf-8"))

    def one(key: str, before: str = "(?:", after: str = ")") -> re.Pattern[str]:
        return re.compile(before + "|".join(f"(?:{p})" for p in data[key]) + after, re.IGNORECASE)

    # what is anchored need not be looked for at every character
    data["remnant_lines"] = [p for p in data["remnants"] if p.startswith("^")]
    data["remnants"] = [p for p in data["remnants"] if not p.startswith("^")]

    return _Patterns(
        line=one("lines", after=r")\s*[.!:…]?"),
        start=one("starts"),
        link=one("links"),
        remnant=one("remnants"),
        remnant_line=one("remnant_lines"),
        list_heading=one("list_headings"),
        caption_start=one("caption_starts"),
        caption_end=one("caption_ends", after=r")\s*$"),
        caption_end_signs=tuple(data["caption_end_signs"]),
        not_places=frozenset(data["not_places"]),
    )


def has_quotation(text: str) -> bool:
    """Return whether three words or more stand behind a quotation mark, in the first 400 characters."""
    head = text[:400]
    return any(mark in head for mark in '"“”„«') and _QUOTATION.search(head) is not None


def has_attribution(text: str) -> bool:
    """Return whether a common attributing word stands in the line's first 400 characters."""
    head = text[:400].casefold()
    return any(word in head for word in _ATTRIBUTING) and _ATTRIBUTION.search(head) is not None


def not_places() -> frozenset[str]:
    """Words in capitals that open a line before a colon and are no place."""
    return _patterns().not_places


def is_boilerplate(text: str) -> bool:
    """Return whether a whole line (without Markdown marks) belongs to the page and not to the article."""
    if not any(c.isalnum() for c in text[:_LONGEST_LINE]):
        return not any(c.isalnum() for c in text)
    if len(text) > _LONGEST_LINE:
        return False
    words = text.split()
    if _ADDRESS.fullmatch(text) or all(w[0] in "##" and len(w) > 1 for w in words) or _is_navigation(text):
        return True
    p = _patterns()
    if p.link.match(text) or p.remnant_line.match(text) or p.remnant.search(text):
        return True
    if has_attribution(text):
        return False
    noise = p.line.fullmatch(text.strip(_RULES)) or (
        p.start.match(text.lstrip("([—–- ")) and not has_quotation(text)
    )
    return bool(noise)


def opens_links(text: str) -> bool:
    """Return whether a line stands above a list of other articles (``Related stories``)."""
    return len(text) <= _LONGEST_LINE and bool(_patterns().list_heading.match(text)) and is_boilerplate(text)


def _is_navigation(text: str) -> bool:
    """``Home | World | Business``, ``Home > News > Asia``: three short items or more, and no sentence."""
    if not any(mark in text for mark in "|>›»·•/"):
        return False
    items = re.split(r"\s+[|>›»·•/]\s+", text)
    return len(items) >= 3 and all(0 < len(i.split()) <= 4 for i in items) and text[-1] not in ".!?"  # noqa: PLR2004 - menus


def is_caption(text: str) -> bool:
    """Return whether a line (without Markdown marks) is the caption or the credit of a picture."""
    if len(text) > 2 * _LONGEST_LINE:
        return False
    p = _patterns()
    if p.caption_start.match(text):
        return not (has_quotation(text) and has_attribution(text))
    # A credit closes a caption; behind a quotation and its cue it is a paragraph with something hanging on.
    tail = text[-120:]
    folded = tail.casefold().replace("\u0307", "").replace("ı", "i")  # case-blind, i is all of i, I, İ and ı
    if not any(sign in folded for sign in p.caption_end_signs):
        return False
    return bool(p.caption_end.search(tail)) and not (has_quotation(text) and has_attribution(text))


def sign_off(text: str) -> int | None:
    """Return where an agency's sign-off at a paragraph's end begins (``(AP)``, ``— Reuters``), or None."""
    if not text.rstrip().endswith(_SIGNED):
        return None
    base = max(0, len(text) - 240)
    match = _SIGN_OFF.search(text[base:])
    if match is None or base + match.start("sign") == 0:
        return None
    inner = match["sign"].strip("()[]—–―- ")
    return (
        base + match.start("sign")
        if _AGENCY_WORDS.search(inner) or " by " in inner or " from " in inner
        else None
    )

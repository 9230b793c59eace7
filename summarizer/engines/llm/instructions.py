"""Words in an article that tell a model what to do: where they stand, by their shape.

The patterns are those that injections share whatever they ask for: the order to forget earlier orders, a
machine addressed, the roles and tokens of a chat, the keys and ids of this program's own answers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from summarizer.engines.llm.places import touching
from summarizer.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.pointers import Range
    from summarizer.segments import SegmentedArticle

__all__ = ["instructions"]

_IMPERATIVE = r"(?:^|[.!?:;,>\"“”'‘’(\[*-]\s*|\b(?:please|must|should|you|now|and)\s+)"
_VERBS = "ignore|disregard|forget|override|bypass"
_PLACES = tuple(
    f"{whose} {what}"
    for whose in ("the", "your")
    for what in ("summary", "extraction", "output", "answer", "statement", "record", "speaker")
)
_MACHINES = (
    *(f"{name}{space}{mark}" for name in ("ai", "ais") for space in ("", " ") for mark in ":,.!-"),
    *("llm", "language model", "chatbot", "ai model", "ai system", "ai assistant", "ai agent"),
    *("summari", "automated ", "crawler"),
)


class _Shape:
    """A pattern, and words without which it cannot match: one of every group must stand in the text."""

    def __init__(self, pattern: str, *groups: str | tuple[str, ...]) -> None:
        self.pattern = re.compile(pattern, re.IGNORECASE)
        self._groups = tuple(tuple(g.split("|")) if isinstance(g, str) else g for g in groups)

    def may_match(self, folded: str, known: dict[tuple[str, ...], bool]) -> bool:
        """Say whether it is worth looking, in a text as `_folded` returns it.

        Args:
            folded: the text.
            known: which groups stand in that text, as far as was looked: some shapes share theirs.
        """
        for group in self._groups:
            if group not in known:
                known[group] = any(word in folded for word in group)
            if not known[group]:
                return False
        return True


_SHAPES = (
    # the imperative to forget what was said before, in the languages that injections are seen in
    _Shape(
        r"(?:" + _IMPERATIVE + r"|\bto\s+)"
        r"(?:ignore|disregard|forget|override|bypass)\s+(?:(?:the|of|my|these|those|and|or)\s+){0,3}"
        r"(?:all|any|your|every|everything|previous|prior|above|earlier|preceding|former|foregoing|original|system)"
        r"\s+(?:\w+\s+){0,3}(?:instructions?|prompts?|rules|guidelines|directions|above|text|context)\b",
        _VERBS,
        "instruction|prompt|rules|guidelines|directions|above|text|context",
    ),
    _Shape(r"\b(?:ignore|disregard|forget)\s+(?:all\s+|everything\s+)?(?:the\s+)?above\b", _VERBS, " above"),
    _Shape(
        r"\binstructions\s+(?:that\s+|which\s+)?you\s+(?:were|have|had|received|are)\b",
        "instructions ",
        " you ",
    ),
    _Shape(
        r"\b(?:ignorier\w*|vergiss|missachte)\s+(?:\w+\s+){0,4}(?:anweisung\w*|regeln|vorgaben|befehle)\b",
        "ignorier|vergiss|missachte",
    ),
    _Shape(
        r"\b(?:ignore[sz]?|oublie[sz]?)\s+(?:toutes?\s+)?(?:les?|ces|vos|tes|mes)\s+"
        r"(?:\w+\s+){0,3}(?:instructions?|consignes?|règles)\b",
        "ignore|oublie",
        "instruction|consigne|règles",
    ),
    _Shape(
        r"\b(?:ignora|ignore|olvida|olvide|ignorar|ignorad)\s+(?:\w+\s+){0,4}"
        r"(?:instrucciones|instruções|reglas|regras)\b",
        "ignor|olvid",
        "instrucciones|instruções|reglas|regras",
    ),
    _Shape(
        r"\b(?:ignora|dimentica|ignorate)\s+(?:\w+\s+){0,4}(?:istruzioni|regole)\b",
        "ignora|dimentica",
        "istruzioni|regole",
    ),
    _Shape(
        r"(?:игнорируй\w*|забудь\w*)\s+(?:\w+\s+){0,4}(?:инструкци\w*|указани\w*|правила)",
        "игнорируй|забудь",
    ),
    _Shape(r"忽略.{0,12}(?:指令|指示|提示|说明)", "忽略"),
    _Shape(r"تجاهل\s+(?:\w+\s+){0,4}(?:التعليمات|الأوامر)", "تجاهل"),
    # the machine addressed, or told what to write
    _Shape(
        r"\b(?:you\s+are|act\s+as)\s+(?:now\s+)?(?:an?\s+|the\s+)?(?:\w+\s+)?"
        r"(?:AI|language\s+model|LLM|chatbot|assistant)\b[^.]{0,40}\b(?:must|should|now|will|you)\b",
        "you are |act as ",
        " ai| language model| llm| chatbot| assistant",
    ),
    _Shape(
        r"\bas\s+an?\s+(?:AI|language\s+model|LLM|chatbot)\b[^.]{0,40}\byou\b",
        "as a ai|as an ai|as a language|as an language|as a llm|as an llm|as a chatbot|as an chatbot",
    ),
    _Shape(
        r"\b(?:note|message|attention|instructions?|notice|dear)\s*,?\s*(?:to|for)?\s*(?:the\s+|any\s+|all\s+)?"
        r"(?:AIs?|LLMs?|(?:large\s+)?language\s+models?|chatbots?|AI\s+(?:models?|systems?|assistants?|agents?)|"
        r"summari[sz]ers?|automated\s+\w+|crawlers?)\s*[:,.!-]",
        "note|message|attention|instruction|notice|dear",
        _MACHINES,
    ),
    _Shape(
        r"\b(?:system\s+prompt|new\s+instructions?|prompt\s+injection|jailbreak)\s*:",
        "system prompt|new instruction|prompt injection|jailbreak",
    ),
    _Shape(
        _IMPERATIVE
        + r"(?:output|respond|reply|answer|return|print|emit|write)\s+(?:only\s+|with\s+|exactly\s+)*"
        r"(?:the\s+)?(?:following|JSON|this\s+JSON|as\s+follows)\b",
        " following| json| this json| as follows",
        "output |respond |reply |answer |return |print |emit |write ",
    ),
    _Shape(
        r"\b(?:attribute|assign)\s+(?:all|every|each|the\s+following)\s+(?:\w+\s+){0,3}"
        r"(?:to|quot\w+|statements?)\b",
        "attribute |assign ",
    ),
    _Shape(
        r"\b(?:in|into|to|from)\s+(?:the|your)\s+(?:summary|extraction|output|answer|statements\s+list)\b"
        r"[^.]{0,60}\b(?:write|say|state|add|include|mention|report|claim)\b",
        _PLACES,
    ),
    _Shape(
        r"\b(?:add|include|insert|record|report|list|mark)\s+(?:[^.\s]+\s+){0,6}(?:in|into|to|as)\s+(?:the|your)\s+"
        r"(?:summary|extraction|output|answer|statements?|record|speaker)\b",
        _PLACES,
    ),
    # roles and tokens of chats, keys of this program's own answers, look-alikes of its ids
    _Shape(r"<\|?/?(?:im_start|im_end|system|assistant|user|endoftext|article|instructions?)\b", "<"),
    _Shape(r"\[/?(?:INST|SYS|SYSTEM)\]|<<SYS>>", "[|<<"),
    _Shape(
        r"(?:^|\n|[.!?]\s)\s*(?:\*\*)?(?:system|assistant|developer|instructions?)(?:\*\*)?\s*:",
        "system|assistant|developer|instruction",
        "system:|assistant:|developer:|instruction:|instructions:|"
        "system :|assistant :|developer :|instruction :|instructions :|**:|** :",
    ),
    _Shape(r"#{1,6}\s*(?:system|assistant|instructions?)\b", "#"),
    _Shape(
        r"[{,]\s*[\"“”'](?:statements?|speaker|people|summary|headline|figures|role|content|act)[\"“”']\s*:",
        "\":|“:|”:|':|\" :|“ :|” :|' :",
    ),
    _Shape(r"(?:^|[\s“\"'(\[⟦])[SQC]\d{1,4}\s?[|¦]", ("|", "¦")),
)
# what ignoring case takes for a Latin letter although it has another lower case, or none
_ODD = (("İ", "i"), ("ı", "i"), ("ſ", "s"), ("\u212a", "k"))


def _folded(text: str) -> str:
    """Return a text in lower case with single spaces, to look for words in before patterns are tried."""
    for odd, plain in () if text.isascii() else _ODD:
        text = text.replace(odd, plain)
    return " ".join(text.lower().split())


_PAIRS = (
    ("<!--", "-->"),
    ("<|im_start|>", "<|im_end|>"),
    ("[INST]", "[/INST]"),
    ("<<SYS>>", "<</SYS>>"),
)
_EDGE = " \t\r\n.!?:;,>\"“”'‘’(*-"
_HEAD = re.compile(r"\W*(?:system|assistant|developer|instructions?|new\s+instructions?)\W*", re.IGNORECASE)


def instructions(article: SegmentedArticle) -> tuple[Range, ...]:
    """Return the ranges of the text that tell a model what to do, in order, without overlaps.

    One outside quotation marks reaches to the end of its block, since what follows it is what it orders; one
    inside is the quotation; a comment of HTML, or a turn of a chat, is all of it.
    """
    found = [r for opening, closing in _PAIRS for r in _pairs(article.text, opening, closing)]
    folded = _folded(article.text)
    known: dict[tuple[str, ...], bool] = {}
    for shape in _SHAPES:
        if shape.may_match(folded, known):
            for match in shape.pattern.finditer(article.text):
                found += _ordered(article, match)
    return _united(found)


def _ordered(article: SegmentedArticle, match: re.Match[str]) -> list[Range]:
    """Return what a match of a pattern makes suspect."""
    text, blocks = article.text, article.article.blocks
    start = match.start()
    while start < match.end() - 1 and text[start] in _EDGE:
        start += 1
    i = bisect_right(blocks, start, key=lambda b: b.start) - 1
    if i < 0 or start >= blocks[i].end:
        return [(start, match.end())]
    quotations = [article.quotations[q] for q in touching(article.quotations, start, start + 1)]
    if quotations and blocks[i].kind is not BlockKind.TURN:
        return [(q.start, q.end) for q in quotations]
    there = touching(article.sentences, start, start + 1)
    begin = article.sentences[there.start].start if there else start
    found = [(begin, blocks[i].end)]
    if _HEAD.fullmatch(text, start, blocks[i].end) and i + 1 < len(blocks):
        found.append((blocks[i + 1].start, blocks[i + 1].end))  # a role alone: the order comes next
    return found


def _pairs(text: str, opening: str, closing: str) -> Iterator[Range]:
    at = text.find(opening)
    while at >= 0:
        end = text.find(closing, at)
        end = len(text) if end < 0 else end + len(closing)
        yield at, end
        at = text.find(opening, end)


def _united(ranges: list[Range]) -> tuple[Range, ...]:
    united: list[Range] = []
    for start, end in sorted(ranges):
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return tuple(united)

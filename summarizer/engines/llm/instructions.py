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
_ORDERS = (
    # the imperative to forget what was said before, in the languages that injections are seen in
    (
        r"(?:" + _IMPERATIVE + r"|\bto\s+)"
        r"(?:ignore|disregard|forget|override|bypass)\s+(?:(?:the|of|my|these|those|and|or)\s+){0,3}"
        r"(?:all|any|your|every|everything|previous|prior|above|earlier|preceding|former|foregoing|original|system)"
        r"\s+(?:\w+\s+){0,3}(?:instructions?|prompts?|rules|guidelines|directions|above|text|context)\b"
    ),
    r"\b(?:ignore|disregard|forget)\s+(?:all\s+|everything\s+)?(?:the\s+)?above\b",
    r"\binstructions\s+(?:that\s+|which\s+)?you\s+(?:were|have|had|received|are)\b",
    r"\b(?:ignorier\w*|vergiss|missachte)\s+(?:\w+\s+){0,4}(?:anweisung\w*|regeln|vorgaben|befehle)\b",
    (
        r"\b(?:ignore[sz]?|oublie[sz]?)\s+(?:toutes?\s+)?(?:les?|ces|vos|tes|mes)\s+"
        r"(?:\w+\s+){0,3}(?:instructions?|consignes?|règles)\b"
    ),
    r"\b(?:ignora|ignore|olvida|olvide|ignorar|ignorad)\s+(?:\w+\s+){0,4}(?:instrucciones|instruções|reglas|regras)\b",
    r"\b(?:ignora|dimentica|ignorate)\s+(?:\w+\s+){0,4}(?:istruzioni|regole)\b",
    r"(?:игнорируй\w*|забудь\w*)\s+(?:\w+\s+){0,4}(?:инструкци\w*|указани\w*|правила)",
    r"忽略.{0,12}(?:指令|指示|提示|说明)",
    r"تجاهل\s+(?:\w+\s+){0,4}(?:التعليمات|الأوامر)",
    # the machine addressed, or told what to write
    (
        r"\b(?:you\s+are|act\s+as)\s+(?:now\s+)?(?:an?\s+|the\s+)?(?:\w+\s+)?"
        r"(?:AI|language\s+model|LLM|chatbot|assistant)\b[^.]{0,40}\b(?:must|should|now|will|you)\b"
    ),
    r"\bas\s+an?\s+(?:AI|language\s+model|LLM|chatbot)\b[^.]{0,40}\byou\b",
    (
        r"\b(?:note|message|attention|instructions?|notice|dear)\s*,?\s*(?:to|for)?\s*(?:the\s+|any\s+|all\s+)?"
        r"(?:AIs?|LLMs?|(?:large\s+)?language\s+models?|chatbots?|AI\s+(?:models?|systems?|assistants?|agents?)|"
        r"summari[sz]ers?|automated\s+\w+|crawlers?)\s*[:,.!-]"
    ),
    r"\b(?:system\s+prompt|new\s+instructions?|prompt\s+injection|jailbreak)\s*:",
    (
        _IMPERATIVE
        + r"(?:output|respond|reply|answer|return|print|emit|write)\s+(?:only\s+|with\s+|exactly\s+)*"
        r"(?:the\s+)?(?:following|JSON|this\s+JSON|as\s+follows)\b"
    ),
    r"\b(?:attribute|assign)\s+(?:all|every|each|the\s+following)\s+(?:\w+\s+){0,3}(?:to|quot\w+|statements?)\b",
    (
        r"\b(?:in|into|to|from)\s+(?:the|your)\s+(?:summary|extraction|output|answer|statements\s+list)\b"
        r"[^.]{0,60}\b(?:write|say|state|add|include|mention|report|claim)\b"
    ),
    (
        r"\b(?:add|include|insert|record|report|list|mark)\s+(?:[^.\s]+\s+){0,6}(?:in|into|to|as)\s+(?:the|your)\s+"
        r"(?:summary|extraction|output|answer|statements?|record|speaker)\b"
    ),
    # roles and tokens of chats, keys of this program's own answers, look-alikes of its ids
    r"<\|?/?(?:im_start|im_end|system|assistant|user|endoftext|article|instructions?)\b",
    r"\[/?(?:INST|SYS|SYSTEM)\]|<<SYS>>",
    r"(?:^|\n|[.!?]\s)\s*(?:\*\*)?(?:system|assistant|developer|instructions?)(?:\*\*)?\s*:",
    r"#{1,6}\s*(?:system|assistant|instructions?)\b",
    r"[{,]\s*[\"“”'](?:statements?|speaker|people|summary|headline|figures|role|content|act)[\"“”']\s*:",
    r"(?:^|[\s“\"'(\[⟦])[SQC]\d{1,4}\s?[|¦]",
)
_ORDER = re.compile("|".join(f"(?:{p})" for p in _ORDERS), re.IGNORECASE)
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
    for match in _ORDER.finditer(article.text):
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

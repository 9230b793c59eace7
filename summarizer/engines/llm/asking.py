"""The contract between those who ask a model (the tasks) and the one who knows how (the client)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pydantic

    from summarizer.records import Usage

__all__ = ["Answer", "Asker", "Question"]


@dataclass(frozen=True)
class Question:
    """One request to the model.

    Attributes:
        messages: chat messages in order, each ``{"role": "system" | "user" | "assistant", "content": …}``.
        answer: the wire schema; the strict JSON schema that goes to the endpoint is made from it.
        max_output_tokens: the length limit of the answer, in tokens; an answer that reaches it is truncated.
        temperature: None leaves it to the endpoint (some models accept no temperature).
        seed: None sends none.
        sample: number of this sample among several of the same question; part of the cache key, never sent.
        label: for logs and ``cache explain``: ``extract/1 articles/a.txt``.
    """

    messages: tuple[dict[str, str], ...]
    answer: type[pydantic.BaseModel]
    max_output_tokens: int
    temperature: float | None = 0.0
    seed: int | None = None
    sample: int = 0
    label: str = ""


@dataclass(frozen=True)
class Answer:
    """A complete, valid answer.

    Attributes:
        value: a validated instance of ``Question.answer``.
        model: the snapshot name that the endpoint reports.
        usage: tokens and calls, summed over all attempts; of a cached answer, what it took when it was asked.
        cost_usd: dollars over all attempts, likewise; None where the model has no known price.
        cached: True where no call was made for it.
    """

    value: pydantic.BaseModel
    model: str
    usage: Usage
    cost_usd: float | None
    cached: bool


class Asker(Protocol):
    """Whatever answers questions: the client, or a stand-in for tests."""

    model: str

    async def ask(self, question: Question) -> Answer:
        """Return a valid answer.

        Raises:
            ModelError: one of its subclasses, with what was paid until then.
        """
        ...

    async def close(self) -> None:
        """Give back connections and files; safe to call twice."""
        ...

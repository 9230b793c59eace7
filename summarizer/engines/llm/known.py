"""Answers that were paid for before: what a process may use that asks nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarizer.engines.llm.client import Client
from summarizer.errors import TransportError

if TYPE_CHECKING:
    from summarizer.engines.llm.asking import Answer, Asker, Question
    from summarizer.settings import Settings

__all__ = ["KnownAnswers"]


@dataclass
class KnownAnswers:
    """Answers questions from a client's cache alone. It can be pickled, and opens the cache where it is used.

    Attributes:
        settings: of the client, without its key and budget.
        model: the model that would be asked.
        missed: whether an answer was not there; whoever looks sets it back.
    """

    settings: Settings
    model: str
    missed: bool = False
    _client: Client | None = field(default=None, repr=False)

    @classmethod
    def of(cls, asker: Asker) -> KnownAnswers | None:
        """Return what a client knows; None for any other asker, and for a client without a cache."""
        if not isinstance(asker, Client) or asker.cache is None:
            return None
        return cls(asker.settings.model_copy(update={"api_key": None, "budget_usd": None}), asker.model)

    async def ask(self, question: Question) -> Answer:
        """Return the answer that is in the cache.

        Raises:
            TransportError: it is not there.
            UsageError: the cache folder cannot be used.
        """
        if self._client is None:
            self._client = Client(self.settings)
        answer = self._client.cached(question)
        if answer is None:
            self.missed = True
            raise TransportError("not in the cache")
        return answer

    async def close(self) -> None:
        """Close the cache."""
        if self._client is not None:
            await self._client.close()

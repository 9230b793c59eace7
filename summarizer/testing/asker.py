"""A stand-in for a language model: it answers what a test tells it to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarizer.engines.llm.asking import Answer
from summarizer.records import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from summarizer.engines.llm.asking import Question

__all__ = ["ScriptedAsker"]


class ScriptedAsker:
    """A test double of what asks a model: it hands out the answers that it was given and reads nothing.

    Attributes:
        questions: all that it was asked, in order.
    """

    def __init__(
        self, answers: Sequence[Any] | Callable[[Question], Any], *, model: str = "scripted-model"
    ) -> None:
        """Take the script.

        Args:
            answers: one for each question, in order; or a function from the question to its answer. An answer
                is what its wire schema validates; an exception is raised.
            model: the name of the model that every answer reports.
        """
        self.model = model
        self.questions: list[Question] = []
        self._answers = answers

    async def ask(self, question: Question) -> Answer:
        """Return the next answer, for 100 input tokens, 10 output tokens and a cent."""
        self.questions.append(question)
        answers = self._answers
        value = answers(question) if callable(answers) else answers[len(self.questions) - 1]
        if isinstance(value, BaseException):
            raise value
        usage = Usage(input_tokens=100, output_tokens=10, calls=1)
        return Answer(question.answer.model_validate(value), self.model, usage, 0.01, cached=False)

    async def close(self) -> None:
        """Do nothing: there is nothing to give back."""

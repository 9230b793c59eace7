"""Wire schemas: what a model may answer. Flat, small and strict; the lines inside are `grammar`'s."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from summarizer.engines.llm.grammar import read_change, read_figure, read_person, read_statement
from summarizer.records import Act

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["WIRE_VERSION", "ChooseAnswer", "ExtractAnswer", "ReviewAnswer", "Wire", "knowing"]

WIRE_VERSION = 1
"""A template names the version that it was written for; another one is refused at load."""

_LONGEST = 400
_MOST = 400
_MOST_ADDED = 40  # small models that begin to count do not stop


def _checked(read: Callable[[str], object]) -> AfterValidator:
    def check(line: str) -> str:
        read(line)
        return line

    return AfterValidator(check)


# Servers that compile patterns cannot answer out of the grammar; all others are checked after. No quotation
# mark, backslash or newline: some servers take a pattern for the bytes of the JSON.
_FREE = r'[^|"\\\n]'
_PLACES = rf"[SQ][0-9]+{_FREE}*"
_REST = rf"(\|[!>@#<?]{_FREE}*)*"


def _pattern(body: str) -> Any:
    return Field(max_length=_LONGEST, json_schema_extra={"pattern": f"^{body}$"})


_PersonText = Annotated[str, _pattern(rf"{_FREE}+(\|{_FREE}*)?(\|{_FREE}*)?"), _checked(read_person)]
_StatementText = Annotated[str, _pattern(rf"{_PLACES}\|{_FREE}*\|[0-9]+{_REST}"), _checked(read_statement)]
_FigureText = Annotated[
    str, _pattern(rf"{_PLACES}\|[0-9.-]+\|{_FREE}+(\|[>#$~=]{_FREE}+)*"), _checked(read_figure)
]
_ChangeText = Annotated[str, _pattern(rf"[0-9]+(\|{_FREE}+)+"), _checked(read_change)]
_SentenceId = Annotated[str, Field(max_length=6, pattern=r"^S[0-9]+$")]


class Wire(BaseModel):
    """What all answers have in common: frozen, and nothing that was not asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    known: ClassVar[int] = 0
    """People that the question has numbered already; those of the answer are numbered after them."""

    candidates: ClassVar[int] = 0
    """Candidates that the question has numbered."""


class _People(Wire):
    people: list[_PersonText] = Field(max_length=_MOST)

    def _speakers(self) -> list[tuple[str, int]]:
        raise TypeError("a wire schema with people says which speakers it names")

    @model_validator(mode="after")
    def _speakers_are_known(self) -> Any:
        there = self.known + len(self.people)
        for line, speaker in self._speakers():
            if speaker > there:
                raise ValueError(f"{line[:60]!r}: there is no speaker {speaker}, people has {there}")
        return self


class ExtractAnswer(_People):
    """Everything in one call: who speaks, what was said, figures, and the sentences of a summary."""

    statements: list[_StatementText] = Field(max_length=_MOST)
    figures: list[_FigureText] = Field(max_length=_MOST)
    headline: _SentenceId
    summary: list[_SentenceId] = Field(max_length=6)

    def _speakers(self) -> list[tuple[str, int]]:
        return [(line, read_statement(line).speaker) for line in self.statements]


class ReviewAnswer(_People):
    """Only what the candidates got wrong or left out, and the sentences of a summary."""

    change: list[_ChangeText] = Field(max_length=_MOST)
    add: list[_StatementText] = Field(max_length=_MOST_ADDED)
    headline: _SentenceId
    summary: list[_SentenceId] = Field(max_length=6)

    def _speakers(self) -> list[tuple[str, int]]:
        changes = [(line, read_change(line).speaker or 0) for line in self.change]
        return changes + [(line, read_statement(line).speaker) for line in self.add]

    @model_validator(mode="after")
    def _candidates_are_known(self) -> ReviewAnswer:
        for line in self.change:
            if not 1 <= read_change(line).candidate <= self.candidates:
                raise ValueError(
                    f"{line[:60]!r}: there is no such candidate, they are 1 to {self.candidates}"
                )
        return self


class ChooseAnswer(Wire):
    """The speaker among the given options, and the act."""

    speaker: str = Field(max_length=_LONGEST)  # in a question's own schema: one of its options
    act: Act


@cache
def _knowing(schema: type[Wire], known: int, candidates: int) -> type[Any]:
    made = type(
        schema.__name__, (schema,), {"known": known, "candidates": candidates, "__doc__": schema.__doc__}
    )
    made.__module__ = schema.__module__
    return made


W = TypeVar("W", bound=Wire)


def knowing(schema: type[W], *, known: int, candidates: int = 0) -> type[W]:
    """Return a schema, the same on the wire, that knows how many people and candidates its question has."""
    return _knowing(schema, known, candidates)

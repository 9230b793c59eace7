"""Wire schemas: what a model may answer. Flat, small and strict; the lines inside are `grammar`'s."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model, model_validator

from summarizer.engines.llm.grammar import read_change, read_figure, read_person, read_statement
from summarizer.records import Act, ChannelType

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from summarizer.engines.llm.grammar import Change, FigureLine, Person, StatementLine

T = TypeVar("T")

__all__ = ["WIRE_VERSION", "ChooseAnswer", "ExtractAnswer", "Lines", "ReviewAnswer", "Wire", "knowing"]

WIRE_VERSION = 1
"""A template names the version that it was written for; another one is refused at load."""

_LONGEST = 400
_MOST = 400
_MOST_ADDED = 40
_SPARE = 12  # lines that a list may need beside what its question's sentences allow
_STEPS = (8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, _MOST)
"""Lengths that lists are bounded to: few, because an endpoint may prepare itself for every new schema."""

_KEPT = 256  # schemas of questions that are remembered

# Servers that compile patterns cannot answer out of the grammar; all others are checked after. No quotation
# mark, backslash or newline: some servers take a pattern for the bytes of the JSON. Every repetition has an
# end, because a small model that begins to count does not stop.
_FREE = r'[^|"\\\n]'
_PIECE = r'[^|~"\\\n]'
_NUMBER = "[0-9]{1,3}"
_PLACE = rf"[SQ][0-9]{{1,4}}(-[SQ]?[0-9]{{1,4}})?( {_PIECE}{{1,60}}(~{_PIECE}{{0,60}})?| ~{_PIECE}{{1,60}})?"
_PLACES = rf"{_PLACE}(\+{_PLACE}){{0,4}}"
_ACT = f"({'|'.join(Act)})"
_ACTS = f"{_ACT}(,{_ACT}){{0,3}}"
_CHANNEL = f"({'|'.join(ChannelType)})"
_DAY = "-?[0-9]{1,4}(-[0-9]{2}){0,2}"
_ATTRIBUTES = (
    rf"(\|!{_ACTS})?(\|>{_FREE}{{1,80}})?(\|@{_CHANNEL})?(\|#{_DAY})?"
    rf"(\|<{_FREE}{{1,60}}){{0,3}}(\|\?{_FREE}{{1,40}}){{0,3}}"
)
_CHANGED = (
    rf"x|{_NUMBER}|={_FREE}{{1,40}}|{_PLACES}|!{_ACTS}|>{_FREE}{{0,80}}|@{_CHANNEL}?|#({_DAY})?"
    rf"|<{_FREE}{{0,60}}|\?{_FREE}{{0,40}}"
)


def _pattern(body: str) -> Any:
    return Field(max_length=_LONGEST, json_schema_extra={"pattern": f"^{body}$"})


def _a_person(line: str) -> str:
    read_person(line)
    return line


_PersonText = Annotated[
    str,
    _pattern(rf"{_FREE}{{1,100}}(\|{_FREE}{{0,100}}){{0,2}}"),
    AfterValidator(_a_person),
]
_StatementText = Annotated[str, _pattern(rf"{_PLACES}\|{_FREE}{{0,40}}\|{_NUMBER}{_ATTRIBUTES}")]
_FigureText = Annotated[
    str,
    _pattern(
        rf"{_PLACE}\|-?[0-9]{{1,15}}(\.[0-9]{{1,6}})?\|{_FREE}{{1,40}}(\|>{_FREE}{{1,80}})?(\|#{_DAY})?"
        rf"(\|\${_FREE}{{1,20}})?(\|~{_FREE}{{1,30}})?(\|={_NUMBER})?"
    ),
]
_ChangeText = Annotated[str, _pattern(rf"{_NUMBER} {_FREE}{{1,40}}(\|({_CHANGED})){{1,8}}")]
_SentenceId = Annotated[str, Field(max_length=5, pattern=r"^S[0-9]{1,4}$")]


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of an answer as they were read; None stands for one that cannot be used.

    Attributes:
        people: numbered after those that the question has numbered already; all of them can be used.
        faults: one message for each line that cannot be used. They quote the model: nothing of them may get
            into a record.
        count: all lines.
    """

    people: tuple[Person, ...] = ()
    statements: tuple[StatementLine | None, ...] = ()
    figures: tuple[FigureLine | None, ...] = ()
    changes: tuple[Change | None, ...] = ()
    faults: tuple[str, ...] = ()
    count: int = 0


class Wire(BaseModel):
    """What all answers have in common: frozen, and nothing that was not asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    known: ClassVar[int] = 0
    """People that the question has numbered already; those of the answer are numbered after them."""

    candidates: ClassVar[int] = 0
    """Candidates that the question has numbered."""


class _LinesAnswer(Wire):
    """An answer of lines. One that cannot be used costs itself only; more than half of them, the answer.

    People are numbered by their lines: one that cannot be used makes all that point at them worthless.
    """

    people: list[_PersonText] = Field(max_length=_MOST)

    @cached_property
    def lines(self) -> Lines:
        """The lines, each read for itself."""
        raise TypeError("a wire schema says which lines it has")

    @model_validator(mode="after")
    def _most_lines_can_be_used(self) -> Any:
        read = self.lines
        if len(read.faults) * 2 > read.count:
            raise ValueError("; ".join(read.faults[:3]))
        return self


class _Reader:
    """Reads the lines of one answer and remembers what is wrong with them."""

    def __init__(self, answer: _LinesAnswer) -> None:
        self.count = 0
        self.faults: list[str] = []
        self.people = tuple(read_person(line) for line in answer.people)
        self._there = answer.known + len(self.people)
        self._candidates = answer.candidates

    def each(self, lines: Sequence[str], read: Callable[[str], T]) -> tuple[T | None, ...]:
        return tuple(self._one(line, read) for line in lines)

    def _one(self, line: str, read: Callable[[str], T]) -> T | None:
        self.count += 1
        try:
            return read(line)
        except ValueError as error:
            self.faults.append(str(error))
            return None

    def statement(self, line: str) -> StatementLine:
        read = read_statement(line)
        self._check_speaker(line, read.speaker)
        return read

    def change(self, line: str) -> Change:
        read = read_change(line)
        if not 1 <= read.candidate <= self._candidates:
            raise ValueError(f"{line[:60]!r}: there is no such candidate, they are 1 to {self._candidates}")
        self._check_speaker(line, read.speaker or 0)
        return read

    def _check_speaker(self, line: str, number: int) -> None:
        if number > self._there:
            raise ValueError(f"{line[:60]!r}: there is no speaker {number}, people has {self._there}")


class ExtractAnswer(_LinesAnswer):
    """Everything in one call: who speaks, what was said, figures, and the sentences of a summary."""

    statements: list[_StatementText] = Field(max_length=_MOST)
    figures: list[_FigureText] = Field(max_length=_MOST)
    headline: _SentenceId
    summary: list[_SentenceId] = Field(max_length=6)

    @cached_property
    def lines(self) -> Lines:
        """The lines, each read for itself."""
        reader = _Reader(self)
        return Lines(
            people=reader.people,
            statements=reader.each(self.statements, reader.statement),
            figures=reader.each(self.figures, read_figure),
            faults=tuple(reader.faults),
            count=reader.count,
        )


class ReviewAnswer(_LinesAnswer):
    """Only what the candidates got wrong or left out, and the sentences of a summary."""

    change: list[_ChangeText] = Field(max_length=_MOST)
    add: list[_StatementText] = Field(max_length=_MOST_ADDED)
    headline: _SentenceId
    summary: list[_SentenceId] = Field(max_length=6)

    @cached_property
    def lines(self) -> Lines:
        """The lines, each read for itself."""
        reader = _Reader(self)
        return Lines(
            people=reader.people,
            changes=reader.each(self.change, reader.change),
            statements=reader.each(self.add, reader.statement),
            faults=tuple(reader.faults),
            count=reader.count,
        )


class ChooseAnswer(Wire):
    """The speaker among the given options, and the act."""

    speaker: str = Field(max_length=_LONGEST)  # in a question's own schema: one of its options
    act: Act


W = TypeVar("W", bound=Wire)


def knowing(schema: type[W], *, sentences: int, known: int = 0, candidates: int = 0) -> type[W]:
    """Return a schema for one question: with what it has numbered, and lists no longer than it can need.

    Args:
        schema: the task's schema.
        sentences: those that the question shows.
        known: people that it numbers.
        candidates: statements that it numbers.
    """
    lines = _step(sentences + _SPARE)
    longest = {
        "people": _step(sentences // 2 + _SPARE),
        "statements": lines,
        "figures": lines,
        "change": _step(candidates),
        "add": min(lines, _MOST_ADDED),
    }
    there = tuple((name, most) for name, most in longest.items() if name in schema.model_fields)
    return _knowing(schema, there, known, candidates)


def _step(wanted: int) -> int:
    return next((step for step in _STEPS if step >= wanted), _MOST)


@lru_cache(_KEPT)
def _knowing(
    schema: type[Wire], longest: tuple[tuple[str, int], ...], known: int, candidates: int
) -> type[Any]:
    fields: dict[str, Any] = {
        name: (schema.model_fields[name].annotation, Field(max_length=most)) for name, most in longest
    }
    made = create_model(
        schema.__name__, __base__=schema, __module__=schema.__module__, __doc__=schema.__doc__, **fields
    )
    made.known, made.candidates = known, candidates
    return made

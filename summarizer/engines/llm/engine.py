"""The llm engine: an article in, questions to a model, its answers as a draft, and what that took."""

from __future__ import annotations

import asyncio
import copy
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from summarizer import prompts
from summarizer.drafts import Draft, Drafted
from summarizer.engines.llm import choose, extract, review
from summarizer.engines.llm.asking import Question
from summarizer.engines.llm.bill import Bill
from summarizer.engines.llm.candidates import able_to_speak, propose
from summarizer.engines.llm.guard import Guard
from summarizer.engines.llm.known import KnownAnswers
from summarizer.engines.llm.merging import merged
from summarizer.engines.llm.places import ranges_of
from summarizer.engines.llm.splitting import estimate, halves, parts
from summarizer.errors import (
    FilteredError,
    InvalidError,
    ModelError,
    RefusedError,
    TruncatedError,
    UsageError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from pydantic import BaseModel

    from summarizer.drafts import DraftFigure, DraftStatement
    from summarizer.engines import Engine
    from summarizer.engines.llm.asking import Asker
    from summarizer.engines.llm.grammar import Person
    from summarizer.engines.llm.money import Spent
    from summarizer.engines.llm.wire import ChooseAnswer
    from summarizer.segments import Segment, SegmentedArticle

    Sentences = tuple[Segment, ...]

A = TypeVar("A", bound="BaseModel")

__all__ = ["LlmEngine"]

_LEAST_ROOM = 200
"""Tokens of the context that must be left for an article's own text."""

_NO_CHOICE = 2
"""Somebody or nobody: that is not worth a question."""

_MANY = 4
"""More than half of so many candidates rejected is worth a warning."""


class LlmEngine:
    """Makes drafts by asking a language model.

    It keeps no state between articles and may work on several at once.
    """

    name = "llm"

    def __init__(  # noqa: PLR0913 - keywords, each a choice of its own
        self,
        asker: Asker,
        task: str = "review",
        *,
        prompts_dir: Path | None = None,
        context_tokens: int = 32_000,
        candidates: Engine | None = None,
        concurrency: int = 16,
    ) -> None:
        """Choose the task.

        Args:
            asker: what answers questions.
            task: ``extract``, ``review`` or ``choose``, with a version (``review/1``) or else the newest.
            prompts_dir: a user's folder of templates.
            context_tokens: what the model can read and write at once, in tokens.
            candidates: what proposes candidates for review and choose; None is the rules engine.
            concurrency: how many articles are worth working on at once.

        Raises:
            UsageError: there is no such prompt, it is not sound, or the context is too small for it.
        """
        self.asker = asker
        self.concurrency = concurrency
        self.template = prompts.load(task, prompts_dir)
        self.sample = 0
        self._prompts_dir, self._context_tokens = prompts_dir, context_tokens
        self._candidates = candidates
        front = self.template.front
        blank: dict[str, str] = dict.fromkeys(_VARIABLES[front.task], "")
        self.fixed_tokens = fixed = sum(estimate(m["content"]) for m in self.template.messages(blank))
        self._room = context_tokens - fixed - front.parameters.max_output_tokens
        if self._room < _LEAST_ROOM:
            raise UsageError(
                f"a context of {context_tokens} tokens is too small for the prompt {self.template.name}: "
                f"it takes {fixed} itself and {front.parameters.max_output_tokens} for an answer"
            )

    def repeat(self, sample: int) -> LlmEngine:
        """Return this engine for another sample of the same answers, which the cache keeps apart.

        Args:
            sample: its number, from 0; whoever is asked is the same.
        """
        made = copy.copy(self)
        made.sample = sample
        return made

    def known(self) -> LlmEngine | None:
        """Return an engine of the same kind that answers from the cache alone; None where there is no cache.

        It can be pickled, and its asker, a :class:`KnownAnswers`, tells whether an answer was missing.
        """
        asker = KnownAnswers.of(self.asker)
        return None if asker is None else self._with(asker)()

    def __reduce__(self) -> tuple[Callable[[], LlmEngine], tuple[()]]:
        """Pickle what the engine was made of: a template is loaded and checked anew in the other process."""
        return self._with(self.asker), ()

    def _with(self, asker: Asker) -> Callable[[], LlmEngine]:
        """Return what makes an engine like this one that asks somebody else."""
        return partial(
            LlmEngine,
            asker,
            self.template.name,
            prompts_dir=self._prompts_dir,
            context_tokens=self._context_tokens,
            candidates=self._candidates,
            concurrency=self.concurrency,
        )

    async def adraft(self, article: SegmentedArticle) -> Drafted:
        """Propose a summary, statements and figures for one article.

        Raises:
            ModelError: the model gave no usable answer; the error carries all that was paid for the article.
            UsageError: the rules engine has no spaCy model to propose candidates with.
        """
        bill = Bill()
        if not article.sentences:
            return Drafted(Draft(), prompt=self.template.prompt)
        task = {"extract": self._extract, "review": self._review, "choose": self._choose}
        try:
            draft = await task[self.template.front.task](article, bill)
        except ModelError as error:
            bill.put_on(error)
            raise
        return Drafted(
            draft,
            model=bill.model,
            prompt=self.template.prompt,
            usage=bill.sum.usage,
            cost_usd=bill.sum.cost_usd,
            cached=bill.cached,
        )

    async def close(self) -> None:
        """Close what is asked; see `Asker.close`."""
        await self.asker.close()

    @property
    def spent(self) -> Spent | None:
        """What was paid so far, which nothing from a cache is; None where what is asked does not count."""
        return getattr(self.asker, "spent", None)

    def _question(
        self, article: SegmentedArticle, variables: Mapping[str, str], schema: type[BaseModel]
    ) -> Question:
        parameters = self.template.front.parameters
        return Question(
            messages=self.template.messages(variables),
            answer=schema,
            max_output_tokens=parameters.max_output_tokens,
            temperature=parameters.temperature,
            sample=self.sample,
            label=f"{self.template.name} {article.article.source}",
        )

    async def _ask(self, question: Question, schema: type[A], bill: Bill) -> A:
        try:
            answer = await self.asker.ask(question)
        except ModelError as error:
            bill.add_error(error)
            raise
        bill.add(answer)
        if not isinstance(answer.value, schema):
            raise InvalidError(f"the answer is a {type(answer.value).__name__}, not a {schema.__name__}")
        return answer.value

    # extract

    async def _extract(self, article: SegmentedArticle, bill: Bill) -> Draft:
        drafts: list[Draft] = []
        known: list[Person] = []
        waiting = [(part, True) for part in await asyncio.to_thread(parts, article, self._room)]
        while waiting:
            part, may_split = waiting.pop(0)
            schema = extract.schema(len(part), known)
            question = self._question(article, extract.variables(article, part, known), schema)
            try:
                answer = await self._ask(question, schema, bill)
            except TruncatedError as error:
                waiting = [*_split(part, error, may_split=may_split), *waiting]
                continue
            draft, known = extract.draft_of(article, answer, known)
            drafts.append(draft)
        whole = drafts[0] if len(drafts) == 1 else merged(article, drafts)
        return await asyncio.to_thread(Guard(article).clean, whole)

    # review

    async def _review(self, article: SegmentedArticle, bill: Bill) -> Draft:
        proposed = await self._propose(article)
        guard = Guard(article)
        drafts: list[Draft] = []
        known: list[Person] = []
        # candidates are about half as long as the text that they are of
        waiting = [(part, True) for part in await asyncio.to_thread(parts, article, self._room * 2 // 3)]
        while waiting:
            part, may_split = waiting.pop(0)
            shown = review.candidates(article, proposed.statements, part, known)
            schema = review.schema(shown, len(part))
            question = self._question(article, review.variables(article, shown, part), schema)
            try:
                answer = await self._ask(question, schema, bill)
            except TruncatedError as error:
                waiting = [*_split(part, error, may_split=may_split), *waiting]
                continue
            draft, known, changed = review.draft_of(article, answer, shown)
            draft = replace(draft, figures=_in_part(article, proposed, part))
            drafts.append(await asyncio.to_thread(_checked, guard, draft, shown.statements, changed))
        whole = drafts[0] if len(drafts) == 1 else merged(article, drafts)
        kept = {s.key for s in whole.statements}
        figures = (f if f.statement in kept else replace(f, statement=None) for f in whole.figures)
        lost = len(proposed.statements) - len(whole.statements)
        if len(proposed.statements) >= _MANY and lost * 2 > len(proposed.statements):
            note = f"the model rejected {lost} of {len(proposed.statements)} candidates"
            whole = replace(whole, warnings=(*whole.warnings, note))
        return replace(whole, figures=tuple(figures), warnings=(*proposed.warnings, *whole.warnings))

    # choose

    async def _choose(self, article: SegmentedArticle, bill: Bill) -> Draft:
        proposed = await self._propose(article)
        able = await asyncio.to_thread(able_to_speak, article, proposed)
        parameters = self.template.front.parameters
        asked = {
            s.key: choice
            for s in proposed.statements
            if not parameters.uncertain_only or choose.uncertain(s)
            if len((choice := choose.options(article, s, able)).options) > _NO_CHOICE
        }
        answers = await asyncio.gather(
            *(self._choice(article, choice, bill) for choice in asked.values()), return_exceptions=True
        )
        before = {s.key: s for s in proposed.statements}
        statements = dict(before)
        changed: set[str] = set()
        warnings: list[str] = []
        for key, answer in zip(asked, answers, strict=True):
            if isinstance(answer, RefusedError | FilteredError | InvalidError | TruncatedError):
                warnings.append(f"the model did not choose for one statement ({answer.outcome})")
            elif isinstance(answer, BaseException):
                raise answer
            else:
                statements[key] = choose.chosen(article, asked[key], answer, parameters.acts)
                if statements[key].speaker.name != before[key].speaker.name:
                    changed.add(key)
        if asked and len(warnings) == len(asked):
            raise next(a for a in answers if isinstance(a, ModelError))
        said = (*proposed.warnings, *warnings)
        draft = replace(proposed, statements=tuple(statements.values()), warnings=said)
        return await asyncio.to_thread(
            _checked, Guard(article), draft, proposed.statements, frozenset(changed)
        )

    async def _choice(self, article: SegmentedArticle, choice: choose.Choice, bill: Bill) -> ChooseAnswer:
        schema = choose.schema(choice)
        return await self._ask(
            self._question(article, choose.variables(article, choice), schema), schema, bill
        )

    async def _propose(self, article: SegmentedArticle) -> Draft:
        return await asyncio.to_thread(propose, article, self._candidates)


_VARIABLES = {"extract": extract.VARIABLES, "review": review.VARIABLES, "choose": choose.VARIABLES}


def _split(part: Sentences, error: TruncatedError, *, may_split: bool) -> list[tuple[Sentences, bool]]:
    """Return the halves of a part whose answer was truncated.

    Raises:
        TruncatedError: the part is a half already or has one sentence.
    """
    both = halves(part) if may_split else None
    if both is None:
        raise error
    return [(half, False) for half in both]


def _in_part(article: SegmentedArticle, proposed: Draft, part: Sentences) -> tuple[DraftFigure, ...]:
    """Return the figures whose evidence begins in a part."""
    return tuple(
        figure
        for figure in proposed.figures
        if (ranges := ranges_of(article, figure.evidence)) and part[0].start <= ranges[0][0] < part[-1].end
    )


def _checked(guard: Guard, draft: Draft, before: Sequence[DraftStatement], changed: frozenset[str]) -> Draft:
    """Return a draft in which corrections that cannot be trusted are undone, and what rests on one is out."""
    original = {s.key: s for s in before}
    statements = []
    undone = []
    trusted = {s.key for s in draft.statements} - changed
    for statement in draft.statements:
        reason = guard.why_not(statement) if statement.key in changed else None
        if reason is not None and statement.key in original:
            undone.append(f"correction not taken over: {reason}")
            trusted.add(statement.key)
            statements.append(original[statement.key])
        else:
            statements.append(statement)
    draft = replace(draft, statements=tuple(statements), warnings=(*draft.warnings, *undone))
    return guard.clean(draft, trusted=trusted)

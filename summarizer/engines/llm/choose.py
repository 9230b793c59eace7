"""The task choose: one candidate at a time; the speaker among given options and the act, in a few tokens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from pydantic import create_model

from summarizer.drafts import Draft, DraftSpeaker, DraftStatement
from summarizer.engines.llm.drafting import mention_near, name_words, speaker, statement
from summarizer.engines.llm.examples import answered, article_of
from summarizer.engines.llm.grammar import read_person, read_statement
from summarizer.engines.llm.places import around, range_of, ranges_of
from summarizer.engines.llm.rendering import article_lines, date_line, neutral
from summarizer.engines.llm.wire import ChooseAnswer
from summarizer.normalize import key, words
from summarizer.records import Act, SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarizer.segments import Segment, SegmentedArticle

__all__ = [
    "SCHEMA",
    "VARIABLES",
    "Choice",
    "chosen",
    "draft_of",
    "example",
    "options",
    "schema",
    "uncertain",
    "variables",
]

SCHEMA = ChooseAnswer
VARIABLES = frozenset(("date", "lines", "content", "cue", "options"))

_MOST_OPTIONS = 8
_PLAIN = (Act.ASSERT, Act.OTHER)
_LONGEST_NAME = 120
_NOBODY_CALLED = "nobody of these"
_BEFORE = 4
"""So many sentences before the statement are shown, beside those of its own block."""

_NOBODY = DraftSpeaker("unattributed", SpeakerKind.UNATTRIBUTED)


@dataclass(frozen=True)
class Choice:
    """One question: a candidate, and who may have said it; the last option is nobody."""

    candidate: DraftStatement
    options: tuple[DraftSpeaker, ...]


def options(article: SegmentedArticle, candidate: DraftStatement, able: Sequence[DraftSpeaker]) -> Choice:
    """Return the question about a candidate.

    The options are the rules engine's speaker and those who are named last in the sentences that are shown,
    in the order of the text, then nobody.

    Args:
        article: the article.
        candidate: what is asked about.
        able: everybody in the article who could speak.
    """
    view = article.view
    shown = _window(article, candidate)
    there: dict[str, int] = {}
    if shown:
        for token in words(view.text, *view.of(shown[0].start, shown[-1].end)):
            there[key(token.text)] = token.start  # the last place counts
    own = candidate.speaker
    ranked = []
    for who in able:
        if who.name == own.name:
            continue
        at = max((there.get(w, -1) for w in name_words(who.name)), default=-1)
        if at >= 0:
            ranked.append((at, who))
    nearest = sorted(ranked, key=lambda pair: -pair[0])[: _MOST_OPTIONS - 2]
    first = max((there.get(w, -1) for w in name_words(own.name)), default=-1)
    listed = [*nearest, *([(first, own)] if own.kind is not SpeakerKind.UNATTRIBUTED else [])]
    return Choice(candidate, (*(who for _, who in sorted(listed, key=lambda pair: pair[0])), _NOBODY))


def uncertain(candidate: DraftStatement) -> bool:
    """Tell whether the speaker is a description that no rule could give a name to: a company, a court.

    Pronouns are not among them: where the rules resolve one, small models are wrong more often. People whom
    nobody names have no name to find.
    """
    nameless = candidate.speaker.kind in (
        SpeakerKind.UNNAMED,
        SpeakerKind.UNATTRIBUTED,
        SpeakerKind.GROUP,
    )
    return not nameless and candidate.speaker.name.islower()


def _window(article: SegmentedArticle, candidate: DraftStatement) -> tuple[Segment, ...]:
    """Return the sentences that a candidate's speaker can be told from."""
    ranges = ranges_of(article, candidate.content)
    cue = range_of(article, candidate.cue) if candidate.cue else None
    near = around(article, [*ranges, *([cue] if cue else [])], reach=1)
    if not near:
        return ()
    first = int(near[0].id[1:]) - 1
    return (*article.sentences[max(first - _BEFORE + 1, 0) : first], *near)


def variables(article: SegmentedArticle, choice: Choice) -> dict[str, str]:
    """Return the template's variables for one question."""
    ranges = ranges_of(article, choice.candidate.content)
    cue = range_of(article, choice.candidate.cue) if choice.candidate.cue else None
    content = " … ".join(neutral(article.text[a:b]) for a, b in ranges)
    return {
        "date": date_line(article.article),
        "lines": article_lines(article, _window(article, choice.candidate)),
        "content": content if len(content) <= 400 else f"{content[:200]} … {content[-200:]}",  # noqa: PLR2004 - enough to know it
        "cue": neutral(article.text[slice(*cue)]) if cue else "",
        "options": "\n".join(f"- {_option(who)}" for who in choice.options),
    }


def _option(who: DraftSpeaker) -> str:
    more = ", ".join(neutral(p) for p in (who.role, who.affiliation) if p)
    return f"{_called(who)} ({more})" if more else _called(who)


def _called(who: DraftSpeaker) -> str:
    """Return what an option is called in the question and in the answer."""
    return _NOBODY_CALLED if who.kind is SpeakerKind.UNATTRIBUTED else neutral(who.name)[:_LONGEST_NAME]


def schema(choice: Choice) -> type[ChooseAnswer]:
    """Return the wire schema of an answer, in which the speaker is one of the options."""
    names: Any = Literal[tuple(dict.fromkeys(_called(who) for who in choice.options))]
    return create_model("ChooseAnswer", __base__=ChooseAnswer, __module__=__name__, speaker=(names, ...))


def chosen(
    article: SegmentedArticle,
    choice: Choice,
    answer: ChooseAnswer,
    acts: Literal["model", "plain", "rules"] = "model",
) -> DraftStatement:
    """Return the candidate with the speaker and the act that the model chose.

    Args:
        article: the article.
        choice: what was asked.
        answer: what was answered.
        acts: whose act counts: the model's, the model's where the candidate is a plain assertion, or the
            candidate's (small models know acts less well than cues do).
    """
    now = choice.candidate
    who = next(who for who in choice.options if _called(who) == answer.speaker)
    if who.name != now.speaker.name:
        cue = range_of(article, now.cue) if now.cue else None
        mention = mention_near(article, who, cue, ranges_of(article, now.content))
        now = replace(now, speaker=replace(who, mention=mention or now.speaker.mention))
    if acts == "rules" or (acts == "plain" and now.acts[0] not in _PLAIN):
        return now
    if answer.act not in now.acts:
        now = replace(now, acts=(answer.act,))
    elif now.acts[0] is not answer.act:
        now = replace(now, acts=(answer.act, *(a for a in now.acts if a is not answer.act)))
    return now


def draft_of(article: SegmentedArticle, choices: Sequence[tuple[Choice, ChooseAnswer]]) -> Draft:
    """Return a draft of nothing but the candidates that were asked about."""
    return Draft(statements=tuple(chosen(article, choice, answer) for choice, answer in choices))


def example(given: Mapping[str, Any]) -> tuple[SegmentedArticle, dict[str, str], str, Draft]:
    """Return an example's article, variables, answer and draft; see `summarizer.prompts.Task`.

    Its candidate is given in the grammar of answers; its options are its people, in their order, and nobody.
    """
    article = article_of(given, frozenset(("people", "candidate")))
    table = [read_person(str(p)) for p in given["people"]]
    candidate = statement(article, read_statement(str(given["candidate"])), table, "M1")
    choice = Choice(candidate, (*(speaker(table, n) for n in range(1, len(table) + 1)), _NOBODY))
    answer, line = answered(given, schema(choice))
    return article, variables(article, choice), line, draft_of(article, [(choice, answer)])

"""A real model behind a real server, recorded: every task, plain and async, and what goes wrong with it.

The model is small. What it answers is not the point here; that each answer becomes a record whose every word
stands in the article is.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Annotated

import pytest
from pydantic import AfterValidator, BaseModel

from summarizer import Article, Summarizer
from summarizer.drafts import Draft, DraftSpeaker, DraftStatement, Pointer
from summarizer.engines.llm.asking import Question
from summarizer.engines.llm.client import Client
from summarizer.engines.llm.engine import LlmEngine
from summarizer.errors import InvalidError, ModelError, TruncatedError
from summarizer.records import Act, SpeakerKind
from summarizer.settings import Settings
from summarizer.testing import ScriptedEngine, article, assert_grounded

FERRY = article(
    "Ferry fares to rise in June\n\nOLVERSTRAND, May 4, 2026 — The port authority will raise ferry fares by "
    "8 % in June.\n\n“We held them down for six years,” harbour master Tove Achterberg told reporters on "
    "Monday. “Diesel did not wait.”\n\nTraders' spokesman Goran Mbeki warned that islanders would shop "
    "elsewhere.",
    source="ferry.txt",
    published_on="2026-05-04",
)
LIBRARY = article(
    "Council keeps library open\n\nPINE FALLS, April 9, 2026 — Mayor Akosua Lindqvist denied on Thursday "
    "that the town library would close.\n\n“Nobody has proposed it,” she said. “Nobody will.”\n\nIn a "
    "letter, the readers' circle thanked 214 donors.",
    source="library.txt",
    published_on="2026-04-09",
)
COMPANY = article(
    "Mill to cut shifts\n\nHARROW BAY, March 2, 2026 — Larsen Paper will cut two of its five shifts, "
    "its director Imre Castellano told workers on Monday. Regulator Quays Office approved the plan.\n\n“The "
    "orders are not there,” the company said.",
    source="mill.txt",
    published_on="2026-03-02",
)
STRIKE = article(
    "Tram drivers call off strike\n\nEAST CARROW, June 8, 2026 — “We have a deal,” union leader Oksana "
    "Whitlock said on Monday.\n\n“It is a fair one,” transport minister Davit Amoah told parliament. "
    "“Trams will run on Tuesday.”\n\n“My passengers waited long enough,” driver Lise Tanaka said. “So did "
    "I.”",
    source="strike.txt",
    published_on="2026-06-08",
)
ARTICLES = {"ferry": FERRY, "library": LIBRARY, "strike": STRIKE}


def proposals(segmented):
    """Propose what a rules engine could for the articles above, wrong here and there."""
    if segmented.article.source == "strike.txt":
        said = ("Oksana Whitlock", "Davit Amoah", "Davit Amoah", "Lise Tanaka", "Davit Amoah")
        return Draft(
            statements=tuple(
                DraftStatement(f"{n}", DraftSpeaker(name, SpeakerKind.PERSON), (Pointer((f"Q{n}",)),))
                for n, name in enumerate(said, 1)
            )
        )
    names = {
        "ferry.txt": ("Tove Achterberg", "Goran Mbeki", "warned", "islanders would shop elsewhere"),
        "library.txt": ("Akosua Lindqvist", "Akosua Lindqvist", "denied", "the town library would close"),
        "mill.txt": (
            "the company",
            "Imre Castellano",
            "told",
            "Larsen Paper will cut two of its five shifts",
        ),
    }[segmented.article.source]
    last = next(s.id for s in segmented.sentences if names[3] in segmented.text[s.start : s.end])
    quoting = DraftSpeaker(
        names[0], SpeakerKind.ORGANIZATION if "company" in names[0] else SpeakerKind.PERSON
    )
    quoted = tuple(Pointer((quotation.id,)) for quotation in segmented.quotations)
    second = DraftSpeaker(names[1], SpeakerKind.PERSON)
    return Draft(
        statements=(
            DraftStatement("1", quoting, quoted),
            DraftStatement(
                "2",
                second,
                (Pointer((last,), exact=names[3]),),
                cue=Pointer((last,), exact=names[2]),
                acts=(Act.ASSERT,),
            ),
        )
    )


@pytest.fixture
def settings(tmp_path):
    """Settings for the recorded server."""
    return Settings(
        base_url="http://127.0.0.1:18080/v1",
        model="qwen2.5-coder-1.5b-instruct-q4_k_m",
        attempts=1,
        timeout=600,
        cache_dir=tmp_path / "cache",
    )


@pytest.fixture
def summarizer(settings):
    """Make a summarizer for a task, with the proposals above for candidates."""
    made = []

    def make(task, **options):
        engine = LlmEngine(Client(settings), task, candidates=ScriptedEngine(proposals), **options)
        made.append(Summarizer(engine=engine))
        return made[-1]

    yield make
    for each in made:
        each.close()


def sound(record, given: Article, task: str):
    """Check what holds for a record whatever a model answered."""
    assert_grounded(record)
    assert record.article.text == given.text
    made = record.provenance
    assert (made.engine, made.cached) == ("llm", False)
    assert made.prompt.startswith(f"{task}/")
    if made.usage.calls:
        assert made.model == "qwen2.5-coder-1.5b-instruct-q4_k_m"
        assert made.usage.input_tokens > 100
        assert made.usage.output_tokens > 1
        assert made.cost_usd is None
    words = given.text.split()
    for statement in record.statements:
        assert (
            statement.speaker.kind is SpeakerKind.UNATTRIBUTED or statement.speaker.name.split()[0] in words
        )


def paid_in_vain(error: ModelError):
    """Check what is told of answers that could not be used."""
    assert isinstance(error, InvalidError | TruncatedError)
    assert error.calls >= 1
    assert error.output_tokens > 1


@pytest.mark.vcr
@pytest.mark.prompt("extract")
@pytest.mark.parametrize("name", ["ferry", "library"])
def test_extract(summarizer, name):
    """One call gives statements and a summary that stand in the article, or is asked again and then fails."""
    try:
        record = summarizer("extract").summarize(ARTICLES[name])
    except ModelError as error:
        paid_in_vain(error)
        return
    sound(record, ARTICLES[name], "extract")
    assert record.summary.sentences


@pytest.mark.vcr
@pytest.mark.prompt("review")
@pytest.mark.parametrize("name", ["library", "strike"])
def test_review(summarizer, name):
    """Candidates that the model does not touch are kept; the summary is the article's own sentences."""
    try:
        record = asyncio.run(summarizer("review").asummarize(ARTICLES[name]))
    except ModelError as error:
        paid_in_vain(error)
        return
    sound(record, ARTICLES[name], "review")


@pytest.mark.vcr
@pytest.mark.prompt("choose")
def test_choose(summarizer):
    """The speaker of what “the company” said is one of those that the article names."""
    record = summarizer("choose").summarize(COMPANY)
    sound(record, COMPANY, "choose")
    assert record.provenance.usage.calls >= 1
    quoted = next(s for s in record.statements if s.kind == "direct")
    assert quoted.speaker.name in (
        "the company",
        "Larsen Paper",
        "Imre Castellano",
        "Quays Office",
        "Regulator Quays Office",
        "unattributed",
    )


@pytest.mark.vcr
@pytest.mark.prompt("choose")
def test_a_cache_hit_asks_nothing(summarizer, vcr):
    """The second time every answer comes from the cache: the same record, and no request."""
    both = summarizer("choose")

    async def twice():
        first = await both.asummarize(COMPANY)
        sent = len(vcr)
        return first, await both.asummarize(COMPANY), sent

    first, second, sent = asyncio.run(twice())
    assert len(vcr) == sent >= 1
    assert (first.provenance.cached, second.provenance.cached) == (False, True)
    assert second.statements == first.statements
    assert second.summary == first.summary


@pytest.mark.vcr
def test_an_answer_that_is_cut_off(settings):
    """An answer that reaches its limit is truncated, and what it took is told."""
    question = Question(
        ({"role": "user", "content": "List the islands of the “Olver” group, one by one."},),
        Islands,
        max_output_tokens=12,
    )

    async def ask():
        async with Client(settings) as client:
            return await client.ask(question)

    with pytest.raises(TruncatedError) as caught:
        asyncio.run(ask())
    assert (caught.value.calls, caught.value.output_tokens) == (1, 12)


@pytest.mark.vcr
def test_an_answer_that_does_not_fit_is_asked_again(settings, vcr):
    """What no schema can say is checked here: the model is told once what is wrong, in our words."""
    question = Question(
        ({"role": "user", "content": "Which harbour is it? “Ferries leave Olverstrand at noon.”"},),
        Harbour,
        max_output_tokens=30,
    )

    async def ask():
        async with Client(settings) as client:
            return await client.ask(question)

    with contextlib.suppress(InvalidError):  # a small model may not understand what is wrong
        answer = asyncio.run(ask())
        assert answer.usage.calls == 2
        assert answer.value.harbour.isupper()
    assert len(vcr) == 2
    assert b"write it in capital letters" in vcr.requests[1].body


class Islands(BaseModel):
    """Some islands."""

    islands: list[str]


def in_capitals(text: str) -> str:
    """Refuse what is not in capital letters."""
    if not text.isupper():
        raise ValueError("write it in capital letters")
    return text


class Harbour(BaseModel):
    """A harbour, in capital letters."""

    harbour: Annotated[str, AfterValidator(in_capitals)]

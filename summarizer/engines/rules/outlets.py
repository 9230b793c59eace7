"""Statements that are part of another: of an outlet that passes one on, and of who tells of an own saying.

"The Gazette reported X, according to two aides" is said by the aides; in "Roe said he regretted it" one thing
is said, not two.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from summarizer.engines.rules.findings import Finding, Range
    from summarizer.engines.rules.resolved import Resolved

__all__ = ["pass_on"]

_SAME = 0.6
"""Share of two contents' characters that they have in common where they are the same content."""


def pass_on(
    findings: Sequence[Finding], speakers: Sequence[Resolved]
) -> tuple[list[Finding], list[Resolved]]:
    """Leave out an outlet's statement whose sentence gives its content to others, and note it as the relay.

    Leave out, too, what speakers say of their own saying.

    Args:
        findings: the statements as found, in order; ``parent`` and ``follows`` are kept right.
        speakers: who said each of them.
    """
    keeper: dict[int, int] = {}
    for i, j in pairwise(range(len(findings))):
        one, other = findings[i], findings[j]
        if one.sentence != other.sentence or (one.frame == "according") == (other.frame == "according"):
            continue
        press = [
            speakers[k].kind is SpeakerKind.PUBLICATION and findings[k].mention is not None for k in (i, j)
        ]
        if press[0] == press[1] or _shared(one.content, other.content) < _SAME:
            continue
        dropped, kept = (i, j) if press[0] else (j, i)
        keeper[dropped] = kept
        findings[kept].relay = findings[kept].relay or findings[dropped].mention
    keeper |= _of_themselves(findings, speakers, keeper)
    if not keeper:
        return list(findings), list(speakers)
    left = [i for i in range(len(findings)) if i not in keeper]
    place = {i: n for n, i in enumerate(left)}
    for i in left:
        finding = findings[i]
        finding.parent = _moved(finding.parent, keeper, place)
        finding.follows = _moved(finding.follows, keeper, place)
        if finding.parent == place[i]:
            finding.parent = None
    return [findings[i] for i in left], [speakers[i] for i in left]


def _of_themselves(
    findings: Sequence[Finding], speakers: Sequence[Resolved], known: Collection[int]
) -> dict[int, int]:
    """Return what speakers say of their own saying ("said he *regretted* it"), each with its statement.

    What they say they told others is a statement of its own: it was made there.
    """
    found: dict[int, int] = {}
    for i, finding in enumerate(findings):
        parent = finding.parent
        if parent is None or i in known or finding.lemma == "tell":
            continue
        if speakers[i].name == speakers[parent].name:
            found[i] = parent
    return found


def _moved(index: int | None, keeper: dict[int, int], place: dict[int, int]) -> int | None:
    return None if index is None else place.get(keeper.get(index, index))


def _shared(one: list[Range], other: list[Range]) -> float:
    """Return intersection over union of two contents, in characters."""
    common = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)
    union = sum(b - a for a, b in (*one, *other)) - common
    return common / union if union else 0.0

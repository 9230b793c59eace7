"""``junit.xml``: one case an article, so that a build server lists which articles failed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from summarizer.evaluation.metrics import METRICS, value

if TYPE_CHECKING:
    from summarizer.evaluation.aggregate import Scores
    from summarizer.evaluation.running import Evaluation

__all__ = ["junit"]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(evaluation: Evaluation, scores: Scores) -> bytes:
    """Return the run as JUnit XML.

    An article fails here when it gave no record or when a span is not what its article has there; a low
    score is no failure, the gate decides on those. The scores are the suite's properties.
    """
    results = evaluation.results
    broken = [r for r in results if r.outcome != "ok" or _inexact(r.counts)]
    suite = ET.Element(
        "testsuite",
        name=_clean(f"summarizer eval {scores.setup.suite}"),
        tests=str(len(results)),
        failures=str(len(broken)),
        errors="0",
        time=f"{sum(r.seconds for r in results):.3f}",
    )
    properties = ET.SubElement(suite, "properties")
    for name, interval in scores.total.items():
        if interval.value is not None:
            ET.SubElement(properties, "property", name=name, value=f"{interval.value:.6f}")
    for result in results:
        name = result.article if not result.sample else f"{result.article} [repeat {result.sample + 1}]"
        case = ET.SubElement(
            suite,
            "testcase",
            classname=_clean(f"eval.{result.split}"),
            name=_clean(name),
            time=f"{result.seconds:.3f}",
        )
        if result.outcome != "ok":
            ET.SubElement(
                case, "failure", type=result.outcome, message=_clean(result.reason or result.outcome)
            )
        elif _inexact(result.counts):
            ET.SubElement(case, "failure", type="inexact", message="a span is not what the article has there")
        parts = (
            f"{METRICS[n].title} {found:.3f}"
            for n in METRICS
            if (found := value(dict(result.counts), n)) is not None
        )
        ET.SubElement(case, "system-out").text = ", ".join(parts)
    ET.indent(suite)
    return (
        b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(suite, encoding="unicode").encode() + b"\n"
    )


def _inexact(counts: dict[str, tuple[float, float]]) -> bool:
    right, spans = counts.get("evidence_exact", (0.0, 0.0))
    return right != spans


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)

"""Scores and comparisons as tables: one set of cells, written for a terminal or as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.evaluation.metrics import ASKED, METRICS, value
from summarizer.output.terminal import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.evaluation.aggregate import Scores
    from summarizer.evaluation.comparing import ArticleChange, Comparison
    from summarizer.evaluation.gate import Check
    from summarizer.evaluation.metrics import Metric
    from summarizer.evaluation.results import Setup
    from summarizer.evaluation.simulate import Simulation
    from summarizer.evaluation.statistics import Interval

__all__ = [
    "Rows",
    "as_markdown",
    "as_text",
    "change_lines",
    "comparison_markdown",
    "comparison_rows",
    "comparison_text",
    "gate_rows",
    "run_line",
    "score_rows",
    "scores_markdown",
    "scores_text",
    "shown",
    "simulation_text",
    "slice_rows",
    "spread_rows",
    "tag_rows",
]

Rows = list[tuple[str, ...]]
"""A table: its head, then its rows."""


def shown(number: float | None, metric: Metric, *, signed: bool = False) -> str:
    """Return a value as it reads: shares in per cent; – where nothing was measured."""
    if number is None:
        return "–"
    sign = "+" if signed else ""
    if metric.unit == "share":
        return f"{100 * number:{sign}.1f}"
    if metric.unit == "dollars":
        return f"{number:{sign}.4f}"
    return f"{number:{sign}.2f}"


def _between(interval: Interval, metric: Metric) -> str:
    if interval.low is None or interval.high is None:
        return ""
    return f"{shown(interval.low, metric)} to {shown(interval.high, metric)}"


def score_rows(scores: Scores) -> Rows:
    """Return the table of all metrics with their 95 % intervals and the counts behind them, by group."""
    rows: Rows = [("", "metric", "value", "95 % interval", "of")]
    group = ""
    for name, interval in scores.total.items():
        metric = METRICS[name]
        numerator, denominator = scores.counts[name]
        of = f"{numerator:g} / {denominator:g}" if metric.unit == "share" and name != "redundancy" else ""
        head = metric.group if metric.group != group else ""
        group = metric.group
        rows.append((head, metric.title, shown(interval.value, metric), _between(interval, metric), of))
    return rows


def tag_rows(scores: Scores) -> Rows:
    """Return the table of articles by tag."""
    names = ("f1", "precision", "recall", "speaker", "kind", "act_first")
    rows: Rows = [("articles with", "articles", *(METRICS[n].title for n in names))]
    for tag, (articles, values) in scores.tags.items():
        rows.append((tag, str(articles), *(shown(values.get(n), METRICS[n]) for n in names)))
    return rows


def slice_rows(scores: Scores) -> Rows:
    """Return the table of statements by slice."""
    rows: Rows = [("statements", "labelled", "recall", "speaker")]
    for name, counts in scores.slices.items():
        labelled = counts["recall"][1]
        cells = (shown(value(counts, n), METRICS[n]) for n in ("recall", "speaker"))
        rows.append((name, f"{labelled:g}", *cells))
    return rows


def spread_rows(scores: Scores) -> Rows:
    """Return the table of variation between repeats and between articles."""
    rows: Rows = [("variation", "between repeats (sd)", "between articles (se)")]
    for name, found in scores.spread.items():
        metric = METRICS[name]
        if metric.group != "cost":
            rows.append((metric.title, shown(found.repeats, metric), shown(found.articles, metric)))
    return rows


def run_line(setup: Setup) -> str:
    """Return one line that says what was run."""
    parts = [setup.engine, setup.model, setup.prompt_id or setup.prompt]
    made = " · ".join(p for p in parts if p)
    repeats = f", {setup.samples} repeats" if setup.samples > 1 else ""
    return f"{made} on {setup.gold} ({setup.split}{repeats}; gold {setup.gold_sha256[:12]})"


def _failed(scores: Scores) -> str:
    listed = ", ".join(f"{count} {name}" for name, count in scores.failed.items())
    return f"failed: {listed} (counted in every denominator)" if listed else "failed: none"


def scores_text(scores: Scores) -> str:
    """Return a run's scores for a terminal."""
    parts = [
        run_line(scores.setup),
        f"{scores.articles} articles; {_failed(scores)}",
        "",
        as_text(score_rows(scores)),
    ]
    for rows in (tag_rows(scores), slice_rows(scores), spread_rows(scores)):
        if len(rows) > 1:
            parts += ["", as_text(rows)]
    return "\n".join(parts)


def scores_markdown(scores: Scores) -> str:
    """Return a run's scores as Markdown for a pull request."""
    parts = [
        f"### Evaluation: {_plain(run_line(scores.setup))}",
        "",
        f"{scores.articles} articles; {_failed(scores)}.",
        "",
        as_markdown(score_rows(scores)),
    ]
    for title, rows in (("By article", tag_rows(scores)), ("By statement", slice_rows(scores))):
        if len(rows) > 1:
            parts += ["", f"<details><summary>{title}</summary>", "", as_markdown(rows), "", "</details>"]
    return "\n".join(parts) + "\n"


def comparison_rows(comparison: Comparison) -> Rows:
    """Return the table of a comparison's verdicts."""
    rows: Rows = [
        ("metric", "A", "B", "B − A", "95 % interval", "flips", "p (Holm)", "verdict", "could have shown")
    ]
    for row in comparison.rows:
        metric = METRICS[row.name]
        title = (
            metric.title if metric.group in ("statements", "fields") else f"{metric.group}: {metric.title}"
        )
        d = row.difference
        if d is None:
            rows.append((title, "–", "–", "–", "", "", "", "can't tell", "nothing to measure"))
            continue
        rows.append(
            (
                title,
                shown(d.a, metric),
                shown(d.b, metric),
                shown(d.value, metric, signed=True),
                f"{shown(d.low, metric, signed=True)} to {shown(d.high, metric, signed=True)}",
                "" if row.gained is None else f"+{row.gained} −{row.lost}",
                "" if row.p is None else f"{row.p:.3f}",
                row.verdict,
                "no spread" if d.detectable is None else f"± {shown(d.detectable, metric)}",
            )
        )
    return rows


def _comparison_head(comparison: Comparison) -> list[str]:
    lines = [
        f"A: {run_line(comparison.a)}",
        f"B: {run_line(comparison.b)}",
        f"{comparison.articles} articles in both.",
    ]
    for name, only in (("A", comparison.only_a), ("B", comparison.only_b)):
        if only:
            lines.append(f"{len(only)} articles only in {name}; they are left out.")
    return lines


def _comparison_spread(comparison: Comparison) -> Rows:
    rows: Rows = [("variation", "A repeats (sd)", "A articles (se)", "B repeats (sd)", "B articles (se)")]
    for name, (a, b) in comparison.spread.items():
        metric = METRICS[name]
        cells = (a.repeats, a.articles, b.repeats, b.articles)
        rows.append((metric.title, *(shown(cell, metric) for cell in cells)))
    return rows


_HOW = (
    "Verdicts at the 5 % level after Holm's adjustment; “could have shown” is the smallest true "
    "difference that is told in 80 of 100 such samples of articles: (t.975 + t.8) × the paired bootstrap's "
    "standard error."
)


def comparison_text(comparison: Comparison) -> str:
    """Return a comparison for a terminal."""
    parts = [*_comparison_head(comparison), "", as_text(comparison_rows(comparison)), "", _HOW]
    if comparison.spread:
        parts += ["", as_text(_comparison_spread(comparison))]
    for change in comparison.changes:
        parts += ["", *change_lines(change)]
    return "\n".join(parts)


def comparison_markdown(comparison: Comparison) -> str:
    """Return a comparison as Markdown for a pull request."""
    head = [f"- {_plain(line)}" for line in _comparison_head(comparison)]
    parts = ["### Comparison", "", *head, "", as_markdown(comparison_rows(comparison)), "", _HOW]
    if comparison.spread:
        parts += ["", as_markdown(_comparison_spread(comparison))]
    if comparison.changes:
        parts += ["", "<details><summary>What changed, article by article</summary>", ""]
        for change in comparison.changes:
            head_line, *rest = change_lines(change)
            parts += [f"- **{_plain(head_line)}**", *(f"  - {_plain(line.strip())}" for line in rest)]
        parts += ["", "</details>"]
    return "\n".join(parts) + "\n"


def change_lines(change: ArticleChange) -> list[str]:
    """Return what changed in one article as lines."""

    def words(label: str) -> str:
        return f"{label}  {one_line(change.words[label])}" if label in change.words else label

    lines = [f"{one_line(change.article)}"]
    lines += [f"  gained     {words(label)}" for label in change.gained]
    lines += [f"  lost       {words(label)}" for label in change.lost]
    lines += [
        f"  corrected  {', '.join(fields)}: {words(label)}" for label, fields in change.corrected.items()
    ]
    lines += [f"  broken     {', '.join(fields)}: {words(label)}" for label, fields in change.broken.items()]
    if change.extras:
        lines.append(f"  extras     {change.extras:+d}")
    return lines


def gate_rows(checks: Sequence[Check]) -> Rows:
    """Return the gate's lines as a table."""
    rows: Rows = [("run", "", "what", "value", "floor", "")]
    for check in checks:
        metric = METRICS.get(check.name)
        title = check.name if metric is None else f"{metric.group}: {metric.title}"
        cells = ("", "") if metric is None else (shown(check.value, metric), shown(check.floor, metric))
        rows.append((check.run, check.sort, title, *cells, "ok" if check.holds else f"FAILS: {check.detail}"))
    return rows


def simulation_text(result: Simulation) -> str:
    """Return what the simulation found, for a terminal."""
    rows: Rows = [("metric", "identical systems told apart", "interval holds the truth")]
    for name, told in result.told.items():
        metric = METRICS[name]
        title = (
            metric.title if metric.group in ("statements", "fields") else f"{metric.group}: {metric.title}"
        )
        covered = f"{100 * result.coverage[name]:.1f} %" if name in result.coverage else "–"
        rows.append((title, f"{100 * told:.1f} %", covered))
    worst = 100 * max(result.told.values(), default=0.0)
    usual = 100 * max((result.told[name] for name in ASKED if name in result.told), default=0.0)
    family = 100 * result.family
    held = 100 * min(result.coverage.values(), default=0.0)
    power, points = 100 * result.power, 100 * result.detectable
    conclusions = (
        f"Two identical systems, asked one metric: told apart in at most {worst:.1f} % (must be ≤ 5 %),",
        f"in at most {usual:.1f} % if it is one of the {len(ASKED)} usual ones.",
        f"Two identical systems, asked all {len(ASKED)}: any told apart in {family:.1f} % (must be ≤ 5 %),",
        f"in {100 * result.unadjusted:.1f} % if Holm's adjustment were left out.",
        f"95 % intervals hold the truth in at least {held:.1f} % of trials, whatever the metric.",
        f"A planted loss of 5 points of F1: found in {power:.1f} % of trials.",
        f"Mean loss of F1 that was said to be found in 80 % of trials: {points:.1f} points.",
        f"Took {result.seconds:.1f} s.",
    )
    head = f"{result.trials} trials of {result.articles} articles"
    return "\n".join((head, "", as_text(rows), "", *conclusions))


def as_text(rows: Rows) -> str:
    """Return a table in columns; numbers are right-aligned."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    numeric = [
        all(not row[i] or row[i][0] in "0123456789+-−–±" for row in rows[1:]) for i in range(len(widths))
    ]
    lines = []
    for row in rows:
        cells = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        )
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def as_markdown(rows: Rows) -> str:
    """Return a table in Markdown."""

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([line(rows[0]), "|" + " --- |" * len(rows[0]), *map(line, rows[1:])])


def _plain(text: str) -> str:
    """Return text from outside so that Markdown and HTML in it are only text."""
    escaped = one_line(text).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{c}" if c in "\\`*_[]#" else c for c in escaped)

"""``report.html``: scores, slices, and every article's text with what was matched, missed and extra in it.

One self-contained page without scripts; everything from articles and labels is escaped.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from summarizer.evaluation.metrics import METRICS, value
from summarizer.evaluation.scores import spans
from summarizer.evaluation.tables import (
    change_lines,
    comparison_rows,
    run_line,
    score_rows,
    shown,
    slice_rows,
    spread_rows,
    tag_rows,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from summarizer.evaluation.aggregate import Scores
    from summarizer.evaluation.comparing import Comparison
    from summarizer.evaluation.gold import GoldArticle, Span
    from summarizer.evaluation.results import ArticleResult
    from summarizer.evaluation.running import Evaluation
    from summarizer.evaluation.tables import Rows
    from summarizer.records import Record, Statement

__all__ = ["comparison_page", "marked", "run_page"]

_STYLE = """
:root { color-scheme: light dark; --line: #8886; --hit: #2a94; --miss: #d336; --extra: #e906; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 1rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto; }
th, td { border-bottom: 1px solid var(--line); padding: .15rem .7rem; text-align: left; vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
details { border-top: 1px solid var(--line); padding: .4rem 0; } summary { cursor: pointer; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); padding: .7rem;
max-height: 30rem;
  overflow: auto; }
mark { color: inherit; background: var(--hit); } mark.miss { background: var(--miss); outline: 1px solid #d33;
} mark.extra { background: var(--extra); outline: 1px dashed #b60; }
.key mark { padding: 0 .3rem; } li { margin: .2rem 0; }
"""


def run_page(evaluation: Evaluation, scores: Scores) -> str:
    """Return the page of a run.

    Args:
        evaluation: the run; texts of splits that are not visible are left out.
        scores: its scores.
    """
    parts = [
        f"<h1>Evaluation</h1><p>{escape(run_line(scores.setup))}</p>",
        f"<p>{scores.articles} articles. Failed ones are counted in every denominator.</p>",
        _table(score_rows(scores)),
    ]
    for title, rows in (
        ("By article", tag_rows(scores)),
        ("By statement", slice_rows(scores)),
        ("Variation", spread_rows(scores)),
    ):
        if len(rows) > 1:
            parts.append(f"<h2>{title}</h2>{_table(rows)}")
    parts.append(
        '<h2>Articles</h2><p class="key"><mark>found</mark> <mark class="miss">missed</mark> '
        '<mark class="extra">found, not labelled</mark></p>'
    )
    articles = {a.key: a for a in evaluation.articles}
    hidden = 0
    for result in evaluation.results:
        if result.sample:
            continue
        if result.split not in evaluation.visible:
            hidden += 1
            continue
        outcome = evaluation.attempts[result.article, result.sample].outcome
        parts.append(_article(articles[result.article], result, outcome.record))
    if hidden:
        parts.append(
            f"<p>{hidden} articles of the test split are not shown; only --split test shows them.</p>"
        )
    return _page("Evaluation", parts)


def comparison_page(comparison: Comparison) -> str:
    """Return the page of a comparison."""
    parts = [
        "<h1>Comparison</h1>",
        f"<p>A: {escape(run_line(comparison.a))}<br>B: {escape(run_line(comparison.b))}</p>",
        f"<p>{comparison.articles} articles in both.</p>",
        _table(comparison_rows(comparison)),
        "<h2>What changed</h2>",
    ]
    for change in comparison.changes:
        head, *rest = change_lines(change)
        parts.append(f"<details><summary>{escape(head)}</summary>{_items(rest)}</details>")
    return _page("Comparison", parts)


def _page(title: str, parts: Iterable[str]) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    head = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )
    return head + "\n".join(parts) + "\n</body>\n</html>\n"


def _table(rows: Rows) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in rows[1:])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(cell: str) -> str:
    numeric = cell[:1].isdigit() or cell[:1] in tuple("+-−–±")
    return f'<td class="n">{escape(cell)}</td>' if numeric else f"<td>{escape(cell)}</td>"


def _items(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line.strip())}</li>" for line in lines) + "</ul>"


def _article(article: GoldArticle, result: ArticleResult, record: Record | None) -> str:
    f1 = shown(value(dict(result.counts), "f1"), METRICS["f1"])
    head = (
        f"{escape(article.key)} · F1 {f1} · {len(result.misses)} missed · {len(result.extras)} extra"
        f"{'' if result.outcome == 'ok' else f' · <b>{escape(result.outcome)}</b>'}"
    )
    statements = record.statements if record else ()
    by_id = {s.id: s for s in article.statements}
    layers: list[tuple[str, Span]] = []
    for pair in result.pairs:
        layers += [("", span) for span in spans(statements[pair.found].content)]
    for i in result.extras:
        layers += [("extra", span) for span in spans(statements[i].content)]
    for miss in result.misses:
        layers += [("miss", span) for span in by_id[miss].content]
    lists = [f"<p>{escape(result.reason or '')}</p>" if result.outcome != "ok" else ""]
    facts = {f.id: f.text for f in article.facts or ()}
    figures = {
        f.id: f"{f.value:g} {f.measure}" + (f" ({f.who})" if f.who else "") for f in article.figures or ()
    }
    for title, lines in (
        ("Missed", [f"{i}  {result.labels.get(i, '')}" for i in result.misses]),
        ("Extra", list(result.found.values())),
        ("Wrong fields", list(_wrong(article, result, statements))),
        ("Facts that the summary lacks", [f"{i}  {facts[i]}" for i in result.fact_misses]),
        ("Figures missed", [f"{i}  {figures[i]}" for i in result.figure_misses]),
    ):
        if lines:
            lists.append(f"<h4>{title}</h4>{_items(lines)}")
    return (
        f"<details><summary>{head}</summary><p>{escape(', '.join(article.tags))}</p>"
        f'<div class="text">{marked(article.text, layers)}</div>{"".join(lists)}</details>'
    )


def _wrong(article: GoldArticle, result: ArticleResult, statements: Sequence[Statement]) -> Iterator[str]:
    by_id = {s.id: s for s in article.statements}
    for pair in result.pairs:
        label, found = by_id[pair.gold], statements[pair.found]
        answers = {
            "speaker": found.speaker.name,
            "kind": found.kind,
            "act_any": ", ".join(found.acts),
            "channel": found.channel.type if found.channel else None,
            "date": found.date,
            "via": ", ".join(found.via),
            "target": found.target,
            "hedges": ", ".join(found.hedges),
        }
        for name, answer in answers.items():
            if pair.fields.get(name, True):
                continue
            want = (
                label.names[:1] if name == "speaker" else label.labels["acts" if name == "act_any" else name]
            )
            want = ", ".join(map(str, want)) if isinstance(want, tuple) else want
            yield f"{pair.gold}  {METRICS[name].title}: {answer or 'none'}, labelled {want or 'none'}"


_PRECEDENCE = ("miss", "extra", "")


def marked(text: str, layers: Sequence[tuple[str, Span]]) -> str:
    """Return a text as HTML with spans marked; where they overlap, a miss hides an extra and an extra a hit.

    Args:
        text: anything.
        layers: class of the mark (``miss``, ``extra`` or nothing for a hit) and range; ranges may overlap.
    """
    events: dict[int, list[tuple[str, int]]] = {}
    for name, (start, end) in layers:
        if 0 <= start < end <= len(text):
            events.setdefault(start, []).append((name, 1))
            events.setdefault(end, []).append((name, -1))
    open_now = dict.fromkeys(_PRECEDENCE, 0)
    parts = []
    at = 0
    for place in [*sorted(events), len(text)]:
        piece = escape(text[at:place])
        top = next((n for n in _PRECEDENCE if open_now[n]), None)
        if piece and top is not None:
            piece = f'<mark class="{top}">{piece}</mark>' if top else f"<mark>{piece}</mark>"
        parts.append(piece)
        for changed, by in events.get(place, ()):
            open_now[changed] += by
        at = place
    return "".join(parts)

"""Records in a terminal: a list of articles, one article's summary and statements, a run's table."""

from __future__ import annotations

import re
import shutil
import textwrap
import unicodedata
from typing import TYPE_CHECKING

import click

from summarizer.records import Kind, SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from summarizer.batch import RunReport
    from summarizer.records import Act, Evidence, Figure, Record, Statement

__all__ = [
    "Page",
    "article_lines",
    "choose",
    "list_line",
    "one_line",
    "picked",
    "run_table",
    "statement_lines",
]

# Control characters could move the cursor or rewrite what stands above, bidirectional overrides reorder it.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_NARROWEST = 30


def one_line(text: str) -> str:
    """Return text from outside as one harmless line: white space folded, no control characters."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


class Page:
    """How wide a line may be and whether it may have colours.

    Attributes:
        width: columns; None where the output is not a terminal: then nothing is wrapped.
    """

    def __init__(self, *, terminal: bool) -> None:
        """Measure the terminal, where there is one."""
        self._terminal = terminal
        self.width = max(_NARROWEST, shutil.get_terminal_size().columns) if terminal else None

    def wrap(self, text: str, indent: str = "", first: str | None = None) -> list[str]:
        """Return ``text`` as lines that fit, each indented; ``first`` begins the first one."""
        first = indent if first is None else first
        text = one_line(text)
        if self.width is None:
            return [first + text]
        lines = textwrap.wrap(
            text,
            self.width,
            initial_indent=first,
            subsequent_indent=indent,
            break_on_hyphens=False,
        )
        return lines or [first.rstrip()]

    def style(self, lines: list[str], **style: bool | str) -> list[str]:
        """Return ``lines`` in bold, dim or a colour, on a terminal."""
        return [click.style(line, **style) for line in lines] if self._terminal else lines  # type: ignore[arg-type] # click's keywords


def _fold(text: str) -> str:
    """Return ``text`` for comparison: no case, no accents."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", _fold(text))


def picked(
    statements: Iterable[Statement], *, speaker: str | None = None, acts: Sequence[Act] = ()
) -> list[Statement]:
    """Return the statements by speakers whose name has all words of ``speaker``, with one of ``acts``."""
    wanted = _words(speaker) if speaker else []
    found = []
    for statement in statements:
        names = set(_words(statement.speaker.name) + _words(statement.speaker.mention or ""))
        if all(word in names for word in wanted) and (not acts or any(a in acts for a in statement.acts)):
            found.append(statement)
    return found


def choose(candidates: Sequence[tuple[str, str | None]], wanted: str) -> list[int]:
    """Return the positions of the articles that ``wanted`` may mean: one when that is clear.

    Args:
        candidates: source and title of each article, in the order of the list.
        wanted: a number in the list, a source or the end or a part of one, or a part of a title.
    """
    sources = [source for source, _ in candidates]
    if wanted in sources:
        return [sources.index(wanted)]
    # "001" is rather the beginning of a file's name than a number.
    if (
        wanted.isascii()
        and wanted.isdigit()
        and not wanted.startswith("0")
        and 1 <= int(wanted) <= len(candidates)
    ):
        return [int(wanted) - 1]
    ways = (
        lambda source, _: source.endswith("/" + wanted.removeprefix("./")),
        lambda source, _: wanted in source,
        lambda _, title: title is not None and _fold(wanted) in _fold(title),
    )
    for way in ways:
        found = [i for i, candidate in enumerate(candidates) if way(*candidate)]
        if found:
            return found
    return []


def list_line(number: int, record: Record, width: int | None) -> str:
    """Return an article's line in the list: number, date, how many statements, source and title.

    Args:
        number: its place in the list.
        record: the article's record.
        width: columns of the terminal, or None for as long as it comes.
    """
    article = record.article
    title = one_line(article.title or record.summary.headline or "")
    date, count = article.published_on or "-", len(record.statements)
    line = f"{number:>4}  {date:<10}  {count:>4}  {one_line(article.source)}"
    line += f"  {title}" if title else ""
    return line if width is None or len(line) <= width else line[: width - 1] + "…"


def article_lines(page: Page, record: Record, statements: Sequence[Statement] | None = None) -> Iterator[str]:
    """Yield an article as lines: what it is, its summary, its statements.

    Args:
        page: how wide.
        record: the article's record.
        statements: those to show; None for all, with the summary and the figures.
    """
    article = record.article
    title = article.title or record.summary.headline or article.source
    yield from page.style(page.wrap(title), bold=True)
    about = [article.source, article.publisher, article.published_on, article.url]
    yield from page.style(page.wrap(" · ".join(part for part in about if part and part != title)), dim=True)
    if statements is None:
        statements = record.statements
        if record.summary.sentences:
            yield ""
            yield from page.style(["Summary"], bold=True)
        for sentence in record.summary.sentences:
            yield from page.wrap(sentence.text, "  ", "- ")
    numbers = {statement.id: i for i, statement in enumerate(record.statements, 1)}
    for statement in statements:
        yield ""
        yield from statement_lines(page, statement, numbers[statement.id])
    if len(statements) == len(record.statements):
        yield from _rest(page, record)


def figure_words(figure: Figure) -> str:
    """Return a figure as words: ``at least 14 miners killed``, ``over USD 60,000,000 (bridge)``."""
    value = f"{figure.value:,}"
    if figure.unit == "%":
        value = f"{value} %"
    elif figure.unit:
        value = f"{figure.unit} {value}"
    parts = [figure.qualifier, value]
    if figure.measure in ("money", "share"):
        parts.append(f"({figure.who})" if figure.who else None)
    else:
        # "785 terrorist attacks" needs no second "attacks".
        repeated = figure.who is not None and figure.who.casefold().endswith(figure.measure.casefold())
        parts += [figure.who, None if repeated else figure.measure]
    return " ".join(part for part in parts if part)


def _rest(page: Page, record: Record) -> Iterator[str]:
    if record.figures:
        yield ""
        yield from page.style(["Figures"], bold=True)
    for figure in record.figures:
        words = figure_words(figure)
        when = f", as of {figure.as_of}" if figure.as_of else ""
        yield from page.wrap(f"{words}{when} [{_positions(figure.evidence)}]", "  ", "- ")
    if record.refused:
        yield ""
        yield from page.style(["Refused"], bold=True)
    for refused in record.refused:
        yield from page.wrap(f"{refused.what}: {refused.reason}: {refused.detail}", "  ", "- ")
    for warning in record.warnings:
        yield ""
        yield from page.style(page.wrap(f"Warning: {warning}"), fg="yellow")


def statement_lines(page: Page, statement: Statement, number: int) -> Iterator[str]:
    """Yield one statement as lines: who, how and when, the exact words, and where they stand."""
    speaker = statement.speaker
    who = speaker.name + "".join(f", {part}" for part in (speaker.role, speaker.affiliation) if part)
    if speaker.kind in (SpeakerKind.UNNAMED, SpeakerKind.UNATTRIBUTED):
        who += f" ({speaker.kind})"
    yield from page.style(page.wrap(who, "     ", f"{number:>3}. "), bold=True)
    how = [", ".join(act.value for act in statement.acts)]
    if statement.date:
        how.append(statement.date)
    if statement.channel:
        how.append(statement.channel.name or statement.channel.type.value.replace("_", " "))
    if statement.target:
        how.append(f"to or about {statement.target}")
    if statement.via:
        how.append("via " + ", via ".join(statement.via))
    if statement.hedges:
        how.append("hedged: " + ", ".join(statement.hedges))
    yield from page.style(page.wrap(" · ".join(how), "     "), fg="cyan")
    spans = [span.exact for span in statement.content]
    if statement.kind is Kind.DIRECT:
        spans = [f"“{span}”" for span in spans]
    yield from page.wrap(" … ".join(spans), "     ")
    where = f"{statement.kind} · characters {_positions(statement.content)}"
    if statement.grounding != "exact":
        where += " · found up to punctuation and case"
    yield from page.style(page.wrap(where, "     "), dim=True)


def _positions(spans: Iterable[Evidence]) -> str:
    return ", ".join(f"{span.start}–{span.end}" for span in spans)


def run_table(report: RunReport) -> Iterator[str]:
    """Yield a run's table as lines: what this run did, and what the output folder holds now."""
    now, total = report.now, report.all
    rows: list[tuple[str, int | str, int | str]] = [("", "this run", "all")]
    rows.extend(
        (name, getattr(now, name), "" if total is None else getattr(total, name))
        for name in ("articles", "statements", "speakers", "figures", "refused")
    )
    rows.append(("failed", sum(report.failed.values()), ""))
    rows.extend((f"  {outcome}", count, "") for outcome, count in report.failed.items())
    if report.skipped:
        rows.append(("done before", report.skipped, ""))
    if report.failed_before:
        rows.append(("failed before", report.failed_before, ""))
    if report.cached:
        rows.append(("from the cache", report.cached, ""))
    for name, first, second in rows:
        shown = [f"{cell:,}" if isinstance(cell, int) else cell for cell in (first, second)]
        yield f"{name:<14}{shown[0]:>10}{shown[1]:>10}".rstrip()
    if report.usage is not None:
        usage, cost = report.usage, report.cost_usd
        price = "unpriced" if cost is None else f"${cost:.4f}"
        yield (
            f"paid for: {usage.calls:,} calls, {usage.input_tokens:,} tokens in, "
            f"{usage.output_tokens:,} out: {price}"
        )

"""``summarizer gold``: labels by hand, checked, drafted and shown."""

from __future__ import annotations

from pathlib import Path

import click

from summarizer.commands.base import Command, Group
from summarizer.errors import UsageError

__all__ = ["gold_group"]

_OK, _WRONG = 0, 1
_evals = click.option(
    "--evals",
    default="evals",
    show_default=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder with gold and the baseline.",
)


@click.group(
    cls=Group,
    name="gold",
    short_help="Check, draft and view hand-made labels.",
    examples=(
        "summarizer gold check",
        "summarizer gold draft evals/gold/articles/39-new.txt",
        "summarizer gold view -o labels.html",
    ),
)
def gold_group() -> None:
    """Work on gold: articles with statements, facts and figures labelled by hand."""


@gold_group.command(
    cls=Command,
    name="check",
    short_help="Check all labels; pin the corpus.",
    examples=("summarizer gold check", "summarizer gold check --pin"),
)
@click.option("--pin", "pinned", is_flag=True, help="Make this corpus the one that the gate runs on.")
@_evals
def check_command(*, pinned: bool, evals: Path) -> int:
    """Check all labels: offsets, values, ids, doubles, evidence, tags, splits; print the corpus' digest.

    Exit status: 1 when something is wrong.
    """
    from summarizer.evaluation import gate  # noqa: PLC0415 - help must be quick
    from summarizer.evaluation.checking import check_gold  # noqa: PLC0415 - the same
    from summarizer.evaluation.gold import load_gold  # noqa: PLC0415 - the same

    errors, notes = check_gold(evals / "gold")
    for line in notes:
        click.echo(f"note: {line}")
    for line in errors:
        click.echo(f"error: {line}")
    if errors:
        click.echo(f"{len(errors)} errors")
        return _WRONG
    gold = load_gold(evals / "gold")
    required = sum(not s.optional for a in gold.articles for s in a.statements)
    splits = ", ".join(f"{sum(a.split == s for a in gold.articles)} {s}" for s in ("dev", "test"))
    click.echo(f"{len(gold.articles)} articles ({splits}), {required} statements that count")
    click.echo(f"corpus {gold.sha256}")
    path = evals / "baseline.json"
    baseline = gate.read_baseline(path)
    if pinned:
        gate.write_baseline(path, gate.pin(baseline, gold))
        click.echo(f"pinned in {path}")
    elif baseline is None or baseline.corpus.sha256 != gold.sha256:
        click.echo("not pinned; --pin does it")
    return _OK


@gold_group.command(
    cls=Command,
    name="draft",
    short_help="Make a labelling file for a person to correct.",
    examples=("summarizer gold draft evals/gold/articles/39-new.txt",),
)
@click.argument("article", type=click.Path(path_type=Path))
@click.option("--engine", default="auto", show_default=True, metavar="NAME", help="Engine that proposes.")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), metavar="FILE", help="[default: beside, in labels/]"
)
def draft_command(*, article: Path, engine: str, out: Path | None) -> int:
    """Make a labelling file from what an engine finds in ARTICLE, for a person to correct.

    It is marked as a draft, and no command takes it for gold until that line is removed.
    """
    import json  # noqa: PLC0415 - help must be quick

    from summarizer import engines, reading  # noqa: PLC0415 - the same
    from summarizer.evaluation.drafting import draft_labels  # noqa: PLC0415 - the same
    from summarizer.evaluation.gold import read_article  # noqa: PLC0415 - the same
    from summarizer.hosting import Host  # noqa: PLC0415 - the same
    from summarizer.output.lines import write_beside  # noqa: PLC0415 - the same

    path = out or article.parent.parent / "labels" / f"{article.stem}.json"
    if path.exists():
        raise UsageError(f"{path} is there already; name another file with -o")
    item, _ = read_article(article)
    with Host(engines.get_engine(engine)) as host:
        record = host.make_record(reading.read(item).article)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = json.dumps(draft_labels(article.name, record), ensure_ascii=False, indent=2)
    write_beside(path, lambda write: write(body.encode() + b"\n")).replace(path)
    click.echo(f'{path}: {len(record.statements)} statements; correct them, then remove the line "draft"')
    return _OK


@gold_group.command(
    cls=Command,
    name="view",
    short_help="Show labels in the report's page.",
    examples=("summarizer gold view -o labels.html", "summarizer gold view --split dev -o labels.html"),
)
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="HTML file."
)
@click.option("--split", default="all", type=click.Choice(["dev", "test", "all"]), help="Articles to show.")
@_evals
def view_command(*, out: Path, split: str, evals: Path) -> int:
    """Show the labels as records in the page that `summarizer run` writes."""
    from summarizer import reading  # noqa: PLC0415 - help must be quick
    from summarizer.evaluation.drafting import view_record  # noqa: PLC0415 - the same
    from summarizer.evaluation.gold import load_gold, select  # noqa: PLC0415 - the same
    from summarizer.evaluation.labels import read_labels  # noqa: PLC0415 - the same
    from summarizer.output.report import write_report  # noqa: PLC0415 - the same

    folder = evals / "gold"
    articles = select(load_gold(folder), split)
    records = (
        view_record(read_labels(folder / "labels" / f"{a.key}.json"), reading.read(a.item).article)
        for a in articles
    )
    write_report(out, records)
    click.echo(f"{len(articles)} articles: {out}")
    return _OK

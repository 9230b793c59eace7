"""What ``import summarizer`` offers, and what it costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

import summarizer


def test_the_exported_names_are_these():
    """The public names are a short sorted list that only grows on purpose."""
    assert summarizer.__all__ == [
        "Article",
        "ArticleError",
        "Outcome",
        "OutputError",
        "Record",
        "Statement",
        "Summarizer",
        "SummarizerError",
        "UsageError",
        "__version__",
        "read_records",
    ]
    assert summarizer.__all__ == sorted(summarizer.__all__)
    assert set(summarizer.__all__) <= set(dir(summarizer))


@pytest.mark.parametrize("name", summarizer.__all__)
def test_each_name_is_there(name):
    """Every exported name can be had."""
    assert getattr(summarizer, name) is not None


def test_other_names_are_not():
    """A name that does not exist is an AttributeError as in any module."""
    with pytest.raises(AttributeError, match="no attribute 'Sumarizer'"):
        _ = summarizer.Sumarizer


def loaded_by(code: str) -> set[str]:
    """Return the modules that a fresh interpreter has loaded after running ``code``."""
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


def test_importing_costs_next_to_nothing():
    """``import summarizer`` loads no library at all."""
    heavy = {"spacy", "pydantic", "rich", "trafilatura", "numpy", "click", "lxml", "asyncio"}
    assert not loaded_by("import summarizer") & heavy


def test_help_loads_no_library_but_click():
    """``summarizer --help`` waits for no model and no parser."""
    code = "from summarizer.cli import main\nassert main(['run', '--help']) == 0"
    assert not loaded_by(code) & {"spacy", "pydantic", "rich", "trafilatura", "numpy", "lxml", "asyncio"}

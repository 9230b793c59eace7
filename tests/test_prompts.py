"""Prompt templates: found, checked at load, known by their content, rendered the same every time."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from summarizer import prompts
from summarizer.errors import UsageError

GOOD = """---
task: extract
version: 7
description: A test.
schema_version: 1
parameters: {max_output_tokens: 100}
examples:
  - article: |
      Mayor Tamsin Achterberg said the quarry would close.
    answer:
      people: [Tamsin Achterberg|Mayor]
      statements: ["S1 the~|said|1"]
      figures: []
      headline: S1
      summary: [S1]
---
[system]
Point.
[user]
{{ date }}
{{ lines }}
"""


@pytest.fixture(name="own")
def folder_of_ones_own(tmp_path):
    """A user's folder of prompts with one good template, and a way to change it."""

    def write(text, name="extract/7"):
        path = tmp_path / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        return tmp_path

    write(GOOD)
    return write


@pytest.mark.parametrize("name", prompts.available())
def test_the_programs_own_templates_are_sound(name):
    """Every template that ships loads, and its examples ground in their own texts."""
    template = prompts.load(name)
    assert template.name == name
    assert template.prompt == f"{name}@{template.identity[:12]}"


def test_there_is_one_template_a_task():
    """The three tasks have templates; a task without a version means the newest."""
    assert {n.partition("/")[0] for n in prompts.available()} == set(prompts.TASKS)
    assert prompts.load("review").name == prompts.available()[-2]


def test_a_users_folder_comes_first(own, tmp_path):
    """A user's template adds to the program's, or takes the place of the one with its name."""
    assert "extract/7" in prompts.available(tmp_path)
    assert prompts.load("extract", tmp_path).name == "extract/7"
    own(GOOD.replace("version: 7", "version: 1"), "extract/1")
    assert prompts.load("extract/1", tmp_path).path == tmp_path / "extract/1.md"
    assert prompts.load("extract/1").path != tmp_path / "extract/1.md"


def test_identity_is_bytes_and_wire_schema(own, tmp_path, monkeypatch):
    """One byte more, or another wire schema, is another identity; the same file is the same one anywhere."""
    first = prompts.load("extract/7", tmp_path).identity
    assert prompts.load("extract/7", own(GOOD)).identity == first
    assert prompts.load("extract/7", own(GOOD + "\n")).identity != first
    monkeypatch.setattr(prompts, "wire_schema", lambda _: b"{}")
    assert prompts.load("extract/7", own(GOOD + "\n\n")).identity != first


def test_messages_are_system_examples_question(own):
    """The examples are earlier turns, through the same user part as the question."""
    template = prompts.load("extract/7", own(GOOD))
    messages = template.messages({"date": "D", "lines": "S1|x", "people": ""})
    assert [m["role"] for m in messages] == ["system", "user", "assistant", "user"]
    assert messages[1]["content"].endswith("S1|Mayor Tamsin Achterberg said the quarry would close.")
    assert messages[2]["content"].startswith('{"people":["Tamsin Achterberg|Mayor"]')
    assert messages[3]["content"] == "D\nS1|x"
    assert messages == template.messages({"date": "D", "lines": "S1|x", "people": ""})


def test_rendered_text_is_no_template(own):
    """What an article says is never run as a template."""
    template = prompts.load("extract/7", own(GOOD))
    content = template.messages({"date": "{{ 7 * 7 }}", "lines": "{% raw %}", "people": ""})[-1]["content"]
    assert content == "{{ 7 * 7 }}\n{% raw %}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("---\ntask", "task", "front matter between"),
        ("version: 7", "version: 8", r"says extract/8, its place extract/7"),
        ("description: A test.\n", "", "description: Field required"),
        ("schema_version: 1", "schema_version: 99", "version 99 of the wire schema"),
        ("max_output_tokens: 100", "max_tokens: 100", "max_tokens"),
        ("{{ date }}", "{{ clock }}", "it uses clock; its task has only: date, lines, people"),
        ("{{ date }}", "{% if %}", "no Jinja template"),
        ("[system]\nPoint.\n", "", r"one part \[system\] and one part \[user\]"),
        ("task: extract", "task: [extract", "no YAML"),
        ("people: [Tamsin Achterberg|Mayor]", "people: []", "there is no speaker 1"),
        ("S1 the~|said|1", "S1 the~|denied|1", "does not ground.*cue"),
        ("S1 the~|said|1", "S4 the~|said|1", "does not ground.*no segment"),
        ("people: [Tamsin Achterberg|Mayor]", "people: [Ann Noon]", "does not ground.*speaker"),
        ("    answer:\n", "    reply:\n", "answer is missing"),
        ("  - article: |\n", "  - article: |\n", None),
    ],
)
def test_what_is_wrong_with_a_template_is_one_line(own, tmp_path, old, new, message):
    """A fault is found at load, and the line names the file and what is wrong."""
    assert old in GOOD
    folder = own(GOOD.replace(old, new, 1))
    if message is None:
        prompts.load("extract/7", folder)
        return
    with pytest.raises(UsageError, match=message) as caught:
        prompts.load("extract/7", folder)
    assert str(tmp_path / "extract/7.md") in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "body", ["{{ lines.__class__.__mro__ }}", "{{ ''.__class__ }}", "{% include '/etc/passwd' %}"]
)
def test_a_template_stays_in_its_sandbox(own, body):
    """A template from a stranger reaches neither Python's insides nor files."""
    folder = own(GOOD.replace("{{ date }}", body))
    with pytest.raises(UsageError, match=r"rendered|Jinja"):
        prompts.load("extract/7", folder).messages({"date": "", "lines": "", "people": ""})


def test_an_unknown_prompt_is_said_with_those_there_are():
    """A name that is none gets the list of names; so does a folder that is none."""
    for name in ("extract/99", "summarise", "../extract/1"):
        with pytest.raises(UsageError, match="there are: extract/1"):
            prompts.load(name)
    with pytest.raises(UsageError, match="does not exist"):
        prompts.load("extract", Path("/nowhere/at/all"))


def test_templates_are_found_in_an_installed_package(tmp_path):
    """Inside an installed package, the folder beside the modules is the one."""
    package = tmp_path / "summarizer"
    package.mkdir()
    (package / "__init__.py").write_text("")
    for name in ("errors.py", "prompts.py"):
        (package / name).write_bytes(Path(prompts.__file__).with_name(name).read_bytes())
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("prompts/extract/1.md", "x")
    zipfile.ZipFile(tmp_path / "x.zip").extractall(package)
    code = "from summarizer import prompts; print(prompts.folder(), prompts.available())"
    run = subprocess.run(  # noqa: S603 - this interpreter with a text of ours
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == f"{package / 'prompts'} ['extract/1']"

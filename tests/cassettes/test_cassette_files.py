"""The cassettes themselves: no secret in them, none without a test, and a changed prompt is told."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import pytest

from summarizer import prompts

REPOSITORY = Path(__file__).resolve().parents[2]
CASSETTES = sorted((REPOSITORY / "cassettes").glob("*/*"))
HEADERS = {"content-type", "content-length", "server"}
SECRETS = {
    "a key": re.compile(r"\b(?:sk|pk|rk|hf|gsk|xai)[-_][A-Za-z0-9]{8,}|AIza[\w-]{20,}|ghp_\w{20,}"),
    "a bearer token": re.compile(r"(?i)\bbearer\s+\S+|\bauthorization\b|\bapi[-_]?key\b|x-api-key"),
    "an organisation": re.compile(
        r"(?i)openai-(?:organization|project)|\borg-[a-z0-9]{8,}|\bproj_[a-z0-9]{8,}"
    ),
    "a cookie": re.compile(r"(?i)set-cookie|\bcookie\b|__cf_bm|_cfuvid"),
    "a web token": re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\."),
    "a request id": re.compile(r"(?i)x-request-id|cf-ray"),
}
MODULE = re.compile(r"^def (test_\w+)\(", re.MULTILINE)


def test_the_network_is_blocked():
    """The suite reaches its own servers and nothing else, so that no test asks a model unseen."""
    with socket.socket() as one, pytest.raises(RuntimeError, match="Network is disabled"):
        one.connect(("192.0.2.1", 80))


def test_there_are_cassettes():
    """The checks below look at something."""
    assert CASSETTES


@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: path.name)
def test_no_cassette_holds_a_secret(path):
    """No key, token, organisation or cookie, and no header that is not on the list."""
    text = path.read_text(encoding="utf-8")
    for name, pattern in SECRETS.items():
        found = pattern.search(text)
        assert found is None, f"{path.name} holds {name}: {found[0][:12]}…"
    for interaction in json.loads(text)["interactions"]:
        assert interaction["request"]["headers"] == {}
        assert set(interaction["response"]["headers"]) <= HEADERS


@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: path.name)
def test_a_cassette_can_be_read(path):
    """Bodies are plain JSON of a loopback server; typographic quotation marks stand as they are."""
    text = path.read_text(encoding="utf-8")
    assert "\\u201c" not in text
    for interaction in json.loads(text)["interactions"]:
        assert interaction["request"]["uri"].startswith("http://127.0.0.1:")
        assert json.loads(interaction["request"]["body"])["model"]
        assert json.loads(interaction["response"]["body"]["string"])["choices"]


@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: path.name)
def test_no_cassette_is_stale(path):
    """Every cassette belongs to a test that is there: in the module of its folder, under its name."""
    module = Path(__file__).with_name(f"{path.parent.name}.py")
    assert module.is_file(), f"cassettes/{path.parent.name} is of no test module; remove it"
    source = module.read_text(encoding="utf-8")
    name, _, case = path.stem.partition("[")
    assert name in MODULE.findall(source), f"no test is called {name}; remove {path.name}"
    assert not case or f'"{case.rstrip("]")}"' in source, f"no case of {name} is {case}; remove {path.name}"
    assert path.suffix == ".json"


@pytest.mark.parametrize(
    ("before", "after", "fails"),
    [
        ("", "", False),
        ("You ", "You, dear model, ", True),
        (
            "max_output_tokens: ",
            "max_output_tokens: 1",
            False,
        ),  # not its words: the request's own match tells
    ],
)
def test_a_changed_prompt_is_told_in_one_line(tmp_path, changed_prompt, before, after, fails):
    """One line names the prompt, the cassette and the command that records again."""
    template = prompts.load("extract")
    (tmp_path / "extract").mkdir()
    own = tmp_path / f"{template.name}.md"
    own.write_text(template.source.replace(before, after, 1) if before else template.source, encoding="utf-8")
    cassette = next(path for path in CASSETTES if path.name.startswith("test_extract"))
    line = changed_prompt(cassette, "extract", tmp_path)
    assert (line is not None) == fails
    if line is not None:
        assert line == (
            f"the prompt {template.name} changed since cassettes/{cassette.parent.name}/{cassette.name} was "
            "recorded; record it again: pytest tests/cassettes --record-mode=rewrite"
        )


def test_a_changed_wire_schema_is_told_in_one_line(tmp_path, changed_prompt):
    """The schema is part of what was asked: another one is told like another prompt."""
    recorded = next(path for path in CASSETTES if path.name.startswith("test_extract"))
    cassette = json.loads(recorded.read_text(encoding="utf-8"))
    for interaction in cassette["interactions"]:
        body = json.loads(interaction["request"]["body"])
        body["response_format"]["json_schema"]["schema"]["properties"]["more"] = {"type": "string"}
        interaction["request"]["body"] = json.dumps(body, ensure_ascii=False)
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(cassette, ensure_ascii=False), encoding="utf-8")
    line = changed_prompt(changed, "extract")
    assert line is not None
    assert line.startswith("the wire schema of the prompt extract/")

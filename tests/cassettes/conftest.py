"""Recorded HTTP: how it is recorded, matched and kept, and what is said when it does not fit any more.

A cassette is JSON, so that it can be read and compared: ``cassettes/<test module>/<test>.json``.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer import prompts
from summarizer.engines.llm import choose, extract, review
from summarizer.engines.llm.wire_format import wire_schema

REPOSITORY = Path(__file__).resolve().parents[2]
CASSETTES = REPOSITORY / "cassettes"
AGAIN = "pytest tests/cassettes --record-mode=rewrite"
RESPONSE_HEADERS = frozenset({"content-type", "content-length", "server"})
BLANK = {
    "extract": dict.fromkeys(extract.VARIABLES, ""),
    "review": dict.fromkeys(review.VARIABLES, ""),
    "choose": dict.fromkeys(choose.VARIABLES, ""),
}


class Readable:
    """The serializer: JSON with every character as it is."""

    @staticmethod
    def serialize(cassette):
        """Return a cassette as text."""
        return json.dumps(cassette, ensure_ascii=False, indent=1) + "\n"

    @staticmethod
    def deserialize(text):
        """Return a cassette from its text."""
        return json.loads(text)


def without_private_headers(request):
    """Keep no header of a request: they are no part of what is matched, and one is the key."""
    request.headers = {}
    return request


def allowed_headers(response):
    """Keep what the answer needs to be read."""
    response["headers"] = {
        k.lower(): v for k, v in response["headers"].items() if k.lower() in RESPONSE_HEADERS
    }
    return response


def pytest_recording_configure(config, vcr):
    """Register the serializer."""
    assert config
    vcr.register_serializer("readable", Readable)


@pytest.fixture(scope="module")
def vcr_config():
    """Match everything that is sent, byte by byte; keep nothing that is private."""
    return {
        "serializer": "readable",
        "path_transformer": lambda path: f"{path}.json",
        "match_on": ["method", "scheme", "host", "port", "path", "query", "raw_body"],
        "decode_compressed_response": True,
        "before_record_request": without_private_headers,
        "before_record_response": allowed_headers,
    }


@pytest.fixture(scope="module")
def vcr_cassette_dir(request):
    """The folder of a test module's cassettes."""
    return str(CASSETTES / request.path.stem)


@pytest.fixture
def default_cassette_name(request, record_mode):
    """The test's own name; recording again begins with nothing, so that no interaction is there twice."""
    name = request.node.name
    if record_mode == "rewrite":
        (CASSETTES / request.path.stem / f"{name}.json").unlink(missing_ok=True)
    return name


def changed_prompt(cassette: Path, name: str, own: Path | None = None) -> str | None:
    """Return one line when a prompt or its wire schema is not the one that a cassette was recorded with."""
    template = prompts.load(name, own)
    task = template.front.task
    fixed = [*template.messages(BLANK[task])][:-1]
    schemas = {"extract": extract.SCHEMA, "review": review.SCHEMA}
    for interaction in json.loads(cassette.read_text(encoding="utf-8"))["interactions"]:
        sent = json.loads(interaction["request"]["body"])
        changed = None
        if sent["messages"][: len(fixed)] != fixed:
            changed = "prompt"
        elif task in schemas:
            schema = wire_schema(schemas[task], bounds=True)
            if of_any_length(sent["response_format"]["json_schema"]["schema"]) != of_any_length(schema):
                changed = "wire schema of the prompt"
        if changed:
            where = cassette.relative_to(REPOSITORY) if cassette.is_relative_to(REPOSITORY) else cassette.name
            return (
                f"the {changed} {template.name} changed since {where} was recorded; record it again: {AGAIN}"
            )
    return None


def of_any_length(schema):
    """Return a schema without the lengths of its lists, which each question bounds for itself."""
    if isinstance(schema, dict):
        return {key: of_any_length(part) for key, part in schema.items() if key != "maxItems"}
    return [of_any_length(part) for part in schema] if isinstance(schema, list) else schema


@pytest.fixture(name="changed_prompt")
def changed_prompt_fixture():
    """The check for a changed prompt."""
    return changed_prompt


@pytest.fixture(autouse=True)
def fits(request, record_mode, vcr):
    """Fail with one line where a cassette is missing, its prompt changed, or nobody asks for it any more."""
    marker = request.node.get_closest_marker("vcr")
    if marker is None or record_mode != "none":
        yield
        return
    path = Path(vcr._path)  # noqa: SLF001 - vcrpy has no other name for it
    if not path.exists():
        pytest.fail(f"there is no cassette {path.relative_to(REPOSITORY)}; record it: {AGAIN}", pytrace=False)
    prompt = request.node.get_closest_marker("prompt")
    line = changed_prompt(path, prompt.args[0]) if prompt else None
    if line is not None:
        pytest.fail(line, pytrace=False)
    yield
    if not vcr.all_played:
        pytest.fail(
            f"{path.relative_to(REPOSITORY)} holds requests that its test does not make (the "
            f"question changed: its article, candidates or parameters); record it again: {AGAIN}",
            pytrace=False,
        )


def pytest_configure(config):
    """Declare the mark that says which prompt a cassette is of."""
    config.addinivalue_line("markers", "prompt(name): the prompt that the cassette was recorded with")

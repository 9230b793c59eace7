"""What is on the wire: strict schemas, modes, what an endpoint makes us drop, and how we ask again."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import openai
import pydantic
import pytest
from pydantic import BaseModel, Field

from summarizer.engines.llm.asking import Question
from summarizer.engines.llm.wire_format import (
    Dialect,
    first_dialect,
    reask,
    request,
    step_down,
    strict_schema,
    wire_schema,
)
from summarizer.settings import Settings
from summarizer.testing import HostileServer
from summarizer.testing.replies import answer, error

GOOD = {"items": [{"who": "Ilse Okonjo", "act": "deny"}], "note": None}


class Part(BaseModel):
    """A part."""

    title: str = Field(max_length=3, description="A field that is called title.")
    default: int = Field(default=1, ge=0)


class Other(BaseModel):
    """Another part."""

    kind: Literal["other"]


class First(BaseModel):
    """A part with a kind."""

    kind: Literal["first"]
    part: Part = Field(description="A reference with words beside it.")


class Whole(BaseModel):
    """All that pydantic writes and a strict schema does not take."""

    parts: list[Part] = Field(default_factory=list, max_length=2)
    one: Annotated[First | Other, Field(discriminator="kind")]
    maybe: Part | None = None


def _objects(node):
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for value in node.values():
            yield from _objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from _objects(value)


@pytest.mark.parametrize("bounds", [True, False])
def test_a_strict_schema_leaves_nothing_optional_or_open(bounds):
    """Every object is closed and needs all its fields; defaults, titles and oneOf are gone; names stay."""
    schema = wire_schema(Whole, bounds=bounds)
    objects = list(_objects(schema))
    assert len(objects) >= 4
    for found in objects:
        assert found["additionalProperties"] is False
        assert found["required"] == list(found["properties"])
    text = json.dumps(schema)
    assert "oneOf" not in text
    assert "discriminator" not in text
    assert ("maxLength" in text, "maxItems" in text, "minimum" in text) == (bounds,) * 3
    assert list(schema["$defs"]["Part"]["properties"]) == ["title", "default"]


def test_a_strict_schema_is_what_the_sdk_makes_of_it(wire):
    """For a plain schema the result is that of OpenAI's own code, less what no endpoint reads."""

    def bare(node):
        if isinstance(node, list):
            return [bare(part) for part in node]
        if not isinstance(node, dict):
            return node
        return {
            key: {name: bare(part) for name, part in value.items()}
            if key in ("properties", "$defs")
            else bare(value)
            for key, value in node.items()
            if key not in ("title", "default")
        }

    theirs = openai.pydantic_function_tool(wire)["function"]["parameters"]
    assert bare(theirs) == strict_schema(wire)


def test_free_keys_have_no_strict_schema():
    """A wire schema that cannot be strict is a mistake that is told when it is first used."""

    class Free(BaseModel):
        """Free keys."""

        counts: dict[str, int]

    with pytest.raises(TypeError, match="free keys"):
        strict_schema(Free)


@pytest.mark.parametrize("mode", ["auto", "json_schema"])
def test_the_bytes_on_the_wire_carry_the_strict_schema(mode, ask_all, question, wire):
    """The request holds our schema with strict set, the messages as they were, and no library's words."""
    with HostileServer(then=answer(GOOD)) as server:
        ask_all(server, question(seed=7), mode=mode, api_key="sk-invented")
    [received] = server.requests
    assert received.path == "/v1/chat/completions"
    assert received.headers["authorization"] == "Bearer sk-invented"
    assert b"sk-invented" not in received.body
    assert received.json() == {
        "model": "test-model",
        "messages": list(question().messages),
        "max_tokens": 50,
        "temperature": 0.0,
        "seed": 7,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "Wire", "strict": True, "schema": strict_schema(wire)},
        },
    }


def test_json_mode_says_the_schema_in_our_words(ask_all, question, wire):
    """Where no schema is taken it stands in the system message, and nothing else is added."""
    with HostileServer(then=answer(GOOD)) as server:
        [got] = ask_all(server, question(), mode="json")
    sent = server.requests[0].json()
    assert got.value.items[0].act == "deny"
    assert sent["response_format"] == {"type": "json_object"}
    assert sent["messages"][0]["content"].startswith("List who did what.\n\nAnswer with one JSON object")
    assert json.loads(sent["messages"][0]["content"].split("\n")[-1]) == strict_schema(wire)
    assert sent["messages"][1:] == list(question().messages[1:])
    assert "genius" not in json.dumps(sent)


def test_tools_where_asked(ask_all, question, wire):
    """In tools mode the one tool is strict, and its arguments are the answer."""
    with HostileServer(then=answer(GOOD, tool="Wire", finish_reason="tool_calls")) as server:
        [got] = ask_all(server, question(), mode="tools")
    sent = server.requests[0].json()
    assert got.value.items[0].who == "Ilse Okonjo"
    [tool] = sent["tools"]
    assert tool["function"]["strict"] is True
    assert tool["function"]["parameters"] == strict_schema(wire)
    assert sent["tool_choice"]["function"]["name"] == tool["function"]["name"] == "Wire"


def test_auto_steps_down_to_what_the_endpoint_takes(ask_all, question):
    """Bounds first, then the schema are given up where the endpoint objects; the next question knows."""

    def script(received):
        sent = received.json()
        if sent["response_format"]["type"] == "json_schema":
            return error(400, "Invalid schema for response_format: 'maxLength' is not permitted")
        return answer(GOOD)

    with HostileServer(script) as server:
        first, second = ask_all(server, question(0), question(1), concurrency=1)
        calls = server.calls
    assert first.value == second.value
    assert calls <= 6
    assert server.requests[-1].json()["response_format"] == {"type": "json_object"}


def test_only_the_bounds_are_dropped_where_that_is_enough(ask_all, question):
    """An endpoint that takes schemas but no lengths gets one without lengths; we check them ourselves."""

    def script(received):
        if b"maxLength" in received.body:
            return error(400, "'maxLength' is not permitted", param="response_format")
        return answer({"items": [], "note": "x" * 21})

    with HostileServer(script) as server:
        [got] = ask_all(server, question())
    assert "note" in str(got)
    assert server.requests[-1].json()["response_format"]["json_schema"]["strict"] is True


def test_a_mode_that_was_chosen_is_kept(ask_all, question):
    """Who names a mode gets it or an error, not another one."""
    with HostileServer(then=error(400, "response_format is not supported")) as server:
        [got] = ask_all(server, question(), mode="json_schema")
    assert "response_format" in str(got)
    assert all(r.json()["response_format"]["type"] == "json_schema" for r in server.requests)


def test_parameters_that_a_model_does_not_take_are_renamed_or_dropped(ask_all, question):
    """Newer models want another name for the limit and no temperature; they say so, and get it."""

    def script(received):
        sent = received.json()
        if "max_tokens" in sent:
            return error(400, "use another", param="max_tokens", code="unsupported_parameter")
        if "temperature" in sent:
            return error(400, "only 1", param="temperature", code="unsupported_value")
        return answer(GOOD)

    with HostileServer(script) as server:
        [got] = ask_all(server, question())
    assert got.usage.calls == 3
    assert server.requests[-1].json()["max_completion_tokens"] == 50


def test_an_endpoint_that_refuses_both_names_is_not_asked_for_ever():
    """A parameter is renamed once only."""
    once = step_down(Dialect(), param="max_tokens", code=None, message="", pinned=False)
    assert once is not None
    assert step_down(once, param="max_completion_tokens", code=None, message="", pinned=False) is None


def test_openai_itself_is_sent_the_newer_name():
    """At OpenAI's own address the limit has its newer name from the start."""
    assert first_dialect(Settings(model="m")).limit == "max_completion_tokens"
    assert first_dialect(Settings(model="m", base_url="http://h/v1")).limit == "max_tokens"


def test_half_a_surrogate_pair_can_be_sent():
    """Text with broken Unicode does not break the request."""
    messages = ({"role": "user", "content": "a\ud800b"},)
    sent = request(Question(messages, Whole, 5), messages, "m", Dialect())
    assert sent["messages"][0]["content"] == "a?b"


def test_a_reask_is_short_whatever_is_wrong():
    """At most five objections are listed, the bad answer is cut, and values are not repeated."""

    class Many(BaseModel):
        """Many fields."""

        values: list[int]

    with pytest.raises(pydantic.ValidationError) as caught:
        Many.model_validate({"values": ["secret"] * 50})
    messages = reask(({"role": "user", "content": "q"},), "x" * 100_000, caught.value)
    assert len(messages) == 3
    assert len(messages[1]["content"]) == 20_000
    assert "and 45 more" in messages[2]["content"]
    assert "secret" not in messages[2]["content"]
    assert "values[4]" in messages[2]["content"]

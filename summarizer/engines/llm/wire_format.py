"""How a question is put on the wire: the strict schema, the modes of structured output, and what to drop.

Endpoints differ in what they accept. A :class:`Dialect` says what is sent; :func:`step_down` finds the next
one to try after an endpoint has said that it cannot do something.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import pydantic

    from summarizer.engines.llm.asking import Question
    from summarizer.settings import Settings

__all__ = [
    "Dialect",
    "first_dialect",
    "reask",
    "request",
    "schema_name",
    "step_down",
    "strict_schema",
    "structured_parameters",
    "wire_schema",
]

Mode = Literal["json_schema", "json", "tools"]

_KEPT = 256  # wire schemas that are remembered; there are few, but some tasks make them for one question
_BOUNDS = frozenset(
    """
    maxLength minLength maxItems minItems pattern format minimum maximum exclusiveMinimum exclusiveMaximum
    multipleOf uniqueItems
    """.split()  # noqa: SIM905 - twelve words on two lines
)
_IDLE = frozenset({"title", "default", "examples", "discriminator"})
_ABOUT_SCHEMA = re.compile(r"response_format|json_schema|schema|grammar|structured|tool", re.IGNORECASE)
_OPTIONAL = frozenset({"temperature", "seed"})
_OPENAI_HOSTS = ("api.openai.com", ".openai.azure.com")
_MOST_OBJECTIONS = 5
_LONGEST_ECHO = 20_000  # characters of a bad answer that are shown to the model again


@dataclass(frozen=True, slots=True)
class Dialect:
    """What an endpoint is sent.

    Attributes:
        mode: how structured output is asked for.
        bounds: whether the schema carries lengths and ranges (they are checked here in any case).
        limit: the name of the parameter that limits an answer's length.
        renamed: the endpoint refused the other name for it.
        dropped: parameters that the endpoint does not know.
    """

    mode: Mode = "json_schema"
    bounds: bool = True
    limit: str = "max_tokens"
    renamed: bool = False
    dropped: frozenset[str] = frozenset()


def first_dialect(settings: Settings) -> Dialect:
    """Return what to try first at an endpoint."""
    host = urlsplit(settings.endpoint).hostname or ""
    newer = host.endswith(_OPENAI_HOSTS)
    mode: Mode = "json_schema" if settings.mode == "auto" else settings.mode
    return Dialect(mode=mode, limit="max_completion_tokens" if newer else "max_tokens")


def step_down(
    dialect: Dialect, *, param: str | None, code: str | None, message: str, pinned: bool
) -> Dialect | None:
    """Return the dialect to try after an endpoint found fault with a request, None where there is none.

    Args:
        dialect: what was sent.
        param: the parameter that the endpoint names, if it names one.
        code: the error code that it gives, if any.
        message: what it says.
        pinned: the mode was chosen by the user, so it stays.
    """
    named = param or ""
    if named in ("max_tokens", "max_completion_tokens"):
        other = "max_tokens" if dialect.limit == "max_completion_tokens" else "max_completion_tokens"
        return (
            None if dialect.renamed or named != dialect.limit else replace(dialect, limit=other, renamed=True)
        )
    if named in _OPTIONAL and named not in dialect.dropped and (code or "").startswith("unsupported"):
        return replace(dialect, dropped=dialect.dropped | {named})
    if not _ABOUT_SCHEMA.search(f"{named} {message}"):
        return None
    if dialect.bounds and dialect.mode != "json":
        return replace(dialect, bounds=False)
    if dialect.mode == "json_schema" and not pinned:
        return replace(dialect, mode="json", bounds=True)
    return None


@lru_cache(maxsize=_KEPT)
def strict_schema(answer: type[pydantic.BaseModel]) -> dict[str, Any]:
    """Return the strict JSON schema of a wire schema: nothing optional, nothing additional, nothing idle.

    Raises:
        TypeError: it has an object with free keys, which no strict schema can say.
    """
    schema = answer.model_json_schema()
    strict: dict[str, Any] = _strict(schema, schema.get("$defs", {}))
    return strict


@lru_cache(maxsize=_KEPT)
def wire_schema(answer: type[pydantic.BaseModel], *, bounds: bool) -> dict[str, Any]:
    """Return the schema that is sent: strict, with or without lengths and ranges."""
    schema = strict_schema(answer)
    return schema if bounds else _without_bounds(schema)


def _strict(node: dict[str, Any], definitions: dict[str, Any]) -> Any:
    if "$ref" in node and len(node) > 1:  # strict schemas take no keys beside a reference
        name = node["$ref"].rpartition("/")[2]
        node = {**definitions[name], **{key: value for key, value in node.items() if key != "$ref"}}
    if len(node.get("allOf", ())) == 1:
        node = {**node["allOf"][0], **{key: value for key, value in node.items() if key != "allOf"}}
    strict: dict[str, Any] = {}
    for key, value in node.items():
        if key in ("properties", "$defs"):
            strict[key] = {name: _strict(part, definitions) for name, part in value.items()}
        elif key == "items":
            strict[key] = _strict(value, definitions)
        elif key in ("anyOf", "oneOf", "prefixItems"):
            strict["anyOf" if key == "oneOf" else key] = [_strict(part, definitions) for part in value]
        elif key not in _IDLE:
            strict[key] = value
    if strict.get("type") == "object":
        if strict.get("additionalProperties"):
            raise TypeError("an object with free keys has no strict schema; use a list of pairs")
        strict["properties"] = strict.get("properties", {})
        strict["additionalProperties"] = False
        strict["required"] = list(strict["properties"])
    return strict


def _without_bounds(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_bounds(part) for part in node]
    if not isinstance(node, dict):
        return node
    return {
        key: {name: _without_bounds(part) for name, part in value.items()}
        if key in ("properties", "$defs")
        else _without_bounds(value)
        for key, value in node.items()
        if key not in _BOUNDS
    }


def schema_name(answer: type[pydantic.BaseModel]) -> str:
    """Return a name for the schema that every endpoint takes."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", answer.__name__)[:64]


def request(
    question: Question, messages: tuple[dict[str, str], ...], model: str, dialect: Dialect
) -> dict[str, Any]:
    """Return the parameters of a request, without those of structured output."""
    parameters: dict[str, Any] = {
        "model": model,
        "messages": [_sendable(message) for message in messages],
        dialect.limit: question.max_output_tokens,
        "temperature": question.temperature,
        "seed": question.seed,
    }
    return {
        name: value for name, value in parameters.items() if value is not None and name not in dialect.dropped
    }


def _sendable(message: dict[str, str]) -> dict[str, str]:
    """Return a message that has a UTF-8 form: half a surrogate pair becomes a question mark."""
    content = message["content"]
    return {**message, "content": content.encode("utf-8", "replace").decode("utf-8")}


def structured_parameters(
    parameters: dict[str, Any], answer: type[pydantic.BaseModel], dialect: Dialect
) -> dict[str, Any]:
    """Return the parameters of a request with those that ask for structured output, as the dialect has it."""
    schema, name = wire_schema(answer, bounds=dialect.bounds), schema_name(answer)
    if dialect.mode == "json_schema":
        form = {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": schema}}
        return {**parameters, "response_format": form}
    if dialect.mode == "json":
        messages = _with_schema(parameters["messages"], schema)
        return {**parameters, "messages": messages, "response_format": {"type": "json_object"}}
    function = {"name": name, "description": "The answer.", "strict": True, "parameters": schema}
    return {
        **parameters,
        "tools": [{"type": "function", "function": function}],
        "tool_choice": {"type": "function", "function": {"name": name}},
    }


def _with_schema(messages: list[dict[str, str]], schema: dict[str, Any]) -> list[dict[str, str]]:
    """Return the messages with the schema in words, for endpoints that take no schema."""
    words = (
        "Answer with one JSON object that fits this JSON schema, and with nothing else:\n"
        f"{json.dumps(schema, ensure_ascii=False, separators=(',', ':'))}"
    )
    if messages and messages[0]["role"] == "system":
        return [{**messages[0], "content": f"{messages[0]['content']}\n\n{words}"}, *messages[1:]]
    return [{"role": "system", "content": words}, *messages]


def reask(
    messages: tuple[dict[str, str], ...], answer: str, error: pydantic.ValidationError | None
) -> tuple[dict[str, str], ...]:
    """Return the messages that ask again after an answer that does not fit, in few words of our own.

    Args:
        messages: what was asked.
        answer: what came.
        error: what is wrong with it; None where there was no JSON to look at.
    """
    objections = ["it holds no JSON object"]
    if error is not None:
        objections = [
            f"{_place(item['loc'])}: {item['msg']}"
            for item in error.errors(include_url=False, include_context=False, include_input=False)
        ]
    shown = objections[:_MOST_OBJECTIONS]
    if len(objections) > len(shown):
        shown.append(f"and {len(objections) - len(shown)} more")
    words = "Your answer does not fit the schema:\n" + "\n".join(f"- {line}" for line in shown)
    return (
        *messages,
        {"role": "assistant", "content": answer[:_LONGEST_ECHO]},
        {"role": "user", "content": f"{words}\nAnswer again with the whole corrected JSON object only."},
    )


def _place(location: tuple[int | str, ...]) -> str:
    """Write where something is wrong: ``statements[3].cue``."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return path.lstrip(".") or "the answer"

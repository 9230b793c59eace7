"""Prompt templates: files with front matter and a Jinja body; loaded, checked, rendered, known by content.

``prompts/<task>/<version>.md``. The templates of this package are in its folder; a user's own folder of the
same shape can take their place, file by file. A template's identity is the hash of its bytes and of the wire
schema that its answers follow, so that no change of either goes unnoticed.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template as JinjaTemplate

    from summarizer.drafts import Draft
    from summarizer.segments import SegmentedArticle

__all__ = ["TASKS", "Front", "Parameters", "Task", "Template", "available", "folder", "load", "wire_schema"]

TASKS = ("extract", "review", "choose")

_FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_PART = re.compile(r"^\[(system|user)\]\n", re.MULTILINE)
_NAME = re.compile(r"([a-z]+)(?:/(\d{1,6}))?")
_LARGEST = 200_000


class Parameters(BaseModel):
    """How the model is asked.

    Attributes:
        temperature: None leaves it to the endpoint.
        max_output_tokens: length limit of an answer, in tokens.
        uncertain_only: ask only about candidates whose speaker the rules have no name for (task choose).
        acts: whose act counts (task choose): the model's, the model's where the rules found only a plain
            assertion, or the rules'.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    temperature: float | None = Field(default=0.0, ge=0, le=2)
    max_output_tokens: int = Field(ge=1, le=200_000)
    uncertain_only: bool = False
    acts: Literal["model", "plain", "rules"] = "model"


class Front(BaseModel):
    """The front matter of a template."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    task: str
    version: int = Field(ge=1)
    description: str = Field(min_length=1)
    schema_version: int
    parameters: Parameters
    examples: tuple[dict[str, Any], ...] = Field(min_length=1)


class Task(Protocol):
    """What a template is written for; the modules of ``summarizer.engines.llm`` that are named like tasks."""

    SCHEMA: type[BaseModel]
    VARIABLES: frozenset[str]

    def example(self, given: Mapping[str, Any]) -> tuple[SegmentedArticle, dict[str, str], str, Draft]:
        """Return an example's article, its template variables, its answer as compact JSON, and its draft.

        Raises:
            ValueError: the example lacks something, or its answer does not follow the wire schema.
        """
        ...


@dataclass(frozen=True)
class Template:
    """A prompt template that was found to be sound.

    Attributes:
        identity: SHA-256, in hexadecimal digits, of the file's bytes and of the wire schema.
        source: the file's text.
        examples: earlier turns of the conversation, as messages.
    """

    path: Path
    front: Front
    source: str
    identity: str
    examples: tuple[dict[str, str], ...] = field(repr=False)
    _system: JinjaTemplate = field(repr=False)
    _user: JinjaTemplate = field(repr=False)

    @property
    def name(self) -> str:
        """Task and version: ``extract/1``."""
        return f"{self.front.task}/{self.front.version}"

    @property
    def prompt(self) -> str:
        """What a record's provenance says: the name and the first 12 digits of the identity."""
        return f"{self.name}@{self.identity[:12]}"

    def messages(self, variables: Mapping[str, str]) -> tuple[dict[str, str], ...]:
        """Render the template: a system message, the examples, and the question.

        Args:
            variables: a value for each variable of the task.

        Raises:
            UsageError: a variable has no value.
        """
        return (
            {"role": "system", "content": _render(self.path, self._system, variables)},
            *self.examples,
            {"role": "user", "content": _render(self.path, self._user, variables)},
        )


def folder() -> Path:
    """Return the folder of the package's own templates: inside it when installed, beside it in a checkout."""
    installed = Path(__file__).with_name("prompts")
    return installed if installed.is_dir() else Path(__file__).parent.parent / "prompts"


def available(own: Path | None = None) -> list[str]:
    """Return the names of all templates, ``task/version``, tasks in their order, newest version last.

    Args:
        own: a user's folder beside the package's own.
    """
    places = [folder(), *([own] if own else [])]
    versions = {
        task: {int(p.stem) for place in places for p in (place / task).glob("*.md") if p.stem.isdecimal()}
        for task in TASKS
    }
    return [f"{task}/{version}" for task in TASKS for version in sorted(versions[task])]


def load(name: str, own: Path | None = None) -> Template:
    """Load a template and check it.

    Args:
        name: ``extract/1``, or ``extract`` for its newest version.
        own: a user's folder; what it holds takes the place of the package's own file of that name.

    Raises:
        UsageError: there is no such template, or it is not sound; the message names file and fault.
    """
    if own is not None and not own.is_dir():
        raise UsageError(f"the folder of prompts {own} does not exist")
    there = available(own)
    found = _NAME.fullmatch(name)
    if found and not found[2]:
        name = next((n for n in reversed(there) if n.startswith(f"{found[1]}/")), name)
    if name not in there:
        raise UsageError(f"there is no prompt {name!r}; there are: {', '.join(there)}")
    path = next(p for place in (own, folder()) if place and (p := place / f"{name}.md").is_file())
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    return _template(path, name, raw)


@cache
def _template(path: Path, name: str, raw: bytes) -> Template:
    if len(raw) > _LARGEST:
        raise UsageError(f"{path}: a prompt template has at most {_LARGEST} bytes")
    try:
        source = raw.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: it is not UTF-8 ({error.reason} at byte {error.start})") from error
    front, body = _parted(path, source)
    if f"{front.task}/{front.version}" != name:
        raise UsageError(f"{path}: its front matter says {front.task}/{front.version}, its place {name}")
    task = _task(front.task)
    wire = importlib.import_module("summarizer.engines.llm.wire")
    if front.schema_version != wire.WIRE_VERSION:
        raise UsageError(
            f"{path}: it is written for version {front.schema_version} of the wire schema; "
            f"this program has version {wire.WIRE_VERSION}"
        )
    system, user = (_compiled(path, part, task.VARIABLES) for part in body)
    examples = tuple(m for n in range(len(front.examples)) for m in _example(path, task, front, n, user))
    identity = hashlib.sha256(raw + wire_schema(front.task)).hexdigest()
    return Template(path, front, source, identity, examples, system, user)


def wire_schema(task: str) -> bytes:
    """Return the canonical JSON of the wire schema of a task's answers."""
    schema = _task(task).SCHEMA.model_json_schema()
    return json.dumps(schema, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _task(name: str) -> Task:
    # engines know prompts; that a task checks a template's examples must not turn this round at import
    module: Any = importlib.import_module(f"summarizer.engines.llm.{name}")
    return module  # type: ignore[no-any-return]  # modules are protocols' members only by their names


def _parted(path: Path, source: str) -> tuple[Front, tuple[str, str]]:
    """Return the front matter and the system and user parts of a template."""
    import yaml  # noqa: PLC0415 - only for templates

    found = _FRONT.match(source)
    if found is None:
        raise UsageError(f"{path}: it does not begin with front matter between two lines of ---")
    try:
        front = Front.model_validate(yaml.safe_load(found[1]))
    except yaml.YAMLError as error:
        raise UsageError(f"{path}: its front matter is no YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'all'}: {e['msg']}" for e in error.errors()[:5])
        raise UsageError(f"{path}: its front matter is wrong: {faults}") from error
    pieces = _PART.split(source[found.end() :])
    parts = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    if pieces[0].strip() or len(pieces) != 5 or set(parts) != {"system", "user"}:  # noqa: PLR2004 - two parts
        raise UsageError(f"{path}: after the front matter come one part [system] and one part [user]")
    return front, (parts["system"].strip(), parts["user"].strip())


def _compiled(path: Path, part: str, variables: frozenset[str]) -> JinjaTemplate:
    import jinja2  # noqa: PLC0415 - only for templates
    from jinja2 import meta, sandbox  # noqa: PLC0415 - the same

    environment = sandbox.SandboxedEnvironment(
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    try:
        unknown = meta.find_undeclared_variables(environment.parse(part)) - variables
        if unknown:
            raise UsageError(
                f"{path}: it uses {', '.join(sorted(unknown))}; "
                f"its task has only: {', '.join(sorted(variables))}"
            )
        return environment.from_string(part)
    except jinja2.TemplateSyntaxError as error:
        raise UsageError(f"{path}: its body is no Jinja template: {error.message}") from error


def _render(path: Path, part: JinjaTemplate, variables: Mapping[str, str]) -> str:
    try:
        return part.render(variables)
    except Exception as error:  # a template can raise anything: 1/0, an include, what the sandbox forbids
        raise UsageError(f"{path}: it cannot be rendered: {error}") from error


def _example(path: Path, task: Task, front: Front, n: int, user: JinjaTemplate) -> list[dict[str, str]]:
    """Return an example as two messages, after its answer was grounded in its own text."""
    from summarizer.grounding import ground  # noqa: PLC0415 - only for templates

    try:
        article, variables, answer, draft = task.example(front.examples[n])
    except ValueError as error:
        raise UsageError(f"{path}: example {n + 1}: {' '.join(str(error).split())}") from error
    record = ground(article, draft, engine="llm")
    faults = [f"{r.what} refused: {r.reason}, {r.detail}" for r in record.refused] + list(record.warnings)
    if faults:
        raise UsageError(f"{path}: example {n + 1} does not ground in its own text: {'; '.join(faults[:3])}")
    return [
        {"role": "user", "content": _render(path, user, variables)},
        {"role": "assistant", "content": answer},
    ]

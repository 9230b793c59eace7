"""One typed settings object: flags, then the environment, then ``summarizer.toml``, then defaults.

In the environment a setting is called ``SUMMARIZER_`` and its name in capitals (``SUMMARIZER_BUDGET_USD``);
``OPENAI_API_KEY`` and ``OPENAI_BASE_URL`` are read too and give way to the ``SUMMARIZER_`` forms.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DEFAULT_BASE_URL", "SETTINGS_FILE", "Settings", "load_settings"]

DEFAULT_BASE_URL = "https://api.openai.com/v1"
SETTINGS_FILE = "summarizer.toml"
_PREFIX = "SUMMARIZER_"
_BORROWED = {"OPENAI_API_KEY": "api_key", "OPENAI_BASE_URL": "base_url"}
_FLAGS = {"budget_usd": "--budget", "prompts_dir": "--prompts", "cache": "--no-cache"}
_UNNAMED = "unnamed"


def _default_cache_dir() -> Path:
    """Return the user's folder for caches: ``$XDG_CACHE_HOME/summarizer``, or what the system has for it."""
    if local := os.environ.get("LOCALAPPDATA") if os.name == "nt" else None:
        return Path(local) / "summarizer" / "cache"
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(home).expanduser() / "summarizer"


class Settings(BaseModel):
    """Everything that can be set about asking a language model.

    Attributes:
        api_key: sent to ``base_url`` only; never printed, never in a cache or a record.
        base_url: of an OpenAI-compatible endpoint, ending in ``/v1`` as a rule; None means OpenAI's.
        model: the model's name; needed as soon as a model is asked.
        mode: how structured output is asked for; ``auto`` begins with ``json_schema`` and steps down where
            the endpoint says that it cannot.
        task: which prompt the llm engine uses; None leaves it to the engine.
        timeout: seconds for one request, from sending to the last byte of the answer.
        attempts: requests per question at most, for faults of transport.
        backoff: seconds of the first pause between attempts where the endpoint names none; later ones double.
        total_timeout: seconds for one question, pauses included, from its first request on.
        concurrency: requests in flight at once.
        rpm: requests per minute at most.
        tpm: tokens per minute at most, answers included.
        budget_usd: dollars that may be spent in one run; a call that could exceed it is not sent.
        input_usd_per_mtok: own price for a million input tokens, where the price library knows none.
        output_usd_per_mtok: the same for output; both or none.
        cache_dir: folder of paid answers; ``cache`` False uses none.
        context_tokens: what the model can read and write at once, in tokens; longer articles are split.
        max_answer_bytes: HTTP answers over this size are cut off.
        prompts_dir: a folder whose templates take the place of the ones that ship with the program.
        origins: where each setting that is not a default came from, for people: ``api_key`` →
            ``OPENAI_API_KEY``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    api_key: SecretStr | None = None
    base_url: str | None = None
    model: str | None = None
    mode: Literal["auto", "json_schema", "json", "tools"] = "auto"
    task: str | None = None
    timeout: float = Field(default=300.0, gt=0)
    attempts: int = Field(default=6, ge=1, le=100)
    backoff: float = Field(default=0.5, gt=0, le=60)
    total_timeout: float = Field(default=900.0, gt=0)
    concurrency: int = Field(default=16, ge=1, le=1000)
    rpm: int | None = Field(default=None, ge=1)
    tpm: int | None = Field(default=None, ge=1)
    budget_usd: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    input_usd_per_mtok: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    output_usd_per_mtok: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    cache: bool = True
    cache_dir: Path = Field(default_factory=_default_cache_dir)
    context_tokens: int = Field(default=32_768, ge=512)
    max_answer_bytes: int = Field(default=10_000_000, ge=1_000)
    prompts_dir: Path | None = None
    origins: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)

    @field_validator("base_url")
    @classmethod
    def _is_a_web_address(cls, value: str | None) -> str | None:
        if value is None or not value.strip():
            return None
        address = urlsplit(value.strip())
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ValueError("is not a web address such as http://localhost:11434/v1")
        if address.username or address.password:
            raise ValueError("must not hold a name or password; the key belongs into api_key")
        return value.strip().rstrip("/")

    @field_validator("api_key", "model", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("cache_dir", "prompts_dir")
    @classmethod
    def _home_is_expanded(cls, value: Path | None) -> Path | None:
        return None if value is None else value.expanduser()

    @model_validator(mode="after")
    def _prices_come_in_pairs(self) -> Self:
        if (self.input_usd_per_mtok is None) != (self.output_usd_per_mtok is None):
            raise ValueError("input_usd_per_mtok and output_usd_per_mtok belong together: set both or none")
        return self

    @property
    def endpoint(self) -> str:
        """The address that is asked, with the default filled in."""
        return self.base_url or DEFAULT_BASE_URL

    @property
    def configured(self) -> bool:
        """Whether there is a language model to ask: a key or an address is set."""
        return self.api_key is not None or self.base_url is not None


def load_settings(
    flags: Mapping[str, Any] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Settings:
    """Put the settings together.

    Args:
        flags: from the command line or a caller; a value of None counts as not given.
        environ: the environment; None means this process' own.
        file: the settings file; None means ``summarizer.toml`` in the current folder, where there is one.

    Raises:
        UsageError: a setting is unknown or its value is not valid; one line that names the setting, where it
            came from and what would do. Values are never repeated: one of them may be a key.
    """
    environ = os.environ if environ is None else environ
    layers = (
        _from_file(file),
        _from_environment(environ),
        {
            name: (value, _FLAGS.get(name, f"--{name.replace('_', '-')}"))
            for name, value in (flags or {}).items()
            if value is not None
        },
    )
    merged = {name: entry for layer in layers for name, entry in layer.items()}
    origins = {name: origin for name, (_, origin) in merged.items()}
    for name, origin in origins.items():
        if name not in Settings.model_fields or name == "origins":
            close = difflib.get_close_matches(name, sorted(Settings.model_fields), n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise UsageError(f"{origin}: there is no setting called {name!r}{hint}")
    try:
        return Settings(**{name: value for name, (value, _) in merged.items()}, origins=origins)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name = str(first["loc"][0]) if first["loc"] else _UNNAMED
        where = origins.get(name, "settings")
        message = first["msg"].removeprefix("Value error, ")
        raise UsageError(f"{where}: {message if name == _UNNAMED else f'{name}: {message}'}") from None


def _from_file(file: Path | None) -> dict[str, tuple[Any, str]]:
    path = Path(SETTINGS_FILE) if file is None else file
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if file is None:
            return {}
        raise UsageError(f"{path}: there is no such settings file") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as TOML: {error}") from error
    return {name.replace("-", "_"): (value, f"{path}, {name}") for name, value in table.items()}


def _from_environment(environ: Mapping[str, str]) -> dict[str, tuple[Any, str]]:
    found: dict[str, tuple[Any, str]] = {
        name: (environ[variable], variable) for variable, name in _BORROWED.items() if environ.get(variable)
    }
    for variable in sorted(environ):
        if variable.startswith(_PREFIX) and environ[variable]:
            found[variable.removeprefix(_PREFIX).lower()] = (environ[variable], variable)
    return found

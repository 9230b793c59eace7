"""Engines: each turns a segmented article into a draft. One contract, several makers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import TypeIs

    from summarizer.drafts import Draft, Drafted
    from summarizer.segments import SegmentedArticle
    from summarizer.settings import Settings

__all__ = [
    "ENGINES",
    "AnyEngine",
    "AsyncEngine",
    "Chosen",
    "Engine",
    "asks_a_model",
    "choose",
    "get_engine",
    "repeated",
]

ENGINES = ("rules", "llm")
_DEFAULT_TASK = "review"


class Engine(Protocol):
    """What makes a draft. An engine keeps no state between articles."""

    name: str

    def draft(self, article: SegmentedArticle) -> Draft:
        """Propose a summary, statements and figures for one article."""
        ...


class AsyncEngine(Protocol):
    """What makes a draft by asking somebody. It may work on several articles at once.

    It is used in one event loop only, and closed there.
    """

    name: str

    async def adraft(self, article: SegmentedArticle) -> Drafted:
        """Propose a summary, statements and figures for one article, and say what that took.

        Raises:
            ModelError: the language model gave no usable answer; the error carries what was paid.
        """
        ...

    async def close(self) -> None:
        """Bring home what was sent, and give back connections and files; safe to call twice."""
        ...


AnyEngine = Engine | AsyncEngine


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which engine it is, and why, in a few words for a person."""

    name: str
    why: str


def asks_a_model(engine: AnyEngine) -> TypeIs[AsyncEngine]:
    """Tell whether an engine works by asking, so that several articles are best done at once."""
    return hasattr(engine, "adraft")


def repeated(engine: AnyEngine, sample: int) -> AnyEngine:
    """Return the engine for repeat number ``sample`` (from 0), which kept answers depend on."""
    repeat: Callable[[int], AnyEngine] | None = getattr(engine, "repeat", None)
    return engine if repeat is None or not sample else repeat(sample)


def choose(name: str, settings: Settings) -> Chosen:
    """Choose an engine by name: ``auto`` is llm where a key or an address is configured, else rules.

    Raises:
        UsageError: there is no such engine, or settings of a model were given and no model can be asked.
    """
    if name not in ("auto", *ENGINES):
        raise UsageError(f"there is no engine {name!r}; choose one of: auto, {', '.join(ENGINES)}")
    origins = settings.origins
    reason = next((origins[k] for k in ("base_url", "api_key") if k in origins), None)
    if name == "auto" and settings.configured:
        if settings.model is None:
            raise UsageError(
                f"{reason or 'the settings'}: with it, auto means the engine llm, which needs a model: name "
                "one with --model or SUMMARIZER_MODEL, or choose --engine rules"
            )
        return Chosen("llm", f"{reason or 'the settings'}; {_asked(settings)}")
    for given in ("model", "task"):
        if name != "llm" and origins.get(given, "").startswith("--"):
            raise UsageError(
                f"{origins[given]} is for the engine llm: give --base-url or set OPENAI_API_KEY, "
                "or choose --engine llm"
            )
    if name == "llm":
        return Chosen("llm", f"as asked; {_asked(settings)}")
    if name == "rules":
        return Chosen("rules", "as asked; it needs no key and no network")
    return Chosen("rules", "the embedded one, as no key and no address of a model is set")


def _asked(settings: Settings) -> str:
    return f"{settings.task or _DEFAULT_TASK} with {settings.model} at {settings.endpoint}"


def get_engine(name: str, settings: Settings | None = None) -> AnyEngine:
    """Return the engine called ``name``; ``auto`` picks the best one that is configured.

    Args:
        name: ``auto``, ``rules`` or ``llm``.
        settings: of the model; None takes those of the environment and ``summarizer.toml``.

    Raises:
        UsageError: there is no such engine, or the settings do not do for it.
    """
    if settings is None and name in ("auto", "llm"):
        from summarizer.settings import load_settings  # noqa: PLC0415 - only where a model may be asked

        settings = load_settings()
    if settings is not None:
        name = choose(name, settings).name
    if name == "rules":
        from summarizer.engines.rules import RulesEngine  # noqa: PLC0415 - spaCy costs half a second

        return RulesEngine()
    if name == "llm" and settings is not None:
        from summarizer.engines.llm.client import Client  # noqa: PLC0415 - only where a model is asked
        from summarizer.engines.llm.engine import LlmEngine  # noqa: PLC0415 - the same

        return LlmEngine(
            Client(settings),
            settings.task or _DEFAULT_TASK,
            prompts_dir=settings.prompts_dir,
            context_tokens=settings.context_tokens,
            concurrency=settings.concurrency,
        )
    raise UsageError(f"there is no engine {name!r}; choose one of: auto, {', '.join(ENGINES)}")

"""Is everything here that a run needs? Each part is looked at, and each fault says what to do."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer import engines, prompts
from summarizer.errors import ModelError, TransportError, TruncatedError, UsageError
from summarizer.settings import SETTINGS_FILE, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from summarizer.settings import Settings

__all__ = ["Check", "examine"]

_PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class Check:
    """One part: its name, whether it is all right, what was found, and what to do where it is not."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


def examine(flags: Mapping[str, Any], engine: str = "auto") -> Iterator[Check]:
    """Look at one part after the other; a language model is asked one tiny question.

    Args:
        flags: settings from the command line.
        engine: ``auto``, ``rules`` or ``llm``.
    """
    try:
        settings = load_settings(flags)
        chosen = engines.choose(engine, settings)
    except UsageError as error:
        yield Check("settings", ok=False, found=str(error), remedy=f"see the environment and {SETTINGS_FILE}")
        return
    yield Check("settings", ok=True, found=f"engine {chosen.name}: {chosen.why}")
    yield _tried("spaCy model", _spacy_model)
    yield _tried("prompts", lambda: _prompts(settings))
    if chosen.name != "llm":
        return
    yield _tried("cache", lambda: _cache(settings))
    yield from _endpoint(settings)


def _tried(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, ok=True, found=look())
    except UsageError as error:
        found, _, remedy = str(error).partition("; ")
        return Check(name, ok=False, found=found, remedy=remedy)


def _spacy_model() -> str:
    from summarizer.engines.rules.parsing import load_model, model_name  # noqa: PLC0415 - costs half a second

    nlp = load_model()
    return f"{model_name()} {nlp.meta['version']}, its files are the official ones"


def _prompts(settings: Settings) -> str:
    names = prompts.available(settings.prompts_dir)
    for name in names:
        prompts.load(name, settings.prompts_dir)
    if settings.task is not None:
        prompts.load(settings.task, settings.prompts_dir)
    return f"{', '.join(names)} are sound"


def _cache(settings: Settings) -> str:
    from summarizer.engines.llm.cache import AnswerCache  # noqa: PLC0415 - only where a model is asked

    if not settings.cache:
        return "switched off: every answer is paid for anew"
    cache = AnswerCache(settings.cache_dir)
    try:
        stats = cache.stats()
        with tempfile.TemporaryFile(dir=settings.cache_dir):
            pass
        mode = settings.cache_dir.stat().st_mode & 0o777
    except OSError as error:
        raise UsageError(
            f"{settings.cache_dir} cannot be written: {error.strerror or error}; name another folder with "
            "SUMMARIZER_CACHE_DIR"
        ) from error
    finally:
        cache.close()
    if os.name != "nt" and mode != _PRIVATE:
        raise UsageError(f"{settings.cache_dir} has mode {mode:04o}; run: chmod 700 {settings.cache_dir}")
    return f"{settings.cache_dir}: {stats.answers} answers, {stats.bytes:,} bytes, only yours to read"


def _endpoint(settings: Settings) -> Iterator[Check]:
    from summarizer.engines.llm.probing import probe  # noqa: PLC0415 - only where a model is asked

    try:
        found = probe(settings)
    except TransportError as error:
        remedy = "see that the server runs, and look at base_url, model and key"
        yield Check("endpoint", ok=False, found=f"{settings.endpoint}: {error}", remedy=remedy)
        return
    except (ModelError, UsageError) as error:
        yield Check("endpoint", ok=True, found=f"{settings.endpoint} answers")
        remedy = "try mode = json or tools, or another model"
        if isinstance(error, TruncatedError):
            remedy = "a model that thinks aloud needs that switched off at its server"
        yield Check("structured output", ok=False, found=str(error), remedy=remedy)
        return
    yield Check("endpoint", ok=True, found=f"{settings.endpoint} answered in {found.seconds:.1f} s")
    price = "" if found.priced else "; unpriced: set input_usd_per_mtok and output_usd_per_mtok for a budget"
    yield Check("model", ok=True, found=f"{settings.model} answers as {found.model}{price}")
    how = found.mode + (" with lengths and patterns" if found.bounds else " without lengths and patterns")
    dropped = f"; it does not take {', '.join(found.dropped)}" if found.dropped else ""
    yield Check("structured output", ok=True, found=f"{how}{dropped}")

"""Loading spaCy and its model: no more of them than is used, because every worker process waits for it."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

__all__ = ["load_pipeline"]

_COMMANDS = "spacy.cli.info"
_BARE = "summarizer.BareTokenizer.v1"


def load_pipeline(name: str) -> Language:
    """Return the pipeline of an installed model, its tokenizer as it was saved with it.

    Args:
        name: the model's package.
    """
    spacy = _spacy()
    if not spacy.registry.has("tokenizers", _BARE):
        spacy.registry.tokenizers.register(_BARE, func=_bare)
    # The language's own tokenizer would be made first, and then be overwritten by the model's.
    bare = {"nlp.tokenizer": {"@tokenizers": _BARE}}
    pipeline: Language = spacy.load(name, exclude=["senter"], config=bare)
    return pipeline


def _bare() -> Callable[[Language], Any]:
    tokenizer = importlib.import_module("spacy.tokenizer").Tokenizer
    return lambda nlp: tokenizer(nlp.vocab)


def _spacy() -> Any:
    """Import spaCy without its command line, which is a third of the time that the import takes.

    ``spacy.info`` is all that it wants from there: that fetches the command line when somebody calls it.
    """
    if "spacy" in sys.modules:
        return importlib.import_module("spacy")
    stand_in = ModuleType(_COMMANDS)
    stand_in.info = _info  # type: ignore[attr-defined] # what it is made for
    sys.modules[_COMMANDS] = stand_in
    try:
        return importlib.import_module("spacy")
    finally:
        del sys.modules[_COMMANDS]


def _info(*args: Any, **options: Any) -> Any:
    return importlib.import_module(_COMMANDS).info(*args, **options)

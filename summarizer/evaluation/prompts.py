"""Which prompt a recorded run was made with, and whether it is still the same."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WireSchema = Callable[[str], bytes]

__all__ = ["no_schema", "prompt_identity"]


def no_schema(_task: str) -> bytes:
    """Return the wire schema of a task for which none is known."""
    return b""


def prompt_identity(folder: Path, prompt: str, wire_schema: WireSchema = no_schema) -> str | None:
    """Return ``task/version@`` and 12 digits of the SHA-256 of the template's bytes and its wire schema.

    Args:
        folder: the folder of prompts, with one folder a task and one file a version.
        prompt: ``task/version``; what follows an ``@`` is ignored.
        wire_schema: gives the canonical JSON of a task's wire schema.

    Returns:
        The identity, or None where there is no such template.
    """
    name = prompt.partition("@")[0]
    path = folder / f"{name}.md"
    if not path.is_file():
        return None
    digest = hashlib.sha256(path.read_bytes() + wire_schema(name.partition("/")[0])).hexdigest()
    return f"{name}@{digest[:12]}"

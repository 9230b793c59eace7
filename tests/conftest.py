"""What holds for every test: no key and no setting of whoever runs the tests."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def nobodys_settings(monkeypatch):
    """Take the settings of a language model out of the environment: no test asks somebody's model."""
    for name in list(os.environ):
        if name.startswith(("SUMMARIZER_", "OPENAI_")):
            monkeypatch.delenv(name)

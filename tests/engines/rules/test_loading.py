"""Loading: what is left out when spaCy and its model are loaded is not missed."""

from __future__ import annotations

import subprocess
import sys

import spacy

from summarizer.engines.rules.loading import load_pipeline
from summarizer.engines.rules.parsing import model_name

_TEXT = "“Don’t,” wrote Dr. Ní Bhriain to o.hara@kelp.example, “pay the U.S. $5m at 4p.m.—it’s gonna rain :)”"


def test_the_tokenizer_is_the_models_own():
    """Words are cut as by the pipeline that spaCy loads itself."""
    whole = spacy.load(model_name())
    ours = load_pipeline(model_name())
    assert [t.text for t in ours.make_doc(_TEXT)] == [t.text for t in whole.make_doc(_TEXT)]
    assert ours.tokenizer.to_bytes() == whole.tokenizer.to_bytes()


def test_spacys_command_line_comes_when_it_is_called():
    """Loading a model does not import spaCy's command line; who asks spaCy for it gets it."""
    script = (
        "import sys\n"
        "from summarizer.engines.rules.parsing import load_model\n"
        "load_model()\n"
        "assert not any(name.startswith('spacy.cli') for name in sys.modules)\n"
        "import spacy\n"
        "assert spacy.info(silent=True)['spacy_version'] == spacy.about.__version__\n"
        "from spacy.cli.info import info\n"
        "assert info.__module__ == 'spacy.cli.info'\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)  # noqa: S603 - our own script
    assert done.returncode == 0, done.stderr

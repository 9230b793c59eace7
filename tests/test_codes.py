"""Event codes of speech acts."""

from __future__ import annotations

import pytest

from summarizer.codes import Code, code_of
from summarizer.records import Act

# The event types of PLOVER's draft manual 0.8.
PLOVER = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT DEMAND ACCUSE REJECT THREATEN PROTEST SANCTION "
    "MOBILIZE COERCE ASSAULT"
)


@pytest.mark.parametrize("act", list(Act))
def test_every_act_has_a_code_that_exists_or_none(act):
    """A code is one of PLOVER's types and a CAMEO number with its leading zeros and its label."""
    code = code_of(act)
    assert code.plover is None or code.plover in PLOVER.split()
    assert (code.cameo is None) == (code.label is None)
    if code.cameo is not None:
        assert code.cameo.isdigit()
        assert 1 <= int(code.cameo[:2]) <= 20


def test_condemning_and_accusing_are_told_apart():
    """PLOVER has one type for both, CAMEO two codes."""
    assert code_of(Act.CONDEMN) == Code("ACCUSE", "111", "Criticize or denounce")
    assert code_of(Act.ACCUSE) == Code("ACCUSE", "112", "Accuse")


@pytest.mark.parametrize("act", [Act.PLEDGE, Act.DENY, Act.WARN, Act.THANK, Act.QUESTION, Act.OTHER])
def test_what_the_codebooks_do_not_mean_has_no_code(act):
    """No code is better than one that means something else."""
    assert code_of(act) == Code()

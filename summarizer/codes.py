"""Event codes of speech acts: how an act is written in the codebooks of political event data.

Two codebooks, and only the pairs that truly mean the same:

- PLOVER, event types as in the draft manual 0.8 of 2021 (https://github.com/openeventdata/PLOVER). It has no
  type for comments and appeals at all, and its DEMAND is stronger than an appeal.
- CAMEO 0.7b5, the last with codes for statements and appeals
  (https://github.com/openeventdata/text_to_CAMEO, ``CAMEO_codefile.txt``).

What has no code here has none on purpose. A pledge may be a promise of help or a threat, a warning may be
about the weather, CAMEO 016 is a denial of responsibility only, and thanks and questions are in neither
codebook.
"""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.records import Act

__all__ = ["Code", "code_of"]


@dataclass(frozen=True, slots=True)
class Code:
    """The codes of one act.

    Attributes:
        plover: PLOVER event type, such as ``ACCUSE``; None where it has none.
        cameo: CAMEO code, such as ``111``, a string because leading zeros count; None where it has none.
        label: the codebook's own words for the CAMEO code.
    """

    plover: str | None = None
    cameo: str | None = None
    label: str | None = None


_CODES = {
    Act.ASSERT: Code(None, "010", "Make statement"),
    Act.ANNOUNCE: Code(None, "010", "Make statement"),
    Act.CLAIM_RESPONSIBILITY: Code(None, "015", "Acknowledge or claim responsibility"),
    Act.CONDOLE: Code(None, "018", "Make empathetic comment"),
    Act.URGE: Code(None, "020", "Make an appeal or request"),
    Act.SUPPORT: Code("SUPPORT", "051", "Praise or endorse"),
    Act.OPPOSE: Code("ACCUSE", "110", "Disapprove"),
    Act.CONDEMN: Code("ACCUSE", "111", "Criticize or denounce"),
    Act.ACCUSE: Code("ACCUSE", "112", "Accuse"),
}


def code_of(act: Act) -> Code:
    """Return the PLOVER and CAMEO codes of an act; both None where nothing there corresponds."""
    return _CODES.get(act, Code())

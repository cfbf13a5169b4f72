"""One spelling for words that come in several: letter case, apostrophes, elisions, contracted articles.

Clauses and the rule tables pass through the same doors, so that a table may say "du CNRS" or "l'un des" in plain
French.
"""

from __future__ import annotations

import re
from typing import Final

_SAME_WIDTH: Final = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ`´", "'"),
        **dict.fromkeys("“”„«»‟", '"'),
        **dict.fromkeys("—―‒−", "–"),
        **dict.fromkeys("‐‑", "-"),
        "\n": " ",
        "\t": "|",
        "[": "(",
        "]": ")",
    }
)

ELISION: Final = re.compile(r"(?<![\w'])(l|d|n|s|c|j|m|t|qu|jusqu|lorsqu|puisqu)'(?=[^\W\d_]|[\ue000-\uf8ff])")
_ELIDED: Final = {"l": "le", "d": "de", "n": "ne", "s": "se", "c": "ce", "j": "je", "m": "me", "t": "te"}
CONTRACTION: Final = re.compile(r"(?<![\w'-])(?:du|des|aux?)(?![\w'-])")


def fold(text: str) -> str:
    """Lower case with one kind of apostrophe, quotation mark, dash and bracket; as long as before."""
    folded = text.translate(_SAME_WIDTH)
    lowered = folded.lower()
    return lowered if len(lowered) == len(folded) else "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


def open_elision(match: re.Match[str]) -> str:
    """ "l'" as "le ", "qu'" as "que "."""
    return _ELIDED.get(match[1], match[1] + "e") + " "


def open_contraction(match: re.Match[str]) -> str:
    """ "du" and "des" as "de", "au" and "aux" as "à"."""
    return "de" if match[0].startswith("d") else "à"


def spell_out(text: str) -> str:
    """`text` with elisions and contracted articles opened."""
    return CONTRACTION.sub(open_contraction, ELISION.sub(open_elision, text))

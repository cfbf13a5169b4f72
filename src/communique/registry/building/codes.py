"""Unit codes as registries write them: `UMR_S 1234`, `UMR7178`, `U 1016`, `UMR 8253/U 1151`."""

from __future__ import annotations

import re
from typing import Final

# The kinds of units that French institutions number, and the letter that an institution adds to its own numbers:
# `UMR_S` is Inserm's, `UMR_A` INRAE's, `UMR_D` IRD's, `UMR_MD` the defence ministry's, `UMR_T` IFSTTAR's.
_KINDS: Final = (
    "UMR|UPR|UAR|USR|UMS|UMI|IRL|IRP|UPS|UPRES|URA|FRE|FR|FRC|FRU|FED|SFR|GDR|GDS|GIS|EA|EPR|EMR|ERL|ERI|EP|ER|"
    "IFR|CIC|US|USC|UE|UMA|UA|UR|URU|ULR|UM|MSH|GRC|LIA|LMI|CIT|CRI|UPJV|UP|U|E"
)
_CODE: Final = re.compile(
    rf"(?<![^\W_])(?P<kind>{_KINDS})"
    r"(?:(?<=UMR|UMS|USR|UMI)[ _-]?(?P<letter>[A-Z]{1,2})(?=[ _-]?\d))?"
    r"(?:[ _-]*(?:CNRS|INSERM|INRAE?|IRD|n°|N°))?[ _-]*(?P<number>\d{1,5})(?![^\W_]|\.\w)"
)
_BRACKET: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_LAST: Final = re.compile(r"\s*(?:\s[-–,]|,)\s*(?P<rest>[^-–,]+)$")


def unit_codes(text: str) -> tuple[str, ...]:
    """The unit codes in a text, in one spelling: `UMR CNRS 6211`, `UMR-6211` and `UMR6211` are `UMR 6211`."""
    return tuple(dict.fromkeys(_spelling(m) for m in _CODE.finditer(text)))


def is_unit_code(text: str) -> bool:
    """Whether a text is nothing but unit codes, as the alias `UMR 8253/U 1151` is."""
    rest = _CODE.sub(" ", text)
    return rest != text and not re.search(r"[^\W_]", re.sub(r"\b(?:CNRS|INSERM|Inserm|INRAE?|IRD)\b", " ", rest))


def without_codes(name: str) -> str:
    """A name without the unit codes in brackets or at its end: `Paragraphe - EA 349` is Paragraphe."""
    kept = _BRACKET.sub(lambda m: "" if _CODE.search(m.group()) else m.group(), name)
    while (last := _LAST.search(kept)) and is_unit_code(last["rest"]):
        kept = kept[: last.start()]
    return kept.strip(" ,;-–") or name


def _spelling(match: re.Match[str]) -> str:
    letter = match["letter"]
    number = match["number"].lstrip("0") or "0"
    return f"{match['kind']}_{letter} {number}" if letter else f"{match['kind']} {number}"

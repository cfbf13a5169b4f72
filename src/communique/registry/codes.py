"""Unit codes: how registries write them, how they are compared, and which of them are the same unit."""

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
    r"(?:[ _-]*(?:CNRS|INSERM|INRAE?|IRD|n°|N°))?[ _-]*(?P<number>\d{1,6})(?![^\W_]|\.\w)"
)
_BRACKET: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_LAST: Final = re.compile(r"\s*(?:\s[-–,]|,)\s*(?P<rest>[^-–,]+)$")
# Kinds that took over one another's numbers: CNRS made its UMS and USR to UAR and its UMI to IRL in 2021, and the
# ministry's EA became UR in 2020. Inserm's `UMR_S 1234` is `U 1234` too; any institution's `UMR_A 1234` is also
# written without the letter.
_FAMILIES: Final[dict[str, tuple[str, ...]]] = {
    "ums": ("uar",),
    "usr": ("uar",),
    "umi": ("irl",),
    "ea": ("ur",),
    "ulr": ("ur",),
    "umrs": ("u", "umr"),
    "umss": ("us", "uar"),
}


def normal_code(code: str) -> str:
    """A unit code as compared: `UMR_5217`, `UMR5217` and `umr 5217` are `umr 5217`; `S` of `UMR_S` is kept."""
    letters = "".join(c for c in code.casefold() if c.isalpha())
    digits = "".join(c for c in code if c.isdigit()).lstrip("0")
    return f"{letters} {digits}"


def code_families(code: str) -> tuple[str, ...]:
    """The codes, as compared, under which the unit may be known too, its own among them."""
    kind, _, number = normal_code(code).partition(" ")
    families = _FAMILIES.get(kind, ("umr",) if kind.startswith("umr") else (kind,))
    return tuple(f"{family} {number}" for family in families)


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

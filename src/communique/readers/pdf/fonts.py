"""What a font's name and descriptor say about its style."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import astuple, replace
from typing import Any, Final

from pdfminer.pdffont import PDFCIDFont, PDFFont, PDFSimpleFont, PDFType3Font
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from communique.readers.pdf.page import Font
from communique.readers.pdf.tounicode import MOST_CODES, is_bounded, read_to_unicode

_SUBSET: Final = re.compile(r"^[A-Z]{6}\+")
_BOLD: Final = re.compile(
    r"bold|black|heavy|semi-?bd|(?<![a-z])(?:bd|demi|hv|blk|medi)(?![a-z])|(?:Demi|Bd)(?=$|It|Obl|Cn)"
    r"|^(?:CMB|CMSSBX|ECBX|SFBX|CMCSC10bx|LMRoman\d+-Bold)",
    re.IGNORECASE,
)
_ITALIC: Final = re.compile(
    r"italic|oblique|slanted|kursiv|(?<![a-z])(?:it|ital|obl)(?![a-z])|(?:It|Ital|Obl)$|^(?:CMTI|CMSL|CMBXTI|CMSSI|ECTI|SFTI)"
)
_STYLE_WORDS: Final = re.compile(
    r"[-,. ]?(?:bold|black|heavy|semi|demi|extra|ultra|light|thin|medium|regular|roman|book|normal"
    r"|italic|oblique|slanted|condensed|cond|narrow|mt|ps|std|pro)+",
    re.IGNORECASE,
)
_SYMBOLS: Final = re.compile(r"symbol|dingbat|wingding|webding|marlett|fontawesome|icon|bullets", re.IGNORECASE)

_ITALIC_FLAG: Final = 1 << 6
_FORCE_BOLD_FLAG: Final = 1 << 18
_BOLD_WEIGHT: Final = 600


_OUTLINES: Final = "FontFile2"
"""The library unpacks the outlines of a font whole, though it needs them only where there is no table ToUnicode."""

_CODE_NAME: Final = re.compile(r"[a-zA-Z]?\d{1,3}")


class FontStore(PDFResourceManager):
    """Makes the fonts of a file, and remembers which name their glyphs by number, as TeX's bitmap fonts do.

    Tables that would take the library long, or for ever, are read here, or left out. A font that can't be made from
    its description is replaced by one of Latin letters, and `damaged` counts it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.damaged = 0
        self._made: dict[object, PDFFont] = {}
        self._tex: set[PDFFont] = set()
        self._styles: dict[tuple[object, ...], Font] = {}

    def get_font(self, objid: object, spec: Mapping[str, Any]) -> PDFFont:
        font = self._made.get(objid) if objid else None
        if font is None:
            try:
                font = super().get_font(None, spec) if "DescendantFonts" in spec else self._make(dict(spec))
            except Exception:  # whatever is wrong with a font, the page has others
                self.damaged += 1
                font = super().get_font(None, {})
            if objid:
                self._made[objid] = font
        return font

    def _make(self, spec: dict[str, Any]) -> PDFFont:
        """Makes a font that consists of no other."""
        widths = read_widths(spec.pop("W", None))
        if "W2" in spec and not _is_bounded(spec["W2"]):
            del spec["W2"]
        table = self._take_table(spec)
        font: PDFFont = super().get_font(None, spec)
        if isinstance(font, PDFCIDFont) and not font.is_vertical():
            font.widths = widths
        if table is not None and isinstance(font, PDFSimpleFont | PDFCIDFont) and font.unicode_map is not None:
            font.unicode_map.cid2unichr = table
        if isinstance(font, PDFType3Font) and font.unicode_map is None and _names_are_codes(spec):
            self._tex.add(font)
        return font

    def _take_table(self, spec: dict[str, Any]) -> dict[int, str] | None:
        """The table of characters, read and taken out of a font's description; None if the library may read it."""
        to_unicode = resolve1(spec.get("ToUnicode"))
        if not isinstance(to_unicode, PDFStream):
            return None
        if isinstance(descriptor := resolve1(spec.get("FontDescriptor")), dict):
            spec["FontDescriptor"] = {k: v for k, v in descriptor.items() if k != _OUTLINES}
        data = to_unicode.get_data()
        table = read_to_unicode(data)
        if table is not None or not is_bounded(data):
            spec["ToUnicode"] = PDFStream({}, b"")
        return table

    def style(self, font: PDFFont, *, slanted: bool = False) -> Font:
        """The style of a font, one object for all fonts that look the same; `slanted` if upright letters lean."""
        style = read_font(font, tex=self.is_tex(font))
        if slanted:
            style = replace(style, italic=True)
        return self._styles.setdefault(astuple(style), style)

    def is_tex(self, font: PDFFont) -> bool:
        return font in self._tex


def read_widths(table: object) -> dict[int | str, float]:
    """The widths of a font's glyphs by number, in thousandths of an em.

    The table consists of ranges (first, last, width) and lists (first, [widths]); ranges that are longer than fonts
    are left out.
    """
    widths: dict[int | str, float] = {}
    numbers: list[Any] = []
    items = resolve1(table)
    left = MOST_CODES
    for item in map(resolve1, items) if isinstance(items, list) else ():
        if isinstance(item, list):
            if numbers:
                widths.update(enumerate(map(resolve1, item), start=int(numbers[-1])))
            numbers = []
        elif isinstance(item, int | float):
            numbers.append(item)
            if len(numbers) == 3:
                first, last, width = numbers
                if isinstance(first, int) and isinstance(last, int) and (left := left - max(0, last - first)) >= 0:
                    widths.update(dict.fromkeys(range(first, last + 1), width))
                numbers = []
    return widths


def _is_bounded(widths: object) -> bool:
    """Whether the ranges of a table of vertical widths (first, last and three numbers) are no longer than fonts."""
    numbers: list[float] = []
    codes = 0.0
    items = resolve1(widths)
    for item in items if isinstance(items, list) else ():
        if isinstance(item, list):
            numbers = []
        elif isinstance(item, int | float):
            numbers.append(item)
            if len(numbers) == 5:
                codes += max(0.0, numbers[1] - numbers[0])
                numbers = []
    return codes <= MOST_CODES


def _names_are_codes(spec: Mapping[str, Any]) -> bool:
    encoding = resolve1(spec.get("Encoding"))
    names = resolve1(encoding.get("Differences")) if isinstance(encoding, dict) else None
    literals = {n.name for n in names if isinstance(n, PSLiteral)} if isinstance(names, list) else set()
    named = literals - {".notdef"}
    return bool(named) and all(isinstance(n, str) and _CODE_NAME.fullmatch(n) for n in named)


def read_font(font: PDFFont, *, tex: bool = False) -> Font:
    """The style of a font, from its name first and from its descriptor where the name is silent."""
    raw = font.fontname
    full = raw.decode("latin-1", "replace") if isinstance(raw, bytes) else str(raw)
    name = _SUBSET.sub("", full)
    weight = font.descriptor.get("FontWeight")
    heavy = isinstance(weight, int | float) and weight >= _BOLD_WEIGHT
    return Font(
        name=name,
        family=_STYLE_WORDS.sub("", name).strip("-,. ").casefold() or name.casefold(),
        bold=bool(_BOLD.search(name)) or heavy or bool(font.flags & _FORCE_BOLD_FLAG),
        italic=bool(_ITALIC.search(name) or re.search("italic|oblique", name, re.IGNORECASE))
        or bool(font.flags & _ITALIC_FLAG and font.italic_angle),
        symbolic=bool(_SYMBOLS.search(name)),
        tex=tex,
    )

"""Characters for codes that a PDF leaves unexplained: symbol fonts, TeX's bitmap fonts, fonts off by a constant."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from communique.readers.pdf.page import Font, Glyph, Page

UNKNOWN: Final = "\ufffd"

_CODE_SHIFT: Final = 29
"""TrueType fonts number their glyphs from the space (3) in ASCII order: glyph 36 is "A" (65)."""

_FEWEST_SHIFTED: Final = 16

_SYMBOL_LETTERS: Final = dict(
    zip("abcdefghijklmnopqrstuvwxyzDFGLPQSWXY", "αβχδεφγηιϕκλμνοπθρστυϖωξψζΔΦΓΛΠΘΣΩΞΨ", strict=True)
)
_SYMBOL_SIGNS: Final = {
    0xB7: "•", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xA3: "≤", 0xB3: "≥", 0xAE: "→", 0xBB: "≈", 0xB9: "≠", 0xD2: "®",
    0xD3: "©", 0xD4: "™", 0xA5: "∞", 0xA2: "′", 0xB2: "″", 0x2D: "−",
}  # fmt: skip
_DINGBAT_BULLETS: Final = frozenset(
    (0x6C, 0x6E, 0x6F, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x9F, 0xA7, 0xA8, 0xB7, 0xD8, 0xE0, 0xE8, 0xF0, 0xFC)
)

_UNUSED_IN_WIN_ANSI: Final = frozenset((0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D))
"""Codes that print a bullet. Source: ISO 32000-1, annex D.2, note on WinAnsiEncoding."""

_CORK: Final = (
    '`´ˆ˜¨˝˚ˇ˘¯˙¸˛‚‹›“”„«»–—\u200b\ufffdıȷ\ufb00\ufb01\ufb02\ufb03\ufb04␣!"#$%&’()*+,-./0123456789:;<=>?@'
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_‘abcdefghijklmnopqrstuvwxyz{|}~-"
    "ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖŒØÙÚÛÜÝÞẞàáâãäåæçèéêëìíîïðñòóôõöœøùúûüýþß"
)
"""The T1 encoding of TeX fonts, code by code. Source: LaTeX, encguide, table "T1 (Cork)"."""

_KNUTH: Final = (
    "ΓΔΘΛΞΠΣΥΦΨΩ\ufb00\ufb01\ufb02\ufb03\ufb04ıȷ`´ˇ˘¯˚¸ßæœøÆŒØ\ufffd!”#$%&’()*+,-./0123456789:;¡=¿?@"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ[“]ˆ˙‘abcdefghijklmnopqrstuvwxyz–—˝˜¨"
)
"""The OT1 encoding of TeX fonts, code by code. Source: LaTeX, encguide, table "OT1"."""


_TEXT: Final = attrgetter("text")
_TEXT_AND_DOUBT: Final = attrgetter("text", "undefined")


def decode_glyphs(pages: Sequence[Page]) -> None:
    """Finds characters, in place, for glyphs whose code the file leaves without one; U+FFFD where nothing is known."""
    kinds = {kind for page in pages for kind in set(map(_TEXT_AND_DOUBT, page.glyphs))}
    doubtful = {kind for kind in kinds if kind[1] or _is_unclear(kind[0])}
    if not doubtful:
        return
    unclear: dict[Font, list[Glyph]] = {}
    glyphs_of: dict[Font, list[Glyph]] = {}
    for page in pages:
        for glyph in page.glyphs:
            glyphs_of.setdefault(glyph.font, []).append(glyph)
            if (glyph.text, glyph.undefined) in doubtful:
                unclear.setdefault(glyph.font, []).append(glyph)
    _decode_tex([g for font, glyphs in unclear.items() if font.tex for g in glyphs])
    for font, glyphs in unclear.items():
        if font.tex:
            continue
        if not font.symbolic and _reads_when_shifted(glyphs, glyphs_of[font]):
            for glyph in filter(_TEXT, glyphs_of[font]):  # a glyph that others stand for has none
                glyph.text, glyph.undefined = _shifted(glyph.text), False
        else:
            for glyph in glyphs:
                glyph.text, glyph.undefined = _known_sign(glyph), False


def _is_unclear(text: str) -> bool:
    """Whether a text is a control character or of a private area: spaces, soft hyphens and joiners are clear."""
    return bool(text) and not text.isspace() and unicodedata.category(text[0]) in ("Cc", "Co", "Cn")


def _decode_tex(glyphs: Sequence[Glyph]) -> None:
    """Decodes bitmap fonts that name glyphs by their codes: by TeX's encodings if that gives text, else not at all.

    Which of the two encodings it is, is told by where the ligatures stand.
    """
    codes = Counter(ord(g.text[0]) for g in glyphs)
    cork = sum(n for code, n in codes.items() if code >= 0x80 or 0x1B <= code <= 0x1F)
    knuth = sum(n for code, n in codes.items() if 0x0B <= code <= 0x0F)
    table = _CORK if cork >= knuth else _KNUTH
    for glyph in glyphs:
        code = ord(glyph.text[0])
        glyph.text, glyph.undefined = table[code] if code < len(table) else UNKNOWN, False
    if len(glyphs) >= _FEWEST_SHIFTED and not _is_prose(Counter(g.text for g in glyphs)):
        for glyph in glyphs:
            glyph.text = UNKNOWN


def _is_prose(characters: Counter[str]) -> bool:
    """Whether characters are as frequent as in English or French: letters above all, a third of them vowels."""
    letters = sum(n for c, n in characters.items() if c.isalpha())
    clear = letters + sum(n for c, n in characters.items() if c in " ,.'’-–()0123456789:;/\"“”!?%&«»•")
    vowels = sum(n for c, n in characters.items() if unicodedata.normalize("NFD", c)[0].casefold() in "aeiouy")
    lower = sum(n for c, n in characters.items() if c.islower())
    return clear > 0.9 * characters.total() and 0.25 * letters < vowels < 0.6 * letters and lower > 0.5 * letters


def _reads_when_shifted(unclear: Sequence[Glyph], glyphs: Sequence[Glyph]) -> bool:
    """Whether a font's codes give running text when shifted, and do not as they are."""
    if len(unclear) < _FEWEST_SHIFTED:
        return False
    codes = Counter(filter(None, map(_TEXT, glyphs)))
    if codes.total() > 2 * len(unclear) and codes["\x03"] < 0.05 * codes.total():
        return False
    shifted: Counter[str] = Counter()
    for code, count in codes.items():
        shifted[_shifted(code)] += count
    return _is_prose(shifted)


def _shifted(text: str) -> str:
    code = ord(text[0]) + _CODE_SHIFT
    return chr(code) if len(text) == 1 and 0x20 <= code < 0x7F else UNKNOWN


def _known_sign(glyph: Glyph) -> str:
    """What a private or undefined code is known to print."""
    code = ord(glyph.text[0])
    private = 0xF000 <= code <= 0xF0FF
    if glyph.font.symbolic and (private or glyph.undefined):
        return _symbol(glyph.font, code & 0xFF)
    if private and 0x20 <= code & 0xFF < 0x7F:
        return chr(code & 0xFF)  # the Windows symbol encoding of an ordinary font
    if code in _UNUSED_IN_WIN_ANSI:
        return "•"
    return "•" if private and code & 0xFF in _DINGBAT_BULLETS else UNKNOWN


def _symbol(font: Font, code: int) -> str:
    if font.name.casefold().startswith("symbol"):
        sign = _SYMBOL_SIGNS.get(code) or _SYMBOL_LETTERS.get(chr(code))
        return sign or (chr(code) if 0x20 <= code < 0x41 else UNKNOWN)
    return "•" if code in _DINGBAT_BULLETS else UNKNOWN

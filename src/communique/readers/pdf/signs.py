"""The glyphs of a font: what each code prints and how wide it is, looked up once."""

from __future__ import annotations

from typing import Final

from pdfminer.pdffont import PDFFont, PDFType3Font, PDFUnicodeNotDefined

from communique.readers.pdf.fonts import FontStore
from communique.readers.pdf.operations import string_bytes
from communique.readers.pdf.page import Font

_LONGEST_REMEMBERED: Final = 18  # four glyphs of two bytes in hexadecimal

Sign = tuple[str, float, bool, int]
"""A glyph of a font: its text, its width in text space, whether the file fails to say what it means, its code."""


class PrintedFont:
    """What the device needs of a font; each of its glyphs, and each short string, is looked up once."""

    def __init__(self, font: PDFFont, store: FontStore) -> None:
        self._font = font
        self.style: Font = store.style(font)
        self.slanted: Font = store.style(font, slanted=True)
        self.known = _Signs(font, tex=store.is_tex(font))
        self.strings: dict[bytes, list[Sign]] = {}
        self.vertical = font.is_vertical()
        self.multibyte = font.is_multibyte()
        self.descent = font.get_descent()
        self.size_factor = 1.0
        self.drawn = isinstance(font, PDFType3Font)
        if isinstance(font, PDFType3Font):
            height = abs(font.get_height())
            if not 0.5 < height < 2 and 0.001 < height < 1000:
                self.size_factor = (
                    height  # its glyphs are drawn in units of their own, and the nominal size says little
                )

    def signs(self, string: bytes) -> list[Sign]:
        """The glyphs of a string that stands in a content with its brackets."""
        known = self.known
        signs = [known[code] for code in self._font.decode(string_bytes(string))]
        if len(string) <= _LONGEST_REMEMBERED:
            self.strings[string] = signs
        return signs


class _Signs(dict[int, Sign]):
    """The glyphs of a font by code."""

    def __init__(self, font: PDFFont, *, tex: bool) -> None:
        super().__init__()
        self._font = font
        self._tex = tex

    def __missing__(self, code: int) -> Sign:
        undefined = self._tex
        try:
            text = self._font.to_unichr(code)
            if not isinstance(text, str) or not text:
                raise PDFUnicodeNotDefined(None, code)
        except (PDFUnicodeNotDefined, KeyError):
            undefined = True
        if undefined:
            text = chr(code) if 0 <= code < 0xD800 else "\ufffd"
        sign = self[code] = (text, float(self._font.char_width(code)), undefined, code)
        return sign

"""Sets pages of PDF for tests, glyph by glyph where a test needs it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

Align = Literal["left", "justify", "right", "centre"]

_MARKED = re.compile(r"\^\{([^}]*)\}|_\{([^}]*)\}|\*\{([^}]*)\}")
_RAISED = 0.65
_RISE_EM = 0.35
_FALL_EM = 0.12


@dataclass(frozen=True)
class Piece:
    """Characters of one style: `level` is 1 for raised, -1 for lowered, 0 for neither."""

    text: str
    level: int = 0
    bold: bool = False


class Press:
    """Sets lines and paragraphs; `top` is always a baseline, in points from the top of the page.

    In texts, `^{1}` is raised and small, `_{2}` is lowered and small, `*{so}` is bold (without spaces inside).
    """

    def __init__(self, width: float = 595, height: float = 842, **options: object) -> None:
        self.width, self.height = width, height
        self._buffer = io.BytesIO()
        self.canvas = Canvas(self._buffer, pagesize=(width, height), invariant=1, **options)

    def line(
        self, x: float, top: float, text: str, size: float = 10, font: str = "Helvetica", *, spaced: bool = True
    ) -> float:
        """Sets one line; `spaced=False` leaves the space glyphs out. Gives the x at which it ends."""
        for number, word in enumerate(text.split(" ")):
            if number:
                if spaced:
                    self._show(x, top, " ", size, font)
                x += stringWidth(" ", font, size)
            x = self._word(x, top, _pieces(word), size, font)
        return x

    def paragraph(
        self,
        x: float,
        top: float,
        width: float,
        text: str,
        size: float = 10,
        font: str = "Helvetica",
        *,
        leading: float = 1.2,
        align: Align = "left",
        indent: float = 0,
        hang: float = 0,
        until: float = 10_000,
    ) -> tuple[float, str]:
        """Sets a paragraph line by line, not below `until`.

        Returns:
            The baseline for what follows it, and the words that found no room.
        """
        words = text.split(" ")
        first = True
        while words and top <= until:
            offset = indent if first else hang
            count = self._fit(words, width - offset, size, font)
            last = count == len(words)
            self._set(
                x + offset,
                top,
                width - offset,
                words[:count],
                size,
                font,
                "left" if last and align == "justify" else align,
            )
            words = words[count:]
            top += leading * size
            first = False
        return top, " ".join(words)

    def rule(self, x0: float, top: float, x1: float, bottom: float | None = None) -> None:
        y = self.height - top
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, y, x1, y if bottom is None else self.height - bottom)

    def new_page(self) -> None:
        self.canvas.showPage()

    def pdf(self) -> bytes:
        self.canvas.save()
        return self._buffer.getvalue()

    def _fit(self, words: list[str], width: float, size: float, font: str) -> int:
        used = 0.0
        for number, word in enumerate(words):
            used += _width(_pieces(word), size, font) + (stringWidth(" ", font, size) if number else 0)
            if used > width and number:
                return number
        return len(words)

    def _set(self, x: float, top: float, width: float, words: list[str], size: float, font: str, align: Align) -> None:
        space = stringWidth(" ", font, size)
        used = sum(_width(_pieces(w), size, font) for w in words) + space * (len(words) - 1)
        if align == "justify" and len(words) > 1:
            space += (width - used) / (len(words) - 1)
        elif align == "right":
            x += width - used
        elif align == "centre":
            x += (width - used) / 2
        for number, word in enumerate(words):
            if number:
                self._show(x, top, " ", size, font)
                x += space
            x = self._word(x, top, _pieces(word), size, font)

    def _word(self, x: float, top: float, pieces: Iterable[Piece], size: float, font: str) -> float:
        for piece in pieces:
            face = _bold(font) if piece.bold else font
            small = size * _RAISED if piece.level else size
            shift = {1: _RISE_EM, 0: 0.0, -1: -_FALL_EM}[piece.level] * size
            self._show(x, top - shift, piece.text, small, face)
            x += stringWidth(piece.text, face, small)
        return x

    def _show(self, x: float, top: float, text: str, size: float, font: str) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - top, text)


def _pieces(word: str) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for match in _MARKED.finditer(word):
        if match.start() > at:
            pieces.append(Piece(word[at : match.start()]))
        raised, lowered, bold = match.groups()
        pieces.append(Piece(raised or lowered or bold, 1 if raised else -1 if lowered else 0, bool(bold)))
        at = match.end()
    if at < len(word):
        pieces.append(Piece(word[at:]))
    return pieces


def _width(pieces: Iterable[Piece], size: float, font: str) -> float:
    return sum(stringWidth(p.text, _bold(font) if p.bold else font, size * (_RAISED if p.level else 1)) for p in pieces)


def _bold(font: str) -> str:
    return {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold"}.get(font, font)


PROSE = (
    "The platform brings together six teams that work on the physics of soft matter and on the tools to see it. "
    "Their instruments stood in three cities until last year, and some of them were older than the students who used "
    "them. A single hall now holds the lasers, the rheometers and the cold room, and every visitor is told where the "
    "coffee machine stands before anything else. Measurements begin in the spring, when the floor has settled and the "
    "last of the crates has been opened."
)
"""Running text of 80 words for columns and pages."""

PROSE_FR = (
    "La plateforme réunit six équipes qui étudient la matière molle et les outils qui permettent de la voir. Leurs "
    "instruments étaient répartis entre trois villes, et certains avaient plus d'années que les doctorants qui s'en "
    "servaient. Un seul hall abrite maintenant les lasers, les rhéomètres et la chambre froide ; on y apprend d'abord "
    "où se trouve la machine à café. Les mesures commencent au printemps, quand la dalle aura fini de travailler."
)

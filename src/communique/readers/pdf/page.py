"""What a PDF page shows: glyphs, ruling lines, images and links, all in one coordinate system.

Coordinates are PDF points as pdfplumber gives them: the origin is the top left corner of the media box of the page as
it is displayed (`/Rotate` applied), y grows downwards. So a box of ours can be handed to `pdfplumber.Page.crop`.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class Font:
    """A font as far as the layout needs it. `family` is the name without subset prefix and style words.

    Fonts of a file that look the same are the same object (see `FontStore.style`): glyphs are grouped by font, and
    comparing six fields for each would cost more than all else.

    `symbolic` fonts hold signs in the place of letters; the codes of `tex` fonts are TeX's, and nothing else tells
    what they mean.
    """

    name: str
    family: str
    bold: bool = False
    italic: bool = False
    symbolic: bool = False
    tex: bool = False


@dataclass(slots=True, eq=False)
class Glyph:
    """One printed glyph; `text` may hold several characters (a ligature).

    `baseline` is the y of the line that it stands on, `size` its font size in points as displayed.
    `spaced` and `trailed` say that the file itself sets a space before or after it, `tight` that none stands before it
    whatever the gap, `hidden` that it is not painted (an OCR layer), `pagination` that the file marks it as a running
    header, footer or page number, `undefined` that `text` is only its code in the font.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    font: Font
    spaced: bool = False
    trailed: bool = False
    tight: bool = False
    hidden: bool = False
    pagination: bool = False
    undefined: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight horizontal or vertical stroke: x0 <= x1, top <= bottom, one of the two extents is (almost) nothing."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle with an optional link target."""

    x0: float
    top: float
    x1: float
    bottom: float
    uri: str = ""

    @property
    def size(self) -> float:
        return max(0.0, self.x1 - self.x0) * max(0.0, self.bottom - self.top)


@dataclass(slots=True)
class Page:
    """One page. `visible` is the crop box: what lies outside is not shown; `dots` are small drawn shapes (bullets).

    Where most text runs upwards, downwards or upside down, everything is given as if the page were turned; `unturned`
    are then the numbers (a, b, c, d, e, f) that turn it back: x' = a x + c y + e, y' = b x + d y + f.
    """

    number: int
    visible: Area
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    dots: list[Area] = field(default_factory=list)
    images: list[Area] = field(default_factory=list)
    links: list[Area] = field(default_factory=list)
    unturned: tuple[float, float, float, float, float, float] | None = None

    @property
    def width(self) -> float:
        return self.visible.x1 - self.visible.x0

    def place(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """A box of the layout as a box of the page as it is displayed."""
        if self.unturned is None:
            return x0, top, x1, bottom
        a, b, c, d, e, f = self.unturned
        xs = sorted((a * x0 + c * top + e, a * x1 + c * bottom + e))
        ys = sorted((b * x0 + d * top + f, b * x1 + d * bottom + f))
        return xs[0], ys[0], xs[1], ys[1]

    @property
    def height(self) -> float:
        return self.visible.bottom - self.visible.top

"""Glyphs to words to lines: raised and lowered small glyphs stay in the line that they belong to.

All distances that decide are in ems: relative to the size of the glyphs around.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, starmap
from operator import attrgetter
from typing import Final

from communique.readers.pdf.page import Glyph

_SAME_BASELINE_EM: Final = 0.12
_WORD_GAP_EM: Final = 0.17
"""Narrowest gap without a space glyph that is read as a space. A space is 0.25 to 0.28 em wide and shrinks to 0.19 in
justified lines; kerning opens gaps of up to 0.1. Tried on the train and seed PDFs with their spaces taken out."""

_STATED_SPACE_GAP_EM: Final = 0.08
"""A space that the file states counts when there is room for it: some producers end each run with a stray one."""

_UNSTATED_GAP_EM: Final = 0.2
"""In a line that states its spaces, a gap as wide as this is one that it does not: between two fonts, or a jump."""

_BESIDE_EM: Final = 0.3
_SMALL: Final = 0.88
_RAISED_EM: Final = (-0.52, 0.68)
_TOUCH_AFTER_EM: Final = 0.45
_TOUCH_BEFORE_EM: Final = 0.65
_LABEL_GAP_EM: Final = 10.0
"""A raised label at the start of a justified line may stand this far from its note."""

_MOST_SMALL_WORDS: Final = 2_000
"""A line has a few dozen marks and indices beside it; a plot may have any number of signs on one level."""

_LETTER_SPACED: Final = 4

_X0, _X1, _TOP, _BOTTOM = attrgetter("x0"), attrgetter("x1"), attrgetter("top"), attrgetter("bottom")
_SIZE, _BASELINE, _GLYPHS = attrgetter("size"), attrgetter("baseline"), attrgetter("glyphs")
_SETTING = attrgetter("size", "baseline", "font")


@dataclass(slots=True, eq=False)
class Word:
    """Adjacent glyphs of about one size, about on one baseline; `plain` if of exactly one size, baseline and font.

    Only the layout uses it: the text is spaced line by line.
    """

    glyphs: list[Glyph]
    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    size: float
    plain: bool = False


@dataclass(slots=True, eq=False)
class Line:
    """Glyphs in x order; `spaces[i]` says that a space stands before glyph i.

    `size`, `baseline`, `family`, `bold` and `italic` are those of most of its glyphs; `top` and `bottom` those of the
    glyphs of that size, so that a raised mark does not make the line taller. `plain` as in `Word`.
    """

    page: int
    glyphs: list[Glyph]
    spaces: list[bool]
    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    size: float
    family: str
    bold: bool
    italic: bool
    text: str = ""
    plain: bool = False

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def overhang(self) -> float:
        """How far raised glyphs stand out above the line: word processors set such a line that much lower."""
        return 0.0 if self.plain else max(0.0, self.top - min(map(_TOP, self.glyphs)))


def shift_of(glyph: Glyph, line: Line) -> int:
    """1 for a superscript, -1 for a subscript, 0 for a glyph on the line.

    Marks are set at 0.58 to 0.8 of the line's size and 0.25 to 0.46 em above it; some producers hardly shrink them, and
    raise them all the more. Source: FOOTNOTES, section 3, and the CSS defaults of WeasyPrint (0.9).
    """
    ratio = glyph.size / line.size
    rise = (line.baseline - glyph.baseline) / line.size
    if rise >= (0.15 if ratio <= 0.85 else 0.25) and ratio <= 1.02:
        return 1
    return -1 if rise <= (-0.05 if ratio <= 0.85 else -0.2) and ratio <= 0.95 else 0


def find_words(glyphs: Iterable[Glyph]) -> list[Word]:
    """The glyphs of a page in words, sorted by baseline and x."""
    words: list[Word] = []
    for strip in _strips(sorted(glyphs, key=_BASELINE)):
        strip.sort(key=_X0)
        words += starmap(_word, _parted(strip))
    return words


def _parted(strip: Iterable[Glyph]) -> Iterator[tuple[list[Glyph], bool]]:
    """The glyphs that print something, parted into words, and whether each is plain; those beside a space know of it.

    Spaces are found by place, not by their order in the file: some producers write a list number after its item.
    """
    current: list[Glyph] = []
    last: Glyph | None = None
    spaced, plain = False, True
    for glyph in strip:
        if glyph.text.isspace():
            if last is not None and glyph.x0 - last.x1 < _BESIDE_EM * glyph.size:
                last.trailed = True
            spaced = True
            continue
        glyph.spaced = spaced
        if last is not None:
            size = glyph.size
            smaller, larger = (size, last.size) if size < last.size else (last.size, size)
            widest = (_STATED_SPACE_GAP_EM if spaced or last.trailed else _WORD_GAP_EM) * smaller
            if glyph.x0 - last.x1 > widest or smaller <= _SMALL * larger:
                yield current, plain
                current, plain = [], True
            elif glyph.font is not last.font or size != last.size or glyph.baseline != last.baseline:
                plain = False
        current.append(glyph)
        spaced = False
        last = glyph
    if current:
        yield current, plain


def _strips(glyphs: Sequence[Glyph]) -> Iterable[list[Glyph]]:
    strip: list[Glyph] = []
    baseline = 0.0
    for glyph in glyphs:
        apart = glyph.baseline - baseline
        if apart and strip and apart > _SAME_BASELINE_EM * min(glyph.size, strip[0].size):
            yield strip
            strip = []
        if not strip:
            baseline = glyph.baseline
        strip.append(glyph)
    if strip:
        yield strip


def _word(glyphs: list[Glyph], plain: bool) -> Word:
    first = glyphs[0]
    if plain:
        return Word(glyphs, first.x0, max(map(_X1, glyphs)), first.top, first.bottom, first.baseline, first.size, True)
    return Word(
        glyphs,
        first.x0,
        max(map(_X1, glyphs)),
        min(map(_TOP, glyphs)),
        max(map(_BOTTOM, glyphs)),
        first.baseline,
        max(map(_SIZE, glyphs)),
    )


def find_lines(words: Sequence[Word], page: int) -> list[Line]:
    """The words of one column in lines, top to bottom."""
    drafts = _drafts(words)
    _attach_small(drafts)
    lines = [_line(draft.words, page) for draft in drafts if draft.words]
    lines.sort(key=lambda line: (line.baseline, line.x0))
    return lines


class _Draft:
    """A line being put together; `starts` and `words` are kept in x order."""

    __slots__ = ("baseline", "glyphs", "size", "starts", "words")

    def __init__(self, words: list[Word]) -> None:
        self.words = sorted(words, key=_X0)
        self.starts = [w.x0 for w in self.words]
        self.glyphs = sum(len(w.glyphs) for w in words)
        counts: dict[float, int] = {}
        for word in words:
            counts[word.size] = counts.get(word.size, 0) + len(word.glyphs)
        sizes = Counter[float]()
        for size, count in counts.items():
            sizes[round(size, 1)] += count
        self.size = max(sizes, key=lambda s: (sizes[s], s))
        self.baseline = next(w.baseline for w in self.words if round(w.size, 1) == self.size)

    def fits(self, word: Word) -> float | None:
        """How far `word` stands from what it would touch in this line, in ems; None when it does not belong here."""
        rise = (self.baseline - word.baseline) / self.size
        if not _RAISED_EM[0] <= rise <= _RAISED_EM[1]:
            return None
        at = bisect_left(self.starts, word.x0)
        before = self.words[at - 1] if at else None
        after = self.words[at] if at < len(self.words) else None
        slack = 0.2 * self.size
        if before is not None and word.x0 < before.x1 - slack:
            return None
        if after is not None and word.x1 > after.x0 + slack:
            return None
        distances = []
        if before is not None and (gap := (word.x0 - before.x1) / self.size) <= _TOUCH_AFTER_EM:
            distances.append(abs(gap))
        widest = _TOUCH_BEFORE_EM if before is not None or len(word.glyphs) > 4 else _LABEL_GAP_EM
        if after is not None and (gap := (after.x0 - word.x1) / self.size) <= widest:
            distances.append(abs(gap))
        return min(distances) + abs(rise - 0.3) if distances else None

    def insert(self, word: Word) -> None:
        at = bisect_left(self.starts, word.x0)
        self.words.insert(at, word)
        self.starts.insert(at, word.x0)


def _drafts(words: Sequence[Word]) -> list[_Draft]:
    drafts: list[_Draft] = []
    current: list[Word] = []
    for word in sorted(words, key=_BASELINE):
        apart = word.baseline - current[0].baseline if current else 0.0
        if apart and apart > _SAME_BASELINE_EM * 1.5 * max(word.size, current[0].size):
            drafts.append(_Draft(current))
            current = []
        current.append(word)
    if current:
        drafts.append(_Draft(current))
    return drafts


def _attach_small(drafts: list[_Draft]) -> None:
    """Moves words that are raised or lowered against a neighbouring line into it."""
    for at, draft in enumerate(drafts):
        if len(draft.words) > _MOST_SMALL_WORDS:
            continue
        hosts = [other for other in _near(drafts, at) if other.words]
        if not hosts:
            continue
        for word in list(draft.words):
            best: tuple[float, _Draft] | None = None
            for host in hosts:
                if not _is_small(word, draft, host):
                    continue
                distance = host.fits(word)
                if distance is not None and (best is None or distance < best[0]):
                    best = (distance, host)
            if best is not None:
                draft.words.remove(word)
                best[1].insert(word)
        draft.starts = [w.x0 for w in draft.words]


def _near(drafts: Sequence[_Draft], at: int) -> Iterable[_Draft]:
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(drafts) and abs(other - at) <= 4:
            host = drafts[other]
            if abs(host.baseline - drafts[at].baseline) > 0.75 * host.size:
                break
            yield host
            other += step


def _is_small(word: Word, draft: _Draft, host: _Draft) -> bool:
    if word.size <= _SMALL * host.size:
        return True
    return len(word.glyphs) <= 3 and draft.glyphs <= 6 and draft.glyphs < host.glyphs and word.size <= host.size


def _line(words: Sequence[Word], page: int) -> Line:
    glyphs = sorted(chain.from_iterable(map(_GLYPHS, words)), key=_X0)
    first = glyphs[0]
    spaces = _spaces(glyphs)
    text = "".join([f" {g.text}" if s else g.text for g, s in zip(glyphs, spaces, strict=True)])
    x1 = max(map(_X1, words))
    if all(w.plain and w.size == first.size and w.baseline == first.baseline for w in words):
        fonts = {w.glyphs[0].font for w in words}
        if len(fonts) == 1:
            font, size = first.font, round(first.size, 1)
            top, bottom, family = words[0].top, words[0].bottom, font.family
            return Line(
                page,
                glyphs,
                spaces,
                first.x0,
                x1,
                top,
                bottom,
                first.baseline,
                size,
                family,
                font.bold,
                font.italic,
                text,
                True,
            )
    main, size, baseline, family = _majority(glyphs)
    letters = [g for g in main if g.text[:1].isalnum()] or main
    return Line(
        page,
        glyphs,
        spaces,
        first.x0,
        x1,
        min(map(_TOP, main)),
        max(map(_BOTTOM, main)),
        baseline,
        size,
        family,
        sum(g.font.bold for g in letters) > 0.9 * len(letters),
        sum(g.font.italic for g in letters) > 0.9 * len(letters),
        text,
    )


def _majority(glyphs: list[Glyph]) -> tuple[list[Glyph], float, float, str]:
    """The glyphs of the size of most of them, that size, the baseline of most of these, and their family."""
    settings = Counter(map(_SETTING, glyphs))
    sizes, baselines, families = Counter[float](), Counter[float](), Counter[str]()
    for (glyph_size, _, _), count in settings.items():
        sizes[round(glyph_size, 1)] += count
    size = max(sizes, key=lambda s: (sizes[s], s))
    for (glyph_size, baseline, font), count in settings.items():
        if round(glyph_size, 1) == size:
            baselines[round(baseline, 1)] += count
            families[font.family] += count
    main = glyphs if len(sizes) == 1 else [g for g in glyphs if round(g.size, 1) == size]
    common = max(baselines, key=lambda b: (baselines[b], b))
    baseline = next(g.baseline for g in main if round(g.baseline, 1) == common)
    return main, size, baseline, max(families, key=lambda f: (families[f], f))


def _spaces(glyphs: Sequence[Glyph]) -> list[bool]:
    """Before which glyphs a space stands."""
    gaps = [0.0] * len(glyphs)
    last = glyphs[0]
    for i, glyph in enumerate(glyphs):
        gaps[i] = (glyph.x0 - last.x1) / (glyph.size if glyph.size > last.size else last.size)
        last = glyph
    gaps[0] = 0.0
    wide = [i for i, gap in enumerate(gaps) if gap > _STATED_SPACE_GAP_EM]
    stated = {i for i in wide if glyphs[i].spaced or glyphs[i - 1].trailed}
    tracking = max(0.0, sorted(gaps[1:])[len(gaps) // 4]) if len(gaps) > 4 else 0.0  # few gaps of a line are spaces
    widest = tracking + (_UNSTATED_GAP_EM if stated else _WORD_GAP_EM)
    spaces = [False] * len(glyphs)
    for i in wide:
        spaces[i] = not glyphs[i].tight and (i in stated or gaps[i] > widest)
    if any(after - before == 2 for before, after in zip(wide, wide[2:], strict=False)):
        _close_letter_spacing(glyphs, gaps, spaces)
    return spaces


def _close_letter_spacing(glyphs: Sequence[Glyph], gaps: Sequence[float], spaces: list[bool]) -> None:
    """Reads "P R E S S  R E L E A S E" as two words: capitals set apart by equal gaps, words by wider ones."""
    start = 0
    while start < len(glyphs):
        end = start + 1
        while end < len(glyphs) and spaces[end] and _is_capital(glyphs[end]) and _is_capital(glyphs[end - 1]):
            end += 1
        if end - start >= _LETTER_SPACED and (end == len(glyphs) or spaces[end]):
            run = gaps[start + 1 : end]
            narrow, wide = min(run), max(run)
            limit = (narrow + wide) / 2 if wide > 1.4 * narrow else wide
            for i in range(start + 1, end):
                spaces[i] = gaps[i] > limit
        start = end


def _is_capital(glyph: Glyph) -> bool:
    return len(glyph.text) == 1 and (glyph.text.isupper() or glyph.text.isdigit() or glyph.text in "-–—&'’./")

"""Running headers, footers, page numbers and letterheads: what stands in the margins and is no part of the text.

What repeats at the same place from page to page is furniture. On a single page, only what stands far outside the text
in smaller or other type is; and never what holds a mail address, which may be the release's only contact.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import Final

from communique.readers.pdf.lines import Word
from communique.readers.pdf.page import Font, Page

_BAND: Final = 0.14
"""Share of the page's height, at its head and at its foot, in which repeated lines are headers and footers."""

_FRAGMENT_GAP_EM: Final = 1.2
_SAME_PLACE_PT: Final = 4.0
_NEAR_FRAGMENTS: Final = 8
_DETACHED_EM: Final = 2.8
"""A head or foot keeps at least two blank lines from the text."""

_SMALL_OTHER: Final = 0.92
_SMALL_SAME: Final = 0.8
_MOST_WORDS_IN_HEAD: Final = 10
_MOST_WORDS_IN_MARGIN: Final = 30

_NUMBERS: Final = re.compile(r"\d+")
_PAGE_NUMBER: Final = re.compile(
    r"[\W_]*(?:(?:page|p\.?|seite|página|pagina)\s*)?\d{1,4}(?:\s*(?:/|of|sur|de|\||von)\s*\d{1,4})?[\W_]*"
    r"|(?:…|\.{2,3})\s*/\s*(?:…|\.{2,3}|\d{1,3})",
    re.IGNORECASE,
)
_PRINT_STAMP: Final = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? à? ?\d{1,2}:\d{2}.*")
_ADDRESS_LINE: Final = re.compile(r"(?:https?|file)://\S+(?:\s+\d+/\d+)?")
_OFFICE: Final = re.compile(r"\d(?:[\s().-]{0,2}\d){7}|\bwww\.|\bhttps?://")
_NAME: Final = re.compile(r"(?:[A-ZÀ-Þ][\w'’.-]+[ ,]*){2,4}")
"""A line of capitalised words: a person or an organisation, which a letterhead with a telephone number is not."""

_SIZE: Final = attrgetter("size")
_TEXT: Final = attrgetter("text")
_DATE: Final = re.compile(r"\b(?:19|20)\d\d\b")


class Fragment:
    """Neighbouring words of one baseline. `size`, `baseline` and `family` are those of its largest word."""

    __slots__ = ("baseline", "family", "size", "words", "x0", "x1")

    def __init__(self, words: list[Word]) -> None:
        self.take(words)

    def take(self, words: list[Word]) -> None:
        """Lets the fragment consist of these words, sorted by x."""
        self.words = words
        self.x0, self.x1 = words[0].x0, words[-1].x1
        largest = max(words, key=_SIZE) if len(words) > 1 else words[0]
        self.size, self.baseline = largest.size, largest.baseline
        self.family = largest.glyphs[0].font.family

    @property
    def text(self) -> str:
        return " ".join(["".join(map(_TEXT, word.glyphs)) for word in self.words])


@dataclass(slots=True)
class Body:
    """The body type of a document: its size in points and the families that its text is set in."""

    size: float
    families: frozenset[str]


def measure_body(pages: Iterable[Sequence[Word]]) -> Body:
    """The size of most glyphs, and the families of a twentieth and more of what is set in that size or larger."""
    exact: dict[tuple[float, Font], int] = {}
    for words in pages:
        for word in words:
            key = (word.size, word.glyphs[0].font)
            exact[key] = exact.get(key, 0) + len(word.glyphs)
    sizes: Counter[tuple[float, str]] = Counter()
    for (size, font), count in exact.items():
        sizes[round(size * 2) / 2, font.family] += count
    by_size: Counter[float] = Counter()
    for (size, _), count in sizes.items():
        by_size[size] += count
    body = max(by_size, key=lambda s: (by_size[s], s), default=10.0)
    families: Counter[str] = Counter()
    for (size, family), count in sizes.items():
        if size >= _SMALL_OTHER * body:
            families[family] += count
    largest = max((key for key, count in sizes.items() if count > 2), default=(0.0, ""))[1]
    used = {f for f, n in families.items() if n >= families.total() / 20} | {largest}
    return Body(body, frozenset(used))


def find_furniture(pages: Sequence[tuple[Page, Sequence[Word]]], body: Body) -> set[Word]:
    """The words that are no part of the text; none where nothing else would be left."""
    fragments = [(page, find_fragments(words)) for page, words in pages]
    repeated = _repeated(fragments)
    found: set[Word] = set()
    for page, all_fragments in fragments:
        rest = []
        for fragment in all_fragments:
            if fragment in repeated or all(g.pagination for w in fragment.words for g in w.glyphs):
                found.update(fragment.words)
            else:
                rest.append(fragment)
        for fragment in (*_head(page, rest, body), *_foot(page, rest, body), *_margins(rest, body)):
            found.update(fragment.words)
    return found if len(found) < sum(len(words) for _, words in pages) else set()


def find_fragments(words: Sequence[Word]) -> list[Fragment]:
    """Words of one baseline without a wide gap between them, top to bottom.

    Args:
        words: sorted by baseline and x, as `find_words` gives them.
    """
    groups: list[list[Word]] = []
    last: Word | None = None
    for word in words:
        if (
            last is not None
            and abs(word.baseline - last.baseline) < 0.15 * word.size
            and -0.5 * word.size < word.x0 - last.x1 < _FRAGMENT_GAP_EM * word.size
        ):
            groups[-1].append(word)
        else:
            groups.append([word])
        last = word
    return _with_raised([Fragment(group) for group in groups])


def _with_raised(fragments: list[Fragment]) -> list[Fragment]:
    """Lets raised and lowered marks be part of the fragment that they touch: a note's label is no page number."""
    gone: set[Fragment] = set()
    for i, fragment in enumerate(fragments):
        if len(fragment.words) > 4 or sum(len(w.glyphs) for w in fragment.words) > 4:
            continue
        for other in fragments[max(0, i - _NEAR_FRAGMENTS) : i + _NEAR_FRAGMENTS + 1]:
            if other is fragment or other in gone or other.size <= fragment.size:
                continue
            em = other.size
            if abs(other.baseline - fragment.baseline) > 0.7 * em:
                continue
            if -0.2 * em < other.x0 - fragment.x1 < 0.7 * em or -0.2 * em < fragment.x0 - other.x1 < 0.5 * em:
                other.take(sorted([*other.words, *fragment.words], key=lambda w: w.x0))
                gone.add(fragment)
                break
    return [fragment for fragment in fragments if fragment not in gone]


def _repeated(pages: Sequence[tuple[Page, Sequence[Fragment]]]) -> set[Fragment]:
    """Fragments in the bands or margins whose text, numbers apart, stands at the same height on another page."""
    left, right = _text_edges(fragment for _, fragments in pages for fragment in fragments)
    seen: dict[str, list[tuple[int, Fragment]]] = {}
    for page, fragments in pages:
        for fragment in fragments:
            beside = fragment.x1 < left or fragment.x0 > right
            if _starts_raised(fragment):
                continue
            if beside or _in_band(page, fragment, _BAND):
                key = _NUMBERS.sub("0", fragment.text).casefold()
                seen.setdefault(key, []).append((page.number, fragment))
    found: set[Fragment] = set()
    for places in seen.values():
        places.sort(key=lambda place: (place[1].baseline, place[0]))
        for (number, fragment), (other_number, other) in pairwise(places):
            if number != other_number and other.baseline - fragment.baseline < _SAME_PLACE_PT:
                found |= {fragment, other}
    return found


def _starts_raised(fragment: Fragment) -> bool:
    """Whether a fragment starts with a raised label: notes may differ by their numbers alone."""
    first = fragment.words[0]
    return first.size < 0.88 * fragment.size and first.baseline < fragment.baseline - 0.15 * fragment.size


def _text_edges(fragments: Iterable[Fragment]) -> tuple[float, float]:
    """Left and right edge of the running text: of the fragments that are long enough to be lines of it."""
    lines = [f for f in fragments if f.x1 - f.x0 > 12 * f.size]
    if not lines:
        return float("-inf"), float("inf")
    lefts, rights = sorted(f.x0 for f in lines), sorted(f.x1 for f in lines)
    return lefts[len(lefts) // 20], rights[-1 - len(rights) // 20]


def _in_band(page: Page, fragment: Fragment, band: float) -> bool:
    top, bottom = page.visible.top, page.visible.bottom
    return fragment.baseline < top + band * page.height or fragment.baseline > bottom - band * page.height


def _head(page: Page, fragments: Sequence[Fragment], body: Body) -> list[Fragment]:
    """A page number or a site name above the text."""
    limit = page.visible.top + _BAND * page.height
    return _outermost(page, [f for f in fragments if f.baseline < limit], fragments, body, step=1)


def _foot(page: Page, fragments: Sequence[Fragment], body: Body) -> list[Fragment]:
    """A page number or a site name below the text."""
    limit = page.visible.bottom - _BAND * page.height
    return _outermost(page, [f for f in fragments if f.baseline > limit][::-1], fragments[::-1], body, step=-1)


def _outermost(
    page: Page, candidates: Sequence[Fragment], fragments: Sequence[Fragment], body: Body, *, step: int
) -> list[Fragment]:
    """Of the fragments in a band, outermost first, the rows that are detached from the text and look like furniture."""
    found: list[Fragment] = []
    at = 0
    while at < len(candidates):
        start = candidates[at].baseline
        end = at
        while end < len(candidates) and step * (candidates[end].baseline - start) < 0.5 * body.size:
            end += 1
        row = candidates[at:end]
        beyond = fragments[end] if end < len(fragments) else None
        distance = abs(beyond.baseline - start) if beyond else float("inf")
        if not all(
            _is_stamp(f) or _looks_detached(f, distance, body) or _has_folio(f, page, distance, body) for f in row
        ):
            break
        found += row
        at = end
    return found


def _is_stamp(fragment: Fragment) -> bool:
    """A page number, or what browsers print around a page."""
    text = fragment.text
    return bool(_PAGE_NUMBER.fullmatch(text) or _PRINT_STAMP.fullmatch(text) or _ADDRESS_LINE.fullmatch(text))


def _has_folio(fragment: Fragment, page: Page, distance: float, body: Body) -> bool:
    """Whether a line apart from the text is a few words and the number of the page: "Press release – 1"."""
    apart = distance > _DETACHED_EM * body.size and len(fragment.words) <= _MOST_WORDS_IN_HEAD // 2
    return apart and re.fullmatch(rf"\D{{3,}}[\W_]{page.number}(?:\s*/\s*\d+)?", fragment.text) is not None


def _looks_detached(fragment: Fragment, distance: float, body: Body) -> bool:
    text = fragment.text
    if "@" in text or _DATE.search(text) or not text[:1].isalpha() or len(fragment.words) > _MOST_WORDS_IN_HEAD:
        return False
    other = fragment.family not in body.families
    small = fragment.size < (_SMALL_OTHER if other else _SMALL_SAME) * body.size
    return small and distance > _DETACHED_EM * body.size


def _margins(fragments: Sequence[Fragment], body: Body) -> list[Fragment]:
    """A letterhead beside the text: small lines with a telephone number or a site, left or right of everything else.

    Figures of the year, key words and a person's address may stand there, too, and stay.
    """
    left, right = _text_edges(fragments)
    beside = [f for f in fragments if f.x1 < left - 0.3 * body.size or f.x0 > right + 0.3 * body.size]
    small = all(f.size < 0.9 * body.size for f in beside)
    words = sum(len(f.words) for f in beside)
    if not small or words > _MOST_WORDS_IN_MARGIN or not any(_OFFICE.search(f.text[:80]) for f in beside):
        return []
    return [] if any("@" in f.text or _NAME.fullmatch(f.text[:60]) for f in beside) else beside

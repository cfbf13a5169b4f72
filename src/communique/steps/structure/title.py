"""Which lines are the headline."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from communique.steps.structure.cues import has_cue
from communique.steps.structure.dateline import Dateline
from communique.steps.structure.lines import Line
from communique.steps.structure.places import folded

_REACH: Final = 30
"""The headline is among the first so many lines."""

_MAX_LENGTH: Final = 320
_MAX_LINES: Final = 3
_TITLE_SUFFIX: Final = re.compile(r"\s+[|–—·»:-]\s+|\s*\|\s*")
_FILE_NAME: Final = re.compile(r"(?i)\.(?:docx?|pdf|html?|odt|indd|tex|pptx?)\b|^microsoft word|^untitled|^sans titre")
_SITE_WORDS: Final = 4
_LEAST_WORDS: Final = 3
_NOT_A_TITLE: Final = ("embargo", "summary", "contact", "about", "notes", "references", "caption", "ending", "source")


def find_title(lines: Sequence[Line], datelines: Mapping[int, Dateline], meta: Mapping[str, str]) -> tuple[int, ...]:
    """The indices of the lines that make the headline, in order; empty when nothing can be one.

    Args:
        lines: the lines of the release.
        datelines: what `read_dateline` gave for some of them, by index.
        meta: the document's metadata; its title counts as support, since it may carry the site's name.
    """
    page_titles = _page_titles(meta)
    body_size = _body_size(lines)
    scores = {
        i: _score(i, line, page_titles, body_size)
        for i, line in enumerate(lines[:_REACH])
        if _can_be_title(line, datelines.get(i), meta, page_titles)
    }
    if not scores:
        return ()
    best = max(scores, key=lambda i: (scores[i], -i))
    if scores[best] <= 0:
        return ()
    return _with_continuation(best, lines, scores, page_titles)


def title_of_file(lines: Sequence[Line], title: Sequence[int], meta: Mapping[str, str]) -> str | None:
    """The headline that only the file's metadata still have; None where a line of the text is one, or nothing is.

    Conversions lose headlines: the lines then begin with a subtitle, while the file's title is the headline.
    """
    page_titles = _page_titles(meta)
    if any(_is_set_as_title(lines[i], page_titles, _body_size(lines)) for i in title):
        return None
    whole = meta.get("title", "").strip()
    parts = _TITLE_SUFFIX.split(whole)
    if len(parts) > 1 and len(parts[-1].split()) <= _SITE_WORDS:
        whole = whole[: whole.rindex(parts[-1])].rstrip(" |–—·»:-")
    if len(whole.split()) < _LEAST_WORDS or _FILE_NAME.search(whole) or has_cue("masthead", whole):
        return None
    return whole


def _is_set_as_title(line: Line, page_titles: Collection[str], body_size: float | None) -> bool:
    is_larger = bool(body_size and line.size_pt and line.size_pt > 1.05 * body_size)
    return line.role == "heading" or line.bold > 0.9 or is_larger or _words(line.text) in page_titles


def _page_titles(meta: Mapping[str, str]) -> tuple[str, ...]:
    """The forms that the page's title may take without the site's name, folded: all of it first."""
    title = meta.get("title", "")
    parts = _TITLE_SUFFIX.split(title)
    forms = [title, *(p for p in parts if len(p.split()) >= 3)]
    return tuple(dict.fromkeys(_words(f) for f in forms if f.strip()))


def _can_be_title(line: Line, dateline: Dateline | None, meta: Mapping[str, str], page_titles: Collection[str]) -> bool:
    text = line.text
    if line.is_note or line.role in ("table_row", "caption", "note") or len(text) > _MAX_LENGTH:
        return False
    if not any(c.isalpha() for c in text):
        return False
    if dateline is not None and (dateline.whole or dateline.kind != "dateline" or dateline.date is not None):
        return False
    if any(has_cue(kind, text) for kind in _NOT_A_TITLE):
        return False
    if _words(text) == _words(meta.get("site_name", "")) and _words(text) not in page_titles[:1]:  # type: ignore[index]
        return False
    return not _is_masthead(line)


def _is_masthead(line: Line) -> bool:
    """Whether the line only names what kind of text this is; a headline may begin with "Press release: "."""
    if not has_cue("masthead", line.text):
        return False
    if line.role != "heading":
        return True
    return len(line.text.split()) <= 6


def _score(index: int, line: Line, page_titles: tuple[str, ...], body_size: float | None) -> float:
    """How much speaks for the line; the weights only order the evidence: page title, heading, size, bold, place."""
    words = _words(line.text)
    score = 20.0 - 2.0 * index
    if words in page_titles:
        score += 60
    elif any(len(words) > 12 and words in title for title in page_titles):
        score += 30
    if line.role == "heading":
        score += 70 - 12 * (line.level or 3)
    elif line.bold > 0.9:
        score += 20
    if body_size and line.size_pt:
        score += 50 * min(1.0, max(0.0, line.size_pt / body_size - 1.05))
    if line.role == "list_item":
        score -= 60
    if len(line.text) > 200 or (len(line.text.split()) > 14 and line.text.endswith(".")):
        score -= 60
    if len(line.text.split()) < 2:
        score -= 25
    return score


def _with_continuation(
    best: int, lines: Sequence[Line], scores: Mapping[int, float], page_titles: Collection[str]
) -> tuple[int, ...]:
    """`best` and the lines around it that carry the headline on: set alike and said to belong to it."""
    taken = [best]
    while len(taken) < _MAX_LINES and _continues(lines, taken, taken[-1] + 1, scores, page_titles):
        taken.append(taken[-1] + 1)
    while len(taken) < _MAX_LINES and _continues(lines, taken, taken[0] - 1, scores, page_titles):
        taken.insert(0, taken[0] - 1)
    return tuple(taken)


def _continues(
    lines: Sequence[Line], taken: Sequence[int], other: int, scores: Mapping[int, float], page_titles: Collection[str]
) -> bool:
    if other not in scores:
        return False
    here, there = lines[taken[0]], lines[other]
    if (here.role, here.level, here.size_pt, here.bold > 0.9) != (
        there.role,
        there.level,
        there.size_pt,
        there.bold > 0.9,
    ):
        return False
    indices = sorted([*taken, other])
    joined = _words(" ".join(lines[i].text for i in indices))
    if any(joined in title for title in page_titles):
        return not any(_words(lines[i].text) in page_titles for i in taken)
    first, second = lines[indices[-2]].text, lines[indices[-1]].text
    if other < taken[0]:
        first, second = there.text, here.text
    runs_on = second[:1].islower() or first.rstrip().endswith((",", ":", "–", "-", " de", " of", " the", " and", " et"))
    return here.role == "heading" and runs_on


def _body_size(lines: Sequence[Line]) -> float | None:
    """The size in which most of the text is set."""
    sizes: dict[float, int] = {}
    for line in lines:
        if line.size_pt is not None and not line.is_note:
            sizes[line.size_pt] = sizes.get(line.size_pt, 0) + len(line.text)
    return max(sizes, key=lambda s: (sizes[s], s)) if sizes else None


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", folded(text)))

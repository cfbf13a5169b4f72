"""Where the names of the release's issuers stand, most telling first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from communique.document import Span
from communique.findings import BlockKind
from communique.language.dates import find_dates
from communique.steps.structure.blocks import Classified
from communique.steps.structure.cues import find_cue, has_cue
from communique.steps.structure.lines import Line
from communique.steps.structure.places import folded

_BAR: Final = re.compile(r"\s*[|·•]\s*|\s+/\s+")
_DASH: Final = re.compile(r"\s+[–—-]\s+")
_MAX_WORDS: Final = 14


def find_issuer_spans(
    classified: Sequence[Classified], place: str | None, text: str, meta: Mapping[str, str]
) -> tuple[Span, ...]:
    """Stretches in which issuers are named: masthead, source line, dateline, self-descriptions, contacts, site name.

    `place` is the dateline's place, which is no issuer.
    """
    spans: list[Span] = []
    spans += _masthead(classified, place)
    spans += (s for line, kind in classified if kind == "other" for s in _named(line, "source"))
    spans += (s for line, kind in classified if kind in ("heading", "boilerplate") for s in _named(line, "about"))
    spans += (line.span for line, kind in classified if kind == "contact")
    spans += _site_name(text, meta.get("site_name", ""))
    return tuple(dict.fromkeys(s for s in spans if s.start < s.end))


def _masthead(classified: Sequence[Classified], place: str | None) -> Iterator[Span]:
    """The segments of the lines above the text that neither say what the release is nor when and where it appears."""
    for line, kind in classified:
        if kind in _TEXT_KINDS:
            return
        if kind in ("other", "dateline") and not has_cue("embargo", line.text) and not has_cue("caption", line.text):
            for span in _segments(line):
                segment = line.text[span.start - line.start : span.end - line.start]
                if _can_be_name(segment) and not (place and folded(segment).startswith(folded(place))):
                    yield span


_TEXT_KINDS: Final[frozenset[BlockKind]] = frozenset({"lead", "paragraph", "list_item", "table", "heading"})


def _segments(line: Line) -> Iterator[Span]:
    """Stretches between bars; a dash separates only where one side is a label ("Institut Curie – Communiqué")."""
    for start, end in _pieces(_BAR, line.text, 0, len(line.text)):
        dashed = list(_pieces(_DASH, line.text, start, end))
        is_labelled = any(_before_label(line.text[s:e]) < e - s for s, e in dashed)
        for s, e in dashed if is_labelled else [(start, end)]:
            named = line.text[s : s + _before_label(line.text[s:e])].rstrip(" ,:–—-")
            if named:
                yield Span(line.start + s, line.start + s + len(named))


def _before_label(segment: str) -> int:
    """How many characters stand before the words or the date that say what the line is; all where none do."""
    starts = [len(segment), *(d.start for d in find_dates(segment, "en"))]
    if match := find_cue("masthead", segment):
        starts.append(match.start())
    return min(starts)


def _pieces(separator: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    for match in separator.finditer(text, start, end):
        if position < match.start():
            yield position, match.start()
        position = match.end()
    if position < end:
        yield position, end


def _can_be_name(segment: str) -> bool:
    words = segment.split()
    return 0 < len(words) <= _MAX_WORDS and segment[:1].isupper() and not re.search(r"\d{4}", segment)


def _named(line: Line, kind: str) -> Iterator[Span]:
    match = find_cue(kind, line.text)
    if match is None:
        return
    for group in ("name", "name2"):
        if match.groupdict().get(group):
            yield Span(line.start + match.start(group), line.start + match.end(group))


def _site_name(text: str, name: str) -> Iterator[Span]:
    if name and (match := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)):
        yield Span(*match.span())

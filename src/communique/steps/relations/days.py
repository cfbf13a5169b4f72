"""Dates of a text as marks: where they stand, and the ISO date that they mean in a release of that day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from communique.findings import Language
from communique.language.dates import find_dates, resolve
from communique.rules import load_table
from communique.steps.relations.notation import grammar
from communique.steps.relations.render import Marked, date_mark

_NEAR: Final = 80
"""Characters before and behind a date in which a verb of founding stands."""
_LATER: Final = 160
"""Characters before "two years later" in which the date stands that the years are counted from."""


def _means_now(text: str, start: int, end: int) -> bool:
    """ "Today a professor at X" is no date; "opened today" is one."""
    return (
        bool(grammar("date.now").search(text[start:end]))
        and not grammar("date.founding").search(text[max(0, start - _NEAR) : start])
        and not grammar("date.founding-behind").search(text[end : end + _NEAR])
    )


def mark_dates(text: str, release_date: str | None, language: Language) -> list[Marked]:
    """All dates of `text` that can be told, in order."""
    found = (m for m in find_dates(text, language) if not _means_now(text, m.start, m.end))
    dated = ((mention, resolve(mention, release_date)) for mention in found)
    marks = [date_mark(mention.start, mention.end, iso) for mention, iso in dated if iso]
    return sorted([*marks, *_later(text, marks)], key=lambda mark: mark.start)


def _later(text: str, marks: Sequence[Marked]) -> list[Marked]:
    """ "Two years later" as the year that it means, where a date stands shortly before it in the same paragraph."""
    ends = [mark.end for mark in marks]
    found: list[Marked] = []
    for match in grammar("date.later").finditer(text):
        i = bisect_right(ends, match.start()) - 1
        overlaps = i + 1 < len(marks) and marks[i + 1].start < match.end()
        if i < 0 or overlaps or match.start() - ends[i] > _LATER or "\n" in text[ends[i] : match.start()]:
            continue
        words = match[0].casefold()
        count = match["count"]
        years = 0 if "same" in words or "même" in words else 1
        if count:
            years = int(count) if count.isdigit() else int(load_table("dates").settings["counts"][count.casefold()])
        found.append(date_mark(*match.span(), str(int(marks[i].value[:4]) + years)))
    return found

"""Dates of a text as marks: where they stand, and the ISO date that they mean in a release of that day."""

from __future__ import annotations

from typing import Final

from communique.findings import Language
from communique.language.dates import find_dates, resolve
from communique.steps.relations.notation import grammar
from communique.steps.relations.render import Marked, date_mark

_NEAR: Final = 80
"""Characters before and behind a date in which a verb of founding stands."""


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
    return [date_mark(mention.start, mention.end, iso) for mention, iso in dated if iso]

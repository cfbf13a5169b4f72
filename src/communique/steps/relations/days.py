"""Dates of a text as marks: where they stand, and the ISO date that they mean in a release of that day."""

from __future__ import annotations

from communique.findings import Language
from communique.language.dates import find_dates, resolve
from communique.steps.relations.render import Marked, date_mark


def mark_dates(text: str, release_date: str | None, language: Language) -> list[Marked]:
    """All dates of `text` that can be told, in order."""
    dated = ((mention, resolve(mention, release_date)) for mention in find_dates(text, language))
    return [date_mark(mention.start, mention.end, iso) for mention, iso in dated if iso]

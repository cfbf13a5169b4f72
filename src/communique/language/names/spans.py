"""What the rules propose: spans of tokens that may be names."""

from __future__ import annotations

from dataclasses import dataclass

LABORATORY = "laboratory"
INSTITUTION = "institution"
PERSON = "person"
PLACE = "place"
UNIT_CODE = "unit_code"
ORGANISATION = "organisation"
"""A laboratory or an institution: what is named is clear, which of the two it is not."""


@dataclass(frozen=True, slots=True, order=True)
class NameSpan:
    """Tokens [start, end) that may be a name of the kind `label`; `rule` says why.

    `full` is the name as it would read by itself, where the text leaves words of it out ("the universities of Leeds
    and York"), else empty.

    The part of `rule` before the first stop is its family: `gazetteer`, `head`, `label`, `definition`, `context`,
    `person`, `plural`, `repeat`, `code` or `model`. Span selection weighs families, not single rules.
    """

    start: int
    end: int
    label: str
    rule: str
    full: str = ""

    @property
    def family(self) -> str:
        return self.rule.partition(".")[0]

    def __len__(self) -> int:
        return self.end - self.start

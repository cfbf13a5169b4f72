"""How two lines of a paragraph join: with a space, without, or without the hyphen at the line's end."""

from __future__ import annotations

from dataclasses import dataclass

from communique.readers.pdf.lines import Line


@dataclass(frozen=True, slots=True)
class Join:
    """Whether a space stands between two lines, and how many glyphs at the end of the first are left out."""

    space: bool = True
    dropped: int = 0


class LineJoiner:
    """Decides line ends on the evidence of the whole document."""

    def join(self, line: Line, following: Line) -> Join:  # noqa: ARG002
        if line.text.endswith(("-", "/")) and not line.text.endswith((" -", " /")):
            return Join(space=False)
        return Join()

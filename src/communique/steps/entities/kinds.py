"""Laboratory or institution: what the words around a name say where the name itself leaves it open."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

from communique.rules import Rule, load_table
from communique.steps.entities.names import Name, core_row

_REACH = 60
"""Characters before or behind a name that are looked at."""


class Surroundings:
    """The text around names, and where known institutions stand in it."""

    def __init__(self, text: str, names: Sequence[Name]) -> None:
        self._text = text
        known = [n for n in names if n.row is not None and core_row(n.row).kind == "institution"]
        self._starts = [n.start for n in known]
        self._ends = sorted(n.end for n in known)

    def kind_of(self, group: Iterable[Name]) -> str | None:
        """The kind that the words around the mentions of one thing say, where all of them say the same."""
        said = {kind for name in group for kind in self._said(name)}
        return said.pop() if len(said) == 1 else None

    def _said(self, name: Name) -> set[str]:
        behind = self._text[name.end : name.end + _REACH].partition("\n")[0]
        before = self._text[max(0, name.start - _REACH) : name.start].rpartition("\n")[2]
        found: set[str] = set()
        for rule in _rules():
            words = behind if rule.fields["side"] == "behind" else before
            if rule.fields.get("beside"):
                if (gap := self._gap(name, rule.fields["side"], words)) is not None and rule.regex.search(gap):
                    found.add(rule.fields["kind"])
            elif rule.regex.search(words):
                found.add(rule.fields["kind"])
        return found

    def _gap(self, name: Name, side: str, words: str) -> str | None:
        """The words between a name and the known institution next to it; None where none is near."""
        if side == "behind":
            i = bisect_left(self._starts, name.end)
            end = self._starts[i] if i < len(self._starts) else -1
            return self._text[name.end : end] if 0 <= end - name.end <= len(words) else None
        i = bisect_left(self._ends, name.start + 1) - 1
        start = self._ends[i] if i >= 0 else -1
        return self._text[start : name.start] if start >= 0 and name.start - start <= len(words) else None


@cache
def _rules() -> tuple[Rule, ...]:
    return load_table("kind_context").rules

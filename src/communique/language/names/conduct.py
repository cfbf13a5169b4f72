"""Names known by what sentences say of them: "Parietal belongs jointly to", "Nano-Sud. Cette plateforme"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise

from communique.language.names.lexicon import labels, words_of
from communique.language.names.spans import INSTITUTION, ORGANISATION, NameSpan
from communique.language.tokens import TokenTable
from communique.rules import Rule, load_table

STATED = "context.conduct"
TAKEN_UP = "context.taken-up"
SAID = "context.said"
_REACH = 90
"""Characters before or behind a name that are looked at."""
_INSERTED = re.compile(r"^,(?! (?:which|that|qui|who|as|tel|the name) )(?! (?:lui|elle)\b)[^,.;:()!?\n]{4,60},(?= )")
"""What commas enclose between a name and its verb: "Sterenn, dédiée aux réseaux de satellites, est"."""
_MAX_ADJECTIVES = 2
_POINTING = frozenset({"this", "ce", "cet", "cette"})
_DEFINITE = frozenset({"the", "le", "la", "l'"})
_NEW = frozenset({"new", "joint", "future", "young", "nouveau", "nouvel", "nouvelle", "futur", "jeune"})


class ConductNames:
    """Judges the capitalised words that no other rule takes, by the rows of `name_conduct.toml` and what follows.

    Args:
        table: the text.
        organisations: the names that other rules have found, by their starts.
    """

    def __init__(self, table: TokenTable, organisations: Mapping[int, NameSpan]) -> None:
        self._table = table
        self._organisations = organisations
        self._starts = sorted(organisations)
        self._lower = {w.key for w in table.words if w.alphabetic and not w.capital}
        self._sentences = [0, *(j for i, j in pairwise(range(len(table))) if table.sentence[i] != table.sentence[j])]
        self._generic = words_of("name_context", "context.generic") | words_of("demonyms")
        rows = load_table("name_conduct").rules
        self._behind = [r for r in rows if r.fields["side"] == "behind"]
        self._before = [r for r in rows if r.fields["side"] == "before"]

    def find(self, runs: Sequence[tuple[int, int]]) -> list[NameSpan]:
        """The names among the runs [start, end) of capitalised words."""
        runs = [run for run in runs if self._may_name(run[0])]
        shared = [self._table.sentence[start] for start, _ in runs]
        found = []
        for (start, end), sentence in zip(runs, shared, strict=True):
            rule = self._said(start, end)
            if rule is None and shared.count(sentence) == 1 and self._taken_up(start):
                rule = TAKEN_UP
            if rule is not None:
                found.append(NameSpan(start, end, ORGANISATION, rule))
        return found

    def _may_name(self, start: int) -> bool:
        """Whether a capital is not only that of the sentence's first word."""
        table = self._table
        opens = start == 0 or table.sentence[start - 1] != table.sentence[start]
        return not (opens and table.keys[start] in self._lower)

    def _said(self, start: int, end: int) -> str | None:
        """The strongest that the words behind and before say."""
        table = self._table
        begins, ends = table.starts[start], table.ends[end - 1]
        behind = _INSERTED.sub("", table.text[ends : ends + _REACH].partition("\n")[0])
        before = table.text[max(0, begins - _REACH) : begins].rpartition("\n")[2]
        rows: list[Rule] = [r for r in self._behind if r.regex.search(behind)]
        rows += [r for r in self._before if r.regex.search(before)]
        if not rows:
            return None
        return STATED if any(r.fields["stated"] for r in rows) else SAID

    def _taken_up(self, start: int) -> bool:
        """Whether the next sentence says "this platform", "le nouveau laboratoire"; its own names none."""
        table = self._table
        k = bisect_right(self._sentences, start)
        if k >= len(self._sentences) or "\n" in table.text[table.starts[start] : table.starts[self._sentences[k]]]:
            return False
        opens, closes = self._sentences[k - 1], self._sentences[k]
        named = self._starts[bisect_left(self._starts, opens) : bisect_left(self._starts, closes)]
        if any(self._organisations[i].label != INSTITUTION for i in named):
            return False
        key, i = table.keys[closes], closes + 1
        if key not in _POINTING and not (key in _DEFINITE and i < len(table) and table.keys[i] in _NEW):
            return False
        for ahead in range(i, min(len(table), i + _MAX_ADJECTIVES + 1)):
            for end, found in labels().matches_at(table.keys, ahead, min(len(table), ahead + 5)):
                if end > ahead and any(not label.acronym and label.kind != INSTITUTION for label in found):
                    return True
            if table.keys[ahead] not in self._generic and table.keys[ahead] not in _NEW:
                return False
        return False

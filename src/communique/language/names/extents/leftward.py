"""Names read to the left of their head: "Condensed Matter Physics Laboratory"."""

from __future__ import annotations

from functools import cached_property

from communique.language.names.extents.reader import MAX_TOKENS, Reader
from communique.language.names.lexicon import words_of
from communique.language.tokens import HYPHENS

_STATES = frozenset({"US", "U.S.", "USA", "UK", "U.K."})


class LeftReader(Reader):
    """Reads capitalised words, and what joins them, from the head to the left."""

    def read(self, head: int, *, cross_known: bool) -> int:
        """The first token of the name that ends with the head; `head` itself when nothing belongs to it.

        `cross_known`: an organisation of the gazetteer may be part of the name ("MIT Lincoln Laboratory").
        """
        start = head
        limit = max(0, head - MAX_TOKENS)
        while start > limit:
            before = self._step_left(start, limit, cross_known)
            if before is None:
                break
            start = before
        return start

    def _step_left(self, start: int, limit: int, cross_known: bool) -> int | None:
        """The new start of the name when the piece before `start` belongs to it, else None."""
        table = self._table
        i = start - 1
        word = table.words[i]
        if word.text in HYPHENS:
            if i == limit or not table.words[i - 1].alphabetic:
                return None
            if not table.spaced[i] and not table.spaced[i - 1]:
                return i - 1
            return self._dash_left(i, limit) if cross_known and table.spaced[i] and table.spaced[i - 1] else None
        if not table.spaced[i]:
            return i if word.text.endswith(("'", "’")) and self._elides_inside(i, limit) else None
        if word.key in self._grammar.conjunction:
            return self._join_left(i, limit)
        if word.text == ",":
            return self._list_left(i, limit)
        if word.text in ("'s", "’s"):
            return i - 1 if i > limit and self._possesses_inside(i - 1) else None
        if word.key == "of" and (i not in self._known.start_of or cross_known):
            return self._of_left(i, limit, cross_known)
        return self._word_left(start, limit, cross_known)

    def _word_left(self, start: int, limit: int, cross_known: bool) -> int | None:
        """The same for a word that is neither a mark nor a conjunction."""
        table = self._table
        i = start - 1
        word = table.words[i]
        if i in self._known.start_of and not cross_known:
            return None
        if word.text in _STATES and table.keys[start] == "national":
            return None  # the US National Center for Biotechnology Information
        if word.key in self._joined:
            return None  # Pennsylvania-based Tosoh Bioscience LLC
        compound = not word.capital and i - 1 > limit and table.words[i - 1].text in HYPHENS
        if compound and word.alphabetic and not table.spaced[i - 1] and table.words[i - 2].capital:
            return i - 2  # Radio-astronomy Observatory
        return i if self._may_stand_left(i) else None

    @cached_property
    def _joined(self) -> frozenset[str]:
        return words_of("name_context", "context.joined-participle")

    def _of_left(self, of: int, limit: int, cross_known: bool) -> int | None:
        """its Future of Computing Institute: "of" inside the name, after one capital that a determiner opens.

        "University of X" before the head is part of the name as well ("University of Massachusetts Medical School").
        """
        table = self._table
        i = of - 1
        if i >= limit and table.keys[i] == "university":
            return i
        if i - 1 < limit or not self._may_stand_left(i) or i in self._known.start_of or table.keys[i] in self._heads:
            return None
        if table.keys[i - 1] in ("its", "their") or table.words[i - 1].text in ("'s", "’s"):
            return i
        studied = table.keys[i - 1] == "the" and self._words.is_surely_subject(table.words[i])
        return i if studied and not cross_known else None  # the Chemistry of Light Metals group

    def _possesses_inside(self, i: int) -> bool:
        """Women's Hospital, King's College, Addenbrooke's Hospital: the possessive is part of the name."""
        keys = self._table.keys
        if keys[i] in self._grammar.possessed:
            return True
        near = keys[i + 2] in ("hospital", "college", "university")
        return near and self._table.words[i].capital and i not in self._known.places and i not in self._known.start_of

    def _dash_left(self, dash: int, limit: int) -> int | None:
        """The Max Planck – Weizmann Center: partners joined by a spaced dash, after a determiner."""
        i = dash - 1
        while i > limit and self._may_stand_left(i) and self._table.spaced[i] and dash - i <= 3:
            i -= 1
        return i + 1 if i + 1 < dash and self._table.keys[i] in ("the", "le", "la", "l'", "du", "au") else None

    def _elides_inside(self, i: int, limit: int) -> bool:
        """Dumont d'Urville Station: an elision between two capitals."""
        table = self._table
        return table.keys[i] == "d'" and i > limit and table.words[i - 1].capital and table.spaced[i - 1]

    def _may_stand_left(self, i: int) -> bool:
        word = self._table.words[i]
        if not word.alphabetic or not (word.capital or word.mixed):
            return False
        if i in self._known.places:
            return True
        if word.text.endswith(("'", "’")):
            return False
        if word.key in self._stops:
            return word.upper and len(word.text) > 1 and not self._table.shouted[i]
        return word.key not in self._titles

    def _join_left(self, conjunction: int, limit: int) -> int | None:
        """Across an "and": the words before it must be one or two, of one kind with what follows, after a "the"."""
        table = self._table
        i = conjunction - 1
        while i > limit and self._may_stand_left(i) and table.spaced[i] and conjunction - i <= 3:
            if i in self._known.start_of or table.words[i].acronym:
                if i + 1 == conjunction or not self._joins_subjects(conjunction):
                    return None
                return i + 1  # the owner in front: MRC Protein Phosphorylation and Ubiquitylation Unit
            if table.keys[i] in self._heads:
                return None
            i -= 1
        first = i + 1
        if first == conjunction or conjunction - first > 3:
            return None
        opener = table.words[i] if i >= 0 else None
        if opener is None:
            return first if self._joins_subjects(conjunction) else None
        if opener.key in self._grammar.conjunction and self._joins_subjects(conjunction):
            return self._join_left(i, limit)
        if opener.key in self._grammar.of or opener.key in self._grammar.de or opener.key in self._grammar.conjunction:
            return None
        if opener.text in ("'s", "’s") or opener.key in ("the", "its", "a", "an", "new", "their", "of"):
            return first
        if opener.text == ",":
            return self._list_left(i, limit)
        return first if self._joins_subjects(conjunction) else None

    def _joins_subjects(self, conjunction: int) -> bool:
        """Whether fields of study stand on a side of the "and": "Soils and Waters Laboratory"."""
        before, after = self._table.words[conjunction - 1], self._table.words[conjunction + 1]
        return self._words.is_subject(before) or (self._words.is_subject(after) and after.key not in self._heads)

    def _list_left(self, comma: int, limit: int) -> int | None:
        """Across a comma: "Research, Development and Innovation Center" lists subjects."""
        table = self._table
        i = comma - 1
        if i <= limit or not self._words.is_subject(table.words[i]) or not table.words[i].capital:
            return None
        if i in self._known.start_of or i + 1 in self._known.end_of or table.keys[i] in self._heads:
            return None
        if not any(table.keys[k] in self._grammar.conjunction for k in range(comma + 1, min(len(table), comma + 6))):
            return None
        return i
